import { expect, test } from 'vitest'
import { createNonce } from './nonce.ts'

test('is 24 characters of base64url: 144 bits', () => {
  for (let count = 0; count < 1000; count++) expect(createNonce()).toMatch(/^[A-Za-z0-9_-]{24}$/)
})

test('does not repeat in two hundred thousand', () => {
  const drawn = new Set<string>()
  for (let count = 0; count < 200_000; count++) drawn.add(createNonce())
  expect(drawn.size).toBe(200_000)
})

test('every character is as likely as every other', () => {
  const counts = new Map<string, number>()
  for (let count = 0; count < 20_000; count++) {
    for (const character of createNonce()) counts.set(character, (counts.get(character) ?? 0) + 1)
  }
  expect(counts.size).toBe(64)
  // 7,500 expected each; ten standard deviations (86 each) is out of chance's reach.
  for (const count of counts.values()) expect(Math.abs(count - 7500)).toBeLessThan(860)
})
