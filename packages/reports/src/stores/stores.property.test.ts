import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { memoryStore } from './memory.ts'
import { sqliteStore } from './sqlite.ts'
import { expectBruteForce } from './store-property.test-kit.ts'
import { fromStored, toStored } from './stored-text.ts'

describe('answers equal a brute-force count, whatever the order and the split of what is written', () => {
  test('memoryStore', () => expectBruteForce(async () => memoryStore(), 500, 10_000))
  test('sqliteStore', () => expectBruteForce(async () => sqliteStore(':memory:'), 100, 2_000))
})

test('a stored text is well formed, printable and the only one of its text', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.nat(0xffff).map((unit) => String.fromCharCode(unit)) }), (text) => {
      const stored = toStored(text)
      expect(fromStored(stored)).toBe(text)
      expect(new TextDecoder('utf-8', { ignoreBOM: true }).decode(new TextEncoder().encode(stored))).toBe(stored)
      for (const character of stored) expect(character >= ' ' && character !== '\u007f').toBe(true)
    }),
    { numRuns: Number(process.env.SALLYPORT_RUNS ?? 1_000) },
  )
})
