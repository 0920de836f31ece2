import type { CompiledCsp } from '../csp/policy.ts'
import type { ContinueDecision, Decision, Reason } from '../decision.ts'
import { NO_MATCH } from '../origin/matcher.ts'
import { type Asked, outlineAnswer, outlineContinue, TemplateAnswer, TemplateContinue } from '../template-decision.ts'
import { actualPairs, createPreflightCheck, preflightPairs } from './decide.ts'
import { keepDecisions } from './kept-decisions.ts'
import type { Admission } from './origin-resolver.ts'
import type { CorsPolicy } from './policy.ts'

/** What is decided about the requests of one rule. `admission`: what the rule's origin resolver has said, where it has one. */
export interface Decisions {
  /** Any method but OPTIONS. */
  decideActual(origin: string | undefined, admission?: Admission): ContinueDecision
  /** OPTIONS that is no preflight. */
  decideOptions(origin: string | undefined, admission?: Admission): ContinueDecision
  decidePreflight(origin: string, method: string, requestedHeaders: string | undefined, admission?: Admission): Decision
}

/** Why an origin that is not admitted is not. */
export interface OriginRefusal {
  readonly actual: Reason
  readonly preflight: Reason
}

export const REFUSED: OriginRefusal = { actual: 'origin-refused', preflight: 'preflight-origin-refused' }

export function buildDecisions(cors: CorsPolicy, csp: CompiledCsp | null, refusal: OriginRefusal = REFUSED): Decisions {
  const count = cors.matcher?.positions ?? 1
  return {
    decideActual: buildActual(cors, csp, cors.vary, refusal.actual, count),
    decideOptions: buildActual(cors, csp, cors.optionsVary, refusal.actual, 0),
    decidePreflight: buildPreflight(cors, csp, refusal.preflight, count),
  }
}

/** `count`: how many positions there are whose decision may be kept. */
function buildActual(
  cors: CorsPolicy,
  csp: CompiledCsp | null,
  vary: readonly string[],
  refusal: Reason,
  count: number,
): Decisions['decideActual'] {
  const { admits, always, matcher } = cors
  const pairs = actualPairs(cors)
  const absent = share(new TemplateContinue(outlineContinue(cors.namesOrigin ? always : pairs, vary, csp, 'no-origin')))
  const refused = share(new TemplateContinue(outlineContinue(always, vary, csp, refusal)))
  const allowed = outlineContinue(pairs, vary, csp, 'origin-allowed')
  if (matcher !== null && matcher.only !== null && admits === matcher.find) {
    return buildForOne(matcher.only, absent, refused, share(new TemplateContinue(allowed, matcher.only)))
  }
  // Made of the text that the look-up has just compared: fetched already, and nothing of a request is kept.
  const keptAt = keepDecisions(count, (position) => share(new TemplateContinue(allowed, matcher?.textAt(position))))
  return (origin) => {
    if (origin === undefined) return absent
    const position = admits(origin)
    if (position === NO_MATCH) return refused
    return (position < 0 ? undefined : keptAt(position)) ?? new TemplateContinue(allowed, origin)
  }
}

/** The most frequent policy of all, in as few steps as it can be answered in. */
function buildForOne(
  only: string,
  absent: ContinueDecision,
  refused: ContinueDecision,
  admitted: ContinueDecision,
): Decisions['decideActual'] {
  return (origin) => (origin === only ? admitted : origin === undefined ? absent : refused)
}

function buildPreflight(
  cors: CorsPolicy,
  csp: CompiledCsp | null,
  refusal: Reason,
  count: number,
): Decisions['decidePreflight'] {
  const { admits, matcher } = cors
  const check = createPreflightCheck(cors)
  const grant = buildGrant(cors, csp)
  const refuse = buildRefusals(cors, csp, refusal)
  const isAlike = !cors.namesMethod && cors.requestedNames === null
  // Where all preflights of an origin are answered alike, what they ask for is not looked at.
  const keptAt = keepDecisions(isAlike ? count : 0, (position) =>
    share(grant(matcher?.textAt(position) ?? '', '', undefined)),
  )
  return (origin, method, requested) => {
    const position = admits(origin)
    const reason = position === NO_MATCH ? refusal : check(method, requested)
    if (reason !== undefined) return refuse(reason)
    return (position < 0 ? undefined : keptAt(position)) ?? grant(origin, method, requested)
  }
}

function buildGrant(
  cors: CorsPolicy,
  csp: CompiledCsp | null,
): (origin: string, method: string, requested: string | undefined) => Decision {
  const pairs = preflightPairs(cors)
  const repeats = cors.namesMethod || cors.requestedNames !== null
  const askedBy = (method: string, requested: string | undefined): Asked | undefined =>
    repeats ? { method, names: requested === undefined ? '' : (cors.requestedNames?.(requested) ?? '') } : undefined
  if (cors.preflightContinue) {
    const outline = outlineContinue(pairs, cors.optionsVary, csp, 'preflight-allowed')
    return (origin, method, requested) => new TemplateContinue(outline, origin, askedBy(method, requested))
  }
  const outline = outlineAnswer(cors.preflightStatus, pairs, cors.optionsVary, 'preflight-allowed')
  return (origin, method, requested) => new TemplateAnswer(outline, origin, askedBy(method, requested))
}

/** A refusal says nothing at all about what would have been allowed. */
function buildRefusals(cors: CorsPolicy, csp: CompiledCsp | null, origin: Reason): (reason: Reason) => Decision {
  const make = (reason: Reason): Decision =>
    share(
      cors.preflightContinue
        ? new TemplateContinue(outlineContinue([], cors.optionsVary, csp, reason))
        : new TemplateAnswer(outlineAnswer(403, [], cors.optionsVary, reason)),
    )
  const byOrigin = make(origin)
  const byMethod = make('preflight-method-refused')
  const byHeader = make('preflight-header-refused')
  return (reason) =>
    reason === 'preflight-header-refused' ? byHeader : reason === 'preflight-method-refused' ? byMethod : byOrigin
}

/** Marks a decision as one that requests share: none may change what another one gets. */
export function share<T extends object>(decision: T): T {
  return Object.freeze(decision)
}
