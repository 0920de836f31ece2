import { expect, test } from 'vitest'
import { buildSampledIndex } from './sampled-index.ts'

test('keys that differ only where nobody samples are still told apart', () => {
  const texts = Array.from(
    { length: 3000 },
    (_, index) => `${'a'.repeat(60)}${index.toString(36).padStart(4, '0')}${'b'.repeat(60)}`,
  )
  const index = buildSampledIndex(texts)
  expect(texts.map((text) => index.find(text, 0))).toEqual(texts.map((_, position) => position))
})
