import fc from 'fast-check'
import { expect, test } from 'vitest'
import { runs } from '../../property.test-kit.ts'
import { digestOf } from './sha2.ts'

const ALGORITHMS = [
  ['sha256', 'SHA-256'],
  ['sha384', 'SHA-384'],
  ['sha512', 'SHA-512'],
] as const

/** What WebCrypto says. */
async function expected(text: string, name: string): Promise<string> {
  const digest = await crypto.subtle.digest(name, new TextEncoder().encode(text))
  return btoa(String.fromCharCode(...new Uint8Array(digest)))
}

test.each(ALGORITHMS)('%s of texts of every length around the ends of a block', async (algorithm, name) => {
  for (let length = 0; length <= 300; length++) {
    const text = 'a'.repeat(length)
    expect(digestOf(text, algorithm)).toBe(await expected(text, name))
  }
})

test.each(ALGORITHMS)('%s of any text', async (algorithm, name) => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 400 }), async (text) => {
      expect(digestOf(text, algorithm)).toBe(await expected(text, name))
    }),
    { numRuns: runs(200, 20_000) },
  )
})

test.each(ALGORITHMS)('%s of a megabyte, a lone surrogate in it', async (algorithm, name) => {
  const text = `${'\u00e9x'.repeat(300_000)}\ud800`
  expect(digestOf(text, algorithm)).toBe(await expected(text, name))
})
