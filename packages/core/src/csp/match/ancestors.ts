import { checkProfile } from '../caller-checks.ts'
import type { ParsedDirective, ParsedPolicy } from '../parse.ts'
import { type PolicyInput, readPolicies } from '../policy-input.ts'
import type { MatchOptions, Profile, Verdict } from '../verdict.ts'
import { checkFraming } from './asked.ts'
import { differs } from './differences.ts'
import { ruleOnUrl } from './request-ruling.ts'
import { allow, judge, type Ruling, unspoken } from './ruling.ts'
import { type Self, selfOf } from './self-origin.ts'
import { directivesOf, sourceListOf } from './source-list.ts'
import { parseUrl, type Target, targetOf } from './target.ts'

const DIRECTIVE = 'frame-ancestors'

// URL §4.1 "local" and what else has an opaque origin: its serialisation, null, is no URL that a source could match.
const OPAQUE: ReadonlySet<string> = new Set(['about:', 'blob:', 'data:', 'file:', 'javascript:'])

/**
 * Whether a response's policies let it be framed: CSP3 §6.4.2.1. `self` is the response's address; `ancestors` are the origins (or addresses)
 * of the pages around it, its parent first, `'null'` for an opaque origin. Every one has to match, not only the parent. A page that is not
 * framed, with no ancestor, is always allowed. Never throws on any text.
 *
 * @throws {TypeError} for arguments of the wrong type, and for a profile that does not exist.
 */
export function matchAncestors(
  policies: readonly PolicyInput[],
  self: string,
  ancestors: readonly string[],
  { profile = 'spec' }: MatchOptions = {},
): Verdict {
  checkProfile(profile)
  checkFraming(self, ancestors)
  const url = parseUrl(self)
  const isLocal = url?.protocol === 'about:' || url?.protocol === 'blob:' || url?.protocol === 'data:'
  if (isLocal || ancestors.length === 0) return unspoken(DIRECTIVE, 'exempt') // 1, 4
  const origin = selfOf(self)
  return judge(policies, DIRECTIVE, (policy) => ruleOnAncestors(policy, origin, ancestors, profile))
}

function ruleOnAncestors(policy: ParsedPolicy, self: Self, ancestors: readonly string[], profile: Profile): Ruling {
  const directive = directivesOf(policy, profile).get(DIRECTIVE)
  if (directive === undefined) return null
  let allowed: Verdict | null = null
  // 6
  for (const ancestor of ancestors) {
    const verdict = ruleOnAncestor(policy, directive, self, ancestor, profile)
    if (verdict.outcome !== 'allowed') return { ...verdict, ancestor }
    allowed ??= verdict
  }
  return allowed ?? allow({ policy, directive, effectiveDirective: DIRECTIVE }, 'exempt', null)
}

function ruleOnAncestor(
  policy: ParsedPolicy,
  directive: ParsedDirective,
  self: Self,
  ancestor: string,
  profile: Profile,
): Verdict {
  const list = sourceListOf(directive, profile)
  const authority = { policy, directive, effectiveDirective: DIRECTIVE }
  // A redirect count above 0 is how a path comes to be passed over; the letter has 0 and a path of / (6.2, 6.3).
  const isRedirected = differs(profile, 'ancestor-path-ignored')
  const target = originTarget(ancestor, profile)
  if (target === null && list.star !== null && differs(profile, 'star-covers-opaque-ancestors')) {
    return allow(authority, 'listed', list.star)
  }
  const verdict = ruleOnUrl(authority, list, {
    target,
    self,
    isRedirected,
    profile,
    directive: DIRECTIVE,
    isNavigation: true,
  })
  // An opaque origin is no mistake of the caller.
  return verdict.reason === 'invalid-url' ? { ...verdict, reason: 'not-listed' } : verdict
}

/** 6.2: an ancestor's origin alone is looked at. */
function originTarget(ancestor: string, profile: Profile): Target | null {
  const url = parseUrl(ancestor)
  return url === null || OPAQUE.has(url.protocol) ? null : { ...targetOf(url, profile), path: '/' }
}

/** Whether browsers pass over `X-Frame-Options`: beside an enforced `frame-ancestors` (§6.4.2.2). */
export function overridesFrameOptions(
  policies: readonly PolicyInput[],
  { profile = 'spec' }: MatchOptions = {},
): boolean {
  return readPolicies(policies).some(
    (policy) => policy.disposition === 'enforce' && directivesOf(policy, profile).has(DIRECTIVE),
  )
}
