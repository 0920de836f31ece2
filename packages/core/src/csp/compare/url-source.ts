import type { HostExpression } from '../source-expression.ts'
import { includesHost, meetsHost } from './host-part.ts'
import type { PageOrigin } from './page-origin.ts'
import { includesPath } from './path-part.ts'
import { includesReach, meetsReach, REACH_RULES, type Reach, type ReachRules, reachOf } from './reach.ts'
import { type UrlSource, urlSourceKey } from './source-list.ts'

/** Where sources are compared. */
export interface UrlContext {
  readonly page: PageOrigin
  /** Whether `ws:` and `wss:` addresses come here at all: `connect-src` alone is asked of them. */
  readonly webSockets: boolean
}

/**
 * Whether `inner` matches nothing that `outer` does not, in every reading of the standard and on every page that the context may mean.
 * Never a wrong yes; a no where engines differ, or where it takes the page to tell.
 */
export function includesUrlSource(outer: UrlSource, inner: UrlSource, context: UrlContext): boolean {
  if (urlSourceKey(outer) === urlSourceKey(inner)) return true
  if (!includesPlace(outer, inner, context.page)) return false
  return holds(context.page, (pageScheme, rules) => {
    const outerReach = reachOf(outer, pageScheme, context.page, rules)
    const innerReach = reachOf(inner, pageScheme, context.page, rules) ?? reachOfAnySelf(pageScheme)
    return outerReach !== undefined && includesReach(outerReach, context.webSockets ? innerReach : loaded(innerReach))
  })
}

/** Whether a URL might match both. Never a wrong no. */
export function meetsUrlSource(one: UrlSource, other: UrlSource, { page }: UrlContext): boolean {
  const hosts = [hostOf(one, page), hostOf(other, page)]
  if (hosts[0] !== undefined && hosts[1] !== undefined && !meetsHost(hosts[0], hosts[1])) return false
  return !holds(page, (pageScheme, rules) => {
    const oneReach = reachOf(one, pageScheme, page, rules) ?? reachOfAnySelf(pageScheme)
    return !meetsReach(oneReach, reachOf(other, pageScheme, page, rules) ?? reachOfAnySelf(pageScheme))
  })
}

/**
 * A source that matches at least what both match: the narrower one, or one made of the narrower parts. Undefined if nothing matches both.
 * Paths never tell sources apart, since after a redirect none counts (CSP3 §6.7.2.8 step 3.6).
 */
export function meetUrlSources(one: UrlSource, other: UrlSource, context: UrlContext): UrlSource | undefined {
  if (includesUrlSource(one, other, context)) return other
  if (includesUrlSource(other, one, context)) return one
  if (!meetsUrlSource(one, other, context)) return undefined
  if (one.kind !== 'host' || other.kind !== 'host') return one.kind === 'any' || one.kind === 'scheme' ? other : one
  return narrowerParts(one, other) ?? other
}

/** The narrower host, port and path, of two with equal schemes, and equal ports unless one is `*`. */
function narrowerParts(one: HostExpression, other: HostExpression): HostExpression | undefined {
  if (one.scheme !== other.scheme) return undefined
  if (one.port !== other.port && one.port !== '*' && other.port !== '*') return undefined
  const host = includesHost(one.host, other.host) ? other.host : one.host
  const port = one.port === '*' ? other.port : one.port
  // Of two that do not include each other either will do.
  const path = includesPath(other.path, one.path) ? one.path : other.path
  return {
    kind: 'host',
    host,
    ...(one.scheme === undefined ? {} : { scheme: one.scheme }),
    ...(port === undefined ? {} : { port }),
    ...(path === undefined ? {} : { path }),
  }
}

/** Host and path, where the source has them. */
function includesPlace(outer: UrlSource, inner: UrlSource, page: PageOrigin): boolean {
  if (outer.kind === 'any' || outer.kind === 'scheme') return true
  const host = hostOf(inner, page)
  if (host === undefined) return false
  if (outer.kind === 'self') return outer.kind === inner.kind || host === page.host
  // Not even `*` in a host source matches an address, which 'self' does.
  if (inner.kind === 'self' && page.isDomain !== true) return false
  return includesHost(outer.host, host) && includesPath(outer.path, inner.kind === 'host' ? inner.path : undefined)
}

/** The host, or pattern of hosts, that a source names. */
export function hostOf(source: UrlSource, page: PageOrigin): string | undefined {
  if (source.kind === 'host') return source.host
  return source.kind === 'self' ? page.host : undefined
}

function holds(page: PageOrigin, check: (pageScheme: string, rules: ReachRules) => boolean): boolean {
  return page.schemes.every((pageScheme) => REACH_RULES.every((rules) => check(pageScheme, rules)))
}

/** The most that `'self'` can be when its host and port are not known. */
function reachOfAnySelf(pageScheme: string): Reach {
  return new Map([pageScheme, 'https', 'wss', ...(pageScheme === 'http' ? ['ws'] : [])].map((each) => [each, 'every']))
}

function loaded(reach: Reach): Reach {
  return new Map([...reach].filter(([scheme]) => scheme !== 'ws' && scheme !== 'wss'))
}
