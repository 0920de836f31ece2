import { expect, test } from 'vitest'
import { ORIGIN_CHARACTERS } from './expression.ts'
import { parseExpression } from './expression-parser.ts'
import { translateExpression } from './expression-translation.ts'
import { compileLanguage, matches } from './language.ts'

const BEGINS = 'it does not say where the host begins'
const ENDS = 'it does not say where the host ends'
const ANY_CHARACTER = 'a full stop without a backslash is any character'
const SCHEME = 'it does not say which scheme'
const HTTP = 'it admits http as well'
const PORT = 'it does not say which port'

test.each<[RegExp, readonly string[], readonly string[]]>([
  [/^https:\/\/example\.com$/, ['https://example.com'], []],
  [/^https:\/\/example\.com\/?$/, ['https://example.com'], []],
  [/^https:\/\/example\.com:8443$/, ['https://example.com:8443'], []],
  [/^https:\/\/example\.com(:443)?$/, ['https://example.com'], []],
  [/^https?:\/\/example\.com$/, ['http://example.com', 'https://example.com'], []],
  [/^https:\/\/(www\.)?example\.com$/i, ['https://example.com', 'https://www.example.com'], []],
  [
    /^https:\/\/app[1-3]\.example\.com$/,
    ['https://app1.example.com', 'https://app2.example.com', 'https://app3.example.com'],
    [],
  ],
  [/^https:\/\/(?:app|www)\.example\.com$/, ['https://app.example.com', 'https://www.example.com'], []],
  [/^https:\/\/([^.]+\.)*example\.com$/, ['https://example.com', 'https://*.example.com'], []],
  [/^https:\/\/([a-z0-9-]+\.)+example\.com$/, ['https://*.example.com'], []],
  [/^https:\/\/(?<team>[\w-]+\.)*example\.com$/, ['https://example.com', 'https://*.example.com'], []],
  [/^https:\/\/.+\.example\.com$/, ['https://*.example.com'], []],
  [
    /^https:\/\/(.*\.)?example[.]com(?::\d+)?$/,
    ['https://example.com', 'https://example.com:*', 'https://*.example.com', 'https://*.example.com:*'],
    [],
  ],
  [/^http:\/\/localhost(:\d+)?$/, ['http://localhost:*', 'http://localhost'], []],
  [/^chrome-extension:\/\/abcdef$/, ['chrome-extension://abcdef'], []],
  [/\.example\.com$/, ['https://*.example.com'], [SCHEME, HTTP]],
  [/(^|\.)example\.com$/, ['https://*.example.com'], [SCHEME, HTTP]],
  [/example\.com$/, ['https://*.example.com', 'https://example.com'], [BEGINS, SCHEME, HTTP]],
  [/^https:\/\/example.com$/, ['https://example.com'], [ANY_CHARACTER]],
  [/^https:\/\/example\.com/, ['https://example.com'], [ENDS, PORT]],
  [/^https:\/\/a\.test|https:\/\/b\.test$/, ['https://a.test', 'https://b.test'], [ENDS, PORT]],
  [/https:\/\/.*example\.com$/, ['https://example.com', 'https://*.example.com'], [BEGINS]],
])('%s is %j', (expression, patterns, losses) => {
  const translation = translateExpression(expression)
  expect(translation).toMatchObject({ kind: 'patterns', patterns })
  expect('lost' in translation && translation.lost.map(({ because }) => because)).toEqual(losses)
})

test.each([
  ['a glued prefix', /example\.com$/, 'https://evilexample.com'],
  ['a suffix', /^https:\/\/example\.com/, 'https://example.com.evil.example'],
  ['a full stop', /^https:\/\/example.com$/, 'https://examplexcom'],
  ['http', /\/\/example\.com$/, 'http://example.com'],
])('%s that %s admits is shown by an origin', (_, expression, origin) => {
  const translation = translateExpression(expression)
  expect('lost' in translation && translation.lost.map((loss) => loss.origin)).toContain(origin)
})

test.each([
  ['a name that cannot be registered', /^https:\/\/([a-z0-9-]+\.)+example\.com$/, 'https://_.example.com'],
  ['the port of localhost left out', /^http:\/\/localhost:\d+$/, 'http://localhost'],
  ['nothing', /^https:\/\/([^.]+\.)+example\.com$/, undefined],
])('what is gained is %s: %s', (_, expression, gained) => {
  expect(translateExpression(expression)).toMatchObject({ kind: 'patterns', gained })
})

test.each([
  [/.*/, 'any'],
  [/^/, 'any'],
  [/./i, 'any'],
  [/^example\.com$/, 'none'],
  [/\.EXAMPLE\.com$/, 'none'],
  [/^https:\/\/exa mple\.com$/, 'none'],
])('%s admits %s', (expression, kind) => {
  expect(translateExpression(expression)).toEqual({ kind })
})

test.each([
  [
    'one label only',
    /^https:\/\/[a-z0-9-]+\.example\.com$/,
    'https://*.example.com would also admit https://a.a.example.com',
  ],
  ['labels without a hyphen', /^https:\/\/(\w+\.)+example\.com$/, 'would also admit https://a-a.example.com'],
  ['part of a label', /^https:\/\/preview-\d+\.example\.com$/, 'no pattern says https://preview-*.example.com'],
  ['one way of two', /^https:\/\/(app|preview-\d+)\.example\.com$/, 'no pattern says https://preview-*'],
  ['every https origin', /^https:\/\//, 'no pattern says https://'],
  ['part of an address', /^http:\/\/192\.168\.\d+\.\d+$/, 'no pattern says http://192.168.*'],
  ['some ports', /^https:\/\/example\.com:\d+$/, 'https://example.com:* would also admit https://example.com'],
  ['the null origin', /^null$/, 'null origin'],
  ['look-ahead', /^https:\/\/(?!evil)[a-z]+\.test$/, '(?! is not understood'],
  ['look-behind', /(?<=a)b/, '(?<= is not understood'],
  ['a boundary', /\bexample\.com$/, '\\b is not understood'],
  ['a reference', /^https:\/\/(a)\1\.test$/, '\\1 is not understood'],
  ['a property', /^https:\/\/\p{L}+\.test$/u, '\\p is not understood'],
  ['a letter beyond ASCII, with its twins', /^https:\/\/\u212a\.test$/iu, 'letters beyond ASCII is not understood'],
  ['endless alternatives', /^https:\/\/[a-f][a-f][a-f]\.test$/, 'that many alternatives is not understood'],
  ['endless repetition', /((a{99}){99}){99}/, 'that much repetition is not understood'],
  ['endless repetition of nothing', /((){9999}){9999}/, 'that much repetition is not understood'],
])('%s has no translation: %s', (_, expression, why) => {
  expect(translateExpression(expression)).toMatchObject({ kind: 'untranslatable', why: expect.stringContaining(why) })
})

test('the v flag is not understood', () => {
  expect(() => parseExpression('a', 'v')).toThrow('the v flag')
})

test('every character of an origin is told from every other, by every class of one', () => {
  for (const character of ORIGIN_CHARACTERS) {
    const escaped = `\\x${character.charCodeAt(0).toString(16)}`
    for (const given of [escaped, `[${escaped}]`, `[${escaped}-${escaped}]`]) {
      const language = compileLanguage(parseExpression(given, ''))
      expect([...ORIGIN_CHARACTERS].filter((one) => matches(language, one))).toEqual([character])
    }
  }
})
