import { expect, test } from 'vitest'
import { showPath } from './shown-path.ts'

test.each([
  ['a path', '/v1/a%20b?c=d', '/v1/a%20b?c=d'],
  ['what moves a cursor', '/\u009b31m', '/\\u009b31m'],
  ['a line', '/a\nb', '/a\\u000ab'],
  ['letters of other scripts', '/ü', '/\\u00fc'],
  ['more than anyone reads', `/${'a'.repeat(300)}`, `/${'a'.repeat(199)}…`],
])('%s', (_, path, shown) => {
  expect(showPath(path)).toBe(shown)
})
