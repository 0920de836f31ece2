import { defaultPort } from '../match/target.ts'
import type { HostExpression } from '../source-expression.ts'
import { includesHost, meetsHost } from './host-part.ts'
import type { PageOrigin } from './page-origin.ts'
import { includesPath } from './path-part.ts'
import type { UrlSource } from './source-list.ts'

/**
 * Sources as Embedded Enforcement compares them (§3.1.5.2): `'self'` is the origin of the given page, `*` the network's schemes and the
 * page's, and a source without a scheme has the page's. Without a page they stay as they are.
 */
export function resolveSources(sources: readonly UrlSource[], page: PageOrigin): readonly UrlSource[] {
  const scheme = onlyScheme(page)
  return sources.flatMap((source): readonly UrlSource[] => {
    // The draft lists ftp too, which no browser loads any more.
    if (source.kind === 'any') {
      const schemes = new Set(['http', 'ws', ...page.schemes.filter((each) => each !== null)])
      return [...schemes].map((each) => ({ kind: 'scheme', scheme: each }))
    }
    if (source.kind === 'host') return [scheme === undefined ? source : { scheme, ...source }]
    if (source.kind !== 'self' || scheme === undefined || page.self === undefined) return [source]
    const { host, port } = page.self
    return [{ kind: 'host', scheme, host, ...(port === null ? {} : { port: `${port}` }) }]
  })
}

function onlyScheme({ schemes }: PageOrigin): string | undefined {
  return schemes.length === 1 ? (schemes[0] ?? undefined) : undefined
}

/** §3.2.4 step 2 for resolved sources. */
export function subsumesSource(outer: UrlSource, inner: UrlSource): boolean {
  if (outer.kind === 'self' || inner.kind === 'self') return outer.kind === inner.kind
  if (outer.kind === 'any' || inner.kind === 'any' || !subsumesScheme(schemeOf(outer), schemeOf(inner))) return false
  if (outer.kind === 'scheme') return true
  if (inner.kind === 'scheme') return false
  return (
    includesHost(outer.host, inner.host) &&
    subsumesPort(outer, inner) &&
    includesPath(outer.path, inner.path, 'chromium')
  )
}

/** §3.1.4.1: the narrower of each part, or undefined where one part has nothing in common. */
export function meetSources(one: UrlSource, other: UrlSource): UrlSource | undefined {
  // Where it is not known what 'self' is, it may be what the other one names.
  if (one.kind === 'self' || other.kind === 'self') return { kind: 'self' }
  if (one.kind === 'any') return other
  if (other.kind === 'any') return one
  const isOther = subsumesScheme(schemeOf(one), schemeOf(other))
  if (!isOther && !subsumesScheme(schemeOf(other), schemeOf(one))) return undefined
  const scheme = isOther ? schemeOf(other) : schemeOf(one)
  if (one.kind === 'scheme') return withScheme(other, scheme)
  if (other.kind === 'scheme') return withScheme(one, scheme)
  if (!meetsHost(one.host, other.host)) return undefined
  const port = meetPorts(one, other)
  if (port === undefined) return undefined
  const isOtherPath = includesPath(one.path, other.path, 'chromium')
  if (!isOtherPath && !includesPath(other.path, one.path, 'chromium')) return undefined
  const path = isOtherPath ? other.path : one.path
  return {
    kind: 'host',
    ...(scheme === undefined ? {} : { scheme }),
    host: includesHost(one.host, other.host) ? other.host : one.host,
    ...(port === '' ? {} : { port }),
    ...(path === undefined ? {} : { path }),
  }
}

function withScheme(source: UrlSource, scheme: string | undefined): UrlSource {
  return scheme === undefined || (source.kind !== 'scheme' && source.kind !== 'host') ? source : { ...source, scheme }
}

function schemeOf(source: UrlSource): string | undefined {
  return source.kind === 'scheme' || source.kind === 'host' ? source.scheme : undefined
}

/** Undefined is the scheme of a page that is not known, http or https. */
function subsumesScheme(outer: string | undefined, inner: string | undefined): boolean {
  if (outer === inner) return true
  if (outer === 'http') return inner === 'https' || inner === undefined
  return outer === undefined ? inner === 'https' : outer === 'ws' && inner === 'wss'
}

/** Null where the scheme has none. */
function portOf({ scheme = 'http', port }: HostExpression): number | null {
  return port === undefined ? defaultPort(scheme) : Number(port)
}

/** A port of 80 becomes 443 with a scheme that is upgraded, which the draft does not say and web-platform-tests ask for. */
function subsumesPort(outer: HostExpression, inner: HostExpression): boolean {
  if (outer.port === '*' || outer.port === inner.port) return true
  if (inner.port === '*') return false
  const innerPort = portOf(inner)
  const wanted = outer.port === undefined ? defaultPort(inner.scheme ?? 'http') : Number(outer.port)
  return wanted === innerPort || (portOf(outer) === 80 && innerPort === 443)
}

/** `''` for none written. */
function meetPorts(one: HostExpression, other: HostExpression): string | undefined {
  if (one.port === '*') return other.port ?? ''
  if (other.port === '*') return one.port ?? ''
  // Of a number and none the number is the narrower one.
  if (subsumesPort(one, other) && !(one.port !== undefined && other.port === undefined)) return other.port ?? ''
  if (subsumesPort(other, one)) return one.port ?? ''
  return undefined
}
