import { chooseSample, createHash, type Hash, type Sample } from './sample.ts'

/** Finds out whether a text, from `start` on, is one of a fixed set of strings. */
export interface PackedIndex {
  has(text: string, start: number): boolean
}

/** Whether length and characters fit into a byte each. */
export function isPackable(key: string): boolean {
  if (key.length > 0xff) return false
  for (let index = 0; index < key.length; index++) if (key.charCodeAt(index) > 0xff) return false
  return true
}

const SAMPLED_KEYS = 8192
// On average at most: a stranger then mostly meets an empty bucket, or one key that another hash told apart.
const KEYS_PER_BUCKET = 1
const LONGEST_BUCKET = 64

/**
 * For lists that outgrow the processor's caches, where a look-up costs what it fetches from memory. The keys lie in one block of bytes,
 * grouped by their hash, so that a look-up reads a small directory, which stays in the cache, and one place in the block. A table of
 * references to strings would have it fetch the slot, the reference, and the string. Every key {@link isPackable}.
 */
export function buildPackedIndex(keys: readonly string[]): PackedIndex {
  const lengths = keys.map((key) => key.length)
  const shortest = lengths.reduce((least, length) => Math.min(least, length), Number.POSITIVE_INFINITY)
  const sampled = pack(keys, chooseSample(keys, shortest, SAMPLED_KEYS))
  // Keys that differ only where nobody sampled end up in one bucket; read every character then.
  const { starts, block, mask, hash } = sampled.longestBucket <= LONGEST_BUCKET ? sampled : pack(keys, null)
  return {
    has(text, start) {
      const length = text.length - start
      if (length < shortest) return false
      const value = hash(text, start)
      const bucket = value & mask
      const tag = tagOf(value)
      const end = starts[bucket + 1] ?? 0
      for (let at = starts[bucket] ?? 0; at < end; at += (block[at] ?? 0) + HEAD) {
        if (block[at] === length && block[at + 1] === tag && isAt(block, at + HEAD, text, start)) return true
      }
      return false
    },
  }
}

interface Packed {
  /** Where each bucket begins in the block. */
  readonly starts: Uint32Array
  /** Of each key its length, its tag and its characters. */
  readonly block: Uint8Array
  readonly mask: number
  readonly hash: Hash
  /** In keys. */
  readonly longestBucket: number
}

/** Length and tag. */
const HEAD = 2

function pack(keys: readonly string[], sample: Sample | null): Packed {
  const hash = createHash(sample)
  let buckets = 1
  while (buckets * KEYS_PER_BUCKET < keys.length) buckets *= 2
  const mask = buckets - 1
  const values = Int32Array.from(keys, (key) => hash(key, 0))
  const counts = new Uint32Array(buckets)
  const starts = new Uint32Array(buckets + 1)
  keys.forEach((key, index) => {
    const bucket = (values[index] ?? 0) & mask
    counts[bucket] = (counts[bucket] ?? 0) + 1
    starts[bucket + 1] = (starts[bucket + 1] ?? 0) + key.length + HEAD
  })
  for (let bucket = 0; bucket < buckets; bucket++)
    starts[bucket + 1] = (starts[bucket + 1] ?? 0) + (starts[bucket] ?? 0)
  const block = new Uint8Array(starts[buckets] ?? 0)
  const next = starts.slice()
  keys.forEach((key, index) => {
    const value = values[index] ?? 0
    const bucket = value & mask
    let at = next[bucket] ?? 0
    block[at++] = key.length
    block[at++] = tagOf(value)
    for (let position = 0; position < key.length; position++) block[at++] = key.charCodeAt(position)
    next[bucket] = at
  })
  return { starts, block, mask, hash, longestBucket: counts.reduce((most, count) => Math.max(most, count), 0) }
}

// Other bits of the hash than those that choose the bucket.
function tagOf(value: number): number {
  return Math.imul(value, 0x9e3779b1) >>> 24
}

function isAt(block: Uint8Array, at: number, text: string, start: number): boolean {
  for (let index = start; index < text.length; index++, at++) {
    if (text.charCodeAt(index) !== block[at]) return false
  }
  return true
}
