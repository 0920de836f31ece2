/** The first 32 bits of the fractional parts of the cube roots of the first 64 primes, and of the square roots of the first eight (FIPS 180-4 §4.2.2, §5.3.3). */
const { K, START } = makeConstants()

/**
 * SHA-256 (FIPS 180-4 §6.2) of the UTF-8 of a text, the first 32 of its 64 hexadecimal digits. At once, where Web Crypto would answer later. It is for names that
 * nobody can make another text for, of what is hashed seldom.
 */
export function sha256Name(text: string): string {
  const message = pad(new TextEncoder().encode(text))
  const state = new Uint32Array(START)
  const schedule = new Uint32Array(64)
  for (let offset = 0; offset < message.byteLength; offset += 64) compress(state, schedule, message, offset)
  return [0, 1, 2, 3].map((index) => digits(at(state, index))).join('')
}

/** §5.1.1 */
function pad(bytes: Uint8Array): DataView {
  const padded = new Uint8Array(Math.ceil((bytes.length + 9) / 64) * 64)
  padded.set(bytes)
  padded[bytes.length] = 0x80
  const view = new DataView(padded.buffer)
  view.setUint32(padded.length - 4, bytes.length * 8)
  // Of lengths beyond 2^32 bits, which no text here has.
  view.setUint32(padded.length - 8, Math.floor((bytes.length * 8) / 0x1_0000_0000))
  return view
}

function compress(state: Uint32Array, w: Uint32Array, message: DataView, offset: number): void {
  for (let t = 0; t < 16; t++) w[t] = message.getUint32(offset + t * 4)
  for (let t = 16; t < 64; t++) {
    const older = at(w, t - 15)
    const newer = at(w, t - 2)
    const sigma0 = turn(older, 7) ^ turn(older, 18) ^ (older >>> 3)
    const sigma1 = turn(newer, 17) ^ turn(newer, 19) ^ (newer >>> 10)
    w[t] = at(w, t - 16) + sigma0 + at(w, t - 7) + sigma1
  }
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state
  for (let t = 0; t < 64; t++) {
    const choice = (e & f) ^ (~e & g)
    const first = h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + choice + at(K, t) + at(w, t)
    const majority = (a & b) ^ (a & c) ^ (b & c)
    const second = (turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + majority
    h = g
    g = f
    f = e
    e = (d + first) >>> 0
    d = c
    c = b
    b = a
    a = (first + second) >>> 0
  }
  ;[a, b, c, d, e, f, g, h].forEach((value, index) => {
    state[index] = at(state, index) + value
  })
}

function makeConstants(): { readonly K: Uint32Array; readonly START: Uint32Array } {
  const primes: number[] = []
  for (let candidate = 2; primes.length < 64; candidate++) {
    if (primes.every((prime) => candidate % prime !== 0)) primes.push(candidate)
  }
  const fraction = (root: number): number => Math.floor((root - Math.floor(root)) * 0x1_0000_0000)
  return {
    K: Uint32Array.from(primes, (prime) => fraction(Math.cbrt(prime))),
    START: Uint32Array.from(primes.slice(0, 8), (prime) => fraction(Math.sqrt(prime))),
  }
}

function turn(value: number, bits: number): number {
  return (value >>> bits) | (value << (32 - bits))
}

function at(words: Uint32Array, index: number): number {
  return words[index] ?? 0
}

function digits(word: number): string {
  return word.toString(16).padStart(8, '0')
}
