import { expect, test } from 'vitest'
import { type SipKey, sipHash } from './siphash.ts'
import { Tally } from './tally.ts'

// Always the same, so that the same clients meet in a slot, or none.
const KEY: SipKey = [1, 2, 3, 4]

test('gives each client its own, and no more', () => {
  const tally = new Tally()
  for (let client = 0; client < 100; client++) {
    const hash = sipHash(KEY, `client ${client}`)
    expect([tally.take(hash, 6, 10), tally.take(hash, 6, 10), tally.take(hash, 6, 10)]).toEqual([6, 4, 0])
  }
  tally.clear()
  expect(tally.take(sipHash(KEY, 'client 1'), 6, 10)).toBe(6)
})

test('a million addresses give nobody a fresh budget', () => {
  const tally = new Tally()
  const hash = sipHash(KEY, 'flooder')
  expect(tally.take(hash, 10, 10)).toBe(10)
  for (let client = 0; client < 1_000_000; client++) {
    tally.take({ high: (client * 2_654_435_761) >>> 0, low: (client * 40_503 + 7) >>> 0 }, 1, 10)
  }
  expect(tally.take(hash, 1, 10)).toBe(0)
})
