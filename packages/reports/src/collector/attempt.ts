/** What a store or sink did: undefined when all went well, else why not. A promise that is never kept is one that took too long. Never rejects. */
export async function attempt(
  call: () => Promise<void>,
  milliseconds: number,
): Promise<{ readonly error: unknown } | undefined> {
  let timer: ReturnType<typeof setTimeout> | undefined
  try {
    const timeout = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(`no answer after ${milliseconds / 1000} s`)), milliseconds)
    })
    await Promise.race([call(), timeout])
    return undefined
  } catch (error) {
    return { error }
  } finally {
    clearTimeout(timer)
  }
}

/** How long a write may take before it counts as failed, in milliseconds. */
export const WRITE_TIME = 30_000

const FIRST_PAUSE = 1_000
const LONGEST_PAUSE = 60_000

/** How long to leave a store or sink alone after so many failures in a row, in milliseconds. */
export function pauseAfter(failures: number): number {
  return Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** (failures - 1))
}

/** Runs later, and keeps no process alive for it where the runtime can tell. */
export function runLater(call: () => void, milliseconds: number): ReturnType<typeof setTimeout> {
  const timer = setTimeout(call, milliseconds)
  // Outside Node a timer is a number.
  if (typeof timer === 'object' && 'unref' in timer) timer.unref()
  return timer
}
