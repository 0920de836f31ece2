import { includesAllowance, meetAllowances } from './allowance.ts'
import { subsumesEmbedded } from './cspee.ts'
import { readPageOrigin } from './page-origin.ts'
import { type PolicyListInput, readEnforced } from './policy-list.ts'
import { RESTRICTIONS, requiresTrustedTypes } from './restrictions.ts'
import type { ReadPolicy } from './source-list.ts'
import { type Aspect, type AspectFacts, SURFACES, type Surface } from './surfaces.ts'
import type { UrlContext } from './url-source.ts'

export interface SubsumesOptions {
  /**
   * `'ci'`, the default: yes only if `given` allows nothing that `required` blocks, for certain, in every engine. Where that is not seen
   * the answer is no; the README says where. `'cspee'`: what a browser answers for the `csp` attribute of a frame (CSP Embedded
   * Enforcement §3.3, and web-platform-tests where they differ), which is neither strict nor complete: it ignores the values of nonces.
   */
  readonly mode?: 'ci' | 'cspee'
  /**
   * The page that both are sent with: what `'self'` and sources without a scheme stand for. Default: any page over http or https, so that
   * `'self'` is only known to include itself.
   */
  readonly page?: string
}

/**
 * Whether `given` allows nothing that `required` blocks. Policies of a list all apply; those that only report restrict nothing. Never throws.
 */
export function subsumes(required: PolicyListInput, given: PolicyListInput, options: SubsumesOptions = {}): boolean {
  const page = readPageOrigin(options.page)
  const outer = readEnforced(required)
  const inner = readEnforced(given)
  return options.mode === 'cspee'
    ? outer.every((policy) => subsumesEmbedded(policy, inner, page))
    : subsumesStrictly(outer, inner, { page, webSockets: false })
}

function subsumesStrictly(required: readonly ReadPolicy[], given: readonly ReadPolicy[], context: UrlContext): boolean {
  const outerFacts = { requiresTrustedTypes: requiresTrustedTypes(required) }
  const innerFacts = { requiresTrustedTypes: requiresTrustedTypes(given) }
  return required.every(
    (policy) =>
      SURFACES.every((surface) => coversSurface(surface, policy, outerFacts, given, innerFacts, context)) &&
      RESTRICTIONS.every(({ name, isKept }) => {
        const directive = policy.directive(name)
        if (directive === undefined) return true
        return isKept(
          directive,
          given.flatMap((each) => each.directive(name) ?? []),
        )
      }),
  )
}

function coversSurface(
  { name, chain, aspects }: Surface,
  required: ReadPolicy,
  outerFacts: AspectFacts,
  given: readonly ReadPolicy[],
  innerFacts: AspectFacts,
  page: UrlContext,
): boolean {
  const outer = required.reading(chain)
  if (outer === undefined) return true
  const inner = given.flatMap((policy) => policy.reading(chain) ?? [])
  const context = { ...page, webSockets: name === 'connect-src' }
  return aspects.every((aspect: Aspect) => {
    const allowed = aspect(outer, outerFacts)
    const [first, ...others] = inner.map((reading) => aspect(reading, innerFacts))
    if (allowed.all) return true
    if (first === undefined) return false
    if ([first, ...others].some((each) => includesAllowance(allowed, each, context))) return true
    if (others.length === 0) return false
    const met = others.reduce((meeting, each) => meetAllowances(meeting, each, context), first)
    return includesAllowance(allowed, met, context)
  })
}
