import { readRequestedNames } from '../cors/request-headers.ts'
import { decide } from '../decide.ts'
import type { Decision } from '../decision.ts'
import type { Policy } from '../policy.ts'
import type { RequestView } from '../request.ts'
import { describeExplanation } from './describe.ts'
import { explain } from './explain.ts'
import type { Explanation } from './explanation.ts'

/** Tells of refusals, for development: each distinct one once. */
export interface RefusalLog {
  /**
   * The explanation of a refusal, logged if it is the first of its kind; undefined, at next to no cost, when the browser gets what it
   * asked for. Pass the decision where it is known.
   */
  note(policy: Policy, request: RequestView, decision?: Decision): Explanation | undefined
}

export interface RefusalLogOptions {
  /** How many refusals are logged before the log falls silent. Default 100. */
  readonly most?: number
}

const LONGEST_PART = 330

/** Refusals differ by policy, rule, reason, origin, and what else was refused: the method, the header names. Keeps at most `most` of them in memory. */
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
  let silent = false
  return Object.freeze({
    note(policy: Policy, request: RequestView, decision: Decision = decide(policy, request)): Explanation | undefined {
      if (!isRefusal(decision)) return undefined
      const explanation = explain(policy, request, decision)
      // The own page, a form: nothing that a page would be kept from.
      if (explanation.browserMessages === undefined) return undefined
      const key = keyOf(numberOf(policy), explanation, request)
      if (silent || known.has(key)) return explanation
      if (known.size < most) {
        known.add(key)
        log(describeExplanation(explanation))
      } else {
        silent = true
        known.clear()
        log(`Sallyport: ${most} different refusals were logged; no more will be.`)
      }
      return explanation
    },
  })
}

function isRefusal({ reason }: Decision): boolean {
  return reason.endsWith('-refused') || reason.endsWith('-unresolved')
}

/** Whoever is refused for the origin is refused for every method, so that only counts where it is what was refused. */
function keyOf(policy: number, { rule, reason }: Explanation, request: RequestView): string {
  const parts = [rule, request.header('origin')]
  if (reason === 'preflight-method-refused') parts.push(request.header('access-control-request-method'))
  if (reason === 'cross-origin-refused') parts.push(request.method)
  if (reason === 'preflight-header-refused') parts.push(namesIn(request.header('access-control-request-headers')))
  return JSON.stringify([policy, reason, ...parts.map((part) => part?.slice(0, LONGEST_PART))])
}

function namesIn(requested = ''): string {
  return readRequestedNames(requested)?.toSorted().join(',') ?? requested
}
