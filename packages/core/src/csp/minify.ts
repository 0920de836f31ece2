import { isCovered } from './coverage.ts'
import { DIRECTIVES } from './directives.ts'
import { type DirectiveMap, findGovernor, isAddress, mapDirectives } from './fallback.ts'
import type { DirectiveWords } from './parse.ts'

interface Minifiable {
  readonly directives: readonly DirectiveWords[]
}

/**
 * The same policy in fewer bytes: without sources that occur twice or that another of the list covers for every URL, and without
 * directives that say what they would fall back to. What only some engines would miss stays, dead fallbacks for old ones too.
 */
export function minifyPolicy({ directives }: Minifiable): Minifiable {
  return { directives: dropRepeating(directives.map(minifyList)) }
}

function minifyList({ name, words }: DirectiveWords): DirectiveWords {
  const grammar = DIRECTIVES.get(name)?.value
  const distinct = [...new Set(words)]
  if (grammar !== 'source-list' && grammar !== 'ancestor-source-list') return { name, words: distinct }
  const known = new Set(distinct)
  return { name, words: distinct.filter((word) => !isCovered(word, known)) }
}

/** From the last to the first, because each one that goes may be what another one needed. */
function dropRepeating(directives: readonly DirectiveWords[]): readonly DirectiveWords[] {
  const kept = mapDirectives(directives)
  // Until nothing goes any more: without one directive, another may fall back to what says the same.
  for (let size = -1; size !== kept.size; ) {
    size = kept.size
    dropSome(kept)
  }
  return directives.filter(({ name }) => kept.has(name))
}

function dropSome(kept: Map<string, readonly string[]>): void {
  for (const name of [...kept.keys()].reverse()) {
    const words = kept.get(name) ?? []
    // Keywords, nonces and hashes mean one thing in one directive and another in the next.
    if (!DIRECTIVES.get(name)?.fallback.length || !words.every((word) => isAddress(word) || word === "'none'")) continue
    const without = new Map(kept)
    without.delete(name)
    if (isSame(kept, without)) kept.delete(name)
  }
}

/** Whether every directive finds as good a list, by whatever it falls back to. */
function isSame(before: DirectiveMap, after: DirectiveMap): boolean {
  return [...DIRECTIVES.keys()].every((name) => {
    const one = findGovernor(before, name)
    const other = findGovernor(after, name)
    if (one === other) return true
    if (one === undefined || other === undefined) return false
    const words = before.get(one) ?? []
    // WebKit takes * for data: (and blob:) in these two by their own name, and not where default-src stands in.
    if ((name === 'img-src' || name === 'media-src') && words.includes('*')) return false
    return sameWords(words, after.get(other) ?? [])
  })
}

function sameWords(one: readonly string[], other: readonly string[]): boolean {
  const all = new Set(one)
  return all.size === new Set(other).size && other.every((word) => all.has(word))
}
