import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { isWanted, type Options } from '../options.ts'
import type { Progress } from '../progress.ts'
import type { Result } from '../result.ts'
import { median, spread } from '../statistics.ts'
import type { StartUpCost } from './worker.ts'

const run = promisify(execFile)
const worker = fileURLToPath(new URL('./worker.ts', import.meta.url))
const SIZES = [1_000, 100_000]

/** What a list of patterns costs before the first request, beside a `Set` of the same texts; each launch in a process of its own. */
export async function runStartUp(options: Options, progress: Progress): Promise<readonly Result[]> {
  const results: Result[] = []
  for (const size of SIZES) {
    const name = `compile/${size}-patterns`
    if (!isWanted(options, `${name} sallyport`)) continue
    const pairs: { readonly ours: StartUpCost; readonly set: StartUpCost }[] = []
    for (let launch = 0; launch < (options.quick ? 1 : 5); launch++) {
      progress.show(`start-up: ${name}`)
      pairs.push({ ours: await start('sallyport', size), set: await start('set', size) })
    }
    const of = (side: 'ours' | 'set', what: keyof StartUpCost): number => median(pairs.map((pair) => pair[side][what]))
    results.push({
      suite: 'micro',
      name,
      candidate: 'sallyport',
      baseline: 'new Set, per pattern',
      launches: pairs.length,
      ratio: spread(pairs.map(({ ours, set }) => ours.nanoseconds / set.nanoseconds)),
      bytes: { candidate: of('ours', 'bytes'), baseline: of('set', 'bytes') },
      nanoseconds: { candidate: of('ours', 'nanoseconds'), baseline: of('set', 'nanoseconds') },
    })
  }
  return results
}

async function start(what: string, size: number): Promise<StartUpCost> {
  const { stdout } = await run(process.execPath, ['--expose-gc', worker, what, String(size)])
  return JSON.parse(stdout)
}
