import { join } from 'node:path'
import { root, run, tool } from './run.ts'

// pnpm reports-live [arguments for vitest]
// Chromium, Firefox and WebKitGTK report what pages of every adapter violate, on https and http, to the same site and to another.
//   CHROMIUM_PATH, FIREFOX_PATH, WEBKIT_PATH   the browsers to use; WebKitGTK needs Xvfb on the PATH

const packages = ['conformance', 'reports'].map((name) => `--filter=./packages/${name}`)
const built = await run(tool('turbo'), ['run', 'build', ...packages, '--output-logs=errors-only'], { live: true })
if (built.code !== 0) process.exit(1)

const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs')
const args = ['run', '--project', 'browser', 'packages/reports-live', '--reporter=verbose', ...process.argv.slice(2)]
const tested = await run(process.execPath, [vitest, ...args], { live: true, env: { SALLYPORT_REPORTS_LIVE: 'all' } })
process.exitCode = tested.code
