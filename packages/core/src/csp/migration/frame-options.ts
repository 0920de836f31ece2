import { type Place, report } from '../../validate.ts'
import type { CspObject } from '../config.ts'

/** The policy that says what the value of `X-Frame-Options` says. */
const EQUIVALENTS: ReadonlyMap<string, readonly string[]> = new Map([
  ['SAMEORIGIN', ["'self'"]],
  ['DENY', ["'none'"]],
])

const SEE = 'https://html.spec.whatwg.org/multipage/document-lifecycle.html#the-x-frame-options-header'

/** Both libraries send `X-Frame-Options` too, whatever the policy says; `action` is the value they send. */
export function judgeFrameOptions(
  csp: CspObject | false | undefined,
  action: unknown,
  library: string,
  place: Place,
): void {
  if (typeof action !== 'string') return
  const value = action.toUpperCase() === 'SAME-ORIGIN' ? 'SAMEORIGIN' : action.toUpperCase()
  const equivalent = EQUIVALENTS.get(value)
  if (csp === undefined || equivalent === undefined) return
  const ancestors = csp !== false && csp.reportOnly !== true ? csp.directives['frame-ancestors'] : undefined
  if (ancestors === undefined) {
    const message = `Only X-Frame-Options: ${value}, which ${library} sends, says who may frame the pages; nothing does without it.`
    report(place, 'dropped-option', action, message, {
      severity: 'warning',
      fix: `Enforce 'frame-ancestors': ["${equivalent.join('')}"].`,
      see: SEE,
    })
  } else if (ancestors.join(' ') !== equivalent.join(' ')) {
    // HTML, "check a navigation response's adherence to X-Frame-Options", step 2.
    const message = `X-Frame-Options: ${value}, which ${library} sends, says something else than frame-ancestors ${ancestors.join(' ')}. Browsers that know frame-ancestors ignore the header.`
    report(place, 'behaviour-differs', action, message, {
      severity: 'info',
      fix: 'Stop sending X-Frame-Options.',
      see: SEE,
    })
  }
}
