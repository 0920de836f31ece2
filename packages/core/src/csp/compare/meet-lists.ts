import { type UrlSource, urlSourceKey } from './source-list.ts'

/** Beyond this many comparisons for each source, or more results than sources, the meeting of two lists is not worked out. */
const COMPARISONS = 64

/** What the sources of two lists have in common, pair by pair. For lists that are too long it is one of them, which is wider. */
export function meetLists(
  one: readonly UrlSource[],
  other: readonly UrlSource[],
  meet: (first: UrlSource, second: UrlSource) => UrlSource | undefined,
): readonly UrlSource[] {
  const sources = one.length + other.length
  if (one.length * other.length > COMPARISONS * sources) return one
  const met = new Map<string, UrlSource>()
  for (const first of one) {
    for (const second of other) {
      const source = meet(first, second)
      if (source !== undefined) met.set(urlSourceKey(source), source)
    }
  }
  // Or a list of lists could double with each.
  return met.size > sources ? one : [...met.values()]
}
