import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sha256Name } from './sha256.ts'

test('says what Node says, of any text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (text) => {
      expect(sha256Name(text)).toBe(createHash('sha256').update(text).digest('hex').slice(0, 32))
    }),
  )
})

test.each([0, 55, 56, 63, 64, 65, 119, 120, 10_000])('a text of %i bytes', (length) => {
  const text = 'x'.repeat(length)
  expect(sha256Name(text)).toBe(createHash('sha256').update(text).digest('hex').slice(0, 32))
})
