import { expect, test } from 'vitest'
import { parseSourceExpression, type SourceExpression } from './source-expression.ts'
import type { Profile } from './verdict.ts'

const INVALID = { kind: 'invalid' } as const

// CSP3 §2.3.1: each row with the production that it follows, or fails.
test.each<[production: string, word: string, expression: SourceExpression]>([
  ["serialized-source-list: 'none'", "'none'", { kind: 'none' }],
  ["'none' in any case", "'NoNe'", { kind: 'none' }],

  ['keyword-source', "'self'", { kind: 'keyword', keyword: "'self'" }],
  ['keyword-source in any case', "'Unsafe-INLINE'", { kind: 'keyword', keyword: "'unsafe-inline'" }],
  ['keyword-source that nobody knows', "'unsafe-everything'", { kind: 'keyword', keyword: "'unsafe-everything'" }],
  ['keyword-source without an end', "'self", INVALID],
  ['keyword-source without anything', "''", INVALID],
  ['a lone quote', "'", INVALID],

  ['nonce-source', "'nonce-aB3+/-_'", { kind: 'nonce', value: 'aB3+/-_' }],
  ['nonce-source: one or two = at the end', "'nonce-abc=='", { kind: 'nonce', value: 'abc==' }],
  ['nonce-source: its first word in any case', "'NONCE-Abc'", { kind: 'nonce', value: 'Abc' }],
  ['base64-value: three = are none', "'nonce-a==='", INVALID],
  ['base64-value: = alone', "'nonce-='", INVALID],
  ['base64-value: = in the middle', "'nonce-a=b'", INVALID],
  ['base64-value: nothing', "'nonce-'", INVALID],
  ['base64-value: another character', "'nonce-a!b'", INVALID],

  ['hash-source', "'sha256-abc='", { kind: 'hash', algorithm: 'sha256', value: 'abc=' }],
  ['hash-algorithm in any case', "'SHA384-abc'", { kind: 'hash', algorithm: 'sha384', value: 'abc' }],
  ['hash-source in base64url', "'sha512-a-_b'", { kind: 'hash', algorithm: 'sha512', value: 'a-_b' }],
  [
    'hash-source: a digest of the wrong length is one',
    "'sha256-abcde'",
    { kind: 'hash', algorithm: 'sha256', value: 'abcde' },
  ],
  ['hash-source: no base64', "'sha512-!!'", INVALID],
  ['hash-algorithm: another one', "'sha1-abc'", { kind: 'keyword', keyword: "'sha1-abc'" }],
  ['hash-algorithm: with a dash', "'sha-256-abc'", { kind: 'keyword', keyword: "'sha-256-abc'" }],

  ['scheme-source', 'https:', { kind: 'scheme', scheme: 'https' }],
  ['scheme-source in any case', 'DATA:', { kind: 'scheme', scheme: 'data' }],
  ['scheme of RFC 3986 §3.1', 'web+a-b.c1:', { kind: 'scheme', scheme: 'web+a-b.c1' }],
  ['a host before a colon is a scheme', 'localhost:', { kind: 'scheme', scheme: 'localhost' }],
  ['scheme-part: a digit first', '1a:', INVALID],
  ['scheme-part: nothing', ':', INVALID],
  ['scheme-part: another character', 'a_b:', INVALID],

  ['host-source', 'a.test', { kind: 'host', host: 'a.test' }],
  ['host-part in any case', 'A.Test', { kind: 'host', host: 'a.test' }],
  ['host-part: *', '*', { kind: 'host', host: '*' }],
  ['host-part: *.', '*.a.test', { kind: 'host', host: '*.a.test' }],
  ['host-part: one label', 'self', { kind: 'host', host: 'self' }],
  ['host-part: a dot at the end', 'a.test.', { kind: 'host', host: 'a.test.' }],
  ['host-part: an IPv4 address', '127.0.0.1', { kind: 'host', host: '127.0.0.1' }],
  ['host-part: * in the middle', 'a.*.test', INVALID],
  ['host-part: *. alone', '*.', INVALID],
  ['host-part: **', '**', INVALID],
  ['host-part: a dot first', '.a.test', INVALID],
  ['host-part: two dots', 'a..test', INVALID],
  ['host-char: an underscore', 'a_b.test', INVALID],
  ['host-char: an IPv6 address', '[::1]', INVALID],
  ['host-char: a percent sign', 'a%b.com', INVALID],
  ['host-part: nothing', '', INVALID],
  ['scheme-part "://" host-part', 'https://a.test', { kind: 'host', scheme: 'https', host: 'a.test' }],
  ['scheme-part "://": in any case', 'WSS://a.test', { kind: 'host', scheme: 'wss', host: 'a.test' }],
  ['scheme-part "://" without a host', 'https://', INVALID],
  ['scheme-part: * is none', '*://a.test', INVALID],
  ['scheme-part ":" host-part', 'https:a.test', INVALID],
  ['port-part', 'a.test:8443', { kind: 'host', host: 'a.test', port: '8443' }],
  ['port-part: *', 'https://*:*', { kind: 'host', scheme: 'https', host: '*', port: '*' }],
  ['port-part: nothing', 'a.test:/x', INVALID],
  ['port-part: letters', 'a.test:port', INVALID],
  ['path-part', 'a.test/x/', { kind: 'host', host: 'a.test', path: '/x/' }],
  ['path-part keeps its case and its encoding', 'a.test/X%2f', { kind: 'host', host: 'a.test', path: '/X%2f' }],
  ['path-part: /', 'a.test/', { kind: 'host', host: 'a.test', path: '/' }],
  ['path-part: a colon in it', 'a.test:1/x:y', { kind: 'host', host: 'a.test', port: '1', path: '/x:y' }],
  ['path-absolute: an empty first segment', 'a.test//x', INVALID],
  ['path-absolute: a lone %', 'a.test/%4', INVALID],
  ['path-absolute: a query', 'a.test/x?y', INVALID],
  ['path-absolute: a fragment', 'a.test/x#y', INVALID],
  ['path-absolute: brackets', 'a.test/[x]', INVALID],
])('%s: %s', (_production, word, expression) => {
  expect(parseSourceExpression(word)).toEqual(expression)
})

