import { DIRECTIVES } from '../csp/directives.ts'
import { parseCsp } from '../csp/parse.ts'
import { ANY_NONCE, normalizePolicy } from './policy-id.ts'

/**
 * Whether a text is what an adapter makes of a served policy that has a nonce, for a page that is kept: hashes of the page's own scripts and styles in the place
 * of the nonce or beside it, in whichever order of directives, and without those that a nonce decides where the page could not be sealed. Reports of such
 * pages name the served policy in their address. It says that the texts fit, and no more: whoever can post a report can write hashes into it.
 */
export function isSealedForm(reported: string | PolicyLists, served: string | PolicyLists): boolean {
  const form = typeof reported === 'string' ? policyLists(reported) : reported
  const base = typeof served === 'string' ? policyLists(served) : served
  if (form.size === 0 || ![...base.values()].some(hasNonce)) return false
  for (const [name, words] of form) {
    const own = base.get(name)
    if (own === undefined ? !isSpelledOut(name, words, base.get('default-src')) : !isSealedList(words, own))
      return false
  }
  return [...base].every(([name, words]) => form.has(name) || hasNonce(words))
}

/**
 * A directive that says what `default-src` says: a `script-src`, where Next.js looks for its nonce; or, where the page could not be sealed and `default-src` is
 * left out, its addresses for each of what else falls back to it.
 */
function isSpelledOut(name: string, words: readonly string[], fallback: readonly string[] | undefined): boolean {
  if (fallback === undefined || !hasNonce(fallback)) return false
  if (DIRECTIVES.get(name)?.fallback.includes('default-src') !== true) return false
  const addresses = fallback.filter((word) => word === "'self'" || !word.startsWith("'"))
  return words.join(' ') === (addresses.join(' ') || "'none'") || isSealedList(words, fallback)
}

function isSealedList(words: readonly string[], own: readonly string[]): boolean {
  if (!hasNonce(own)) return words.join(' ') === own.join(' ')
  const hashes = new Set(words.filter(isHash))
  if (!own.every((word) => !isHash(word) || hashes.has(word))) return false
  // Beside a nonce it means nothing; without, and without a hash, it would come into force.
  const wakes = !words.includes("'unsafe-inline'")
  const left = (list: readonly string[]) =>
    list
      .filter(
        (word) => word !== ANY_NONCE && !isHash(word) && word !== "'none'" && !(wakes && word === "'unsafe-inline'"),
      )
      .join(' ')
  return left(words) === left(own)
}

/** The lists of a policy, by directive. */
export type PolicyLists = ReadonlyMap<string, readonly string[]>

/** Reads a text once, for who has several to ask {@link isSealedForm} about. */
export function policyLists(text: string): PolicyLists {
  const [policy] = parseCsp(normalizePolicy(text), { delivery: 'meta' })
  const known = (policy?.directives ?? []).filter(({ name }) => DIRECTIVES.has(name))
  return new Map(known.map(({ name, values }) => [name, values.map((value) => value.text)]))
}

function hasNonce(words: readonly string[]): boolean {
  return words.includes(ANY_NONCE)
}

function isHash(word: string): boolean {
  return word.startsWith("'sha")
}
