import type { PageOrigin } from './page-origin.ts'
import type { UrlSource } from './source-list.ts'

/** The ports of one scheme: every one, or these. `''` is the port of a URL that has none, where its scheme has no default. */
export type Ports = 'every' | ReadonlySet<string>

/** The schemes that a source reaches, with the ports of each. */
export type Reach = ReadonlyMap<string, Ports>

/** How one reading of the standard lets sources reach beyond their own scheme and port. A comparison has to hold in each. */
export interface ReachRules {
  readonly name: 'spec' | 'chromium'
  /** The schemes of URLs that a lone `*` matches beside the page's own. */
  readonly wildcard: readonly string[]
  /** The schemes of URLs that a source with this scheme matches. */
  schemes(scheme: string): readonly string[]
  /** The ports of URLs with the scheme `reached` that a source with this scheme and port matches. */
  ports(scheme: string, port: string | undefined, reached: string): Ports
}

export const DEFAULT_PORTS: ReadonlyMap<string, string> = new Map([
  ['http', '80'],
  ['ws', '80'],
  ['https', '443'],
  ['wss', '443'],
  ['ftp', '21'],
])

/** CSP3 §6.7.2.9 */
const SPEC_UPGRADES: ReadonlyMap<string, readonly string[]> = new Map([
  ['http', ['http', 'https']],
  ['ws', ['ws', 'wss', 'http', 'https']],
  ['wss', ['wss', 'https']],
])

/** WebSocket addresses stay apart from http, and so do they in Gecko and WebKit, or less strictly. */
const ENGINE_UPGRADES: ReadonlyMap<string, readonly string[]> = new Map([
  ['http', ['http', 'https']],
  ['ws', ['ws', 'wss']],
])

export const REACH_RULES: readonly ReachRules[] = [
  {
    name: 'spec',
    // §6.7.2.8 step 1
    wildcard: ['http', 'https'],
    schemes: (scheme) => SPEC_UPGRADES.get(scheme) ?? [scheme],
    // §6.7.2.11: a number means itself, whatever the scheme
    ports: (_scheme, port, reached) => (port === undefined ? defaultPorts(reached) : numbered(port)),
  },
  {
    name: 'chromium',
    wildcard: ['http', 'https', 'ws', 'wss'],
    schemes: (scheme) => ENGINE_UPGRADES.get(scheme) ?? [scheme],
    // A port is upgraded with the scheme, from 80 to 443 and in no other way.
    ports: (scheme, port, reached) => {
      if (port === undefined) return defaultPorts(reached)
      const ports = numbered(port)
      if (scheme === reached || ports === 'every') return ports
      return ports.has('80') ? new Set(['443']) : new Set()
    },
  },
]

function defaultPorts(scheme: string): Ports {
  return new Set([DEFAULT_PORTS.get(scheme) ?? ''])
}

function numbered(port: string): Ports {
  if (port === '*') return 'every'
  let start = 0
  while (start < port.length - 1 && port.charAt(start) === '0') start++
  return new Set([port.slice(start)])
}

/** What a source reaches on a page with this scheme, its host and path aside. Undefined for `'self'` of a page that is not known. */
export function reachOf(source: UrlSource, pageScheme: string, page: PageOrigin, rules: ReachRules): Reach | undefined {
  switch (source.kind) {
    case 'any':
      return new Map([...rules.wildcard, pageScheme].map((scheme) => [scheme, 'every']))
    case 'scheme':
      return new Map(rules.schemes(source.scheme).map((scheme) => [scheme, 'every']))
    case 'host': {
      const scheme = source.scheme ?? pageScheme
      return new Map(
        rules.schemes(scheme).map((reached) => [reached, rules.ports(scheme, source.port, reached)] as const),
      )
    }
    case 'self':
      return page.host === undefined ? undefined : reachOfSelf(pageScheme, page.port ?? '', rules)
  }
}

/** §6.7.2.8 step 4; engines take `'self'` for a source of the page's scheme, host and port, which reaches less. */
function reachOfSelf(scheme: string, port: string, rules: ReachRules): Reach {
  const own = DEFAULT_PORTS.get(scheme) ?? ''
  if (rules.name === 'chromium') {
    const number = port === '' ? own : port
    return new Map(rules.schemes(scheme).map((reached) => [reached, rules.ports(scheme, number, reached)]))
  }
  const schemes = new Set([scheme, 'https', 'wss', ...(scheme === 'http' ? ['ws'] : [])])
  return new Map(
    [...schemes].map((reached) => {
      if (port === '') return [reached, defaultPorts(reached)]
      // A URL never has its default port written out, so that it differs from the page's.
      return [reached, port === DEFAULT_PORTS.get(reached) ? new Set<string>() : new Set([port])]
    }),
  )
}

export function includesReach(outer: Reach, inner: Reach): boolean {
  for (const [scheme, ports] of inner) {
    const others = outer.get(scheme)
    if (others === 'every') continue
    if (ports === 'every') return false
    for (const port of ports) if (others?.has(port) !== true) return false
  }
  return true
}

export function meetsReach(one: Reach, other: Reach): boolean {
  for (const [scheme, ports] of one) {
    const others = other.get(scheme)
    if (others === undefined) continue
    if (ports === 'every' || others === 'every') return true
    for (const port of ports) if (others.has(port)) return true
  }
  return false
}
