import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type SipKey, sipHash } from './siphash.ts'

// The paper's key, the bytes 0 to 15.
const KEY: SipKey = [0x03020100, 0x07060504, 0x0b0a0908, 0x0f0e0d0c]

// The algorithm as the paper writes it down, on bytes.
function reference([k0, k1, k2, k3]: SipKey, bytes: readonly number[]): bigint {
  const word = (low: number, high: number): bigint => (BigInt(high >>> 0) << 32n) | BigInt(low >>> 0)
  const key = [word(k0, k1), word(k2, k3)] as const
  let v0 = key[0] ^ 0x736f6d6570736575n
  let v1 = key[1] ^ 0x646f72616e646f6dn
  let v2 = key[0] ^ 0x6c7967656e657261n
  let v3 = key[1] ^ 0x7465646279746573n
  const add = (a: bigint, b: bigint): bigint => BigInt.asUintN(64, a + b)
  const turn = (a: bigint, bits: bigint): bigint => BigInt.asUintN(64, (a << bits) | (a >> (64n - bits)))
  const round = (): void => {
    v0 = add(v0, v1)
    v1 = turn(v1, 13n) ^ v0
    v0 = turn(v0, 32n)
    v2 = add(v2, v3)
    v3 = turn(v3, 16n) ^ v2
    v0 = add(v0, v3)
    v3 = turn(v3, 21n) ^ v0
    v2 = add(v2, v1)
    v1 = turn(v1, 17n) ^ v2
    v2 = turn(v2, 32n)
  }
  const blocks = Math.floor(bytes.length / 8) + 1
  for (let block = 0; block < blocks; block++) {
    let m = block === blocks - 1 ? BigInt(bytes.length & 0xff) << 56n : 0n
    for (let byte = 0; byte < 8; byte++) m |= BigInt(bytes[block * 8 + byte] ?? 0) << BigInt(8 * byte)
    v3 ^= m
    round()
    round()
    v0 ^= m
  }
  v2 ^= 0xffn
  for (let index = 0; index < 4; index++) round()
  return v0 ^ v1 ^ v2 ^ v3
}

const ascending = (length: number): readonly number[] => Array.from({ length }, (_, index) => index)

test.each([
  [0, 0x726fdb47dd0e0e31n],
  [8, 0x93f5f5799a932462n],
  [15, 0xa129ca6149be45e5n],
])('the reference gives what is published for %i bytes', (length, expected) => {
  expect(reference(KEY, ascending(length))).toBe(expected)
})

test('says of any text what the reference says of its bytes', () => {
  const number = fc.integer({ min: -0x8000_0000, max: 0xffff_ffff })
  fc.assert(
    fc.property(
      fc.tuple(number, number, number, number),
      fc.string({ unit: 'binary', maxLength: 200 }),
      (key, text) => {
        const bytes = Array.from({ length: text.length }, (_, index) => text.charCodeAt(index)).flatMap((unit) => [
          unit & 0xff,
          unit >>> 8,
        ])
        const { high, low } = sipHash(key, text)
        expect((BigInt(high) << 32n) | BigInt(low)).toBe(reference(key, bytes))
      },
    ),
  )
})
