import { KEYWORD_DIRECTIVES } from '../keywords.ts'
import type { ParsedDirective, ParsedPolicy, Token } from '../parse.ts'
import { heededDirectives } from '../parse.ts'
import {
  type HashName,
  type HostExpression,
  parseSourceExpression,
  type SourceExpression,
} from '../source-expression.ts'
import type { Profile } from '../verdict.ts'
import { addHost, createHostTree, type HostTree } from './host-tree.ts'

export interface HostEntry extends HostExpression {
  readonly token: Token
}

export interface HashEntry {
  readonly token: Token
  readonly algorithm: HashName
  readonly value: string
}

/**
 * A directive's value, read once and laid out for matching: hosts lie under their names, so that what a match costs does not depend on how
 * many other hosts are listed.
 */
export interface SourceList {
  /** Whether it admits nothing: empty, or `'none'` alone (CSP3 §6.7.2.7 steps 2 and 3). */
  readonly isEmpty: boolean
  readonly star: Token | null
  readonly self: Token | null
  readonly schemes: readonly { readonly token: Token; readonly scheme: string }[]
  readonly hosts: HostTree<HostEntry>
  /** `*` with a scheme, port or path. */
  readonly anyHost: readonly HostEntry[]
  readonly nonces: ReadonlyMap<string, Token>
  readonly hashes: readonly HashEntry[]
  /** In lower case with quotes. */
  readonly keywords: ReadonlyMap<string, Token>
  /** Words that would be keywords, nonces or hashes if they were in single quotes. */
  readonly unquoted: readonly { readonly token: Token; readonly meant: SourceExpression }[]
}

// A parsed policy is plain data that its owner keeps; what is made of it lives exactly as long.
const lists = new WeakMap<ParsedDirective, Map<Profile, SourceList>>()
const directives = new WeakMap<ParsedPolicy, ReadonlyMap<string, ParsedDirective>>()

/** The source list of a directive as the profile reads it. */
export function sourceListOf(directive: ParsedDirective, profile: Profile): SourceList {
  const known = lists.get(directive)
  const found = known?.get(profile)
  if (found !== undefined) return found
  const list = readSourceList(directive.values, profile)
  if (known === undefined) lists.set(directive, new Map([[profile, list]]))
  else known.set(profile, list)
  return list
}

/** The directives of a policy that browsers heed, by name. */
export function directivesOf(policy: ParsedPolicy): ReadonlyMap<string, ParsedDirective> {
  const known = directives.get(policy)
  if (known !== undefined) return known
  const heeded = heededDirectives(policy)
  directives.set(policy, heeded)
  return heeded
}

function readSourceList(tokens: readonly Token[], profile: Profile): SourceList {
  const schemes: { token: Token; scheme: string }[] = []
  const hosts = createHostTree<HostEntry>()
  const anyHost: HostEntry[] = []
  const nonces = new Map<string, Token>()
  const hashes: HashEntry[] = []
  const keywords = new Map<string, Token>()
  const unquoted: { token: Token; meant: SourceExpression }[] = []
  let star: Token | null = null
  let isNone = false
  for (const token of tokens) {
    const expression = parseSourceExpression(token.text, profile)
    const meant = expression.kind === 'host' || expression.kind === 'invalid' ? quote(token.text, profile) : null
    if (meant !== null) unquoted.push({ token, meant })
    switch (expression.kind) {
      case 'none':
        isNone = true
        break
      case 'keyword':
        if (!keywords.has(expression.keyword)) keywords.set(expression.keyword, token)
        break
      case 'nonce':
        if (!nonces.has(expression.value)) nonces.set(expression.value, token)
        break
      case 'hash':
        hashes.push({ token, algorithm: expression.algorithm, value: expression.value })
        break
      case 'scheme':
        schemes.push({ token, scheme: expression.scheme })
        break
      case 'host':
        if (token.text === '*') star ??= token
        else if (expression.host === '*') anyHost.push({ ...expression, token })
        else addHost(hosts, expression.host, { ...expression, token })
        break
      case 'invalid':
        break
    }
  }
  const isEmpty = tokens.length === 0 || (isNone && tokens.length === 1)
  const self = keywords.get("'self'") ?? null
  return { isEmpty, star, self, schemes, hosts, anyHost, nonces, hashes, keywords, unquoted }
}

const QUOTES = '\'"`'

/** What a word would be with its quotes mended; null when it would be nothing either. */
function quote(word: string, profile: Profile): SourceExpression | null {
  // No keyword, nonce or hash has a dot or colon; most hosts have.
  if (word.includes('.') || word.includes(':')) return null
  let start = 0
  let end = word.length
  while (start < end && QUOTES.includes(word.charAt(start))) start++
  while (end > start && QUOTES.includes(word.charAt(end - 1))) end--
  const meant = parseSourceExpression(`'${word.slice(start, end)}'`, profile)
  if (meant.kind === 'keyword') return KEYWORD_DIRECTIVES.has(meant.keyword) ? meant : null
  return meant.kind === 'nonce' || meant.kind === 'hash' ? meant : null
}
