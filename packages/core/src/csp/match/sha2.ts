import type { HashName } from '../source-expression.ts'

/*
 * SHA-256, SHA-384 and SHA-512 (FIPS 180-4): a verdict is given at once, and WebCrypto's digests are not. Nothing secret is hashed here.
 */

/** The digest of the text's UTF-8 in base64 with padding, as CSP writes it. Lone surrogates become U+FFFD. */
export function digestOf(text: string, algorithm: HashName): string {
  const bytes = new TextEncoder().encode(text)
  const digest = algorithm === 'sha256' ? sha256(bytes) : sha512(bytes, algorithm)
  return btoa(String.fromCharCode(...digest))
}

/** A table of 64-bit words, cut in two. */
interface Words {
  readonly high: Uint32Array
  readonly low: Uint32Array
}

interface Constants {
  /** §4.2.2, §4.2.3: SHA-256's are the first 64 high halves. */
  readonly rounds: Words
  /** §5.3.5; SHA-256's are the high halves (§5.3.3). */
  readonly initial512: Words
  /** §5.3.4 */
  readonly initial384: Words
}

let constants: Constants | undefined

/** Worked out from the primes, as the standard defines them, instead of copied: 96 numbers are easily mistyped. */
function getConstants(): Constants {
  constants ??= (() => {
    const primes = firstPrimes(80)
    return {
      rounds: cut(primes.map((prime) => root(prime << 192n, 3n))),
      initial512: cut(primes.slice(0, 8).map((prime) => root(prime << 128n, 2n))),
      initial384: cut(primes.slice(8, 16).map((prime) => root(prime << 128n, 2n))),
    }
  })()
  return constants
}

function firstPrimes(count: number): readonly bigint[] {
  const primes: bigint[] = []
  for (let candidate = 2n; primes.length < count; candidate++) {
    if (primes.every((prime) => candidate % prime !== 0n)) primes.push(candidate)
  }
  return primes
}

/** The whole part of a root, by Newton's method from above. */
function root(value: bigint, degree: bigint): bigint {
  let guess = 1n << (BigInt(value.toString(2).length) / degree + 1n)
  for (;;) {
    const next = ((degree - 1n) * guess + value / guess ** (degree - 1n)) / degree
    if (next >= guess) return guess
    guess = next
  }
}

/** The first 64 bits of the fractional parts: what is left of numbers that were scaled by 2^64. */
function cut(values: readonly bigint[]): Words {
  const low = values.map((value) => Number(value & 0xffff_ffffn))
  const high = values.map((value) => Number((value >> 32n) & 0xffff_ffffn))
  return { high: Uint32Array.from(high), low: Uint32Array.from(low) }
}

/** §5.1: one bit, zeros, and the length in bits at the end of the last block. */
function pad(bytes: Uint8Array, blockSize: number): DataView {
  const lengthSize = blockSize / 8
  const size = Math.ceil((bytes.length + 1 + lengthSize) / blockSize) * blockSize
  const padded = new Uint8Array(size)
  padded.set(bytes)
  padded[bytes.length] = 0x80
  const view = new DataView(padded.buffer)
  view.setBigUint64(size - 8, BigInt(bytes.length) * 8n)
  return view
}

function rotate(word: number, by: number): number {
  return (word >>> by) | (word << (32 - by))
}

/** §6.2 */
function sha256(bytes: Uint8Array): Uint8Array {
  const { rounds, initial512 } = getConstants()
  const input = pad(bytes, 64)
  const hash = Uint32Array.from(initial512.high)
  const schedule = new Uint32Array(64)
  const at = (index: number) => schedule[index] ?? 0
  for (let offset = 0; offset < input.byteLength; offset += 64) {
    for (let t = 0; t < 16; t++) schedule[t] = input.getUint32(offset + t * 4)
    for (let t = 16; t < 64; t++) {
      const early = at(t - 15)
      const late = at(t - 2)
      const s0 = rotate(early, 7) ^ rotate(early, 18) ^ (early >>> 3)
      const s1 = rotate(late, 17) ^ rotate(late, 19) ^ (late >>> 10)
      schedule[t] = at(t - 16) + s0 + at(t - 7) + s1
    }
    let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = hash
    for (let t = 0; t < 64; t++) {
      const s1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)
      const t1 = (h + s1 + ((e & f) ^ (~e & g)) + (rounds.high[t] ?? 0) + at(t)) | 0
      const s0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)
      const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0
      h = g
      g = f
      f = e
      e = (d + t1) | 0
      d = c
      c = b
      b = a
      a = (t1 + t2) | 0
    }
    for (const [index, word] of [a, b, c, d, e, f, g, h].entries()) hash[index] = (hash[index] ?? 0) + word
  }
  const digest = new DataView(new ArrayBuffer(32))
  for (const [index, word] of hash.entries()) digest.setUint32(index * 4, word)
  return new Uint8Array(digest.buffer)
}

/** One of the two halves of a 64-bit word, shifted or rotated by less than 64; the other half by swapping the arguments. */
function rotateHalf(half: number, other: number, by: number): number {
  if (by === 32) return other
  return by < 32 ? (half >>> by) | (other << (32 - by)) : (other >>> (by - 32)) | (half << (64 - by))
}

const carryOf = (sum: number): number => Math.floor(sum / 0x1_0000_0000)

