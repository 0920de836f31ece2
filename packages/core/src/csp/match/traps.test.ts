import { expect, test } from 'vitest'
import { hashSource } from '../hash.ts'
import type { Inline, ResourceRequest } from '../verdict.ts'
import { matchAncestors, overridesFrameOptions } from './ancestors.ts'
import { ask, askInline, PAGE, told } from './match.test-kit.ts'
import { matchRequest } from './request.ts'
import { sandboxFlags } from './sandbox.ts'
import { matchWebRtc } from './webrtc.ts'

// What other tools get wrong. Where the engines agree with the standard there is one answer; else Chromium's stands last.

const SOCKET = { destination: '', initiator: 'websocket' } as const
const WORKER = { destination: 'worker', parserInserted: false } as const
const PREFETCH = { destination: '', initiator: 'prefetch' } as const
const PARSED = { destination: 'script', parserInserted: true } as const
const ADDED = { destination: 'script', parserInserted: false } as const
const HTTP = 'http://page.test/'

test.each<[trap: string, policy: string, request: Partial<ResourceRequest>, spec: string, chromium?: string]>([
  ['parse: a no-break space is no white space', "img-src\u00a0'none'", {}, 'allowed: no-directive'],
  ['parse: a value that is not ASCII kills its directive', "img-src 'none' é", {}, 'allowed: no-directive'],
  ['parse: … and its name is free', "img-src é; img-src 'none'", {}, "blocked: empty-list 'none'"],
  ['parse: a comma ends a policy', "img-src a.test, img-src 'none'", {}, "blocked: empty-list 'none'"],
  ['parse: the first duplicate counts', "img-src *; img-src 'none'", {}, 'allowed: listed *'],
  ['parse: names of object properties', "constructor 'none'; img-src 'none'", {}, "blocked: empty-list 'none'"],
  ["'none' beside others", "img-src 'none' a.test", {}, 'allowed: listed a.test'],
  ["'none' beside 'report-sample'", "img-src 'none' 'report-sample'", {}, 'blocked: not-listed'],
  ['an empty list', 'img-src', {}, 'blocked: empty-list'],
  ['scheme: http: covers https', 'img-src http:', {}, 'allowed: listed http:'],
  ['scheme: ws: covers https', 'img-src ws:', {}, 'allowed: listed ws:', 'blocked: not-listed'],
  ['scheme: wss: covers https', 'img-src wss:', {}, 'allowed: listed wss:', 'blocked: not-listed'],
  ['scheme: ws: covers wss', 'connect-src ws:', { url: 'wss://a.test/', ...SOCKET }, 'allowed: listed ws:'],
  [
    'scheme: https: and wss',
    'connect-src https:',
    { url: 'wss://a.test/', ...SOCKET },
    'allowed: listed https:',
    'blocked: not-listed',
  ],
  ['*: data:', 'img-src *', { url: 'data:,x' }, 'blocked: not-listed'],
  ['*: blob:', 'img-src *', { url: 'blob:https://page.test/1' }, 'blocked: not-listed'],
  ['*: wss', 'connect-src *', { url: 'wss://a.test/', ...SOCKET }, 'allowed: listed *'],
  ['*: ftp', 'img-src *', { url: 'ftp://a.test/' }, 'blocked: not-listed', 'allowed: listed *'],
  ["'self': wss", "connect-src 'self'", { url: 'wss://page.test/', ...SOCKET }, "allowed: listed 'self'"],
  ["'self': another port", "img-src 'self'", { url: 'https://page.test:8443/' }, 'blocked: not-listed'],
  ["'self': blob:", "img-src 'self'", { url: 'blob:https://page.test/1' }, 'blocked: not-listed'],
  ['host: a wildcard excludes its apex', 'img-src *.a.test', {}, 'blocked: not-listed'],
  [
    'host: 127.0.0.1',
    'img-src 127.0.0.1',
    { url: 'https://127.0.0.1/' },
    'blocked: not-listed',
    'allowed: listed 127.0.0.1',
  ],
  ['host: localhost', 'img-src localhost', { url: 'https://localhost/' }, 'allowed: listed localhost'],
  [
    'port: 80 and an upgrade',
    'img-src http://a.test:80',
    {},
    'blocked: not-listed',
    'allowed: listed http://a.test:80',
  ],
  ['port: 80 without an upgrade', 'img-src https://a.test:80', {}, 'blocked: not-listed'],
  ['port: any', 'img-src a.test:*', { url: 'https://a.test:1/' }, 'allowed: listed a.test:*'],
  ['path: not after a redirect', 'img-src a.test/y', { redirectCount: 1 }, 'allowed: listed a.test/y'],
  ['path: a prefix', 'img-src a.test/x/', { url: 'https://a.test/x/y' }, 'allowed: listed a.test/x/'],
  ['path: exact', 'img-src a.test/x', { url: 'https://a.test/x/y' }, 'blocked: not-listed'],
  [
    'path: %2F',
    'img-src a.test/x%2Fy',
    { url: 'https://a.test/x/y' },
    'blocked: not-listed',
    'allowed: listed a.test/x%2Fy',
  ],
  ['path: its case', 'img-src a.test/X', {}, 'blocked: not-listed'],
  ['path: empty and /', 'img-src a.test/', { url: 'https://a.test' }, 'allowed: listed a.test/'],
  ['path: a query in the source', 'img-src a.test/x?y', {}, 'blocked: not-listed', 'allowed: listed a.test/x?y'],
  ['fallback: worker to child', "child-src 'none'; script-src *", WORKER, "blocked: empty-list 'none'"],
  ['fallback: worker to script', "script-src 'none'; default-src *", WORKER, "blocked: empty-list 'none'"],
  [
    'fallback: frame to child',
    "child-src 'none'; default-src *",
    { destination: 'iframe' },
    "blocked: empty-list 'none'",
  ],
  [
    'fallback: fenced frame to frame',
    "frame-src 'none'; child-src *",
    { destination: 'fencedframe' },
    "blocked: empty-list 'none'",
  ],
  ['fallback: prefetch to default-src', "prefetch-src *; default-src 'none'", PREFETCH, "blocked: empty-list 'none'"],
  [
    'fallback: base-uri to nothing',
    "default-src 'none'",
    { destination: '', initiator: 'base' },
    'allowed: no-directive',
  ],
  [
    'fallback: form-action to nothing',
    "default-src 'none'",
    { destination: 'document', initiator: 'form-action' },
    'allowed: no-directive',
  ],
  ['nonce: exactly', "script-src 'nonce-abc'", { ...PARSED, nonce: 'Abc' }, 'blocked: not-listed'],
  ['nonce: empty', "script-src 'nonce-'", PARSED, 'blocked: not-listed'],
  [
    'hash: all of the integrity',
    "script-src 'sha256-abcd'",
    { ...PARSED, integrity: 'sha256-abcd sha256-efgh' },
    'blocked: not-listed',
  ],
  [
    'hash: base64url and integrity',
    "script-src 'sha256-a-_b'",
    { ...PARSED, integrity: 'sha256-a+/b' },
    'blocked: not-listed',
    "allowed: hash 'sha256-a-_b'",
  ],
  [
    "'strict-dynamic': the parser",
    "script-src 'strict-dynamic' *",
    PARSED,
    "blocked: parser-inserted 'strict-dynamic'",
  ],
  ["'strict-dynamic': others", "script-src 'strict-dynamic'", ADDED, "allowed: keyword 'strict-dynamic'"],
  ["'strict-dynamic': styles", "style-src 'strict-dynamic' a.test", { destination: 'style' }, 'allowed: listed a.test'],
  [
    "'strict-dynamic': workers by default-src",
    "default-src 'strict-dynamic'",
    WORKER,
    'blocked: not-listed',
    "allowed: keyword 'strict-dynamic'",
  ],
  [
    "'unsafe-webtransport-hashes'",
    "connect-src 'unsafe-webtransport-hashes'",
    { destination: '', initiator: 'webtransport', certificateHashes: true },
    "allowed: keyword 'unsafe-webtransport-hashes'",
  ],
])('%s: %s', (_trap, policy, request, spec, chromium = spec) => {
  expect(told(ask(policy, request, 'spec'))).toBe(spec)
  expect(told(ask(policy, request, 'chromium'))).toBe(chromium)
})

