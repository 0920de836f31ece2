import { differs } from '../match/differences.ts'
import { requiresTrustedTypes } from '../match/trusted-types.ts'
import type { ParsedPolicy } from '../parse.ts'
import type { Profile } from '../verdict.ts'
import { type Allowance, includesAllowance, meetAllowances } from './allowance.ts'
import { subsumesEmbedded } from './cspee.ts'
import { readPageOrigin } from './page-origin.ts'
import { type PolicyListInput, readEnforced } from './policy-list.ts'
import { RESTRICTIONS } from './restrictions.ts'
import { readPolicy } from './source-list.ts'
import { SURFACES } from './surfaces.ts'
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
  /** For `'ci'`: the one reading of the standard that it has to hold in. Default: every one, so that no browser allows more. */
  readonly profile?: Profile
}

/**
 * Whether `given` allows nothing that `required` blocks. Policies of a list all apply; those that only report restrict nothing. Never throws.
 */
export function subsumes(required: PolicyListInput, given: PolicyListInput, options: SubsumesOptions = {}): boolean {
  const page = readPageOrigin(options.page)
  const outer = readEnforced(required)
  const inner = readEnforced(given)
  if (options.mode === 'cspee') return outer.every((policy) => subsumesEmbedded(policy, inner, page))
  const profiles = options.profile === undefined ? PROFILES : [options.profile]
  return profiles.every((profile) => subsumesStrictly(outer, inner, { page, profile, webSockets: false }))
}

const PROFILES: readonly Profile[] = ['spec', 'chromium', 'gecko', 'webkit']

function subsumesStrictly(
  required: readonly ParsedPolicy[],
  given: readonly ParsedPolicy[],
  context: UrlContext,
): boolean {
  const { profile } = context
  const hasWebSockets = !differs(profile, 'websocket-is-http')
  if (!RESTRICTIONS.every((keeps) => keeps(required, given, profile))) return false
  const outerFacts = { profile, requiresTrustedTypes: required.some(requiresTrustedTypes) }
  const innerFacts = { profile, requiresTrustedTypes: given.some(requiresTrustedTypes) }
  const inner = given.map((policy) => readPolicy(policy, profile))
  return required.every((policy) => {
    const outer = readPolicy(policy, profile)
    return SURFACES.every(({ name, allowances }) => {
      const allowed = allowances(outer, outerFacts)
      if (allowed === undefined) return true
      const limits = inner.flatMap((each) => {
        const given = allowances(each, innerFacts)
        return given === undefined ? [] : [given]
      })
      return coversAspects(allowed, limits, { ...context, webSockets: name === 'connect-src' && hasWebSockets })
    })
  })
}

/** Each aspect by itself: one of the given lists is narrow enough, or else what all of them have in common is. */
function coversAspects(
  allowed: readonly Allowance[],
  limits: readonly (readonly Allowance[])[],
  context: UrlContext,
): boolean {
  return allowed.every((outer, aspect) => {
    if (outer.all) return true
    const inner = limits.flatMap((limit) => limit[aspect] ?? [])
    const [first, ...others] = inner
    if (first === undefined) return false
    if (inner.some((each) => includesAllowance(outer, each, context))) return true
    if (others.length === 0) return false
    return includesAllowance(
      outer,
      others.reduce((met, each) => meetAllowances(met, each, context), first),
      context,
    )
  })
}
