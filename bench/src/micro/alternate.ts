import type { Pair } from '../statistics.ts'
import type { Runner } from './side.ts'

// A slice this long is well above the clock's resolution and well below the scheduler's turns.
const SLICE_NANOSECONDS = 60_000

export const GROUP_SIZE = 16

/** How much longer warming up takes than measuring. */
const WARM_UP = 2

/**
 * Slices of both sides, one right after the other, each side first by turns: whatever slows the machine down slows both. A
 * benchmark library that measures one function to the end and then the next compares two moments of a shared machine.
 */
export async function alternate(
  baseline: Runner,
  candidate: Runner,
  milliseconds: number,
  most: number,
): Promise<readonly Pair[]> {
  await warmUp([baseline, candidate], milliseconds * WARM_UP, most)
  const pairs: Pair[] = []
  const end = performance.now() + milliseconds
  while (performance.now() < end || pairs.length % GROUP_SIZE !== 0 || pairs.length < 2 * GROUP_SIZE) {
    if (pairs.length % 2 === 0) {
      const first = await timeOnce(baseline)
      pairs.push({ baseline: first, candidate: await timeOnce(candidate) })
    } else {
      const first = await timeOnce(candidate)
      pairs.push({ baseline: await timeOnce(baseline), candidate: first })
    }
  }
  return pairs
}

async function timeOnce(runner: Runner): Promise<number> {
  runner.prepare()
  return runner.time()
}

/**
 * Until the compiler has settled; then chooses how many calls make a slice. That takes work, not time: on a busy machine the same
 * milliseconds hold fewer calls, and a side whose code is not made yet would be judged by the interpreter. So it is CPU time of this thread
 * that counts.
 */
async function warmUp(runners: readonly Runner[], milliseconds: number, most: number): Promise<void> {
  for (const runner of runners) runner.calls = Math.min(most, 16)
  const start = process.threadCpuUsage()
  while (usedMilliseconds(start) < milliseconds) {
    for (const runner of runners) {
      const cost = Math.max(1, await timeOnce(runner))
      runner.calls = Math.min(most, Math.max(1, Math.round(SLICE_NANOSECONDS / cost)))
    }
  }
}

function usedMilliseconds(start: NodeJS.CpuUsage): number {
  const { user, system } = process.threadCpuUsage(start)
  return (user + system) / 1000
}
