import { DIRECTIVES } from './directives.ts'
import { HASH_DIRECTIVES, KEYWORD_DIRECTIVES, NONCE as NONCE_SLOT } from './keywords.ts'
import type { DirectiveWords } from './parse.ts'

/** The directives of one policy by name. */
export type DirectiveMap = ReadonlyMap<string, readonly string[]>

export function mapDirectives(directives: readonly DirectiveWords[]): Map<string, readonly string[]> {
  return new Map(directives.map(({ name, words }) => [name, words]))
}

/** The directive that a browser reads for `name`: itself, or the nearest it falls back to (CSP3 §6.8.3). Undefined: nothing is restricted. */
export function findGovernor(directives: DirectiveMap, name: string): string | undefined {
  if (directives.has(name)) return name
  return DIRECTIVES.get(name)?.fallback.find((other) => directives.has(other))
}

/** What of another directive's list a directive of its own would say to the same effect. */
export function inheritWords(words: readonly string[], name: string): readonly string[] {
  const heeded = words.filter((word) => isHeededIn(name, word))
  const isScript = name.startsWith('script-src')
  // A nonce means nothing to attributes, and yet it keeps 'unsafe-inline' from them: without it there, that would come to life.
  const wakes = findDisabling(words, isScript) !== undefined && findDisabling(heeded, isScript) === undefined
  const kept = wakes ? heeded.filter((word) => word !== UNSAFE_INLINE) : heeded
  return kept.length > 0 ? kept : NONE
}

export const UNSAFE_INLINE = "'unsafe-inline'"
export const STRICT_DYNAMIC = "'strict-dynamic'"

/** What makes browsers ignore `'unsafe-inline'` in a list (CSP3 §6.7.3.2). */
export function findDisabling(words: readonly string[], isScript: boolean): string | undefined {
  return words.find((word) => word === NONCE_SLOT || word.startsWith("'sha") || (isScript && word === STRICT_DYNAMIC))
}

export const NONE: readonly string[] = Object.freeze(["'none'"])

function isHeededIn(name: string, word: string): boolean {
  if (isAddress(word) || word === "'none'") return true
  const homes: 'any' | readonly string[] = word.startsWith("'sha")
    ? HASH_DIRECTIVES
    : (KEYWORD_DIRECTIVES.get(word) ?? [])
  return homes === 'any' || homes.includes(name)
}

/** Schemes, hosts, `'self'` and `*`: what names where something comes from. */
export function isAddress(word: string): boolean {
  return word === "'self'" || !word.startsWith("'")
}
