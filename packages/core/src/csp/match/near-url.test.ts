import { expect, test } from 'vitest'
import type { ResourceRequest } from '../verdict.ts'
import { ask, missed } from './match.test-kit.ts'

test.each<[what: string, list: string, url: string, misses: string[]]>([
  ['a subdomain of a listed host', 'a.test', 'https://x.a.test/', ['a.test subdomain']],
  ['a subdomain of a subdomain', 'a.test', 'https://y.x.a.test/', ['a.test subdomain']],
  ['the apex of a wildcard', '*.a.test', 'https://a.test/', ['*.a.test apex']],
  ['a port', 'a.test', 'https://a.test:8443/', ['a.test port']],
  ['a port of a wildcard', '*.a.test:8080', 'https://x.a.test/', ['*.a.test:8080 port']],
  ['a scheme', 'https://a.test', 'http://a.test/', ['https://a.test scheme']],
  ['a scheme alone', 'https:', 'http://127.0.0.1/', ['https: scheme']],
  ['a path', 'a.test/y', 'https://a.test/x', ['a.test/y path']],
  ['the case of a path', 'a.test/X', 'https://a.test/x', ['a.test/X case']],
  ['a / at the end of a path', 'a.test/x/', 'https://a.test/x', ['a.test/x/ path']],
  ['a dot at the end', 'a.test', 'https://a.test./', ['a.test trailing-dot']],
  ['an IP address', '127.0.0.1', 'https://127.0.0.1/', ['127.0.0.1 ip-address']],
  ['*, which does not cover data:', '*', 'data:,x', ['* scheme']],
  ["'self' on another port", "'self'", 'https://page.test:8443/', ["'self' port"]],
  ["'self' without TLS", "'self'", 'http://page.test:443/', []],
  ["a subdomain of 'self'", "'self'", 'https://x.page.test/', ["'self' subdomain"]],
  ['self without quotes', 'self', 'https://page.test/', ['self quotes']],
  ['self in other quotes', '"self"', 'https://page.test/', ['"self" quotes']],
  ['two things', 'https://a.test:8443/y', 'https://a.test/x', []],
  ['a host that only ends alike', 'a.test', 'https://evila.test/', []],
  ['hosts that have nothing to do with it', 'b.test *.c.test', 'https://a.test/', []],
  ['several', 'a.test *.x.a.test', 'https://x.a.test/', ['a.test subdomain', '*.x.a.test apex']],
])('%s: font-src %s and %s', (_what, list, url, expected) => {
  // Fonts, since images are upgraded before the check.
  const verdict = ask(`font-src ${list}`, { url, destination: 'font' })
  expect(verdict.outcome).toBe('blocked')
  expect(missed(verdict)).toEqual(expected)
})

test.each<[what: string, list: string, request: Partial<ResourceRequest>, misses: string[]]>([
  ['another nonce', "'nonce-abc'", { nonce: 'xyz' }, ["'nonce-abc' nonce"]],
  ['no nonce', "'nonce-abc'", {}, ["'nonce-abc' nonce"]],
  ['integrity in base64url', "'sha256-a-_b'", { integrity: 'sha256-a+/b' }, ["'sha256-a-_b' hash"]],
  [
    'integrity of which not all is listed',
    "'sha256-abcd'",
    { integrity: 'sha256-abcd sha384-x' },
    ["'sha256-abcd' hash"],
  ],
  ["a host beside 'strict-dynamic'", "a.test 'strict-dynamic'", {}, ['a.test strict-dynamic']],
])('%s: script-src %s', (_what, list, request, expected) => {
  const verdict = ask(`script-src ${list}`, { destination: 'script', ...request })
  expect(verdict.outcome).toBe('blocked')
  expect(missed(verdict)).toEqual(expected)
})

test('what is allowed, and what depends, has no near miss', () => {
  expect(ask('img-src a.test', {})).not.toHaveProperty('nearMisses')
  expect(
    ask("script-src 'strict-dynamic' 'nonce-abc' a.test", { destination: 'script', nonce: 'abc' }),
  ).not.toHaveProperty('nearMisses')
})
