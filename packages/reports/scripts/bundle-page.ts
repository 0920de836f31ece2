import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { rolldown } from 'rolldown'

/** The page's client as one script and one sheet of styles, readable: whoever wonders what runs under the page's hash can look. */
export async function bundlePage(): Promise<{ readonly script: string; readonly styles: string }> {
  const folder = new URL('../src/page/client/', import.meta.url)
  const bundle = await rolldown({ input: 'main.ts', cwd: fileURLToPath(folder) })
  const { output } = await bundle.generate({ format: 'esm', comments: false })
  await bundle.close()
  const script = output.flatMap((part) => (part.type === 'chunk' ? [part.code] : [])).join('\n')
  const styles = readFileSync(new URL('page.css', folder), 'utf8')
  // HTML §4.12.1.3: what a script element must not hold. No text of ours does, so that there is no need to escape.
  for (const text of ['</script', '<script', '<!--']) {
    if (script.toLowerCase().includes(text)) throw new Error(`the script holds ${text}`)
  }
  if (styles.toLowerCase().includes('</style')) throw new Error('the styles hold </style')
  return { script, styles }
}
