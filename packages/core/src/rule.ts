import { actualHeaders, preflightHeaders, refusePreflight } from './cors/decide.ts'
import type { CorsPolicy } from './cors/policy.ts'
import type { CompiledCsp } from './csp/policy.ts'
import type { CsrfPolicy } from './csrf/compile.ts'
import type { ContinueDecision, Decision, Reason } from './decision.ts'
import { NO_MATCH } from './origin/matcher.ts'
import { SharedAnswer, SharedContinue } from './shared-decision.ts'

/** What holds for one part of the URL space. */
export interface Rule {
  /** The route's path, or `base`. */
  readonly name: string
  readonly parts: RuleParts
  /** Any method but OPTIONS. */
  decideActual(origin: string | undefined): ContinueDecision
  /** OPTIONS that is no preflight. */
  decideOptions(origin: string | undefined): ContinueDecision
  decidePreflight(origin: string, method: string, requestedHeaders: string | undefined): Decision
}

export interface RuleParts {
  readonly cors: CorsPolicy | null
  readonly csp: CompiledCsp | null
  readonly csrf: CsrfPolicy | null
}

/**
 * Makes every decision that does not depend on the request, so that answering is mostly looking up.
 * `sharesPaths`: some routes are for some methods of their path only.
 */
export function buildRule(name: string, parts: RuleParts, sharesPaths: boolean): Rule {
  return parts.cors === null ? buildWithoutCors(name, parts, sharesPaths) : buildWithCors(name, parts, parts.cors)
}

// Another rule may answer preflights for other methods of the same path: then OPTIONS depends on what makes a preflight, here too.
const PREFLIGHT_MARKS: readonly string[] = Object.freeze(['origin', 'access-control-request-method'])
const NOTHING: readonly string[] = Object.freeze([])

function buildWithoutCors(name: string, parts: RuleParts, sharesPaths: boolean): Rule {
  const actual = new SharedContinue([], NOTHING, parts.csp, 'no-cors')
  const options = new SharedContinue([], sharesPaths ? PREFLIGHT_MARKS : NOTHING, parts.csp, 'no-cors')
  return Object.freeze({
    name,
    parts,
    decideActual: () => actual,
    decideOptions: () => options,
    decidePreflight: () => options,
  })
}

function buildWithCors(name: string, parts: RuleParts, cors: CorsPolicy): Rule {
  const { csp } = parts
  const { admits } = cors
  const absent = new SharedContinue(actualHeaders(cors, undefined), cors.vary, csp, 'no-origin')
  const refused = new SharedContinue(cors.always, cors.vary, csp, 'origin-refused')
  // One decision per listed origin, made when it is first asked for: a list may hold a hundred thousand.
  const count = cors.matcher?.exactCount ?? 1
  const listed = new Array<ContinueDecision | undefined>(count)
  const granted = new Array<Decision | undefined>(count)
  const staticPreflight = !cors.namesMethod && cors.requestedNames === null
  const allow = (origin: string): ContinueDecision =>
    new SharedContinue(actualHeaders(cors, origin), cors.vary, csp, 'origin-allowed')

  const decideActual = (origin: string | undefined): ContinueDecision => {
    if (origin === undefined) return absent
    const index = admits(origin)
    if (index === NO_MATCH) return refused
    // Made for this request alone, so that it need not be frozen, which would cost more than making it.
    if (index < 0) {
      return { kind: 'continue', headers: actualHeaders(cors, origin), vary: cors.vary, csp, reason: 'origin-allowed' }
    }
    const decision = listed[index] ?? allow(origin)
    listed[index] = decision
    return decision
  }

  const grant = (origin: string, method: string, requested: string | undefined): Decision => {
    const headers = preflightHeaders(cors, origin, method, requested)
    return cors.preflightContinue
      ? new SharedContinue(headers, cors.optionsVary, csp, 'preflight-allowed')
      : new SharedAnswer(cors.preflightStatus, headers, cors.optionsVary, 'preflight-allowed')
  }
  // A refusal says nothing at all about what would have been allowed.
  const refusals = new Map<Reason, Decision>()
  const refuse = (reason: Reason): Decision => {
    const made = cors.preflightContinue
      ? new SharedContinue([], cors.optionsVary, csp, reason)
      : new SharedAnswer(403, [], cors.optionsVary, reason)
    refusals.set(reason, made)
    return made
  }

  return Object.freeze({
    name,
    parts,
    decideActual,
    decideOptions: (origin: string | undefined) => Object.freeze({ ...decideActual(origin), vary: cors.optionsVary }),
    decidePreflight: (origin: string, method: string, requested: string | undefined) => {
      const index = admits(origin)
      const reason = index === NO_MATCH ? 'preflight-origin-refused' : refusePreflight(cors, method, requested)
      if (reason !== undefined) return refusals.get(reason) ?? refuse(reason)
      if (index < 0 || !staticPreflight) return grant(origin, method, requested)
      const decision = granted[index] ?? grant(origin, method, requested)
      granted[index] = decision
      return decision
    },
  })
}