test('scheme: a host without one covers the upgrade of the page’s', () => {
  for (const [profile, upgraded] of [
    ['spec', 'allowed: listed a.test:8443'],
    ['chromium', 'blocked: not-listed'],
    ['gecko', 'allowed: listed a.test:8443'],
    ['webkit', 'allowed: listed a.test:8443'],
  ] as const) {
    expect(told(ask('img-src a.test', { url: 'https://a.test/' }, profile, HTTP))).toBe('allowed: listed a.test')
    expect(told(ask('img-src a.test:8443', { url: 'https://a.test:8443/' }, profile, HTTP)), profile).toBe(upgraded)
  }
})

const HASH = await hashSource('x()')

test.each<[trap: string, policy: string, inline: Partial<Inline>, told: string]>([
  ["'unsafe-inline' and a nonce", "script-src 'unsafe-inline' 'nonce-abc'", {}, 'blocked: inline'],
  [
    "'unsafe-inline' and what is no nonce",
    "script-src 'unsafe-inline' 'nonce-!'",
    {},
    "allowed: keyword 'unsafe-inline'",
  ],
  [
    "'unsafe-inline' and what is no hash",
    "script-src 'unsafe-inline' 'sha256-!'",
    {},
    "allowed: keyword 'unsafe-inline'",
  ],
  ["'unsafe-inline' and 'strict-dynamic'", "script-src 'unsafe-inline' 'strict-dynamic'", {}, 'blocked: inline'],
  [
    "'unsafe-inline' and 'strict-dynamic', for styles",
    "style-src 'unsafe-inline' 'strict-dynamic'",
    { type: 'style' },
    "allowed: keyword 'unsafe-inline'",
  ],
  ['nonce: attributes', "script-src 'nonce-abc'", { type: 'script attribute', nonce: 'abc' }, 'blocked: inline'],
  ['nonce: javascript:', "script-src 'nonce-abc'", { type: 'navigation', nonce: 'abc' }, 'blocked: inline'],
  ['nonce: an element that is not nonceable has none', "script-src 'nonce-abc'", { nonce: '' }, 'blocked: inline'],
  ['hash: attributes', `script-src ${HASH}`, { type: 'script attribute' }, 'blocked: inline'],
  [
    'hash: attributes, unsafe',
    `script-src 'unsafe-hashes' ${HASH}`,
    { type: 'script attribute' },
    `allowed: hash ${HASH}`,
  ],
  [
    "'trusted-types-eval'",
    "script-src 'trusted-types-eval', require-trusted-types-for 'script'",
    { type: 'eval', trusted: true },
    "allowed: keyword 'trusted-types-eval'",
  ],
  [
    "'inline-speculation-rules'",
    "script-src 'inline-speculation-rules'",
    { type: 'script speculationrules' },
    "allowed: keyword 'inline-speculation-rules'",
  ],
])('%s: %s', (_trap, policy, inline, expected) => {
  for (const profile of ['spec', 'chromium'] as const) expect(told(askInline(policy, inline, profile))).toBe(expected)
})

