import type { CompiledCsp } from '../csp/policy.ts'
import type { ContinueDecision, Decision, Reason } from '../decision.ts'
import { NO_MATCH } from '../origin/matcher.ts'
import { type Asked, outlineAnswer, outlineContinue, TemplateAnswer, TemplateContinue } from '../template-decision.ts'
import { actualPairs, createPreflightCheck, preflightPairs } from './decide.ts'
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

// Of so many positions the decisions are kept. A hundred thousand of them would outweigh the list, and to look for a few would take as long as to make one.
const MOST_KEPT = 2048

export function buildDecisions(cors: CorsPolicy, csp: CompiledCsp | null, refusal: OriginRefusal = REFUSED): Decisions {
  const count = cors.matcher?.positions ?? 1
  return {
    decideActual: buildActual(cors, csp, cors.vary, refusal.actual, count),
    decideOptions: buildActual(cors, csp, cors.optionsVary, refusal.actual, 0),
    decidePreflight: buildPreflight(cors, csp, refusal.preflight, count),
  }
}

/** `count`: how many positions there are whose decision may be kept, once it has been asked for. */
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
  const kept = new Array<ContinueDecision | undefined>(count > MOST_KEPT ? 0 : count)
  return (origin) => {
    if (origin === undefined) return absent
    const index = admits(origin)
    if (index === NO_MATCH) return refused
    if (index < 0 || index >= kept.length) return new TemplateContinue(allowed, origin)
    const known = kept[index]
    if (known !== undefined) return known
    // The text that the look-up has just compared: fetched already, and nothing of a request is kept.
    const made = share(new TemplateContinue(allowed, matcher?.textAt(index)))
    kept[index] = made
    return made
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
  const kept = new Array<Decision | undefined>(isAlike && count <= MOST_KEPT ? count : 0)
  return (origin, method, requested) => {
    const index = admits(origin)
    const reason = index === NO_MATCH ? refusal : check(method, requested)
    if (reason !== undefined) return refuse(reason)
    if (index < 0 || index >= kept.length) return grant(origin, method, requested)
    const known = kept[index]
    if (known !== undefined) return known
    const made = share(grant(matcher?.textAt(index) ?? origin, method, requested))
    kept[index] = made
    return made
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
