import { expect, test } from 'vitest'
import { compileRequestHeaderList, readRequestedNames } from './request-headers.ts'

const list = compileRequestHeaderList(['authorization', 'content-type', 'x-request-id'])

test.each([
  ['what browsers send', 'authorization,content-type', true],
  ['one name', 'x-request-id', true],
  ['capitals', 'Content-Type,X-Request-ID', true],
  ['any order', 'x-request-id,authorization', true],
  ['white space', ' authorization ,\tcontent-type ', true],
  ['repetition, as of several lines', 'content-type, content-type', true],
  ['empty elements', ',authorization,,content-type,', true],
  ['nothing', '', true],
  ['another name', 'x-other', false],
  ['another name among listed ones', 'authorization,x-other,content-type', false],
  ['a listed name with more', 'authorization2', false],
  ['a listed name cut short', 'authorizatio', false],
  ['two names without a comma', 'authorization content-type', false],
  ['a line break', 'authorization\r\ncontent-type', false],
  ['a wildcard', '*', false],
  ['letters outside ASCII', 'authorizatıon', false],
  ['sixteen kilobytes of commas', ','.repeat(16_384), false],
  ['sixteen kilobytes of a listed name', 'authorization,'.repeat(1200), false],
])('%s: %j is accepted: %s', (_, value, expected) => {
  expect(list.accepts(value)).toBe(expected)
  // Remembered answers are the same answers.
  expect(list.accepts(value)).toBe(expected)
})

test.each([
  ['lower case, once each', 'X-A, x-b,x-a', ['x-a', 'x-b']],
  ['nothing requested', ' , ', []],
  ['a name that is no token', 'x-a,x b', undefined],
  ['a line break', 'x-a\r\nset-cookie: a=b', undefined],
  ['more than 64 names', Array.from({ length: 65 }, (_, index) => `x-${index}`).join(','), undefined],
  ['more than 2,048 characters', 'x'.repeat(2049), undefined],
])('requested names: %s', (_, value, expected) => {
  expect(readRequestedNames(value)).toEqual(expected)
})
