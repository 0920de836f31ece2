import { expect, test } from 'vitest'
import { nearestName } from './nearest.ts'

const names = [
  'default-src',
  'script-src',
  'script-src-elem',
  'img-src',
  'frame-ancestors',
  'report-uri',
  'origins',
  'maxAge',
]

test.each([
  ['a letter left out', 'scrip-src', 'script-src'],
  ['two letters swapped', 'scirpt-src', 'script-src'],
  ['camel case', 'scriptSrcElem', 'script-src-elem'],
  ['other letter case', 'MAXAGE', 'maxAge'],
  ['singular for plural', 'origin', 'origins'],
  ['a wrong letter', 'report-url', 'report-uri'],
  ['the name itself', 'img-src', 'img-src'],
])('finds the name behind %s', (_title, word, name) => {
  expect(nearestName(word, names)).toBe(name)
})

test.each([
  ['another word', 'banana'],
  ['nothing', ''],
  ['one letter', 'x'],
  ['a text too long to be a name', 'script-src'.repeat(10)],
])('suggests nothing for %s', (_title, word) => {
  expect(nearestName(word, names)).toBeUndefined()
})

test('has no suggestion when there are no names', () => {
  expect(nearestName('script-src', [])).toBeUndefined()
})
