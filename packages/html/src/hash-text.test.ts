import { hashSource } from '@sallyport/core/csp'
import { expect, test } from 'vitest'
import { hashText } from './hash-text.ts'

// What is hashed is the text in UTF-8 (CSP3 §6.7.3.3 step 5.1), where a lone surrogate is U+FFFD.
test.each([
  ['nothing', ''],
  ['ASCII', 'run()'],
  ['all of Latin-1', 'caf\u00e9 \u00ff'],
  ['what is beyond it', '\u2028 \u{1f600}'],
  ['a lone high surrogate', 'a\ud83d b'],
  ['a lone low surrogate', '\ude00'],
  ['surrogates the wrong way round', '\ude00\ud83d'],
  ['the null character', 'a\0b'],
  ['more than fits a small buffer', 'x\u00e9'.repeat(100_000)],
])('hashes as WebCrypto does: %s', async (_title, text) => {
  for (const algorithm of ['sha256', 'sha384', 'sha512'] as const) {
    expect(await hashText(text, algorithm)).toBe(await hashSource(text, algorithm))
  }
})

test('waits for no thread in Node.js', () => {
  expect(hashText('run()', 'sha256')).toBeTypeOf('string')
})
