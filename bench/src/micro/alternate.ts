import type { Pair } from '../statistics.ts'
import type { Runner } from './side.ts'

// A slice this long is well above the clock's resolution and well below the scheduler's turns.
const SLICE_NANOSECONDS = 60_000

export const GROUP_SIZE = 16

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
  await warmUp([baseline, candidate], milliseconds / 3, most)
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

/** Until the compiler has settled; then chooses how many calls make a slice. */
async function warmUp(runners: readonly Runner[], milliseconds: number, most: number): Promise<void> {
  for (const runner of runners) runner.calls = Math.min(most, 16)
  const end = performance.now() + milliseconds
  while (performance.now() < end) {
    for (const runner of runners) {
      const cost = Math.max(1, await timeOnce(runner))
      runner.calls = Math.min(most, Math.max(1, Math.round(SLICE_NANOSECONDS / cost)))
    }
  }
}
