import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hashSource } from './hash.ts'
import { type HashAlgorithm, parseSource } from './source.ts'

test.each<[algorithm: HashAlgorithm, text: string, source: string]>([
  ['sha256', '', "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"],
  ['sha256', "alert('Hello, world.');", "'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='"],
  ['sha384', "alert('Hello, world.');", "'sha384-H8BRh8j48O9oYatfu5AZzq6A9RINhZO5H16dQZngK7T62em8MUt1FLm52t+eX6xO'"],
  ['sha256', 'é – 🚪\n', "'sha256-8MsV+EbzkijC8VCv8lxzcIWX+yaC4JcL+KfQSf2ju0I='"],
  ['sha384', 'é – 🚪\n', "'sha384-o3FA3MpVWsQaiWFzs3k965g0NxPl+QHV4gWlL7igdD/dZCWIchvxAWv3wGk0m/aC'"],
  [
    'sha512',
    'é – 🚪\n',
    "'sha512-Ak7gYXME2r7amb/fG0fyCyezQLdv7oP7CZu5upxaXiNpmMdU+RtW1kFHFPunaeZr6x2rL3GiT4snW1bPLlZ90Q=='",
  ],
])('%s of %j', async (algorithm, text, source) => {
  expect(await hashSource(text, algorithm)).toBe(source)
})

test('sha256 unless asked otherwise', async () => {
  expect(await hashSource('x')).toBe(await hashSource('x', 'sha256'))
})

test('whatever the text, the hash is a source', async () => {
  const algorithms = fc.constantFrom<HashAlgorithm>('sha256', 'sha384', 'sha512')
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'binary' }), algorithms, async (text, algorithm) => {
      expect(parseSource(await hashSource(text, algorithm))).toEqual({ kind: 'hash' })
    }),
  )
})

test('a lone surrogate is hashed as U+FFFD, as browsers do', async () => {
  expect(await hashSource('\ud800')).toBe(await hashSource('\ufffd'))
})

test('refuses what is no text and no algorithm', async () => {
  // @ts-expect-error undefined is no text
  await expect(hashSource(undefined)).rejects.toThrow(TypeError)
  // @ts-expect-error no algorithm of CSP
  await expect(hashSource('x', 'md5')).rejects.toThrow('md5')
  // @ts-expect-error no algorithm of CSP
  await expect(hashSource('x', 'toString')).rejects.toThrow('toString')
})
