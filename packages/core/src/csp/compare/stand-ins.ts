import { NONCE } from '../keywords.ts'
import { fold, withoutPadding } from '../match/hash-source.ts'
import { digestOf } from '../match/sha2.ts'
import { lowerAscii, type ParsedPolicy, type Token } from '../parse.ts'
import { parseSourceExpression } from '../source-expression.ts'

/** What stands for a word that the matcher cannot be asked about as it is. */
export interface StandIn {
  /** The word instead of it, quotes included. */
  readonly word: string
  /** For a hash: the text that it is the digest of. */
  readonly text?: string
}

export interface StandIns {
  /** The policy with such words replaced, at their places. */
  policy(policy: ParsedPolicy): ParsedPolicy
  /** What was written for a word of such a policy. */
  written(token: Token): Token
  /** Whether a policy has a hash, of a text, by another algorithm than this one. */
  hasOtherHash(policy: ParsedPolicy, hash: string): boolean
  /** What stands for a word that was written; undefined for words that stand for themselves. */
  of(word: string): StandIn | undefined
}

/** Base64 digits of each digest, without padding. */
const DIGITS: ReadonlyMap<string, number> = new Map([
  ['sha256', 43],
  ['sha384', 64],
  ['sha512', 86],
])

/**
 * Nonces of the slot and hashes of texts that nobody knows become a nonce and hashes of texts made up, the same in every policy. What a
 * policy allows does not depend on their values, so that a verdict on the one is a verdict on the other.
 */
export function createStandIns(): StandIns {
  const known = new Map<string, StandIn | undefined>()
  const originals = new Map<Token, Token>()
  const of = (word: string) => {
    if (!known.has(word)) known.set(word, standInFor(word))
    return known.get(word)
  }
  const replace = (token: Token): Token => {
    const standIn = of(token.text)
    if (standIn === undefined) return token
    const replaced = { ...token, text: standIn.word }
    originals.set(replaced, token)
    return replaced
  }
  return {
    of,
    written: (token) => originals.get(token) ?? token,
    hasOtherHash: (policy, hash) =>
      policy.directives.some(({ values }) =>
        values.some((token) => {
          const text = of((originals.get(token) ?? token).text)?.text
          return text !== undefined && algorithmOf(text) !== algorithmOf(hash)
        }),
      ),
    policy: (policy) => {
      const isPlain = policy.directives.every(({ values }) => values.every(({ text }) => of(text) === undefined))
      if (isPlain) return policy
      const directives = policy.directives.map((directive) => ({ ...directive, values: directive.values.map(replace) }))
      return { ...policy, directives }
    },
  }
}

/** Of a hash without quotes. */
function algorithmOf(hash: string): string {
  return lowerAscii(hash).replaceAll('-', '').slice(0, 'sha256'.length)
}

function standInFor(word: string): StandIn | undefined {
  if (word === NONCE) return { word: "'nonce-slot'" }
  if (!word.startsWith("'")) return undefined
  // As Chromium reads it, which knows the most spellings.
  const source = parseSourceExpression(word, 'chromium')
  if (source.kind !== 'hash') return undefined
  const { algorithm, value } = source
  const bare = withoutPadding(value)
  // What is too short or too long to be a digest is of no text.
  if (bare.length !== DIGITS.get(algorithm)) return undefined
  const text = `${algorithm}-${fold(bare)}`
  const digest = digestOf(text, algorithm)
  const padding = digest.length - withoutPadding(digest).length
  if (value !== bare && value.length !== bare.length + padding) return undefined
  const padded = value === bare ? withoutPadding(digest) : digest
  const isUrlSafe = fold(value) !== value
  const written = isUrlSafe ? padded.replaceAll('+', '-').replaceAll('/', '_') : padded
  return { word: `${word.slice(0, -value.length - 1)}${written}'`, text }
}
