import { join } from 'node:path'
import { findChromium } from './chromium.ts'
import { pathWith, root, run, tool } from './run.ts'

// pnpm test [arguments for vitest]
//   SALLYPORT_NODE=<path to a node binary>   the Node that runs the tests; the workspace's own by default
//   SALLYPORT_REQUIRE_BROWSER=1              a missing Chromium is a failure
//   CHROMIUM_PATH=<path>                     the browser to use

const node = process.env.SALLYPORT_NODE ?? process.execPath
const version = (await run(node, ['--version'])).output.trim()
const chromium = findChromium()

if (chromium === undefined) {
  say(
    'Browser tests are left out: no Chromium found. Install one (Debian: apt-get install chromium) or set CHROMIUM_PATH.',
  )
  if (process.env.SALLYPORT_REQUIRE_BROWSER === '1') {
    say('SALLYPORT_REQUIRE_BROWSER=1 makes that a failure.')
    process.exit(1)
  }
}

say('Building the packages and what the tests start …')
const built = await run(tool('turbo'), ['run', 'build', '--filter=./packages/*', '--output-logs=errors-only'], {
  live: true,
})
if (built.code !== 0) {
  say('The build failed; no test was run.')
  process.exit(1)
}

say(`Running the tests on Node ${version}${chromium === undefined ? '' : ` and in ${chromium}`} …`)
const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs')
const tested = await run(node, [vitest, 'run', ...process.argv.slice(2)], {
  live: true,
  // Tests that start a program by the name `node` must get the Node under test as well.
  env: { PATH: pathWith(node) },
})
process.exitCode = tested.code

function say(line: string): void {
  console.log(line)
}
