import type { ParsedPolicy } from '../parse.ts'
import { type PolicyInput, readPolicies } from '../policy-input.ts'
import type { MatchOptions, Profile, ResourceRequest } from '../verdict.ts'
import { differs } from './differences.ts'
import { isNested } from './effective-directive.ts'
import { directivesOf } from './source-list.ts'
import { isIpAddress, parseUrl } from './target.ts'

/** Whether a policy of the page asks for its `http:` requests to be sent over `https:` (Upgrade Insecure Requests §3.1). */
export function upgradesInsecureRequests(
  policies: readonly PolicyInput[],
  { profile = 'spec' }: MatchOptions = {},
): boolean {
  return readPolicies(policies).some((policy) => asksForUpgrade(policy, profile))
}

/** Report-only policies cannot carry the directive, so that the parser has marked it there. */
export function asksForUpgrade(policy: ParsedPolicy, profile: Profile): boolean {
  return directivesOf(policy, profile).has('upgrade-insecure-requests')
}

/**
 * The URL that enforced policies judge: Fetch §4.1 upgrades a request after report-only policies saw it and before the others do. What a
 * profile upgrades later still is given back as it is.
 */
export function upgradedUrl(
  url: URL,
  pageUrl: string,
  policies: readonly ParsedPolicy[],
  request: ResourceRequest,
  profile: Profile,
): URL {
  const scheme = UPGRADES.get(url.protocol)
  if (scheme === undefined) return url
  if (isUpgradedAfterCheck(request, profile)) return url
  const isExempt = isLoopback(url.hostname) && differs(profile, 'loopback-not-upgraded')
  const isAsked = !isExempt && isUpgradable(request) && policies.some((policy) => asksForUpgrade(policy, profile))
  if (!isAsked && !isPassiveMixedContent(url, pageUrl, request, profile)) return url
  const upgraded = new URL(url)
  upgraded.protocol = scheme
  return upgraded
}

const UPGRADES: ReadonlyMap<string, string> = new Map([
  ['http:', 'https:'],
  ['ws:', 'wss:'],
])

/** Upgrade Insecure Requests §4.1 step 1: of navigations, forms and those of frames. A <base> is no request. */
function isUpgradable({ initiator, destination }: ResourceRequest): boolean {
  if (initiator === 'base') return false
  const isNavigation = initiator === 'navigation' || destination === 'document'
  return initiator === 'form-action' || !isNavigation || isNested(destination)
}

const MEDIA: ReadonlySet<string> = new Set(['audio', 'video', 'track'])

function isUpgradedAfterCheck({ destination, initiator }: ResourceRequest, profile: Profile): boolean {
  if (initiator === 'form-action') return false
  if (differs(profile, 'upgraded-after-check')) return true
  const isEarly = MEDIA.has(destination) || initiator === 'fetch' || initiator === 'beacon'
  return isEarly && differs(profile, 'some-upgraded-after-check')
}

const PASSIVE: ReadonlySet<string> = new Set(['image', 'audio', 'video'])

/** Mixed Content §4.1, but for `srcset`, of which a request does not tell. */
function isPassiveMixedContent(url: URL, pageUrl: string, { destination }: ResourceRequest, profile: Profile): boolean {
  if (!differs(profile, 'passive-content-upgraded-first')) return false
  return (
    PASSIVE.has(destination) &&
    parseUrl(pageUrl)?.protocol === 'https:' &&
    !isIpAddress(url.hostname) &&
    !isLoopback(url.hostname)
  )
}

/** Secure Contexts §3.1 steps 4 and 5: trusted as it is. */
export function isLoopback(host: string): boolean {
  const isAddress = host === '[::1]' || (isIpAddress(host) && host.startsWith('127.'))
  return isAddress || host === 'localhost' || host.endsWith('.localhost')
}