const HOST = { kind: 'host', host: 'a.test' } as const

test.each<[what: string, profiles: Profile[], word: string, expression: SourceExpression]>([
  ['a query is cut off', ['chromium', 'gecko', 'webkit'], 'a.test/x?y', { ...HOST, path: '/x' }],
  [
    'a fragment is cut off',
    ['chromium', 'gecko', 'webkit'],
    'https://a.test/x#y',
    { ...HOST, scheme: 'https', path: '/x' },
  ],
  ['a query without a path is none', ['spec', 'chromium', 'gecko', 'webkit'], 'a.test?y', INVALID],
  ['a path may hold anything', ['chromium', 'webkit'], 'a.test//x%[', { ...HOST, path: '//x%[' }],
  ['a path may not', ['spec', 'gecko'], 'a.test//x%[', INVALID],
  ['no dot at the end', ['chromium', 'gecko', 'webkit'], 'a.test.', INVALID],
  ['* with a port', ['spec', 'chromium', 'gecko'], '*:8443', { kind: 'host', host: '*', port: '8443' }],
  ['* with a port is nothing', ['webkit'], '*:8443', INVALID],
  ['* with a scheme', ['webkit'], 'https://*', { kind: 'host', scheme: 'https', host: '*' }],
  ['a hash with a dash', ['chromium'], "'sha-256-abcd'", { kind: 'hash', algorithm: 'sha256', value: 'abcd' }],
  ['what is no base64 is no hash', ['chromium'], "'sha256-abcde'", INVALID],
])('%s: %s %s', (_what, profiles, word, expression) => {
  for (const profile of profiles) expect(parseSourceExpression(word, profile), profile).toEqual(expression)
})
