import { expect, test } from 'vitest'
import { BY_PATTERN, compileMatcher, NO_MATCH, type OriginMatcher } from './matcher.ts'
import { type OriginPattern, parseOriginPattern } from './pattern.ts'

function patternsOf(texts: readonly string[]): readonly OriginPattern[] {
  return texts.map((text) => {
    const pattern = parseOriginPattern(text)
    if ('code' in pattern) throw new Error(pattern.message)
    return pattern
  })
}

function matcherOf(...texts: readonly string[]): OriginMatcher {
  return compileMatcher(patternsOf(texts))
}

test.each([
  ['itself', 'https://example.com', 'https://example.com', true],
  ['another scheme', 'https://example.com', 'http://example.com', false],
  ['another port', 'https://example.com', 'https://example.com:8443', false],
  ['a subdomain', 'https://example.com', 'https://a.example.com', false],
  ['a longer host', 'https://example.com', 'https://example.com.evil.test', false],
  ['a host that ends alike', 'https://example.com', 'https://badexample.com', false],
  ['a trailing dot', 'https://example.com', 'https://example.com.', false],
  ['other case', 'https://example.com', 'https://EXAMPLE.com', false],
  ['the null origin', 'https://example.com', 'null', false],
  ['one label', 'https://*.example.com', 'https://a.example.com', true],
  ['several labels', 'https://*.example.com', 'https://a.b.c.example.com', true],
  ['the apex', 'https://*.example.com', 'https://example.com', false],
  ['an empty label', 'https://*.example.com', 'https://.example.com', false],
  ['an empty inner label', 'https://*.example.com', 'https://a..example.com', false],
  ['a look-alike', 'https://*.example.com', 'https://a.badexample.com', false],
  ['the suffix inside', 'https://*.example.com', 'https://a.example.com.evil.test', false],
  ['a user part', 'https://*.example.com', 'https://evil.test@a.example.com', false],
  ['a path', 'https://*.example.com', 'https://evil.test/a.example.com', false],
  ['a port beside a wildcard', 'https://*.example.com', 'https://a.example.com:8443', false],
  ['a listed port', 'https://*.example.com:8443', 'https://a.example.com:8443', true],
  ['white space', 'https://*.example.com', 'https://a b.example.com', false],
  ['a comma', 'https://*.example.com', 'https://evil.test,https://a.example.com', false],
  ['any port', 'http://localhost:*', 'http://localhost:3000', true],
  ['the default port', 'http://localhost:*', 'http://localhost', true],
  ['a port of letters', 'http://localhost:*', 'http://localhost:3000a', false],
  ['a port of six digits', 'http://localhost:*', 'http://localhost:123456', false],
  ['an empty port', 'http://localhost:*', 'http://localhost:', false],
  ['any port of an address', 'http://[::1]:*', 'http://[::1]:3000', true],
  ['an address without a port', 'http://[::1]:*', 'http://[::1]', true],
  ['both wildcards', 'https://*.example.com:*', 'https://a.example.com:1', true],
])('%s: %s against %s is %s', (_, pattern, origin, expected) => {
  expect(matcherOf(pattern).find(origin) !== NO_MATCH).toBe(expected)
})

test('tells which listed origin matched, and that a pattern did', () => {
  const matcher = matcherOf('https://a.test', 'https://*.c.test', 'https://b.test')
  const positions = ['https://a.test', 'https://b.test'].map(matcher.find)
  expect(positions.map(matcher.textAt)).toEqual(['https://a.test', 'https://b.test'])
  expect(positions.every((position) => position >= 0 && position < matcher.positions)).toBe(true)
  expect(matcher.find('https://x.c.test')).toBe(BY_PATTERN)
})

test('an origin longer than any can be is refused', () => {
  expect(matcherOf('https://*.example.com').find(`https://${'a.'.repeat(200)}example.com`)).toBe(NO_MATCH)
})

test('finds every one of ten thousand origins that differ in few places, and no other', () => {
  const texts = Array.from(
    { length: 10_000 },
    (_, index) => `https://tenant-${String(index).padStart(6, '0')}.example.com`,
  )
  const matcher = matcherOf(...texts)
  for (const text of texts) expect(matcher.textAt(matcher.find(text))).toBe(text)
  expect(matcher.find('https://tenant-010000.example.com')).toBe(NO_MATCH)
  expect(matcher.find('https://tenant-00000x.example.com')).toBe(NO_MATCH)
})

test('finds every one of forty thousand origins, some of them beyond 255 characters, and no other', () => {
  const label = 'a'.repeat(60)
  const texts = Array.from({ length: 40_000 }, (_, index) => `https://tenant-${index}.example.com`)
  const long = `https://${`${label}.`.repeat(4)}ex.test`
  for (const list of [texts, [...texts, long]]) {
    const matcher = matcherOf(...list)
    expect(list.filter((text) => matcher.find(text) === NO_MATCH)).toEqual([])
    const strangers = list.flatMap((text) => [`${text}x`, text.slice(0, -1), text.replace('https', 'http')])
    expect(strangers.filter((text) => matcher.find(text) !== NO_MATCH)).toEqual([])
  }
})
