import fc from 'fast-check'
import { expect, test } from 'vitest'
import { runs } from '../property.test-kit.ts'
import { buildPackedIndex, isPackable } from './packed-index.ts'

const key = fc.string({
  minLength: 1,
  maxLength: 12,
  unit: fc.integer({ min: 0, max: 0xff }).map((code) => String.fromCharCode(code)),
})
const keys = fc.uniqueArray(key, { minLength: 1, maxLength: 50 })

test('finds each key, behind any prefix', () => {
  fc.assert(
    fc.property(keys, fc.string({ maxLength: 5 }), (texts, prefix) => {
      const index = buildPackedIndex(texts)
      expect(texts.filter((text) => !index.has(prefix + text, prefix.length))).toEqual([])
    }),
    { numRuns: runs(100) },
  )
})

test('finds nothing else, not even what two keys side by side spell', () => {
  fc.assert(
    fc.property(keys, fc.string({ maxLength: 14, unit: 'binary' }), (texts, other) => {
      const index = buildPackedIndex(texts)
      const listed = new Set(texts)
      const near = texts.flatMap((text, at) => [text + (texts[at + 1] ?? ''), text.slice(1), `${text}a`, other])
      expect(near.filter((text) => index.has(text, 0))).toEqual(near.filter((text) => listed.has(text)))
    }),
    { numRuns: runs(100) },
  )
})

test.each([
  ['a character of two bytes', 'https://\u0101.test', false],
  ['255 characters', 'a'.repeat(255), true],
  ['256 characters', 'a'.repeat(256), false],
])('%s: packable %#', (_, text, expected) => {
  expect(isPackable(text)).toBe(expected)
})

test('keys that differ only where nobody samples are still told apart', () => {
  const texts = Array.from(
    { length: 3000 },
    (_, index) => `${'a'.repeat(60)}${index.toString(36).padStart(4, '0')}${'b'.repeat(60)}`,
  )
  const index = buildPackedIndex(texts)
  expect(texts.filter((text) => !index.has(text, 0))).toEqual([])
  expect(index.has(`${'a'.repeat(60)}zzzz${'b'.repeat(60)}`, 0)).toBe(false)
})
