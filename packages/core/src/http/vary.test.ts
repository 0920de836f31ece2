import { expect, test } from 'vitest'
import { mergeVary } from './vary.ts'

test.each([
  ['nothing there', undefined, ['origin'], 'origin'],
  ['an empty value there', '', ['origin'], 'origin'],
  ['another name there', 'accept', ['origin'], 'accept, origin'],
  ['the name there, in other case', 'Accept, Origin', ['origin'], 'Accept, Origin'],
  ['one of two there', 'Origin', ['origin', 'access-control-request-method'], 'Origin, access-control-request-method'],
  ['a star there', '*', ['origin'], '*'],
  ['nothing to add', 'accept', [], 'accept'],
  ['nothing at all', undefined, [], undefined],
])('%s', (_, existing, names, expected) => {
  expect(mergeVary(existing, names)).toBe(expected)
})
