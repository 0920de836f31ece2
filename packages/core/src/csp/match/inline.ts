import { checkProfile } from '../caller-checks.ts'
import type { ParsedPolicy } from '../parse.ts'
import type { PolicyInput } from '../policy-input.ts'
import type { Inline, MatchOptions, NearMiss, Page, Profile, Verdict } from '../verdict.ts'
import { checkInline } from './asked.ts'
import { differs } from './differences.ts'
import { governingDirective, inlineDirective } from './effective-directive.ts'
import { ruleOnEval, ruleOnWasm } from './eval.ts'
import { matchText } from './hash-source.ts'
import { nearKeywords } from './near-keyword.ts'
import { type Evidence, NOTHING, ruleOnNonce } from './nonce.ts'
import { type Authority, allow, block, depend, judge, type Ruling, strictest } from './ruling.ts'
import { type SourceList, sourceListOf } from './source-list.ts'
import { ruleOnTrustedTypes } from './trusted-types.ts'

/**
 * Whether a page's policies let inline code or style through, eval or WebAssembly: CSP3 §4.2.3, §4.2.4 step 3, §4.4.1, §4.5.1. Never throws on any text.
 * A text is hashed only when it decides, in a time that grows with its length.
 *
 * ```ts
 * matchInline([{ header: "script-src 'nonce-abc'" }], { url: 'https://a.test/' }, { type: 'script', nonce: 'abc' }).outcome // 'allowed'
 * ```
 *
 * @throws {TypeError} for arguments of the wrong type, and for a type or profile that does not exist.
 */
export function matchInline(
  policies: readonly PolicyInput[],
  _page: Page,
  inline: Inline,
  { profile = 'spec' }: MatchOptions = {},
): Verdict {
  checkProfile(profile)
  checkInline(inline)
  return judge(policies, inlineDirective(inline.type), (policy, all) => ruleOnInline(policy, all, inline, profile))
}

/** What one policy says. Trusted Types are asked first, as HTML and ECMAScript do. */
export function ruleOnInline(
  policy: ParsedPolicy,
  all: readonly ParsedPolicy[],
  inline: Inline,
  profile: Profile,
): Ruling {
  switch (inline.type) {
    case 'eval':
      return strictest([ruleOnTrustedTypes(policy, inline.trusted, profile), ruleOnEval(policy, all, profile)])
    case 'wasm-eval':
      return ruleOnWasm(policy, profile)
    case 'navigation':
      return strictest([ruleOnTrustedTypes(policy, inline.trusted, profile), ruleOnElement(policy, inline, profile)])
    default:
      return ruleOnElement(policy, inline, profile)
  }
}

/** The inline check of §6.1: does element match source list, §6.7.3.3. */
function ruleOnElement(policy: ParsedPolicy, inline: Inline, profile: Profile): Ruling {
  const effectiveDirective = inlineDirective(inline.type)
  const directive = governingDirective(policy, effectiveDirective, profile)
  if (directive === undefined) return null
  const authority: Authority = { policy, directive, effectiveDirective }
  const list = sourceListOf(directive, profile)
  const everything = allowingKeyword(list, inline.type, directive.name, profile)
  if (everything !== undefined) return allow(authority, 'keyword', everything) // 1

  const isElement = inline.type === 'script' || inline.type === 'script speculationrules' || inline.type === 'style'
  const unknown: string[] = []
  const nonce = isElement ? ruleOnNonce(list, inline.nonce) : NOTHING // 2
  if (nonce.source !== null) return allow(authority, 'nonce', nonce.source)
  if (nonce.isUnknown) unknown.push('nonce')
  const strictDynamic = inline.type === 'script' ? list.keywords.get("'strict-dynamic'") : undefined // 5.2.1
  if (strictDynamic !== undefined) {
    if (inline.parserInserted === false) return allow(authority, 'keyword', strictDynamic)
    if (inline.parserInserted === undefined) unknown.push('parserInserted')
  }
  const hash = ruleOnHash(list, inline, isElement, profile)
  if (hash.source !== null) return allow(authority, 'hash', hash.source)
  if (hash.isUnknown) unknown.push('source')

  if (unknown.length > 0) return depend(authority, unknown)
  const misses = [...nonce.misses, ...hash.misses, ...nearKeywords(list, allowingKeywords(inline.type))]
  return list.isEmpty
    ? block(authority, 'empty-list', misses, directive.values[0] ?? null)
    : block(authority, 'inline', misses) // 6
}

/** Steps 3 to 5. */
function ruleOnHash(list: SourceList, { source }: Inline, isElement: boolean, profile: Profile): Evidence {
  const counts = isElement || list.keywords.has("'unsafe-hashes'") // 3, 4
  if (list.hashes.length === 0) return NOTHING
  if (source === undefined) return { source: null, isUnknown: counts, misses: [] }
  const { match, near } = matchText(list.hashes, source, profile) // 5
  if (match !== null && counts) return { source: match.token, isUnknown: false, misses: [] }
  const misses: NearMiss[] = near.map(({ token }) => ({ source: token, differs: 'hash' }))
  if (match !== null) misses.push({ source: match.token, differs: 'unsafe-hashes' })
  return { source: null, isUnknown: false, misses }
}

/** The keywords that admit all of a kind. HTML adds the one for speculation rules (speculative loading). */
function allowingKeywords(type: Inline['type']): readonly string[] {
  return type === 'script speculationrules' ? ["'inline-speculation-rules'", "'unsafe-inline'"] : ["'unsafe-inline'"]
}

/** Does a source list allow all inline behavior for type: §6.7.3.2. Its keyword, if so. */
function allowingKeyword(
  { nonces, hashes, keywords }: SourceList,
  type: Inline['type'],
  directive: string,
  profile: Profile,
) {
  if (nonces.size > 0 || hashes.length > 0) return undefined // 2.1
  const isScript = type !== 'style' && type !== 'style attribute'
  const isBarred = isScript || (directive === 'default-src' && differs(profile, 'strict-dynamic-bars-styles'))
  if (isBarred && keywords.has("'strict-dynamic'")) return undefined // 2.2
  // 2.3
  for (const keyword of allowingKeywords(type)) {
    const token = keywords.get(keyword)
    if (token !== undefined) return token
  }
  return undefined
}
