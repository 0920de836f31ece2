import { meetLists } from './meet-lists.ts'
import type { UrlSource } from './source-list.ts'
import { indexUrls, type UrlIndex } from './url-index.ts'
import { includesUrlSource, isLive, meetUrlSources, type UrlContext } from './url-source.ts'

/**
 * What one policy lets happen in one respect, such as "scripts that an element loads": whatever has one of these. Words that are dead
 * there, as `'unsafe-inline'` beside a nonce, are no longer in it.
 */
export interface Allowance {
  /** Everything, whatever else it has. */
  readonly all: boolean
  /** What a keyword of its own lets happen. */
  readonly words: ReadonlySet<string>
  readonly nonces: ReadonlySet<string>
  readonly hashes: ReadonlySet<string>
  readonly urls: readonly UrlSource[]
  /** Whatever no parser inserted: `'strict-dynamic'`. */
  readonly scripted: boolean
}

const NONE: ReadonlySet<string> = new Set()

export const NOTHING: Allowance = { all: false, words: NONE, nonces: NONE, hashes: NONE, urls: [], scripted: false }

/** Whether all that an allowance lets happen, `outer` does too. Never a wrong yes. */
export function includerOf(outer: Allowance, context: UrlContext): (inner: Allowance) => boolean {
  let index: UrlIndex | undefined
  return (inner) => {
    if (outer.all) return true
    if (inner.all || (inner.scripted && !outer.scripted)) return false
    if (!includesWords(outer.words, inner.words)) return false
    if (!includesWords(outer.nonces, inner.nonces) || !includesWords(outer.hashes, inner.hashes)) return false
    index ??= indexUrls(outer.urls, context.page)
    const { has, some } = index
    return inner.urls.every(
      (url) => has(url) || !isLive(url, context) || some(url, (source) => includesUrlSource(source, url, context)),
    )
  }
}

/**
 * At least what both let happen. Exact where the two have one kind of source; what it takes two kinds for, such as a nonce for one policy
 * and a host for the other, counts as all that has the first of them.
 */
export function meetAllowances(one: Allowance, other: Allowance, context: UrlContext): Allowance {
  if (one.all) return other
  if (other.all) return one
  const oneLater = kindsAfter(one)
  const otherLater = kindsAfter(other)
  return {
    all: false,
    words: meetWords(one.words, other.words, oneLater.words, otherLater.words),
    nonces: meetWords(one.nonces, other.nonces, oneLater.nonces, otherLater.nonces),
    hashes: meetWords(one.hashes, other.hashes, oneLater.hashes, otherLater.hashes),
    urls: meetUrls(one, other, context),
    scripted: one.scripted && other.scripted,
  }
}

function includesWords(outer: ReadonlySet<string>, inner: ReadonlySet<string>): boolean {
  for (const word of inner) if (!outer.has(word)) return false
  return true
}

/** For each kind, whether there is one of a kind further down, which a word of this kind could be combined with. */
function kindsAfter(allowance: Allowance): { words: boolean; nonces: boolean; hashes: boolean } {
  const hashes = allowance.urls.length > 0 || allowance.scripted
  const nonces = hashes || allowance.hashes.size > 0
  return { hashes, nonces, words: nonces || allowance.nonces.size > 0 }
}

function meetWords(
  one: ReadonlySet<string>,
  other: ReadonlySet<string>,
  oneHasMore: boolean,
  otherHasMore: boolean,
): ReadonlySet<string> {
  const met = new Set<string>()
  for (const word of one) if (otherHasMore || other.has(word) || hasOtherAlgorithm(word, other)) met.add(word)
  if (oneHasMore) for (const word of other) met.add(word)
  return met
}

const ALGORITHMS = ['sha256-', 'sha384-', 'sha512-']

/** One text has a digest by each algorithm, so that hashes by two of them may both be of it. Nothing else has such a prefix. */
function hasOtherAlgorithm(word: string, others: ReadonlySet<string>): boolean {
  const own = ALGORITHMS.find((algorithm) => word.startsWith(algorithm))
  if (own === undefined) return false
  for (const other of others) if (!other.startsWith(own)) return true
  return false
}

function meetUrls(one: Allowance, other: Allowance, context: UrlContext): readonly UrlSource[] {
  return [
    ...(other.scripted ? one.urls : []),
    ...(one.scripted ? other.urls : []),
    ...meetLists(one.urls, other.urls, (first, second) => meetUrlSources(first, second, context)),
  ]
}
