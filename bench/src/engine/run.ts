import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { isWanted, type Options } from '../options.ts'
import type { Progress } from '../progress.ts'
import type { Result } from '../result.ts'
import { median, spread } from '../statistics.ts'
import type { EngineCost } from './worker.ts'

const run = promisify(execFile)
const worker = fileURLToPath(new URL('./worker.ts', import.meta.url))

const CASES = [
  { name: 'parse', baseline: 'the same on 5 KB' },
  { name: 'lint', baseline: 'the same on 5 KB' },
  { name: 'diff', baseline: 'the same on 5 KB' },
  { name: 'hit', baseline: 'a list of one source' },
  { name: 'miss', baseline: 'a list of one source' },
] as const

/** How the CSP engine grows with what it is given; each launch in a process of its own. */
export async function runEngine(options: Options, progress: Progress): Promise<readonly Result[]> {
  const results: Result[] = []
  for (const { name, baseline } of CASES) {
    const title = `engine/${name}`
    if (!isWanted(options, `${title} sallyport`)) continue
    const costs: EngineCost[] = []
    for (let launch = 0; launch < (options.quick ? 1 : 5); launch++) {
      progress.show(`engine: ${name}`)
      const { stdout } = await run(process.execPath, [worker, name, options.quick ? '300' : '1500'])
      costs.push(JSON.parse(stdout))
    }
    results.push({
      suite: 'micro',
      name: title,
      candidate: 'sallyport',
      baseline,
      launches: costs.length,
      ratio: spread(costs.map(({ ratio }) => ratio)),
      nanoseconds: {
        candidate: median(costs.map(({ candidate }) => candidate)),
        baseline: median(costs.map((cost) => cost.baseline)),
      },
    })
  }
  return results
}
