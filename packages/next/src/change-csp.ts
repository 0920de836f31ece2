import { type ContinueDecision, type CspChange, changeDecision, describeFinding } from '@sallyport/core'
import { warnAboutChange } from './warning.ts'

/** The decision about a request while the app's own proxy runs, which may change it. */
interface Changing {
  decision: ContinueDecision
}

const CHANGING = new WeakMap<Request, Changing>()

/**
 * Changes the content security policy of one response, in the app's own proxy:
 * `sallyport(config, (request) => { changeCsp(request, { append: { 'img-src': [host] } }) })`. By the time a page renders its headers have
 * been decided; what depends on the path alone is better said in `routes`. Several changes are made together, so their order means nothing.
 *
 * Never throws: a change that cannot be made leaves the policy as it is, and a warning says why.
 *
 * @param request The one that the proxy was given.
 * @returns whether the change was made.
 */
export function changeCsp(request: Request, change: CspChange): boolean {
  const changing = CHANGING.get(request)
  if (changing === undefined) {
    warnAboutChange(
      'it was not asked for while the app’s own proxy ran. Call changeCsp(request, …) with the request that proxy was given, before it returns.',
    )
    return false
  }
  const { decision, findings } = changeDecision(changing.decision, change)
  if (findings.length > 0) {
    warnAboutChange(findings.slice(0, MOST_TOLD).map(describeFinding).join('\n  '))
    return false
  }
  changing.decision = decision
  return true
}

// What a request is made of may be wrong in as many places as it likes.
const MOST_TOLD = 5

/** Runs the app's own proxy; what it returns, and the decision that it has made of the given one. */
export async function runChanging<T>(
  request: Request,
  decision: ContinueDecision,
  run: () => T | Promise<T>,
): Promise<{ readonly result: T; readonly decision: ContinueDecision }> {
  const changing: Changing = { decision }
  CHANGING.set(request, changing)
  try {
    return { result: await run(), decision: changing.decision }
  } finally {
    CHANGING.delete(request)
  }
}
