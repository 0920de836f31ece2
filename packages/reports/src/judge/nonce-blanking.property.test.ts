import { normalizePolicy } from '@sallyport/core/report'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { runs } from '../runs.test-kit.ts'
import { blankNonces } from './nonce-blanking.ts'

const PIECES = [
  "'nonce-",
  "'nonce-abc'",
  "'NONCE-abc'",
  "'nonce-a b'",
  'script-src',
  "'self'",
  ' ',
  '\t',
  ';',
  ',',
  "'",
  '\u00e9',
  'x',
  '\u000b',
]

test('the normalised policy stays the same, whatever the text', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...PIECES), { maxLength: 20 }), (pieces) => {
      const text = pieces.join('')
      expect(normalizePolicy(blankNonces(text))).toBe(normalizePolicy(text))
    }),
    { numRuns: runs(3000) },
  )
})

test.each<[policy: string, blanked: string]>([
  ["script-src 'nonce-abc' 'self'", "script-src 'nonce-*' 'self'"],
  ["script-src 'nonce-a'; style-src 'nonce-b'", "script-src 'nonce-*'; style-src 'nonce-*'"],
  ["script-src 'self'", "script-src 'self'"],
])('%s', (policy, blanked) => {
  expect(blankNonces(policy)).toBe(blanked)
})
