import { join } from 'node:path'
import { findChromium } from './chromium.ts'
import { root, run, tool } from './run.ts'

// pnpm next-matrix [arguments for vitest]
// All that starts Next.js, in full. The ordinary run walks through apps of Next.js 16 that Turbopack built, in Chromium, and asks one of 15; this one
// takes Next.js 16 and 15, Turbopack and webpack, Chromium and Firefox: every page of every app, built and started as users do.
//   CHROMIUM_PATH, FIREFOX_PATH   the browsers to use

if (findChromium() === undefined) {
  console.log('No Chromium found. Install one (Debian: apt-get install chromium) or set CHROMIUM_PATH.')
  process.exit(1)
}
const built = await run(tool('turbo'), ['run', 'build', '--filter=./packages/*', '--output-logs=errors-only'], {
  live: true,
})
if (built.code !== 0) process.exit(1)

const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs')
const projects = ['--project', 'contract', '--project', 'browser']
const args = ['run', ...projects, 'packages/next/test', '--reporter=verbose', ...process.argv.slice(2)]
const tested = await run(process.execPath, [vitest, ...args], { live: true, env: { SALLYPORT_NEXT_MATRIX: 'all' } })
process.exitCode = tested.code
