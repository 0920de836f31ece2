import { type DifferenceId, differs } from '../match/differences.ts'
import { matchesPort, type PortQuestion } from '../match/port.ts'
import { matchScheme } from '../match/scheme.ts'
import { matchesSelf, type SelfOrigin } from '../match/self-origin.ts'
import { defaultPort, isIpAddress, type Target } from '../match/target.ts'
import type { Profile } from '../verdict.ts'
import type { PageOrigin } from './page-origin.ts'
import type { UrlSource } from './source-list.ts'

/** The ports of one scheme: every one, or these. Null is the port of a URL that has none, where its scheme has no default. */
export type Ports = 'every' | ReadonlySet<number | null>

/** What a source can reach, its host and path aside. */
export interface Reach {
  readonly schemes: ReadonlyMap<string, Ports>
  /** Every scheme that names a place: all but those of content that is written into the address, or made by the page. */
  readonly others: boolean
}

/** What a source is asked about. */
export interface ReachQuestion extends PortQuestion {
  /** Whether the sources of a policy that upgrades after the check cover what it upgrades. */
  readonly heedsLaterUpgrades: boolean
}

const NOTHING: Reach = { schemes: new Map(), others: false }
const WEB = ['http', 'https', 'ws', 'wss']
const LOCAL: ReadonlySet<string> = new Set(['data', 'blob', 'filesystem'])

/** What a source reaches on a page with this scheme. Undefined for `'self'` of a page that is not told. */
export function reachOf(
  source: UrlSource,
  pageScheme: string | null,
  page: PageOrigin,
  question: ReachQuestion,
): Reach | undefined {
  const { profile, heedsLaterUpgrades } = question
  switch (source.kind) {
    case 'any':
      return reachOfStar(pageScheme, profile)
    case 'scheme':
      return everyPort(coveredBy(source.scheme, profile, heedsLaterUpgrades && source.isUpgradedLater))
    case 'host': {
      const scheme = source.scheme ?? pageScheme
      if (scheme === null) return NOTHING
      const covered = coveredBy(scheme, profile, heedsLaterUpgrades && source.isUpgradedLater)
      const matchable = covered.filter((reached) => isMatchable(source.host, reached, profile))
      return {
        schemes: new Map(matchable.map((reached) => [reached, portsOf(source.port, scheme, reached, question)])),
        others: false,
      }
    }
    case 'self':
      if (pageScheme === null) return NOTHING
      return page.self === undefined ? undefined : reachOfSelf(page.self, question)
  }
}

/** §6.7.2.10 step 1: a host that is no domain matches no host source, and neither does one of a scheme that is not the web's. */
function isMatchable(host: string, scheme: string, profile: Profile): boolean {
  return differs(profile, 'ip-hosts-match') || (!isIpAddress(host) && defaultPort(scheme) !== null)
}

/** The most that `'self'` can be when its host and port are not told. */
export function reachOfAnySelf(pageScheme: string | null): Reach {
  return pageScheme === null ? NOTHING : everyPort(schemesOfSelf(pageScheme))
}

export function withoutSchemes({ schemes, others }: Reach, left: ReadonlySet<string>): Reach {
  return { schemes: new Map([...schemes].filter(([scheme]) => !left.has(scheme))), others }
}

/** Whether `outer` reaches all that `inner` does; for the schemes that are replaced, as it is or over the secure one. */
export function includesReach(outer: Reach, inner: Reach, replaced: ReadonlySet<string>): boolean {
  if (inner.others && !outer.others) return false
  for (const [scheme, ports] of inner.schemes) {
    const others = portsIn(outer, scheme)
    const secure = replaced.has(scheme) ? portsIn(outer, SECURE.get(scheme) ?? scheme) : NO_PORTS
    if (others === 'every' || secure === 'every') continue
    if (ports === 'every') return false
    for (const port of ports) if (!others.has(port) && !secure.has(port === 80 ? 443 : port)) return false
  }
  return true
}

/** Upgrade Insecure Requests §4.1. */
const SECURE: ReadonlyMap<string, string> = new Map([
  ['http', 'https'],
  ['ws', 'wss'],
])

const NO_PORTS: ReadonlySet<number | null> = new Set()

function portsIn(reach: Reach, scheme: string): Ports {
  return reach.schemes.get(scheme) ?? (reach.others && !LOCAL.has(scheme) ? 'every' : NO_PORTS)
}

export function meetsReach(one: Reach, other: Reach): boolean {
  if (one.others && (other.others || hasPlace(other))) return true
  if (other.others && hasPlace(one)) return true
  for (const [scheme, ports] of one.schemes) {
    const others = other.schemes.get(scheme)
    if (others === undefined) continue
    if (ports === 'every' || others === 'every') return true
    for (const port of ports) if (others.has(port)) return true
  }
  return false
}

function hasPlace({ schemes }: Reach): boolean {
  return [...schemes.keys()].some((scheme) => !LOCAL.has(scheme))
}

/** §6.7.2.8 step 1. What `*` admits in two directives of WebKit alone is added where the directive is known. */
function reachOfStar(pageScheme: string | null, profile: Profile): Reach {
  const has = (id: DifferenceId) => differs(profile, id)
  const schemes = ['http', 'https', ...(has('star-covers-websockets') ? ['ws', 'wss'] : [])]
  if (has('star-covers-ftp')) schemes.push('ftp')
  if (pageScheme !== null) schemes.push(pageScheme)
  return { ...everyPort(schemes), others: has('star-covers-own-schemes') }
}

/** §6.7.2.8 step 4, as a set: what the matcher admits. */
function reachOfSelf(self: SelfOrigin, question: PortQuestion): Reach {
  const covers = (reached: string) =>
    portsWhere(reached, [self.port, defaultPort(self.scheme)], (target) =>
      matchesSelf(self, { ...target, host: self.host }, question),
    )
  return { schemes: new Map(schemesOfSelf(self.scheme).map((reached) => [reached, covers(reached)])), others: false }
}

function schemesOfSelf(scheme: string): readonly string[] {
  return [...new Set([scheme, 'https', 'wss', ...(scheme === 'http' ? ['ws'] : [])])]
}

function everyPort(schemes: readonly string[]): Reach {
  return { schemes: new Map(schemes.map((scheme) => [scheme, 'every'])), others: false }
}

/** §6.7.2.9 */
function coveredBy(scheme: string, profile: Profile, isUpgraded: boolean | undefined): readonly string[] {
  return [...new Set([scheme, ...WEB])].filter((each) => matchScheme(scheme, each, profile, isUpgraded) !== null)
}

/** §6.7.2.11, as a set: what the matcher admits. */
function portsOf(port: string | undefined, scheme: string, reached: string, question: PortQuestion): Ports {
  if (port === '*') return 'every'
  const isUpgrade = matchScheme(scheme, reached, question.profile) === 'upgrade'
  return portsWhere(reached, [port === undefined ? null : Number(port), defaultPort(scheme)], (target) =>
    matchesPort(port, scheme, target, isUpgrade, question),
  )
}

/** Of these ports and those that some rule speaks of, the ones that are covered. No rule admits any other. */
function portsWhere(
  scheme: string,
  ports: readonly (number | null)[],
  covers: (target: Target) => boolean,
): ReadonlySet<number | null> {
  const own = defaultPort(scheme)
  const candidates = new Set([own, 80, 443, ...ports.filter((port) => port !== null)])
  const place = { scheme, host: null, isDomain: true, path: '/' }
  return new Set([...candidates].filter((port) => covers({ ...place, port: port === own ? null : port })))
}
