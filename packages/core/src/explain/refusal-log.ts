import { readRequestedNames } from '../cors/request-headers.ts'
import { decide, isPreflight, ruleFor } from '../decide.ts'
import type { Decision, Reason } from '../decision.ts'
import type { Policy } from '../policy.ts'
import type { RequestView } from '../request.ts'
import { describeExplanation } from './describe.ts'
import { explain } from './explain.ts'
import { isTurnedOff } from './location.ts'

/** Tells of refusals, for development: each distinct one once. */
export interface RefusalLog {
  /** Never throws. Costs next to nothing when the browser gets what it asked for, when the refusal is known, and once the log has fallen silent. */
  note(policy: Policy, request: RequestView, decision?: Decision): void
}

export interface RefusalLogOptions {
  /** How many refusals are logged before the log falls silent. Default 100. */
  readonly most?: number
}

const LONGEST_PART = 330
/** Explained for each one that is logged: some turn out to be nothing that a page is kept from. */
const EXPLAINED = 4

/**
 * Refusals differ by policy, rule, reason, origin, and what else was refused: the method, the header names. Explaining takes a fraction of
 * a millisecond, or tens where a hundred thousand origins are listed, and anybody can make up origins: so all work ends with the last
 * line of the log.
 */
export function createRefusalLog(log: (text: string) => void, options: RefusalLogOptions = {}): RefusalLog {
  const { most = 100 } = options
  const known = new Set<string>()
  const policies = new WeakMap<Policy, number>()
  let count = 0
  const numberOf = (policy: Policy): number => {
    const number = policies.get(policy) ?? count++
    policies.set(policy, number)
    return number
  }
  // A logger's own mistake must not decide what becomes of a request.
  const write = (text: string): void => {
    try {
      log(text)
    } catch {}
  }
  let logged = 0
  let isSilent = false
  const explainOnce = (policy: Policy, request: RequestView, decision: Decision): void => {
    const key = keyOf(numberOf(policy), ruleFor(policy, request).name, decision.reason, request)
    if (known.has(key)) return
    if (logged === most || known.size === most * EXPLAINED) {
      isSilent = true
      known.clear()
      write(`Sallyport: ${logged} different refusals were logged; no more will be.`)
      return
    }
    known.add(key)
    const explanation = explain(policy, request, decision)
    // The own page, a form: nothing that a page would be kept from.
    if (explanation.browserMessages === undefined) return
    logged++
    write(describeExplanation(explanation))
  }
  return Object.freeze({
    note(policy: Policy, request: RequestView, decision: Decision = decide(policy, request)): void {
      if (!isSilent && (isRefusal(decision) || isUnanswered(policy, request, decision)))
        explainOnce(policy, request, decision)
    },
  })
}

function isRefusal({ reason }: Decision): boolean {
  return reason.endsWith('-refused') || reason.endsWith('-unresolved')
}

/** A preflight that goes to the app because its route says `cors: false`: most apps have nothing to answer it with. */
function isUnanswered(policy: Policy, request: RequestView, { reason }: Decision): boolean {
  return reason === 'no-cors' && isPreflight(request) && isTurnedOff(policy, request)
}

/** Whoever is refused for the origin is refused for every method, so that only counts where it is what was refused. */
function keyOf(policy: number, rule: string, reason: Reason, request: RequestView): string {
  const parts = [rule, ...['origin', 'sec-fetch-site', 'sec-fetch-mode'].map((name) => request.header(name))]
  if (reason === 'preflight-method-refused') parts.push(request.header('access-control-request-method'))
  if (reason === 'cross-origin-refused') parts.push(request.method)
  if (reason === 'preflight-header-refused') parts.push(namesIn(request.header('access-control-request-headers')))
  return JSON.stringify([policy, reason, ...parts.map((part) => part?.slice(0, LONGEST_PART))])
}

function namesIn(requested = ''): string {
  return readRequestedNames(requested)?.toSorted().join(',') ?? requested
}
