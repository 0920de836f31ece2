import type { CompiledCsp } from '../csp/policy.ts'
import { BY_PATTERN, NO_MATCH } from '../origin/matcher.ts'
import { isSerialisedOrigin } from '../origin/origin.ts'
import { splitOrigin } from '../origin/parts.ts'
import { isLoopback } from '../origin/pattern.ts'
import { buildDecisions, type Decisions, type OriginRefusal, REFUSED } from './decisions.ts'
import type { Admission } from './origin-resolver.ts'
import type { CorsPolicy } from './policy.ts'

const UNRESOLVED: OriginRefusal = { actual: 'origin-unresolved', preflight: 'preflight-origin-unresolved' }

/** Decisions that follow what the origin resolver says about origins that are not known without it. */
export function askFirst(cors: CorsPolicy, csp: CompiledCsp | null): Decisions {
  const known = buildDecisions(cors, csp)
  const build = ({ admitted, vary }: Admission): Decisions =>
    buildDecisions(
      {
        ...cors,
        admits: () => (admitted === true ? BY_PATTERN : NO_MATCH),
        vary: unite(cors.vary, vary),
        optionsVary: unite(cors.optionsVary, vary),
      },
      csp,
      admitted === false ? REFUSED : UNRESOLVED,
    )
  const admitting = build({ admitted: true, vary: [] })
  const refusing = build({ admitted: false, vary: [] })
  const unresolved = build({ admitted: undefined, vary: [] })
  const pick = (origin: string | undefined, admission: Admission | undefined): Decisions => {
    if (origin === undefined || !isAsked(cors, origin)) return known
    if (admission === undefined) return unresolved
    // Rare, and different from one request to the next: made each time.
    if (admission.vary.length > 0) return build(admission)
    return admission.admitted === true ? admitting : admission.admitted === false ? refusing : unresolved
  }
  return {
    decideActual: (origin, admission) => pick(origin, admission).decideActual(origin),
    decideOptions: (origin, admission) => pick(origin, admission).decideOptions(origin),
    decidePreflight: (origin, method, requested, admission) =>
      pick(origin, admission).decidePreflight(origin, method, requested),
  }
}

/** Whether the resolver is asked about an origin: well-formed, not opaque, and not known already. */
export function isAsked(cors: CorsPolicy, origin: string): boolean {
  if (cors.resolver === null || cors.admits(origin) !== NO_MATCH || !isSerialisedOrigin(origin)) return false
  // With credentials, a page that anyone on the network can alter is no matter for a look-up.
  return cors.resolvesInsecure || !origin.startsWith('http://') || isLoopback(splitOrigin(origin)?.host ?? '')
}

function unite(names: readonly string[], more: readonly string[]): readonly string[] {
  return Object.freeze([...new Set([...names, ...more])])
}
