import { join } from 'node:path'
import { root, run } from './run.ts'

// pnpm thorough [arguments for vitest]
//   SALLYPORT_RUNS=<number>   how often each property is tried; 100,000 by default

const runs = process.env.SALLYPORT_RUNS ?? '100000'
const [first] = process.argv.slice(2)
const filter = first === undefined || first.startsWith('-') ? ['.property.test.ts'] : []

console.log(`Trying every property ${runs} times …`)
const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs')
// A property that hangs still ends.
const fixed = ['run', '--project', 'unit*', '--testTimeout', String(15 * 60_000), '--maxWorkers', '100%']
const tested = await run(process.execPath, [vitest, ...fixed, ...filter, ...process.argv.slice(2)], {
  live: true,
  env: { SALLYPORT_RUNS: runs },
})
process.exitCode = tested.code
