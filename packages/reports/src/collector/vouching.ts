/** How long the app may think about who sent a report, in milliseconds. */
const VOUCH_TIME = 1_000

/** Whom the app vouches for; undefined for nobody. Never rejects, and waits no longer than a second. */
export async function askVouch(
  vouch: (request: Request) => unknown,
  request: Request,
  onError: (error: unknown) => void,
): Promise<string | undefined> {
  let timer: ReturnType<typeof setTimeout> | undefined
  try {
    const answer = vouch(request)
    const isReady = typeof answer !== 'object' || answer === null
    if (isReady) return nameOf(answer)
    const timeout = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error('no answer after a second')), VOUCH_TIME)
    })
    return nameOf(await Promise.race([answer, timeout]))
  } catch (error) {
    onError(error)
    return undefined
  } finally {
    clearTimeout(timer)
  }
}

function nameOf(answer: unknown): string | undefined {
  return typeof answer === 'string' && answer !== '' ? answer : undefined
}
