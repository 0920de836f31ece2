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
  const admitting = followAnswer(cors, csp, true)
  const refusing = followAnswer(cors, csp, false)
  const unresolved = followAnswer(cors, csp, undefined)
  const pick = (origin: string | undefined, admission: Admission | undefined): Decisions => {
    if (origin === undefined || !isAsked(cors, origin)) return known
    if (admission === undefined) return unresolved(NOTHING)
    const { admitted, vary } = admission
    return admitted === true ? admitting(vary) : admitted === false ? refusing(vary) : unresolved(vary)
  }
  return {
    decideActual: (origin, admission) => pick(origin, admission).decideActual(origin),
    decideOptions: (origin, admission) => pick(origin, admission).decideOptions(origin),
    decidePreflight: (origin, method, requested, admission) =>
      pick(origin, admission).decidePreflight(origin, method, requested),
  }
}

const NOTHING: readonly string[] = []

/** The decisions for one answer, by the names that it varies by. */
function followAnswer(
  cors: CorsPolicy,
  csp: CompiledCsp | null,
  admitted: boolean | undefined,
): (vary: readonly string[]) => Decisions {
  const build = (vary: readonly string[]): Decisions =>
    buildDecisions(
      {
        ...cors,
        matcher: null,
        admits: () => (admitted === true ? BY_PATTERN : NO_MATCH),
        vary: unite(cors.vary, vary),
        optionsVary: unite(cors.optionsVary, vary),
      },
      csp,
      admitted === false ? REFUSED : UNRESOLVED,
    )
  const plain = build(NOTHING)
  // A resolver mostly looks at the same headers each time. One that does not must not fill the memory.
  let lastNames = ''
  let last = plain
  return (vary) => {
    if (vary.length === 0) return plain
    const names = vary.join()
    if (names !== lastNames) {
      last = build(vary)
      lastNames = names
    }
    return last
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
