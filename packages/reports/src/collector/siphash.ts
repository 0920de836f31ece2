/** A key of 128 bits. */
export type SipKey = readonly [number, number, number, number]

/** 64 bits. */
export interface SipHash {
  readonly high: number
  readonly low: number
}

/**
 * SipHash-2-4 (Aumasson and Bernstein, 2012) over the UTF-16 code units, low byte before high: without the key nobody can tell what was hashed, or find two texts that
 * meet. An answer at once, which Web Crypto does not give; so one HMAC a day makes the key, and this does the rest.
 */
export function sipHash(key: SipKey, text: string): SipHash {
  // The one that there is: nothing here waits, and to make one costs as much as to hash an address.
  const state = STATE
  const [k0, k1, k2, k3] = key
  state[LOW_0] = k0 ^ 0x70736575
  state[HIGH_0] = k1 ^ 0x736f6d65
  state[LOW_1] = k2 ^ 0x6e646f6d
  state[HIGH_1] = k3 ^ 0x646f7261
  state[LOW_2] = k0 ^ 0x6e657261
  state[HIGH_2] = k1 ^ 0x6c796765
  state[LOW_3] = k2 ^ 0x79746573
  state[HIGH_3] = k3 ^ 0x74656462
  const whole = text.length - (text.length % 4)
  for (let index = 0; index < whole; index += 4) compress(state, pair(text, index), pair(text, index + 2))
  // The last block ends with the length in bytes, modulo 256.
  const length = ((text.length * 2) & 0xff) << 24
  compress(state, pair(text, whole), (pair(text, whole + 2) & 0xffff) | length)
  state[LOW_2] = at(state, LOW_2) ^ 0xff
  for (let round = 0; round < 4; round++) mix(state)
  const low = at(state, LOW_0) ^ at(state, LOW_1) ^ at(state, LOW_2) ^ at(state, LOW_3)
  const high = at(state, HIGH_0) ^ at(state, HIGH_1) ^ at(state, HIGH_2) ^ at(state, HIGH_3)
  return { high: high >>> 0, low: low >>> 0 }
}

const STATE = new Int32Array(8)

const LOW_0 = 0
const HIGH_0 = 1
const LOW_1 = 2
const HIGH_1 = 3
const LOW_2 = 4
const HIGH_2 = 5
const LOW_3 = 6
const HIGH_3 = 7

/** Two code units as 32 bits; nothing beyond the end. */
function pair(text: string, index: number): number {
  const low = index < text.length ? text.charCodeAt(index) : 0
  const high = index + 1 < text.length ? text.charCodeAt(index + 1) : 0
  return low | (high << 16)
}

function compress(state: Int32Array, low: number, high: number): void {
  state[LOW_3] = at(state, LOW_3) ^ low
  state[HIGH_3] = at(state, HIGH_3) ^ high
  mix(state)
  mix(state)
  state[LOW_0] = at(state, LOW_0) ^ low
  state[HIGH_0] = at(state, HIGH_0) ^ high
}

/** SipRound. */
function mix(state: Int32Array): void {
  add(state, LOW_0, LOW_1)
  add(state, LOW_2, LOW_3)
  rotate(state, LOW_1, 13)
  rotate(state, LOW_3, 16)
  exclusiveOr(state, LOW_1, LOW_0)
  exclusiveOr(state, LOW_3, LOW_2)
  swapHalves(state, LOW_0)
  add(state, LOW_2, LOW_1)
  add(state, LOW_0, LOW_3)
  rotate(state, LOW_1, 17)
  rotate(state, LOW_3, 21)
  exclusiveOr(state, LOW_1, LOW_2)
  exclusiveOr(state, LOW_3, LOW_0)
  swapHalves(state, LOW_2)
}

// A word is at its low half's index, its high half beside it.

function add(state: Int32Array, to: number, what: number): void {
  const low = (at(state, to) >>> 0) + (at(state, what) >>> 0)
  state[to] = low
  state[to + 1] = at(state, to + 1) + at(state, what + 1) + (low > 0xffff_ffff ? 1 : 0)
}

function exclusiveOr(state: Int32Array, to: number, what: number): void {
  state[to] = at(state, to) ^ at(state, what)
  state[to + 1] = at(state, to + 1) ^ at(state, what + 1)
}

function rotate(state: Int32Array, word: number, bits: number): void {
  const low = at(state, word)
  const high = at(state, word + 1)
  state[word] = (low << bits) | (high >>> (32 - bits))
  state[word + 1] = (high << bits) | (low >>> (32 - bits))
}

function swapHalves(state: Int32Array, word: number): void {
  const low = at(state, word)
  state[word] = at(state, word + 1)
  state[word + 1] = low
}

function at(state: Int32Array, index: number): number {
  return state[index] ?? 0
}
