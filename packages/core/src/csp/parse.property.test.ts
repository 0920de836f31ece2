import fc from 'fast-check'
import { expect, test } from 'vitest'
import { runs } from '../property.test-kit.ts'
import { type Delivery, parseCsp, serializeCsp } from './parse.ts'
import { parseSourceExpression } from './source-expression.ts'

const pieces = fc.constantFrom(
  'default-src',
  'img-src',
  'sandbox',
  "'self'",
  "'none'",
  "'nonce-abc='",
  'https:',
  '*.a.test:443/x',
  ' ',
  '\t',
  '\u000b',
  '\u00a0',
  ';',
  ',',
  "'",
  'é',
  '\u0000',
)
const text = fc.oneof(
  { weight: 4, arbitrary: fc.array(pieces, { maxLength: 24 }).map((parts) => parts.join('')) },
  fc.string({ maxLength: 40 }),
  fc.string({ unit: 'binary', maxLength: 20 }),
)
const delivery: fc.Arbitrary<Delivery> = fc.record(
  { disposition: fc.constantFrom('enforce', 'report'), delivery: fc.constantFrom('header', 'meta') },
  { requiredKeys: [] },
)

test('parsing loses nothing, every span slices to its text, and nothing throws', () => {
  fc.assert(
    fc.property(text, delivery, (header, how) => {
      const policies = parseCsp(header, how)
      expect(serializeCsp(policies)).toBe(header)
      for (const policy of policies) {
        expect(header.slice(policy.offset, policy.offset + policy.length)).toBe(policy.text)
        for (const { name, nameToken, values, offset, length } of policy.directives) {
          expect(nameToken.offset).toBe(offset)
          expect(nameToken.text.toLowerCase()).toBe(name.toLowerCase())
          for (const token of [nameToken, ...values]) {
            expect(header.slice(token.offset, token.offset + token.length)).toBe(token.text)
            expect(token.offset + token.length).toBeLessThanOrEqual(offset + length)
          }
        }
      }
    }),
    { numRuns: runs(1000) },
  )
})

test('every word is some source expression, in every profile', () => {
  fc.assert(
    fc.property(text, fc.constantFrom('spec', 'chromium', 'gecko', 'webkit'), (word, profile) => {
      expect(parseSourceExpression(word, profile).kind).not.toBe('')
    }),
    { numRuns: runs(1000) },
  )
})
