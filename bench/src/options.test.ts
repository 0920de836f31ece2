import { expect, test } from 'vitest'
import { isWanted, parseOptions } from './options.ts'

test('everything, at length, as a table, is what runs without arguments', () => {
  expect(parseOptions([])).toEqual({ json: false, quick: false, only: undefined, filters: [] })
})

test('words are filters, wherever they stand', () => {
  expect(parseOptions(['helmet', '--quick', '--only', 'micro', 'nonce'])).toEqual({
    json: false,
    quick: true,
    only: 'micro',
    filters: ['helmet', 'nonce'],
  })
})

test.each([[['--only', 'both']], [['--fast']]])('%j is refused', (args) => {
  expect(() => parseOptions(args)).toThrow(TypeError)
})

const filtered: readonly { readonly filters: readonly string[]; readonly wanted: boolean }[] = [
  { filters: [], wanted: true },
  { filters: ['csp'], wanted: true },
  { filters: ['preflight', 'helmet'], wanted: true },
  { filters: ['preflight'], wanted: false },
]

test.each(filtered)('filters $filters want "csp/nonce helmet": $wanted', ({ filters, wanted }) => {
  expect(isWanted({ ...parseOptions([]), filters }, 'csp/nonce helmet')).toBe(wanted)
})
