import type { Pair } from '../statistics.ts'
import type { Runner } from './side.ts'

// A slice this long is well above the clock's resolution and well below the scheduler's turns.
const SLICE_NANOSECONDS = 60_000

export const GROUP_SIZE = 16

// Enough for the last of the compilers to have made the code of every function on the way.
const WARM_UP_ROUNDS = 8_000
const WARM_UP_CALLS = 16

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
  await warmUp([baseline, candidate], milliseconds * 3, most)
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
 * Until the compiler has settled. Both sides take the same small steps: what a compiler makes of a function depends on what it has
 * compiled before, and slices whose length followed the clock had it end in one of several states, a fifth apart, on either side. Slow
 * candidates stop when this thread has worked for `milliseconds`; by the clock a busy machine would let nobody get warm.
 */
async function warmUp(runners: readonly Runner[], milliseconds: number, most: number): Promise<void> {
  for (const runner of runners) runner.calls = Math.min(most, WARM_UP_CALLS)
  const start = process.threadCpuUsage()
  for (let round = 0; round < WARM_UP_ROUNDS && usedMilliseconds(start) < milliseconds; round++) {
    for (const runner of runners) await timeOnce(runner)
  }
  for (let round = 0; round < GROUP_SIZE; round++) for (const runner of runners) await fitSlice(runner, most)
}

/** Chooses how many calls make a slice. */
async function fitSlice(runner: Runner, most: number): Promise<void> {
  const cost = Math.max(1, await timeOnce(runner))
  runner.calls = Math.min(most, Math.max(1, Math.round(SLICE_NANOSECONDS / cost)))
}

function usedMilliseconds(start: NodeJS.CpuUsage): number {
  const { user, system } = process.threadCpuUsage(start)
  return (user + system) / 1000
}
