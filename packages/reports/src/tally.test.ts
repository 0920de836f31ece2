import { expect, test } from 'vitest'
import { randomKey } from './daily-keys.ts'
import { sipHash } from './siphash.ts'
import { Tally } from './tally.ts'

test('gives each client its own, and no more', () => {
  const tally = new Tally()
  const key = randomKey()
  for (let client = 0; client < 100; client++) {
    const hash = sipHash(key, `client ${client}`)
    expect([tally.take(hash, 6, 10), tally.take(hash, 6, 10), tally.take(hash, 6, 10)]).toEqual([6, 4, 0])
  }
  tally.clear()
  expect(tally.take(sipHash(key, 'client 1'), 6, 10)).toBe(6)
})

test('a million addresses give nobody a fresh budget', () => {
  const tally = new Tally()
  const key = randomKey()
  const hash = sipHash(key, 'flooder')
  expect(tally.take(hash, 10, 10)).toBe(10)
  for (let client = 0; client < 1_000_000; client++) {
    tally.take({ high: (client * 2_654_435_761) >>> 0, low: (client * 40_503 + 7) >>> 0 }, 1, 10)
  }
  expect(tally.take(hash, 1, 10)).toBe(0)
})