test('sandbox without a value is every flag; each token lifts its own; report-only has none', () => {
  const all = sandboxFlags([{ header: 'sandbox' }])
  expect(all).toContain('scripts')
  expect(sandboxFlags([{ header: 'sandbox allow-scripts no-such-token' }])).not.toContain('scripts')
  expect(sandboxFlags([{ header: 'sandbox', disposition: 'report' }])).toEqual([])
  expect(sandboxFlags([{ header: 'sandbox', delivery: 'meta' }])).toEqual([])
})

test("webrtc: anything but a lone 'allow' blocks", () => {
  expect(told(matchWebRtc([{ header: "webrtc 'allow'" }]))).toBe("allowed: keyword 'allow'")
  expect(told(matchWebRtc([{ header: "webrtc 'allow' 'allow'" }]))).toBe("blocked: webrtc 'allow'")
})

test('X-Frame-Options gives way to an enforced frame-ancestors only', () => {
  expect(overridesFrameOptions([{ header: 'frame-ancestors a.test' }])).toBe(true)
  expect(overridesFrameOptions([{ header: 'frame-ancestors a.test', disposition: 'report' }])).toBe(false)
})

test('ancestors: every one has to match; default-src does not stop framing', () => {
  const of = (header: string, ...ancestors: string[]) => told(matchAncestors([{ header }], PAGE.url, ancestors))
  expect(of('frame-ancestors a.test', 'https://a.test', 'https://evil.test')).toBe('blocked: not-listed')
  expect(of("default-src 'none'", 'https://evil.test')).toBe('allowed: no-directive')
})

test('meta and report-only carry the rest', () => {
  const request = { url: '/x', destination: 'image' }
  const header = "img-src 'none'"
  expect(matchRequest([{ header, delivery: 'meta' }], PAGE, request).outcome).toBe('blocked')
  const reported = matchRequest([{ header, disposition: 'report' }], PAGE, request)
  expect([reported.outcome, reported.reports?.map(told)]).toEqual(['allowed', ["blocked: empty-list 'none'"]])
})
