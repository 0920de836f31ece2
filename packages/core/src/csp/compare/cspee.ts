import { DIRECTIVES } from '../directives.ts'
import type { ParsedPolicy } from '../parse.ts'
import { meetSources, resolveSources, subsumesSource } from './cspee-source.ts'
import { meetLists } from './meet-lists.ts'
import type { PageOrigin } from './page-origin.ts'
import { keepsSandbox } from './restrictions.ts'
import { readPolicy, type SourceList } from './source-list.ts'
import { indexUrls } from './url-index.ts'

/** What the draft compares of, under the family that decides which words count (§3.1.5.2). Those of CSP3 that came later are in, as in WPT. */
const FAMILIES: ReadonlyMap<string, 'script' | 'style' | 'plain'> = new Map([
  ['child-src', 'plain'],
  ['connect-src', 'plain'],
  ['fenced-frame-src', 'plain'],
  ['font-src', 'plain'],
  ['frame-src', 'plain'],
  ['img-src', 'plain'],
  ['manifest-src', 'plain'],
  ['media-src', 'plain'],
  ['object-src', 'plain'],
  ['script-src', 'script'],
  ['script-src-attr', 'script'],
  ['script-src-elem', 'script'],
  ['style-src', 'style'],
  ['style-src-attr', 'style'],
  ['style-src-elem', 'style'],
  ['worker-src', 'plain'],
  ['base-uri', 'plain'],
  ['form-action', 'plain'],
  ['frame-ancestors', 'plain'],
])

/** The one engine that does this. */
const PROFILE = 'chromium'

/** Directives that are kept by being there. */
const FLAGS = ['upgrade-insecure-requests', 'block-all-mixed-content']

/** CSP Embedded Enforcement §3.2.1: whether a frame that needs `required` may show a response with all of `given`. */
export function subsumesEmbedded(required: ParsedPolicy, given: readonly ParsedPolicy[], page: PageOrigin): boolean {
  if (given.length === 0) return false
  const asking = readPolicy(required, PROFILE)
  const giving = given.map((policy) => readPolicy(policy, PROFILE))
  for (const [name, family] of FAMILIES) {
    const chain = [name, ...(DIRECTIVES.get(name)?.fallback ?? [])]
    const outer = asking.reading(chain)
    if (outer === undefined) continue
    const inner = giving.flatMap((policy) => policy.reading(chain)?.list ?? [])
    // Workers are scripts where script-src answers for them.
    const found = name === 'worker-src' && outer.directive === 'script-src' ? 'script' : family
    if (!subsumesList(outer.list, inner, found, page)) return false
  }
  return (
    keepsSandbox([required], given, PROFILE) &&
    FLAGS.every((name) => asking.directive(name) === undefined || giving.some((each) => each.directive(name)))
  )
}

/** §3.2.3. A list without a word is `'none'`: the draft has it subsume everything, and the tests nothing. */
function subsumesList(
  outer: SourceList,
  inner: readonly SourceList[],
  family: 'script' | 'style' | 'plain',
  page: PageOrigin,
): boolean {
  const [first, ...others] = inner
  if (first === undefined) return false
  const urls = others.reduce(
    (met, { urls }) => meetLists(met, resolveSources(urls, page), meetSources),
    resolveSources(first.urls, page),
  )
  const inAll = (keyword: string) => inner.every(({ keywords }) => keywords.has(keyword))
  if (family !== 'plain') {
    const isInAll = (value: string, of: 'nonces' | 'hashes') => others.every((list) => list[of].has(value))
    // The value of a nonce is not compared: a page could guess it by framing (§6.1).
    if (outer.nonces.size === 0 && [...first.nonces].some((nonce) => isInAll(nonce, 'nonces'))) return false
    if ([...first.hashes].some((hash) => isInAll(hash, 'hashes') && !outer.hashes.has(hash))) return false
    for (const keyword of ["'unsafe-eval'", "'wasm-unsafe-eval'", "'unsafe-hashes'"]) {
      if (inAll(keyword) && !outer.keywords.has(keyword)) return false
    }
    // The lists together allow all that is inline unless each of them has something that ends it.
    const isEnded = inner.every(isEndingInline) || (family === 'script' && inAll("'strict-dynamic'"))
    if (inAll("'unsafe-inline'") && !isEnded && !allowsAllInline(outer, family)) return false
  }
  if (family === 'script') {
    const isStrict = inAll("'strict-dynamic'")
    if (outer.keywords.has("'strict-dynamic'")) return isStrict || urls.length === 0
    if (isStrict) return false
  }
  const index = indexUrls(resolveSources(outer.urls, page), page)
  return urls.every((url) => index.has(url) || index.some(url, (source) => subsumesSource(source, url)))
}

function isEndingInline({ nonces, hashes }: SourceList): boolean {
  return nonces.size > 0 || hashes.size > 0
}

function allowsAllInline(list: SourceList, family: 'script' | 'style'): boolean {
  if (!list.keywords.has("'unsafe-inline'") || isEndingInline(list)) return false
  return family === 'style' || !list.keywords.has("'strict-dynamic'")
}
