import { getHeapStatistics } from 'node:v8'
import { median } from '../statistics.ts'
import type { Runner } from './side.ts'

const WINDOWS = 41
const CALLS = 16

/**
 * Bytes of heap per call, once warm. The median of many short windows: a window with a garbage collection in it is an outlier,
 * and what the measuring itself allocates is the same in every window and is taken off.
 */
export async function measureAllocation(runner: Runner): Promise<number> {
  const calls = Math.min(CALLS, runner.calls)
  const own = await growth(runner, 0)
  return Math.max(0, (await growth(runner, calls)) - own) / calls
}

async function growth(runner: Runner, calls: number): Promise<number> {
  const windows: number[] = []
  for (let window = 0; window < WINDOWS; window++) {
    runner.calls = Math.max(1, calls)
    runner.prepare()
    runner.calls = calls
    const before = getHeapStatistics().used_heap_size
    const pending = runner.time()
    if (pending instanceof Promise) await pending
    windows.push(getHeapStatistics().used_heap_size - before)
  }
  return median(windows)
}
