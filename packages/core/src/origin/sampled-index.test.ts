import { expect, test } from 'vitest'
import { buildSampledIndex } from './sampled-index.ts'

test('keys that differ only where nobody samples are still told apart', () => {
  const texts = Array.from(
    { length: 3000 },
    (_, index) => `${'a'.repeat(60)}${index.toString(36).padStart(4, '0')}${'b'.repeat(60)}`,
  )
  const index = buildSampledIndex(texts)
  expect(texts.map((text) => index.keyAt(index.find(text, 0)))).toEqual(texts)
})

test.each([
  ['numbers, of which every tenth ends alike', (index: number) => `https://tenant-${index}.example.org`],
  ['numbers in front', (index: number) => `https://${index}.tenant.example.org`],
  [
    'numbers among names of several lengths',
    (index: number) => `https://${TOPICS[index % 3]}-${index * 7919}.example.com`,
  ],
  ['ids', (index: number) => `https://pr-${Math.imul(index, 0x9e3779b1) >>> 0}.example.com`],
])('a long list of %s is found without a long search', (_title, name) => {
  const texts = Array.from({ length: 30_000 }, (_, index) => name(index))
  const index = buildSampledIndex(texts)
  expect(texts.filter((text) => index.keyAt(index.find(text, 0)) !== text)).toEqual([])
  expect(texts.filter((text) => index.find(`${text}x`, 0) !== -1)).toEqual([])
  expect(index.longestSearch).toBeLessThanOrEqual(32)
})

const TOPICS = ['shop', 'billing', 'search']
