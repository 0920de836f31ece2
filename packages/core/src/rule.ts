import { actualPairs, preflightPairs, refusePreflight } from './cors/decide.ts'
import type { CorsPolicy } from './cors/policy.ts'
import type { CompiledCsp } from './csp/policy.ts'
import type { CsrfPolicy } from './csrf/compile.ts'
import type { ContinueDecision, Decision, Reason } from './decision.ts'
import { NO_MATCH } from './origin/matcher.ts'
import { outlineAnswer, outlineContinue, TemplateAnswer, TemplateContinue } from './template-decision.ts'

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
  const { csp } = parts
  const actual = share(new TemplateContinue(outlineContinue([], NOTHING, csp, 'no-cors'), ''))
  const marks = sharesPaths ? PREFLIGHT_MARKS : NOTHING
  const options = share(new TemplateContinue(outlineContinue([], marks, csp, 'no-cors'), ''))
  return Object.freeze({
    name,
    parts,
    decideActual: () => actual,
    decideOptions: () => options,
    decidePreflight: () => options,
  })
}

// Of a longer list no decision is kept: a hundred thousand of them would outweigh the list itself.
const MOST_KEPT = 1024

function buildWithCors(name: string, parts: RuleParts, cors: CorsPolicy): Rule {
  const { csp } = parts
  const count = cors.matcher?.exactCount ?? 1
  const decideActual = buildActual(cors, csp, cors.vary, count)
  const decideOptions = buildActual(cors, csp, cors.optionsVary, 0)
  const grant = buildGrant(cors, csp)
  const granted = new Array<Decision | undefined>(
    count > MOST_KEPT || cors.namesMethod || cors.requestedNames !== null ? 0 : count,
  )
  const refuse = buildRefusal(cors, csp)
  return Object.freeze({
    name,
    parts,
    decideActual,
    decideOptions,
    decidePreflight: (origin: string, method: string, requested: string | undefined) => {
      const index = cors.admits(origin)
      const reason = index === NO_MATCH ? 'preflight-origin-refused' : refusePreflight(cors, method, requested)
      if (reason !== undefined) return refuse(reason)
      if (index < 0 || index >= granted.length) return grant(origin, method, requested)
      const known = granted[index]
      if (known !== undefined) return known
      const made = share(grant(origin, method, requested))
      granted[index] = made
      return made
    },
  })
}

/** `kept`: of how many listed origins the decision is made once, when it is first asked for. */
function buildActual(
  cors: CorsPolicy,
  csp: CompiledCsp | null,
  vary: readonly string[],
  count: number,
): (origin: string | undefined) => ContinueDecision {
  const { admits } = cors
  const absent = share(
    new TemplateContinue(
      outlineContinue(cors.namesOrigin ? cors.always : actualPairs(cors), vary, csp, 'no-origin'),
      '',
    ),
  )
  const refused = share(new TemplateContinue(outlineContinue(cors.always, vary, csp, 'origin-refused'), ''))
  const allowed = outlineContinue(actualPairs(cors), vary, csp, 'origin-allowed')
  const kept = new Array<ContinueDecision | undefined>(count > MOST_KEPT ? 0 : count)
  return (origin) => {
    if (origin === undefined) return absent
    const index = admits(origin)
    if (index === NO_MATCH) return refused
    if (index < 0 || index >= kept.length) return new TemplateContinue(allowed, origin)
    const known = kept[index]
    if (known !== undefined) return known
    const made = share(new TemplateContinue(allowed, origin))
    kept[index] = made
    return made
  }
}

function buildGrant(
  cors: CorsPolicy,
  csp: CompiledCsp | null,
): (origin: string, method: string, requested: string | undefined) => Decision {
  const pairs = preflightPairs(cors)
  const namesOf = (requested: string | undefined): string =>
    requested === undefined ? '' : (cors.requestedNames?.(requested) ?? '')
  if (cors.preflightContinue) {
    const outline = outlineContinue(pairs, cors.optionsVary, csp, 'preflight-allowed')
    return (origin, method, requested) => new TemplateContinue(outline, origin, method, namesOf(requested))
  }
  const outline = outlineAnswer(cors.preflightStatus, pairs, cors.optionsVary, 'preflight-allowed')
  return (origin, method, requested) => new TemplateAnswer(outline, origin, method, namesOf(requested))
}

/** A refusal says nothing at all about what would have been allowed. */
function buildRefusal(cors: CorsPolicy, csp: CompiledCsp | null): (reason: Reason) => Decision {
  const make = (reason: Reason): Decision =>
    share(
      cors.preflightContinue
        ? new TemplateContinue(outlineContinue([], cors.optionsVary, csp, reason), '')
        : new TemplateAnswer(outlineAnswer(403, [], cors.optionsVary, reason), ''),
    )
  const origin = make('preflight-origin-refused')
  const method = make('preflight-method-refused')
  const header = make('preflight-header-refused')
  return (reason) =>
    reason === 'preflight-origin-refused' ? origin : reason === 'preflight-method-refused' ? method : header
}

function share<T extends object>(decision: T): T {
  return Object.freeze(decision)
}
