import type { Token } from '../parse.ts'
import type { NearMiss } from '../verdict.ts'
import { type HostLookup, lookUpHost } from './host-tree.ts'
import { matchScheme } from './scheme.ts'
import { matchesSelf } from './self-origin.ts'
import type { HostEntry, SourceList } from './source-list.ts'
import type { Target } from './target.ts'
import { pathMatches, portMatches, schemeMatchOf, type UrlQuestion } from './url-source.ts'

/** The sources of a list that a URL misses by one thing. Like matching, it looks at those only that can concern the host. */
export function nearUrlSources(list: SourceList, question: UrlQuestion): readonly NearMiss[] {
  const { target } = question
  if (target === null) return []
  const misses = [...nearSelf(list, target, question), ...nearSchemes(list, target, question)]
  if (target.host === null) return misses
  const { hosts, anyHost } = list
  const found = lookUpHost(hosts, target.host)
  return [
    ...misses,
    ...[...found.matching, ...anyHost].flatMap((entry) => nearEntry(entry, target, question)),
    ...nearHosts(hosts, found, target.host).flatMap(({ entry, differs }) =>
      otherwiseMatches(entry, target, question) ? [{ source: entry.token, differs }] : [],
    ),
  ]
}

function nearSelf({ self: token, unquoted }: SourceList, target: Target, question: UrlQuestion): readonly NearMiss[] {
  const { self } = question
  if (typeof self === 'string') return []
  const word = unquoted.find(({ meant }) => meant.kind === 'keyword' && meant.keyword === "'self'")
  if (word !== undefined && matchesSelf(self, target, question)) return [{ source: word.token, differs: 'quotes' }]
  if (token === null) return []
  // A scheme says which port is the default, so both may differ by one change of the scheme.
  if (target.host === self.host && target.port === self.port) return [{ source: token, differs: 'scheme' }]
  if (target.host === self.host && target.scheme === self.scheme) return [{ source: token, differs: 'port' }]
  const isBelow = target.host?.endsWith(`.${self.host}`) === true
  if (isBelow && matchesSelf(self, { ...target, host: self.host }, question)) {
    return [{ source: token, differs: 'subdomain' }]
  }
  return []
}

/** Sources of a secure scheme for an insecure URL, and `*` for what it does not cover. */
function nearSchemes({ schemes, star }: SourceList, { scheme }: Target, { profile }: UrlQuestion): readonly NearMiss[] {
  const near = schemes.filter((source) => matchScheme(scheme, source.scheme, profile) !== null)
  const tokens: readonly Token[] = star === null ? [] : [star]
  return [...tokens, ...near.map(({ token }) => token)].map((source) => ({ source, differs: 'scheme' }))
}

/** An entry whose host is right. */
function nearEntry(entry: HostEntry, target: Target, question: UrlQuestion): readonly NearMiss[] {
  const hasScheme = schemeMatchOf(entry, target, question) !== null
  const hasPort = portMatches(entry, target, question)
  const hasPath = question.isRedirected === true || pathMatches(entry, target, question.profile)
  const source = entry.token
  if (hasScheme && hasPort && hasPath) return [{ source, differs: 'ip-address' }]
  if (hasPort && hasPath) return [{ source, differs: 'scheme' }]
  if (hasScheme && hasPath) return [{ source, differs: 'port' }]
  if (!hasScheme || !hasPort) return []
  return [{ source, differs: pathMatches(lowerPath(entry), lowerPath(target), question.profile) ? 'case' : 'path' }]
}

function lowerPath<Part extends { readonly path?: string }>(part: Part): Part {
  return part.path === undefined ? part : { ...part, path: part.path.toLowerCase() }
}

function nearHosts(
  hosts: SourceList['hosts'],
  { parents, apexes }: HostLookup<HostEntry>,
  host: string,
): readonly { entry: HostEntry; differs: NearMiss['differs'] }[] {
  const dotless = host.endsWith('.') ? host.slice(0, -1) : `${host}.`
  return [
    ...parents.map((entry) => ({ entry, differs: 'subdomain' as const })),
    ...apexes.map((entry) => ({ entry, differs: 'apex' as const })),
    ...lookUpHost(hosts, dotless).matching.map((entry) => ({ entry, differs: 'trailing-dot' as const })),
  ]
}

function otherwiseMatches(entry: HostEntry, target: Target, question: UrlQuestion): boolean {
  return (
    schemeMatchOf(entry, target, question) !== null &&
    portMatches(entry, target, question) &&
    (question.isRedirected === true || pathMatches(entry, target, question.profile))
  )
}
