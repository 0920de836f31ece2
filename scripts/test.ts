import { join } from 'node:path'
import { findChromium } from './chromium.ts'
import { findPostgres } from './postgres.ts'
import { pathWith, root, run, tool } from './run.ts'

// pnpm test [arguments for vitest]
//   SALLYPORT_NODE=<path to a node binary>   the Node that runs the tests; the workspace's own by default
//   SALLYPORT_REQUIRE_BROWSER=1              a missing Chromium is a failure
//   CHROMIUM_PATH=<path>                     the browser to use
//   SALLYPORT_REQUIRE_POSTGRES=1             a missing PostgreSQL is a failure
//   POSTGRES_BIN=<folder>                    the programs of the PostgreSQL to use

// The unit tests of packages/next are a project of their own.
const args = process.argv
  .slice(2)
  .flatMap((arg, index, all) => (all[index - 1] === '--project' && arg === 'unit' ? ['unit*'] : [arg]))
const node = process.env.SALLYPORT_NODE ?? process.execPath
const asked = await run(node, ['--version'])
const version = asked.output.trim()
if (asked.code !== 0) {
  console.log(`SALLYPORT_NODE: ${version}`)
  process.exit(1)
}
const chosen = args.filter((_, index) => args[index - 1] === '--project')
const browserWanted = chosen.length === 0 || chosen.includes('browser')
const chromium = browserWanted ? findChromium() : undefined

if (browserWanted && chromium === undefined) {
  console.log('No Chromium found, so browser tests are left out.')
  console.log('To run them install one (Debian: apt-get install chromium) or set CHROMIUM_PATH.')
  if (process.env.SALLYPORT_REQUIRE_BROWSER === '1') {
    console.log('SALLYPORT_REQUIRE_BROWSER=1 makes that a failure.')
    process.exit(1)
  }
}

const databaseWanted = chosen.length === 0 || chosen.includes('postgres')
if (databaseWanted && findPostgres() === undefined) {
  console.log('No PostgreSQL found, so its tests are left out.')
  console.log('To run them install one (Debian: apt-get install postgresql) or set POSTGRES_BIN.')
  if (process.env.SALLYPORT_REQUIRE_POSTGRES === '1') {
    console.log('SALLYPORT_REQUIRE_POSTGRES=1 makes that a failure.')
    process.exit(1)
  }
}

const demo = chromium === undefined ? [] : ['--filter=./examples/micro-frontends/**']
console.log(`Building the packages${chromium === undefined ? '' : ' and the demo'} …`)
const build = ['run', 'build', '--filter=./packages/*', ...demo, '--output-logs=errors-only']
const built = await run(tool('turbo'), build, { live: true })
if (built.code !== 0) {
  console.log('The build failed, so no test was run.')
  process.exit(1)
}

console.log(`Running the tests on Node ${version}${chromium === undefined ? '' : ` and in ${chromium}`} …`)
const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs')
// Tests that start a program by the name `node` must get the Node under test as well.
const tested = await run(node, [vitest, 'run', ...args], { live: true, env: { PATH: pathWith(node) } })
process.exitCode = tested.code
