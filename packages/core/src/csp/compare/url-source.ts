import { isIpAddress } from '../match/target.ts'
import type { Profile } from '../verdict.ts'
import { type Arrival, type Arrivals, mayBeExempt } from './arrival.ts'
import { includesHost, meetsHost } from './host-part.ts'
import type { PageOrigin } from './page-origin.ts'
import { includesPath } from './path-part.ts'
import {
  includesReach,
  meetsReach,
  type Reach,
  type ReachQuestion,
  reachOf,
  reachOfAnySelf,
  withoutSchemes,
} from './reach.ts'
import { type HostSource, type UrlSource, urlSourceKey } from './source-list.ts'

/** Where sources are compared. */
export interface UrlContext {
  readonly page: PageOrigin
  readonly profile: Profile
  /** Whether what comes here is judged as a navigation, or either way. */
  readonly navigations: readonly boolean[]
  readonly arrivals: Arrivals
}

/** Whether `inner` matches nothing that `outer` does not, on every page that the context may mean. Never a wrong yes. */
export function includesUrlSource(outer: UrlSource, inner: UrlSource, context: UrlContext): boolean {
  if (urlSourceKey(outer) === urlSourceKey(inner)) return true
  const { page } = context
  if (!includesPlace(outer, inner, context)) return false
  const { unasked, replaced } = arrivalOf(inner, context)
  return cases(context).every(([pageScheme, question]) => {
    const outerReach = reachOf(outer, pageScheme, page, question)
    const innerReach = reachOfAtMost(inner, pageScheme, page, question)
    return outerReach !== undefined && includesReach(outerReach, withoutSchemes(innerReach, unasked), replaced)
  })
}

/** Whether anything that comes here can match the source at all. */
export function isLive(source: UrlSource, context: UrlContext): boolean {
  const { unasked } = arrivalOf(source, context)
  return cases(context).some(([pageScheme, question]) => {
    const reach = reachOfAtMost(source, pageScheme, context.page, question)
    const { schemes, others } = withoutSchemes(reach, unasked)
    return others || schemes.size > 0
  })
}

/** Whether a URL might match both. Never a wrong no. */
function meetsUrlSource(one: UrlSource, other: UrlSource, context: UrlContext): boolean {
  const { page } = context
  const oneHost = hostOf(one, page)
  const otherHost = hostOf(other, page)
  if (oneHost !== undefined && otherHost !== undefined && !meetsHost(oneHost, otherHost)) return false
  return cases(context).some(([pageScheme, question]) =>
    meetsReach(reachOfAtMost(one, pageScheme, page, question), reachOfAtMost(other, pageScheme, page, question)),
  )
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
  return narrowerParts(one, other, context.profile) ?? other
}

/** The narrower host, port and path, of two with equal schemes, and equal ports unless one is `*`. */
function narrowerParts(one: HostSource, other: HostSource, profile: Profile): HostSource | undefined {
  if (one.scheme !== other.scheme || one.isUpgradedLater !== other.isUpgradedLater) return undefined
  if (one.port !== other.port && one.port !== '*' && other.port !== '*') return undefined
  const host = includesHost(one.host, other.host) ? other.host : one.host
  const port = one.port === '*' ? other.port : one.port
  // Of two that do not include each other either will do.
  const path = includesPath(other.path, one.path, profile) ? one.path : other.path
  return {
    kind: 'host',
    host,
    ...(one.scheme === undefined ? {} : { scheme: one.scheme }),
    ...(one.isUpgradedLater === undefined ? {} : { isUpgradedLater: one.isUpgradedLater }),
    ...(port === undefined ? {} : { port }),
    ...(path === undefined ? {} : { path }),
  }
}

function arrivalOf(source: UrlSource, { page, arrivals }: UrlContext): Arrival {
  return mayBeExempt(hostOf(source, page), arrivals.exempts) ? arrivals.exempt : arrivals.usual
}

/** All that the context leaves open. */
function cases({
  page,
  profile,
  navigations,
  arrivals: { heedsLaterUpgrades },
}: UrlContext): readonly (readonly [string | null, ReachQuestion])[] {
  return page.schemes.flatMap((scheme) =>
    navigations.map((isNavigation) => [scheme, { profile, isNavigation, heedsLaterUpgrades }] as const),
  )
}

function reachOfAtMost(source: UrlSource, pageScheme: string | null, page: PageOrigin, question: ReachQuestion): Reach {
  return reachOf(source, pageScheme, page, question) ?? reachOfAnySelf(pageScheme)
}

/** Host and path, where the source has them. */
function includesPlace(outer: UrlSource, inner: UrlSource, { page, profile }: UrlContext): boolean {
  if (outer.kind === 'any' || outer.kind === 'scheme') return true
  const host = hostOf(inner, page)
  if (host === undefined) return false
  if (outer.kind === 'self') return host === page.self?.host
  // CSP3 §6.7.2.10 step 1: 'self' may be an address, and no host source matches one.
  if (inner.kind === 'self' && isIpAddress(host)) return false
  return (
    includesHost(outer.host, host) && includesPath(outer.path, inner.kind === 'host' ? inner.path : undefined, profile)
  )
}

/** The host, or pattern of hosts, that a source names. */
function hostOf(source: UrlSource, page: PageOrigin): string | undefined {
  if (source.kind === 'host') return source.host
  return source.kind === 'self' ? page.self?.host : undefined
}
