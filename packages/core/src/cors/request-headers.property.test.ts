import fc from 'fast-check'
import { expect, test } from 'vitest'
import { runs } from '../property.test-kit.ts'
import { compileRequestHeaderList, readRequestedNames } from './request-headers.ts'

test('agrees with splitting, for any short value', () => {
  const names = ['a', 'b', 'x-a', 'x-b']
  const short = compileRequestHeaderList(names)
  const piece = fc.constantFrom('a', 'A', 'b', 'x-a', 'X-B', 'c', '', ' ', '\t', 'a b', '*')
  const value = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(','))
  fc.assert(
    fc.property(value, (text) => {
      const plainly = text
        .split(',')
        .map((name) => name.trim().toLowerCase())
        .every((name) => name === '' || names.includes(name))
      expect(short.accepts(text)).toBe(plainly)
    }),
    { numRuns: runs(2000) },
  )
})

test('requested names are tokens, whatever was sent', () => {
  fc.assert(
    fc.property(fc.string(), (value) => {
      for (const name of readRequestedNames(value) ?? []) expect(name).toMatch(/^[!#$%&'*+\-.^_`|~0-9a-z]+$/)
    }),
    { numRuns: runs(3000) },
  )
})
