import { chooseSample, createHash, type Hash, type Sample } from './sample.ts'

/** Finds which of a fixed set of strings a text, from `start` on, equals. */
export interface SampledIndex {
  /** The slot of the key, or -1. */
  find(text: string, start: number): number
  /** The key in a slot. */
  keyAt(slot: number): string | undefined
  /** How many slots there are: a power of two. */
  readonly slots: number
  /** How many slots a search looks at, at most, before it finds a key. */
  readonly longestSearch: number
}

/** How many keys the characters are chosen by, and by how many when those turn out to be too few. */
const SAMPLED_KEYS = [8_192, 131_072]
const LONGEST_SEARCH = 32

/**
 * A hash table that reads the text's length and at most six characters, those that tell the keys apart best, and confirms
 * with one comparison. A `Set` must hash a whole fresh string on every look-up, which is most of what it costs.
 */
export function buildSampledIndex(keys: readonly string[]): SampledIndex {
  const shortest = keys.reduce((least, key) => Math.min(least, key.length), Number.POSITIVE_INFINITY)
  const { tags, texts, mask, hash, longestSearch } = buildBestTable(keys, shortest)
  return {
    slots: texts.length,
    longestSearch,
    keyAt: (slot) => texts[slot],
    find(text, start) {
      if (text.length - start < shortest) return -1
      const value = hash(text, start)
      const wanted = tagOf(value)
      let slot = value & mask
      for (let tag = tags[slot]; tag !== 0; tag = tags[slot]) {
        if (tag === wanted && equalsFrom(text, start, texts[slot] ?? '')) return slot
        slot = (slot + 1) & mask
      }
      return -1
    },
  }
}

interface Table {
  /** Of the key in each slot its {@link tagOf}; zero for an empty slot. Apart from the texts, since all of them fit into a processor's nearer caches. */
  readonly tags: Uint8Array
  readonly texts: readonly string[]
  readonly mask: number
  readonly hash: Hash
  readonly longestSearch: number
}

function buildBestTable(keys: readonly string[], shortest: number): Table {
  for (const most of SAMPLED_KEYS) {
    const table = buildTable(keys, chooseSample(keys, shortest, most))
    if (table.longestSearch <= LONGEST_SEARCH) return table
    if (keys.length <= most) break
  }
  // Keys that differ only where nobody sampled would make long probes; read every character then.
  return buildTable(keys, null)
}

function buildTable(keys: readonly string[], sample: Sample | null): Table {
  const hash = createHash(sample)
  let size = 4
  while (size < keys.length * 1.5) size *= 2
  const tags = new Uint8Array(size)
  const texts = new Array<string>(size).fill('')
  const mask = size - 1
  let longestSearch = 0
  for (const key of keys) {
    const value = hash(key, 0)
    let slot = value & mask
    let length = 1
    while (tags[slot] !== 0) {
      slot = (slot + 1) & mask
      length++
    }
    tags[slot] = tagOf(value)
    texts[slot] = key
    longestSearch = Math.max(longestSearch, length)
  }
  return { tags, texts, mask, hash, longestSearch }
}

/** Never zero, and of other bits of the hash than those that choose the slot. */
function tagOf(value: number): number {
  return (Math.imul(value, 0x9e3779b1) >>> 24) | 1
}

function equalsFrom(text: string, start: number, key: string): boolean {
  if (start === 0) return text === key
  if (text.length - start !== key.length) return false
  // A slice would allocate; most mismatches have been sorted out by the hash, so this loop mostly confirms.
  for (let index = 0; index < key.length; index++) {
    if (text.charCodeAt(start + index) !== key.charCodeAt(index)) return false
  }
  return true
}
