import type { Token } from '../parse.ts'
import type { Profile } from '../verdict.ts'
import { differs } from './differences.ts'
import { lookUpHost } from './host-tree.ts'
import { matchesPath } from './path.ts'
import { matchesPort } from './port.ts'
import { matchScheme, type SchemeMatch } from './scheme.ts'
import { matchesSelf, type Self, selfScheme } from './self-origin.ts'
import type { HostEntry, SourceList } from './source-list.ts'
import type { Target } from './target.ts'

/** What a list is asked about. */
export interface UrlQuestion {
  /** Null for text that is no URL, which nothing matches. */
  readonly target: Target | null
  readonly self: Self
  /** Undefined when it is not known whether redirects led here. */
  readonly isRedirected: boolean | undefined
  readonly profile: Profile
  /** The policy asks for insecure requests to be upgraded, and the profile does so after the check. */
  readonly isUpgradedLater?: boolean
  /** Whether navigations are judged, or ancestors, or what else Chromium checks outside the page's process. */
  readonly isNavigation?: boolean
  /** By its own name: WebKit's `*` admits more in `img-src`. */
  readonly directive: string
}

/** The source that matches a URL; `needsRedirect` when it does so only if redirects led there, because its path does not match. */
export interface UrlMatch {
  readonly source: Token
  readonly needsRedirect: boolean
}

/** Does url match source list: CSP3 §6.7.2.7. Null when nothing matches. */
export function matchUrl(list: SourceList, question: UrlQuestion): UrlMatch | null {
  const { target, self, profile } = question
  if (target === null || list.isEmpty) return null // 2, 3
  if (list.star !== null && starCovers(target, question)) return sure(list.star)
  if (list.self !== null && matchesSelf(self, target, question)) return sure(list.self)
  const isLater = question.isUpgradedLater
  const scheme = list.schemes.find((source) => matchScheme(source.scheme, target.scheme, profile, isLater) !== null)
  return scheme === undefined ? matchHost(list, target, question) : sure(scheme.token)
}

function sure(source: Token): UrlMatch {
  return { source, needsRedirect: false }
}

/** §6.7.2.8 step 1. */
function starCovers({ scheme }: Target, { self, profile, directive }: UrlQuestion): boolean {
  if (scheme === 'http' || scheme === 'https' || scheme === selfScheme(self)) return true // 1.1, 1.2
  if (scheme === 'ws' || scheme === 'wss') return differs(profile, 'star-covers-websockets')
  if (scheme === 'ftp' && differs(profile, 'star-covers-ftp')) return true
  const isLocal = scheme === 'data' || scheme === 'blob' || scheme === 'filesystem'
  if (!isLocal && differs(profile, 'star-covers-own-schemes')) return true
  if (!differs(profile, 'star-covers-data-media')) return false
  return (
    (directive === 'img-src' && scheme === 'data') ||
    (directive === 'media-src' && (scheme === 'data' || scheme === 'blob'))
  )
}

/** §6.7.2.8 steps 2 and 3 for every entry that can concern the host. */
function matchHost({ hosts, anyHost }: SourceList, target: Target, question: UrlQuestion): UrlMatch | null {
  if (target.host === null) return null // 3.1
  if (!target.isDomain && !differs(question.profile, 'ip-hosts-match')) return null // §6.7.2.10 step 1
  let byRedirect: HostEntry | null = null
  for (const entries of [lookUpHost(hosts, target.host).matching, anyHost]) {
    for (const entry of entries) {
      if (schemeMatchOf(entry, target, question) === null || !portMatches(entry, target, question)) continue
      if (question.isRedirected === true || pathMatches(entry, target, question.profile)) return sure(entry.token)
      byRedirect ??= entry
    }
  }
  if (byRedirect === null || question.isRedirected === false) return null
  return { source: byRedirect.token, needsRedirect: true }
}

/** §6.7.2.8 steps 2.1 and 3.2. */
export function schemeMatchOf({ scheme }: HostEntry, target: Target, question: UrlQuestion): SchemeMatch {
  const { self, profile, isUpgradedLater } = question
  const wanted = scheme ?? selfScheme(self)
  return wanted === null ? null : matchScheme(wanted, target.scheme, profile, isUpgradedLater)
}

/** Step 3.5. */
export function portMatches(entry: HostEntry, target: Target, question: UrlQuestion): boolean {
  const scheme = entry.scheme ?? selfScheme(question.self)
  const isUpgrade = schemeMatchOf(entry, target, question) === 'upgrade'
  return matchesPort(entry.port, scheme, target, isUpgrade, question)
}

/** Step 3.6. */
export function pathMatches({ path }: HostEntry, target: Target, profile: Profile): boolean {
  return path === undefined || matchesPath(path, target.path, profile)
}
