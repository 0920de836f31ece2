import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { bundlePage } from './bundle-page.ts'

// Writes src/page/client-text.ts: the client as text, so that the handler reads no file and runs at the edge as well. After any change in src/page/client.
const { script, styles } = await bundlePage()
const target = fileURLToPath(new URL('../src/page/client-text.ts', import.meta.url))
writeFileSync(
  target,
  `// Made by scripts/embed-page.ts from src/page/client. Do not edit.
export const SCRIPT: string = ${literal(script)}
export const STYLES: string = ${literal(styles)}
`,
)
execFileSync('biome', ['format', '--write', target], { stdio: 'inherit' })
console.log(`client-text.ts: script ${script.length} characters, styles ${styles.length}`)

/** Without what would look like a mistaken template. */
function literal(text: string): string {
  return JSON.stringify(text).replaceAll('${', '\\u0024{')
}