/** §6.4, §6.5: each sum is of low halves first, whose carry the high halves take. Sums stay below 2^53. */
function sha512(bytes: Uint8Array, algorithm: 'sha384' | 'sha512'): Uint8Array {
  const { initial384, initial512 } = getConstants()
  const initial = algorithm === 'sha384' ? initial384 : initial512
  const input = pad(bytes, 128)
  const hash = { high: Uint32Array.from(initial.high), low: Uint32Array.from(initial.low) }
  const schedule = { high: new Uint32Array(80), low: new Uint32Array(80) }
  for (let offset = 0; offset < input.byteLength; offset += 128) {
    expand512(schedule, input, offset)
    compress512(hash, schedule)
  }
  const digest = new DataView(new ArrayBuffer(64))
  for (let index = 0; index < 8; index++) {
    digest.setUint32(index * 8, hash.high[index] ?? 0)
    digest.setUint32(index * 8 + 4, hash.low[index] ?? 0)
  }
  return new Uint8Array(digest.buffer, 0, algorithm === 'sha384' ? 48 : 64)
}

/** §6.4.2 step 1 */
function expand512({ high, low }: Words, input: DataView, offset: number): void {
  for (let t = 0; t < 16; t++) {
    high[t] = input.getUint32(offset + t * 8)
    low[t] = input.getUint32(offset + t * 8 + 4)
  }
  for (let t = 16; t < 80; t++) {
    const eh = high[t - 15] ?? 0
    const el = low[t - 15] ?? 0
    const lh = high[t - 2] ?? 0
    const ll = low[t - 2] ?? 0
    const s0h = rotateHalf(eh, el, 1) ^ rotateHalf(eh, el, 8) ^ (eh >>> 7)
    const s0l = rotateHalf(el, eh, 1) ^ rotateHalf(el, eh, 8) ^ ((el >>> 7) | (eh << 25))
    const s1h = rotateHalf(lh, ll, 19) ^ rotateHalf(lh, ll, 61) ^ (lh >>> 6)
    const s1l = rotateHalf(ll, lh, 19) ^ rotateHalf(ll, lh, 61) ^ ((ll >>> 6) | (lh << 26))
    const sum = (low[t - 16] ?? 0) + (s0l >>> 0) + (low[t - 7] ?? 0) + (s1l >>> 0)
    low[t] = sum
    high[t] = (high[t - 16] ?? 0) + (s0h >>> 0) + (high[t - 7] ?? 0) + (s1h >>> 0) + carryOf(sum)
  }
}

/** §6.4.2 steps 2 to 4. Sixteen variables, because arrays in their place take several times as long. */
function compress512({ high, low }: Words, schedule: Words): void {
  const { rounds } = getConstants()
  let [ah = 0, bh = 0, ch = 0, dh = 0, eh = 0, fh = 0, gh = 0, hh = 0] = high
  let [al = 0, bl = 0, cl = 0, dl = 0, el = 0, fl = 0, gl = 0, hl = 0] = low
  for (let t = 0; t < 80; t++) {
    const s1h = rotateHalf(eh, el, 14) ^ rotateHalf(eh, el, 18) ^ rotateHalf(eh, el, 41)
    const s1l = rotateHalf(el, eh, 14) ^ rotateHalf(el, eh, 18) ^ rotateHalf(el, eh, 41)
    const choiceHigh = ((eh & fh) ^ (~eh & gh)) >>> 0
    const choiceLow = ((el & fl) ^ (~el & gl)) >>> 0
    const t1l = hl + (s1l >>> 0) + choiceLow + (rounds.low[t] ?? 0) + (schedule.low[t] ?? 0)
    const t1h = hh + (s1h >>> 0) + choiceHigh + (rounds.high[t] ?? 0) + (schedule.high[t] ?? 0) + carryOf(t1l)
    const s0h = rotateHalf(ah, al, 28) ^ rotateHalf(ah, al, 34) ^ rotateHalf(ah, al, 39)
    const s0l = rotateHalf(al, ah, 28) ^ rotateHalf(al, ah, 34) ^ rotateHalf(al, ah, 39)
    const majorityHigh = ((ah & bh) ^ (ah & ch) ^ (bh & ch)) >>> 0
    const majorityLow = ((al & bl) ^ (al & cl) ^ (bl & cl)) >>> 0
    hh = gh
    hl = gl
    gh = fh
    gl = fl
    fh = eh
    fl = el
    const sumE = dl + (t1l >>> 0)
    eh = (dh + (t1h >>> 0) + carryOf(sumE)) >>> 0
    el = sumE >>> 0
    dh = ch
    dl = cl
    ch = bh
    cl = bl
    bh = ah
    bl = al
    const sumA = (t1l >>> 0) + (s0l >>> 0) + majorityLow
    ah = ((t1h >>> 0) + (s0h >>> 0) + majorityHigh + carryOf(sumA)) >>> 0
    al = sumA >>> 0
  }
  for (const [index, word] of [al, bl, cl, dl, el, fl, gl, hl].entries()) {
    const sum = (low[index] ?? 0) + word
    low[index] = sum
    high[index] = (high[index] ?? 0) + ([ah, bh, ch, dh, eh, fh, gh, hh][index] ?? 0) + carryOf(sum)
  }
}
