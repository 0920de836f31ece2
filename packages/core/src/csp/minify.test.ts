import { expect, test } from 'vitest'
import type { Finding } from '../finding.ts'
import { compileCsp } from './compile.ts'
import type { Directives } from './directives.ts'
import { NONCE } from './keywords.ts'

function minified(directives: Directives): string | undefined {
  return compileCsp([{ directives, minify: true }], { path: 'csp', findings: [] })?.headers[0]?.chunks.join('N')
}

test.each<[title: string, directives: Directives, text: string]>([
  ['a source that occurs twice', { 'img-src': ['data:', 'https://a.test', 'data:'] }, 'img-src data: https://a.test'],
  [
    'an address below its own scheme (CSP3 §6.7.2.7 step 2)',
    { 'img-src': ['https:', 'https://a.test/x'] },
    'img-src https:',
  ],
  ['wss below wss', { 'connect-src': ['wss:', 'wss://a.test'] }, 'connect-src wss:'],
  ['http and https below *', { 'img-src': ['*', 'https:', 'http://a.test', 'https://b.test:8443/x'] }, 'img-src *'],
  ['a path below its host (step 6)', { 'img-src': ['https://a.test', 'https://a.test/x/'] }, 'img-src https://a.test'],
  [
    'a host below a wildcard',
    { 'img-src': ['https://*.a.test', 'https://b.a.test', 'https://c.b.a.test/x'] },
    'img-src https://*.a.test',
  ],
  ['a wildcard below a wildcard', { 'img-src': ['*.a.test:8443', '*.b.a.test:8443'] }, 'img-src *.a.test:8443'],
  ['ancestors too', { 'frame-ancestors': ['https:', 'https://a.test'] }, 'frame-ancestors https:'],
  [
    'a directive that says what it falls back to',
    { 'default-src': ["'self'", 'data:'], 'img-src': ['data:', "'self'"] },
    "default-src 'self' data:",
  ],
  [
    'a chain of them',
    { 'default-src': ["'none'"], 'child-src': ["'none'"], 'frame-src': ["'none'"], 'worker-src': ["'self'"] },
    "default-src 'none'; worker-src 'self'",
  ],
])('leaves out %s', (_title, directives, text) => {
  expect(minified(directives)).toBe(text)
})

test.each<[title: string, directives: Directives]>([
  ['a scheme-less host, whose scheme is the page’s', { 'img-src': ['https:', 'a.test'] }],
  ['what * may not match: data, wss, the own origin', { 'connect-src': ['*', 'data:', 'wss://a.test', "'self'"] }],
  ['a wildcard’s own apex', { 'img-src': ['https://*.a.test', 'https://a.test'] }],
  ['another port', { 'img-src': ['https://*.a.test', 'https://b.a.test:8443', 'https://*.a.test:*'] }],
  ['another scheme', { 'img-src': ['http:', 'https://a.test', 'wss://a.test'] }],
  ['a host below a path', { 'img-src': ['https://a.test/x/', 'https://a.test/x/y'] }],
  ['a host below a wildcard with a path', { 'img-src': ['https://*.a.test/x/', 'https://b.a.test/x/'] }],
  ['a look-alike', { 'img-src': ['https://*.a.test', 'https://xa.test'] }],
  ['an address, which engines compare differently', { 'img-src': ['*.0.0.1', '127.0.0.1'] }],
  [
    'fallbacks for old browsers, dead or not (§8.5)',
    { 'script-src': [NONCE, "'strict-dynamic'", 'https:', "'unsafe-inline'"] },
  ],
  ['what has keywords, which mean one thing here and another there', { 'default-src': [NONCE], 'script-src': [NONCE] }],
  [
    'a child-src without which workers would fall back to script-src',
    { 'default-src': ["'self'"], 'child-src': ["'self'"], 'script-src': ['https://a.test'] },
  ],
  ['* for images and media, which is more than in default-src to WebKit', { 'default-src': ['*'], 'img-src': ['*'] }],
  ['what falls back to nothing', { 'default-src': ["'none'"], 'form-action': ["'none'"], 'base-uri': ["'none'"] }],
])('keeps %s', (_title, directives) => {
  const text = Object.entries(directives).map(([name, words]) => [name, ...words].join(' '))
  expect(minified(directives)).toBe(text.join('; ').replaceAll(NONCE, "'nonce-N'"))
})

function address(source: string): `${string}://${string}` {
  return `https://${source.slice('https://'.length)}`
}

test('only where it is asked for', () => {
  const directives: Directives = { 'img-src': ['https:', 'https://a.test'] }
  const csp = compileCsp([{ directives }, { directives, minify: true }], { path: 'csp', findings: [] })
  expect(csp?.nonceless).toEqual([['content-security-policy', 'img-src https: https://a.test, img-src https:']])
})

/** As long as the header is to be. */
function listOf(bytes: number): Directives {
  const hosts: `${string}://${string}`[] = []
  let length = 'img-src'.length
  while (bytes - length > 80) {
    const host = `https://${String(hosts.length).padStart(4, '0')}.a.test` as const
    hosts.push(host)
    length += host.length + 1
  }
  return { 'img-src': [...hosts, `https://${'b'.repeat(bytes - length - 1 - 'https://'.length - 5)}.test`] }
}

test.each<[bytes: number, severity: Finding['severity'] | undefined]>([
  [2000, undefined],
  [2001, 'info'],
  [4096, 'info'],
  [4097, 'warning'],
  [8192, 'warning'],
  [8193, 'warning'],
])('a header of %d bytes: %s', (bytes, severity) => {
  const findings: Finding[] = []
  const csp = compileCsp([{ directives: listOf(bytes) }], { path: 'csp', findings })
  expect(csp?.headers[0]?.nonceless.length).toBe(bytes)
  expect(findings.map((finding) => finding.severity)).toEqual(severity === undefined ? [] : [severity])
})

test('says what minify would save, and counts the nonce', () => {
  const findings: Finding[] = []
  const directives: Directives = {
    'img-src': [...(listOf(2000)['img-src'] ?? []), 'https://*.a.test'].map(address),
  }
  compileCsp([{ directives: { ...directives, 'script-src': [NONCE] } }], { path: 'csp', findings })
  expect(findings).toEqual([
    expect.objectContaining({
      code: 'oversized-policy',
      path: 'csp',
      value: 2000 + " https://*.a.test; script-src 'nonce-'".length + 24,
      fix: expect.stringContaining('minify: true, which saves'),
    }),
  ])
})
