import type { Options } from '../options.ts'
import type { Progress } from '../progress.ts'
import type { Result } from '../result.ts'
import type { State } from './child.ts'
import { expectWhole, launch } from './run.ts'
import { requestText, SHAPES } from './traffic.ts'

const STEPS = 20
/** Until then the process has compiled what it runs, and found the size of its heap. */
const WARM_STEPS = 4

/** Millions of reports to one server: what its memory and its file do meanwhile. */
export async function runSoak({ soak }: Options, progress: Progress): Promise<readonly Result[]> {
  if (soak === undefined) return []
  // As many requests of each kind.
  const requests = Math.ceil(soak / STEPS / SHAPES.reduce((sum, { reports }) => sum + reports, 0))
  const server = await launch('collector')
  try {
    const states: State[] = []
    const start = performance.now()
    while (states.length < STEPS) {
      for (const shape of SHAPES) {
        await server.load.send(requests, (number) => requestText(shape, number))
      }
      states.push(await expectWhole(server))
      progress.clear()
      console.error(describe(states.length, states.at(-1)))
    }
    const perSecond = (states.at(-1)?.received ?? 0) / ((performance.now() - start) / 1_000)
    return [
      summarise('memory', states, ({ rss }) => rss, perSecond),
      summarise('storage', states, ({ storage }) => storage, perSecond),
    ]
  } finally {
    await server.stop()
  }
}

function describe(step: number, state: State | undefined): string {
  if (state === undefined) return ''
  const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`
  const { received, rss, heapUsed, storage, groups } = state
  return `soak ${step}/${STEPS}: ${received.toLocaleString('en')} reports, RSS ${megabytes(rss)}, heap ${megabytes(heapUsed)}, file ${megabytes(storage)}, ${groups} groups`
}

/** The most of the last half beside the most of what came after the warm-up. */
function summarise(what: string, states: readonly State[], read: (state: State) => number, perSecond: number): Result {
  const values = states.map(read)
  const early = Math.max(...values.slice(WARM_STEPS - 1, STEPS / 2))
  const late = Math.max(...values.slice(STEPS / 2))
  const ratio = late / early
  return {
    suite: 'reports',
    name: `reports/soak ${what}`,
    candidate: 'second half',
    baseline: 'first half, warm',
    launches: 1,
    ratio: { median: ratio, least: ratio, most: ratio },
    bytes: { candidate: late, baseline: early },
    nanoseconds: { candidate: 1e9 / perSecond, baseline: 1e9 / perSecond },
    perSecond: { candidate: perSecond, baseline: perSecond },
  }
}
