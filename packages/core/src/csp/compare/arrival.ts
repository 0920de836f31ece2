import { differs } from '../match/differences.ts'
import { isIpAddress, parseUrl } from '../match/target.ts'
import { isLoopback } from '../match/upgrade.ts'
import type { Profile } from '../verdict.ts'
import type { PageOrigin } from './page-origin.ts'

/** In which form addresses come to a check, by their schemes. */
export interface Arrival {
  /** Those whose addresses do not come here: they are none of its business, or have been upgraded before. */
  readonly unasked: ReadonlySet<string>
  /** Those whose addresses are asked about as they are written, and then loaded over the secure scheme: it is enough to allow that. */
  readonly replaced: ReadonlySet<string>
}

/** How the addresses that one directive is asked about come to it. */
export interface Arrivals {
  readonly usual: Arrival
  /** For hosts that upgrades leave alone. */
  readonly exempt: Arrival
  /** Which those are: this machine, or any address. */
  readonly exempts: 'none' | 'loopback' | 'addresses'
  /** Whether a policy that has its addresses upgraded after the check covers those over http by its sources over https. */
  readonly heedsLaterUpgrades: boolean
}

const NONE: ReadonlySet<string> = new Set()

/** Every address as it is written. */
export const AS_WRITTEN: Arrivals = {
  usual: { unasked: NONE, replaced: NONE },
  exempt: { unasked: NONE, replaced: NONE },
  exempts: 'none',
  heedsLaterUpgrades: false,
}

/**
 * For the check of the policies that are given. Where they alone have requests upgraded, one over http counts as the one over https that it
 * becomes; where both sides do, each is asked about it in the same form, be it before or after the upgrade.
 */
export function arrivalsAt(
  directive: string,
  required: { readonly upgrades: boolean },
  given: { readonly upgrades: boolean },
  page: PageOrigin,
  profile: Profile,
): Arrivals {
  // No other request goes to a WebSocket's address, which the letter has come as one over http.
  const others = directive === 'connect-src' && !differs(profile, 'websocket-is-http') ? [] : ['ws', 'wss']
  const exempt = { unasked: new Set(others), replaced: NONE }
  // Upgrade Insecure Requests §4.1: neither the address of a <base> nor an ancestor is a request.
  const isRequest = directive !== 'base-uri' && directive !== 'frame-ancestors'
  const heedsLaterUpgrades = required.upgrades && given.upgrades && directive !== 'frame-ancestors'
  if (!isRequest) return { usual: exempt, exempt, exempts: 'none', heedsLaterUpgrades }
  if (!given.upgrades) {
    const isPassive = directive === 'img-src' && page.self?.scheme === 'https'
    if (!isPassive || !differs(profile, 'passive-content-upgraded-first')) return { ...AS_WRITTEN, usual: exempt }
    return { ...AS_WRITTEN, usual: { ...exempt, unasked: new Set([...others, 'http']) }, exempt, exempts: 'addresses' }
  }
  const late = upgradedLate(directive, profile)
  const early = ['http', 'ws'].filter((scheme) => !late.includes(scheme))
  const usual = {
    unasked: new Set([...others, ...early]),
    replaced: new Set(required.upgrades ? [] : late),
  }
  const exempts = differs(profile, 'loopback-not-upgraded') ? 'loopback' : 'none'
  return { usual, exempt, exempts, heedsLaterUpgrades }
}

/** The schemes over which some request is checked before it is upgraded. */
function upgradedLate(directive: string, profile: Profile): readonly string[] {
  if (directive === 'form-action') return []
  if (differs(profile, 'upgraded-after-check')) return ['http', 'ws']
  const hasLate = directive === 'media-src' || directive === 'connect-src'
  return hasLate && differs(profile, 'some-upgraded-after-check') ? ['http'] : []
}

/** Whether a source for this host, or pattern of hosts, may match one that upgrades leave alone. Undefined for any host. */
export function mayBeExempt(host: string | undefined, exempts: Arrivals['exempts']): boolean {
  if (exempts === 'none') return false
  if (host === undefined || host === '*' || isLoopback(host)) return true
  return isIpAddress(host) && (exempts === 'addresses' || host.startsWith('*.'))
}

/**
 * Whether an address stays what it is although upgrades are asked for. Firefox, which has `https:` cover such an address then, is taken to
 * upgrade it: or else no policy would be as narrow with the upgrade as it is without.
 */
export function isLeftInsecure(url: string, profile: Profile): boolean {
  if (!differs(profile, 'loopback-not-upgraded') || differs(profile, 'upgraded-after-check')) return false
  return isLoopback(parseUrl(url)?.hostname ?? '')
}
