import fc from 'fast-check'
import { expect, test } from 'vitest'
import { runs } from '../property.test-kit.ts'
import { buildSampledIndex } from './sampled-index.ts'

const keys = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 12 }), { minLength: 1, maxLength: 200 })

test('finds each key, behind any prefix', () => {
  fc.assert(
    fc.property(keys, fc.string({ maxLength: 5 }), (texts, prefix) => {
      const index = buildSampledIndex(texts)
      for (const text of texts) expect(index.keyAt(index.find(prefix + text, prefix.length))).toBe(text)
    }),
    { numRuns: runs(100) },
  )
})

test('finds nothing else', () => {
  fc.assert(
    fc.property(keys, fc.string({ maxLength: 14 }), (texts, other) => {
      fc.pre(!texts.includes(other))
      expect(buildSampledIndex(texts).find(other, 0)).toBe(-1)
    }),
    { numRuns: runs(100) },
  )
})
