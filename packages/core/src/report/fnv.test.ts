import { expect, test } from 'vitest'
import { fnv1a64 } from './fnv.ts'

// The reference: one multiplication modulo 2^64 a byte.
function reference(bytes: readonly number[]): string {
  let hash = 0xcbf29ce484222325n
  for (const byte of bytes) hash = ((hash ^ BigInt(byte)) * 0x100000001b3n) % 2n ** 64n
  return hash.toString(16).padStart(16, '0')
}

test.each<[title: string, text: string, bytes: readonly number[]]>([
  ['nothing', '', []],
  ['one byte', 'a', [0x61]],
  ['a policy', "img-src 'self'", [..."img-src 'self'"].map((character) => character.charCodeAt(0))],
  ['beyond Latin-1, both bytes of a unit', '\u20ac', [0xac, 0x20]],
  ['long enough to overflow every half', 'z'.repeat(999), Array.from({ length: 999 }, () => 0x7a)],
])('%s', (_, text, bytes) => {
  expect(fnv1a64(text)).toBe(reference(bytes))
})
