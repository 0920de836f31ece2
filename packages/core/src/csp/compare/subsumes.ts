import { checkChoice, checkOptions, checkProfile } from '../caller-checks.ts'
import type { ParsedPolicy } from '../parse.ts'
import type { Profile } from '../verdict.ts'
import { coversSurface, readSide, type Side } from './cover.ts'
import { subsumesEmbedded } from './cspee.ts'
import { type PageOrigin, readPageOrigin } from './page-origin.ts'
import { type PolicyListInput, readEnforced } from './policy-list.ts'
import { RESTRICTIONS } from './restrictions.ts'
import { SURFACES } from './surfaces.ts'

export interface SubsumesOptions {
  /**
   * `'ci'`, the default: yes only if `given` allows nothing that `required` blocks, for certain, in every engine. Where that is not seen
   * the answer is no; the README says where. `'cspee'`: what a browser answers for the `csp` attribute of a frame (CSP Embedded
   * Enforcement §3.2, and web-platform-tests where they differ), which is neither strict nor complete: it ignores the values of nonces.
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
 * Whether `given` allows nothing that `required` blocks. Policies of a list all apply; those that only report restrict nothing. Never throws on any text.
 *
 * @throws {TypeError} for what is no policy, and for an option that does not exist.
 */
export function subsumes(required: PolicyListInput, given: PolicyListInput, options: SubsumesOptions = {}): boolean {
  checkOptions(options)
  if (options.mode !== undefined) checkChoice('mode', options.mode, ['ci', 'cspee'])
  if (options.profile !== undefined) checkProfile(options.profile)
  const page = readPageOrigin(options.page)
  const outer = readEnforced(required)
  const inner = readEnforced(given)
  if (options.mode === 'cspee') return outer.every((policy) => subsumesEmbedded(policy, inner, page))
  const profiles = options.profile === undefined ? PROFILES : [options.profile]
  return profiles.every((profile) => subsumesStrictly(outer, inner, page, profile))
}

const PROFILES: readonly Profile[] = ['spec', 'chromium', 'gecko', 'webkit']

function subsumesStrictly(
  required: readonly ParsedPolicy[],
  given: readonly ParsedPolicy[],
  page: PageOrigin,
  profile: Profile,
): boolean {
  if (!RESTRICTIONS.every((keeps) => keeps(required, given, profile))) return false
  const outer = readSide(required, profile)
  const inner = readSide(given, profile)
  const rest = withoutSame(outer, inner)
  if (rest.policies.length * inner.policies.length > PAIRS) return false
  return SURFACES.every((surface) => coversSurface(surface, rest, inner, page))
}

/** More pairs of policies than a page has: such lists are not compared, since it would take as long as there are pairs. */
const PAIRS = 4096

/** Without the policies that are given word for word. Trusted Types bring a keyword to life, so that they have to be alike too. */
function withoutSame(outer: Side, inner: Side): Side {
  if (outer.facts.requiresTrustedTypes !== inner.facts.requiresTrustedTypes) return outer
  const given = new Set(inner.policies.map(({ key }) => key))
  return { ...outer, policies: outer.policies.filter(({ key }) => !given.has(key)) }
}
