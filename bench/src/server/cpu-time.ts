import { readdirSync, readFileSync } from 'node:fs'

/**
 * Nanoseconds that a process has spent on a CPU so far, garbage collection and all other threads included. Reading it costs the
 * process nothing, and no neighbour's load goes into it, as it would into latency or throughput. Linux only.
 */
export function readCpuTime(pid: number): number {
  return readdirSync(`/proc/${pid}/task`).reduce((sum, thread) => sum + threadTime(pid, thread), 0)
}

function threadTime(pid: number, thread: string): number {
  try {
    return Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'latin1').split(' ')[0])
  } catch {
    // The thread has ended since it was listed.
    return 0
  }
}

export function canReadCpuTime(): boolean {
  try {
    return readCpuTime(process.pid) > 0
  } catch {
    return false
  }
}
