import { NONCE } from '../keywords.ts'
import { differs } from '../match/differences.ts'
import { fold, withoutPadding } from '../match/hash-source.ts'
import { directivesOf } from '../match/source-list.ts'
import { asksForUpgrade } from '../match/upgrade.ts'
import type { ParsedDirective, ParsedPolicy, Token } from '../parse.ts'
import { type HostExpression, parseSourceExpression } from '../source-expression.ts'
import type { Profile } from '../verdict.ts'

/** A source that a URL may match. */
export type UrlSource =
  | { readonly kind: 'any' } // a lone *
  | { readonly kind: 'self' }
  | ({ readonly kind: 'scheme'; readonly scheme: string } & Upgrading)
  | HostSource

export type HostSource = HostExpression & Upgrading

interface Upgrading {
  /** Of a policy that asks for upgrades, where they come after the check: `upgraded-after-check`. */
  readonly isUpgradedLater?: true
}

/** What the words of a source list say, dead or alive. What no browser heeds is left out, `'none'` too. */
export interface SourceList {
  readonly urls: readonly UrlSource[]
  /** The exact values. The nonce slot is one of its own, which no value can equal. */
  readonly nonces: ReadonlySet<string>
  /** `sha256-…` as the profile compares inline content: base64url folded into base64 (CSP3 §6.7.3.3 step 5.2.2). */
  readonly hashes: ReadonlySet<string>
  /** `sha256-…` as the profile compares integrity metadata: by the standard letter by letter (§6.7.2.4). */
  readonly integrity: ReadonlySet<string>
  /** In lower case, with their quotes. */
  readonly keywords: ReadonlySet<string>
}

/** A word as a source that a URL may match, or undefined for any other word. */
export function readUrlSource(word: string, profile: Profile): UrlSource | undefined {
  if (word === '*') return { kind: 'any' }
  const source = parseSourceExpression(word, profile)
  if (source.kind === 'keyword') return source.keyword === "'self'" ? { kind: 'self' } : undefined
  return source.kind === 'host' || source.kind === 'scheme' ? source : undefined
}

/** Sources with equal keys match the same URLs. */
export function urlSourceKey(source: UrlSource): string {
  switch (source.kind) {
    case 'any':
      return '*'
    case 'self':
      return "'self'"
    case 'scheme':
      return `${source.scheme}:${later(source)}`
    case 'host': {
      const { scheme, host, port, path } = source
      const key = `${scheme === undefined ? '' : `${scheme}://`}${host}${port === undefined ? '' : `:${port}`}`
      // `*/` matches only domains, unlike a lone `*`.
      return `${path === undefined ? (key === '*' ? '*/' : key) : `${key}${path}`}${later(source)}`
    }
  }
}

function later({ isUpgradedLater }: Upgrading): string {
  return isUpgradedLater === true ? ' later' : ''
}

function readSourceList(words: readonly Token[], profile: Profile, isUpgradedLater: boolean): SourceList {
  const urls = new Map<string, UrlSource>()
  const nonces = new Set<string>()
  const hashes = new Set<string>()
  const integrity = new Set<string>()
  const keywords = new Set<string>()
  for (const { text } of words) {
    const url = readUrlSource(text, profile)
    if (url !== undefined) {
      const isTold = isUpgradedLater && (url.kind === 'scheme' || url.kind === 'host')
      const read = isTold ? { ...url, isUpgradedLater } : url
      urls.set(urlSourceKey(read), read)
    }
    const source = parseSourceExpression(text, profile)
    if (text === NONCE) nonces.add(NONCE)
    else if (source.kind === 'nonce') nonces.add(source.value)
    else if (source.kind === 'keyword') keywords.add(source.keyword)
    else if (source.kind === 'hash') {
      const folded = fold(source.value)
      const asBytes = differs(profile, 'hashes-decoded') ? withoutPadding(folded) : undefined
      hashes.add(`${source.algorithm}-${asBytes ?? folded}`)
      const literal = differs(profile, 'integrity-hash-folded') ? folded : source.value
      integrity.add(`${source.algorithm}-${asBytes ?? literal}`)
    }
  }
  return { urls: [...urls.values()], nonces, hashes, integrity, keywords }
}

/** A directive's list with the name under which it stands. */
export interface Reading {
  readonly directive: string
  readonly list: SourceList
}

/** A policy as a profile reads it, each list when it is asked for, and once. */
export interface ReadPolicy {
  readonly profile: Profile
  /** Whether it asks for upgrades, and the profile does them after the check. */
  readonly isUpgradedLater: boolean
  /** Equal for policies that say the same. */
  readonly key: string
  /** The heeded directive of that name. */
  directive(name: string): ParsedDirective | undefined
  /** What the first of these directives says that the policy has. */
  reading(chain: readonly string[]): Reading | undefined
}

export function readPolicy(policy: ParsedPolicy, profile: Profile): ReadPolicy {
  const directives = directivesOf(policy, profile)
  const readings = new Map<string, Reading>()
  const isUpgradedLater = differs(profile, 'upgraded-after-check') && asksForUpgrade(policy, profile)
  return {
    profile,
    isUpgradedLater,
    key: [...directives.values()]
      .map(({ name, values }) => [name, ...values.map(({ text }) => text)].join(' '))
      .join(';'),
    directive: (name) => directives.get(name),
    reading: (chain) => {
      for (const name of chain) {
        const known = readings.get(name)
        if (known !== undefined) return known
        const directive = directives.get(name)
        if (directive === undefined) continue
        const reading = { directive: name, list: readSourceList(directive.values, profile, isUpgradedLater) }
        readings.set(name, reading)
        return reading
      }
      return undefined
    },
  }
}
