import { expect, test } from 'vitest'
import { normalisePath } from './path.ts'

test.each([
  ['a plain path', '/v1/users', '/v1/users'],
  ['the root', '/', '/'],
  ['a trailing slash', '/v1/', '/v1/'],
  ['a query', '/v1?a=/../b', '/v1'],
  ['an escaped letter', '/%76%31/users', '/v1/users'],
  ['an escaped space keeps its escape', '/a%20b', '/a%20b'],
  ['hex digits are written in capitals', '/caf%c3%a9', '/caf%C3%A9'],
  ['dots within a segment', '/a/..b/.c/d.', '/a/..b/.c/d.'],
])('%s: %s', (_, target, expected) => {
  expect(normalisePath(target)).toBe(expected)
})

test.each([
  ['an encoded slash', '/a%2fb'],
  ['an encoded backslash', '/a%5Cb'],
  ['a backslash', '/a\\b'],
  ['a dot segment', '/a/./b'],
  ['a double-dot segment', '/a/../b'],
  ['a dot segment at the end', '/a/..'],
  ['an encoded dot segment', '/a/%2e%2E/b'],
  ['a half-encoded dot segment', '/a/.%2e/b'],
  ['an empty segment', '//a'],
  ['an empty inner segment', '/a//b'],
  ['a malformed escape', '/a%2'],
  ['a malformed escape of letters', '/a%zz'],
  ['an encoded NUL', '/a%00'],
  ['a whole URL', 'http://host/a'],
  ['an asterisk', '*'],
  ['nothing', ''],
])('%s has no normal form', (_, target) => {
  expect(normalisePath(target)).toBeUndefined()
})
