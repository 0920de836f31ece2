import { decide, isPreflight, ruleFor } from './decide.ts'
import type { Decision, Reason } from './decision.ts'
import { showValue } from './finding.ts'
import type { Policy } from './policy.ts'
import type { RequestView } from './request.ts'

/** A decision in words, for people: logs, a development console, a command line. Never send it to whoever made the request. */
export interface Explanation {
  readonly decision: Decision
  readonly reason: Reason
  /** The path of the route that decided, or `base`. */
  readonly rule: string
  /** What happened and why, naming the values involved. */
  readonly message: string
  /** What to change to let the request through; absent when nothing was refused. */
  readonly fix?: string
}

/** The slow twin of `decide`: the same decision, with its reason told. Never throws. */
export function explain(policy: Policy, request: RequestView): Explanation {
  const decision = decide(policy, request)
  const { reason } = decision
  const rule = ruleFor(policy, request).name
  const origin = showValue(request.header('origin'))
  const where = rule === 'base' ? 'the base policy' : `the route ${rule}`
  return Object.freeze({ decision, reason, rule, ...TELL[reason](request, origin, where) })
}

type Telling = Pick<Explanation, 'message' | 'fix'>

const TELL: Readonly<Record<Reason, (request: RequestView, origin: string, where: string) => Telling>> = {
  'no-cors': (request, _, where) => ({
    message: isPreflight(request)
      ? `No CORS policy applies in ${where}, so the app answers this preflight.`
      : `No CORS policy applies in ${where}.`,
  }),
  'no-origin': () => ({ message: 'The request has no Origin, so it is not a CORS request.' }),
  'origin-allowed': (_, origin, where) => ({ message: `${origin} is among the origins of ${where}.` }),
  'origin-refused': (_, origin, where) => ({
    message: `${origin} is not among the origins of ${where}. The app answers, but the browser keeps the answer from the page.`,
    fix: `Add ${origin} to cors.origins of ${where}, if its pages may read this.`,
  }),
  'origin-unresolved': (_, origin, where) => ({
    message: `The origin resolver of ${where} did not say whether ${origin} may read this, so it may not.`,
    fix: 'Look at what its onError was told.',
  }),
  'preflight-origin-unresolved': (_, origin, where) => ({
    message: `The origin resolver of ${where} did not say whether ${origin} may call this, so it may not.`,
    fix: 'Look at what its onError was told.',
  }),
  'preflight-allowed': (request, origin, where) => ({
    message: `${where} lets ${origin} use ${showValue(request.header('access-control-request-method'))}.`,
  }),
  'preflight-origin-refused': (_, origin, where) => ({
    message: `${origin} is not among the origins of ${where}, so the browser does not send the request.`,
    fix: `Add ${origin} to cors.origins of ${where}, if its pages may call this.`,
  }),
  'preflight-method-refused': (request, _, where) => {
    const method = showValue(request.header('access-control-request-method'))
    return {
      message: `${method} is not among the methods of ${where}.`,
      fix: `Add ${method} to cors.methods of ${where}.`,
    }
  },
  'preflight-header-refused': (request, _, where) => ({
    message: `${where} does not allow all of the request headers ${showValue(request.header('access-control-request-headers'))}.`,
    fix: `Add the missing names to cors.allowedHeaders of ${where}.`,
  }),
  'cross-origin-refused': (request, origin, where) => ({
    message: `The guard of ${where} refused ${request.method} from ${origin} (Sec-Fetch-Site: ${showValue(request.header('sec-fetch-site'))}).`,
    fix: `Add ${origin} to csrf.trustedOrigins of ${where}, if it may change things in the visitor's name.`,
  }),
}
