import { expect, test } from 'vitest'
import { isWanted, parseOptions } from './options.ts'

test('everything, at length, as a table, is what runs without arguments', () => {
  expect(parseOptions([])).toEqual({ json: false, quick: false, only: undefined, soak: undefined, filters: [] })
})

test('words are filters, wherever they stand', () => {
  expect(parseOptions(['helmet', '--quick', '--only', 'micro', 'nonce'])).toEqual({
    json: false,
    quick: true,
    only: 'micro',
    soak: undefined,
    filters: ['helmet', 'nonce'],
  })
})

test.each([[['--only', 'both']], [['--fast']], [['--soak']]])('%j is refused', (args) => {
  expect(() => parseOptions(args)).toThrow(TypeError)
})

test('a soak is of ten million reports, a quick one of a hundred thousand', () => {
  expect(parseOptions(['--only', 'reports', '--soak']).soak).toBe(10_000_000)
  expect(parseOptions(['--only', 'reports', '--soak', '--quick']).soak).toBe(100_000)
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
