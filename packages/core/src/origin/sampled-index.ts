import { chooseSample, createHash, type Hash, type Sample } from './sample.ts'

/** Finds which of a fixed set of strings a text, from `start` on, equals. */
export interface SampledIndex {
  /** The key's position in the list the index was built from, or -1. */
  find(text: string, start: number): number
}

const SAMPLED_KEYS = 1000
const LONGEST_PROBE = 32

/**
 * A hash table that reads the text's length and at most six characters, those that tell the keys apart best, and confirms
 * with one comparison. A `Set` must hash a whole fresh string on every look-up, which is most of what it costs.
 */
export function buildSampledIndex(keys: readonly string[]): SampledIndex {
  const shortest = keys.reduce((least, key) => Math.min(least, key.length), Number.POSITIVE_INFINITY)
  const sampled = buildTable(keys, chooseSample(keys, shortest, SAMPLED_KEYS))
  // Keys that differ only where nobody sampled would make long probes; read every character then.
  const table = sampled.longestProbe <= LONGEST_PROBE ? sampled : buildTable(keys, null)
  const { slots, mask, hash, bits } = table
  const places = (1 << bits) - 1
  return {
    find(text, start) {
      if (text.length - start < shortest) return -1
      const value = hash(text, start)
      const print = fingerprint(value, bits)
      let slot = value & mask
      for (let entry = slots[slot]; entry !== undefined && entry !== 0; entry = slots[slot]) {
        if ((entry & ~places) === print) {
          const place = (entry & places) - 1
          const key = keys[place]
          if (key !== undefined && equalsFrom(text, start, key)) return place
        }
        slot = (slot + 1) & mask
      }
      return -1
    },
  }
}

interface Table {
  /**
   * In the low bits the position in the key list plus one, above them the {@link fingerprint} of the key: in a long list every key is far
   * away in memory, and most that are not the right one need not be looked at. Zero is an empty slot.
   */
  readonly slots: Int32Array
  /** How many bits a position takes. */
  readonly bits: number
  readonly mask: number
  readonly hash: Hash
  readonly longestProbe: number
}

function buildTable(keys: readonly string[], sample: Sample | null): Table {
  const hash = createHash(sample)
  let size = 4
  while (size < keys.length * 2) size *= 2
  const slots = new Int32Array(size)
  const mask = size - 1
  // Positions go from one to the number of keys.
  const bits = 32 - Math.clz32(keys.length)
  let longestProbe = 0
  keys.forEach((key, index) => {
    const value = hash(key, 0)
    let slot = value & mask
    let probe = 1
    while (slots[slot] !== 0) {
      slot = (slot + 1) & mask
      probe++
    }
    slots[slot] = fingerprint(value, bits) | (index + 1)
    longestProbe = Math.max(longestProbe, probe)
  })
  return { slots, bits, mask, hash, longestProbe }
}

// Other bits of the hash than the slot is made of.
function fingerprint(value: number, bits: number): number {
  return bits >= 32 ? 0 : Math.imul(value, 0x9e3779b1) & (-1 << bits)
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
