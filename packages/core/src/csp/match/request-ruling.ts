import type { NearMiss, ResourceRequest, Verdict } from '../verdict.ts'
import { differs } from './differences.ts'
import { ruleOnIntegrity } from './integrity.ts'
import { nearUrlSources } from './near-url.ts'
import { ruleOnNonce } from './nonce.ts'
import { type Authority, allow, block, depend } from './ruling.ts'
import { type SourceList, sourceListOf } from './source-list.ts'
import { matchUrl, type UrlQuestion } from './url-source.ts'

/** What a fetch directive says to a request: its pre-request check (CSP3 §6.1). */
export function ruleOnRequest(authority: Authority, request: ResourceRequest, question: UrlQuestion): Verdict {
  const { directive, effectiveDirective } = authority
  const list = sourceListOf(directive, question.profile)
  switch (effectiveDirective) {
    case 'script-src-elem':
      return ruleOnScript(authority, list, request, question)
    case 'worker-src':
      // By the letter, default-src and child-src do as worker-src does (§6.1.1.1, §6.1.3.1), which knows URLs only.
      return directive.name === 'script-src' || differs(question.profile, 'workers-are-scripts')
        ? ruleOnScript(authority, list, asWorker(request), question)
        : ruleOnUrl(authority, list, question)
    case 'style-src-elem':
      return ruleOnStyle(authority, list, request, question)
    case 'connect-src':
      return ruleOnConnection(authority, list, request, question)
    default:
      return ruleOnUrl(authority, list, question)
  }
}

/** Workers are made by scripts, and have neither a nonce nor integrity metadata, whatever was told. */
function asWorker(request: ResourceRequest): ResourceRequest {
  return { ...request, nonce: '', integrity: '', parserInserted: false }
}

/** Does url match source list, as a ruling; `unknown` holds what else could admit it. */
export function ruleOnUrl(
  authority: Authority,
  list: SourceList,
  question: UrlQuestion,
  unknown: readonly string[] = [],
  misses: readonly NearMiss[] = [],
): Verdict {
  const match = matchUrl(list, question)
  if (match !== null && (!match.needsRedirect || question.isRedirected === true)) {
    return allow(authority, 'listed', match.source)
  }
  const facts = match === null ? unknown : [...unknown, 'redirectCount']
  if (facts.length > 0) return depend(authority, facts, unknown.length === 0 ? (match?.source ?? null) : null)
  if (list.isEmpty) return block(authority, 'empty-list', [], authority.directive.values[0] ?? null)
  if (question.target === null) return block(authority, 'invalid-url', misses)
  return block(authority, reasonFor(list, question), [...misses, ...nearUrlSources(list, question)])
}

function reasonFor({ self, hosts, anyHost }: SourceList, question: UrlQuestion): 'not-listed' | 'invalid-page-url' {
  const needsPage = self !== null || hosts.children.size > 0 || anyHost.length > 0
  return question.self === 'invalid' && needsPage ? 'invalid-page-url' : 'not-listed'
}

/**
 * §6.7.1.1. Its step 1 asks for a script-like destination; all that come here are, with `xslt`, which Fetch §2.2.5 leaves out of the list but
 * wants considered.
 */
function ruleOnScript(
  authority: Authority,
  list: SourceList,
  request: ResourceRequest,
  question: UrlQuestion,
): Verdict {
  const { profile } = question
  const unknown: string[] = []
  const nonce = ruleOnNonce(list, request.nonce) // 1.1
  if (nonce.source !== null) return allow(authority, 'nonce', nonce.source)
  if (nonce.isUnknown) unknown.push('nonce')
  const hash = ruleOnIntegrity(list, request.integrity, profile) // 1.2
  if (hash.source !== null) return allow(authority, 'hash', hash.source)
  if (hash.isUnknown) unknown.push('integrity')
  const misses = [...nonce.misses, ...hash.misses]
  const strictDynamic = list.keywords.get("'strict-dynamic'")
  if (strictDynamic === undefined) return ruleOnUrl(authority, list, question, unknown, misses) // 1.4
  if (request.parserInserted === false) return allow(authority, 'keyword', strictDynamic) // 1.3.1
  if (request.parserInserted === undefined) unknown.push('parserInserted')
  if (unknown.length > 0) return depend(authority, unknown, strictDynamic)
  const ignored = matchUrl(list, question)
  if (ignored !== null) misses.push({ source: ignored.source, differs: 'strict-dynamic' })
  return block(authority, 'parser-inserted', misses, strictDynamic)
}

/** §6.1.14.1: by nonce or by URL. */
function ruleOnStyle(authority: Authority, list: SourceList, request: ResourceRequest, question: UrlQuestion): Verdict {
  const { source, isUnknown, misses } = ruleOnNonce(list, request.nonce) // 3
  if (source !== null) return allow(authority, 'nonce', source)
  return ruleOnUrl(authority, list, question, isUnknown ? ['nonce'] : [], misses) // 4
}

/** §6.1.2.1 */
function ruleOnConnection(
  authority: Authority,
  list: SourceList,
  { initiator, certificateHashes }: ResourceRequest,
  question: UrlQuestion,
): Verdict {
  const byUrl = ruleOnUrl(authority, list, question) // 5
  if (initiator !== 'webtransport' || certificateHashes === false) return byUrl
  // 4
  const keyword = list.keywords.get("'unsafe-webtransport-hashes'")
  const byHashes = keyword === undefined ? block(authority, 'certificate-hashes') : allow(authority, 'keyword', keyword)
  if (certificateHashes === true) return byHashes
  if (byUrl.outcome === byHashes.outcome) return byUrl
  return depend(authority, [...(byUrl.dependsOn ?? []), 'certificateHashes'])
}
