import fc from 'fast-check'
import { expect, test } from 'vitest'
import { buildSampledIndex } from './sampled-index.ts'

const keys = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 12 }), { minLength: 1, maxLength: 200 })

test('finds each key at its position, behind any prefix', () => {
  fc.assert(
    fc.property(keys, fc.string({ maxLength: 5 }), (texts, prefix) => {
      const index = buildSampledIndex(texts)
      texts.forEach((text, position) => {
        expect(index.find(prefix + text, prefix.length)).toBe(position)
      })
    }),
  )
})

test('finds nothing else', () => {
  fc.assert(
    fc.property(keys, fc.string({ maxLength: 14 }), (texts, other) => {
      fc.pre(!texts.includes(other))
      expect(buildSampledIndex(texts).find(other, 0)).toBe(-1)
    }),
  )
})

test('keys that differ only where nobody samples are still told apart', () => {
  const texts = Array.from(
    { length: 3000 },
    (_, index) => `${'a'.repeat(60)}${index.toString(36).padStart(4, '0')}${'b'.repeat(60)}`,
  )
  const index = buildSampledIndex(texts)
  expect(texts.map((text) => index.find(text, 0))).toEqual(texts.map((_, position) => position))
})
