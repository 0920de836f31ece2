import { describe, expect, test } from 'vitest'
import { compile } from '../compile.ts'
import type { CsrfConfig } from '../config.ts'
import { decide } from '../decide.ts'
import type { Reason } from '../decision.ts'

type HeaderRecord = Readonly<Record<string, string>>

function refuses(csrf: CsrfConfig | boolean, method: string, headers: HeaderRecord): boolean {
  const policy = compile({ csrf, cors: { origins: ['https://*.team.test'], credentials: true } })
  const decision = decide(policy, { method, path: '/', header: (name) => ({ host: 'own.test', ...headers })[name] })
  return decision.reason === 'cross-origin-refused'
}

const HANDSHAKE: HeaderRecord = { upgrade: 'websocket', connection: 'Upgrade' }
const FOREIGN: HeaderRecord = { 'sec-fetch-site': 'cross-site' }
const named: CsrfConfig = { ownOrigin: ['https://shop.test', 'https://www.shop.test:8443'] }
const trusting: CsrfConfig = { trustedOrigins: ['https://friend.test'] }

test.each<[title: string, csrf: CsrfConfig | boolean, method: string, headers: HeaderRecord, refused: boolean]>([
  ['the own page', true, 'POST', { 'sec-fetch-site': 'same-origin' }, false],
  ['the visitor’s own doing', true, 'POST', { 'sec-fetch-site': 'none' }, false],
  ['another site', true, 'POST', { 'sec-fetch-site': 'cross-site', origin: 'https://evil.test' }, true],
  ['another origin of the site', true, 'POST', { 'sec-fetch-site': 'same-site', origin: 'https://a.own.test' }, true],
  ['an unknown value', true, 'POST', { 'sec-fetch-site': 'elsewhere', origin: 'https://evil.test' }, true],
  ['another site without Origin', true, 'POST', { 'sec-fetch-site': 'cross-site' }, true],
  [
    'another site that claims the own origin',
    true,
    'POST',
    { 'sec-fetch-site': 'cross-site', origin: 'https://own.test' },
    true,
  ],
  [
    'PUT, PATCH and DELETE likewise',
    true,
    'DELETE',
    { 'sec-fetch-site': 'cross-site', origin: 'https://evil.test' },
    true,
  ],
  ['an unknown method likewise', true, 'PURGE', { 'sec-fetch-site': 'cross-site', origin: 'https://evil.test' }, true],
  ['a safe method', true, 'GET', { 'sec-fetch-site': 'cross-site', origin: 'https://evil.test' }, false],
  ['HEAD', true, 'HEAD', { 'sec-fetch-site': 'cross-site' }, false],
  ['QUERY', true, 'QUERY', { 'sec-fetch-site': 'cross-site' }, false],
  ['no browser', true, 'POST', {}, false],
  ['an older browser, own page', true, 'POST', { origin: 'https://own.test' }, false],
  ['an older browser, own page over http', true, 'POST', { origin: 'http://own.test' }, false],
  ['an older browser, host in capitals', true, 'POST', { origin: 'https://own.test', host: 'OWN.test' }, false],
  ['an older browser, own host on another port', true, 'POST', { origin: 'https://own.test:8443' }, true],
  ['an older browser, another site', true, 'POST', { origin: 'https://evil.test' }, true],
  ['an older browser, a look-alike', true, 'POST', { origin: 'https://own.test.evil.test' }, true],
  ['an older browser, the null origin', true, 'POST', { origin: 'null' }, true],
  ['an older browser, an empty origin', true, 'POST', { origin: '' }, true],
  ['a trusted origin', trusting, 'POST', { 'sec-fetch-site': 'cross-site', origin: 'https://friend.test' }, false],
  ['a trusted origin, older browser', trusting, 'POST', { origin: 'https://friend.test' }, false],
  ['a trusted origin over http', trusting, 'POST', { origin: 'http://friend.test' }, true],
  ['a subdomain of a trusted origin', trusting, 'POST', { origin: 'https://a.friend.test' }, true],
  ['the null origin beside trusted ones', trusting, 'POST', { 'sec-fetch-site': 'cross-site', origin: 'null' }, true],
  [
    'an origin CORS admits',
    { trustedOrigins: 'cors' },
    'POST',
    { 'sec-fetch-site': 'cross-site', origin: 'https://a.team.test' },
    false,
  ],
  [
    'an origin CORS refuses',
    { trustedOrigins: 'cors' },
    'POST',
    { 'sec-fetch-site': 'cross-site', origin: 'https://team.test' },
    true,
  ],
  // Fetch §3.2: with Referrer-Policy: no-referrer, a page's own posts have the null origin.
  ['the own page, hiding where it is', true, 'POST', { 'sec-fetch-site': 'same-origin', origin: 'null' }, false],
  ['CONNECT likewise', true, 'CONNECT', { origin: 'https://evil.test' }, true],
  ['a method in small letters', true, 'get', { origin: 'https://evil.test' }, true],
  ['a handshake of another site', true, 'GET', { ...HANDSHAKE, origin: 'https://evil.test' }, true],
  ['a handshake, any case', true, 'GET', { upgrade: 'WebSocket', origin: 'https://evil.test' }, true],
  ['a handshake in a list', true, 'GET', { upgrade: 'h2c, websocket', origin: 'https://evil.test' }, true],
  ['a handshake of the null origin', true, 'GET', { ...HANDSHAKE, origin: 'null' }, true],
  ['a handshake of the own page', true, 'GET', { ...HANDSHAKE, origin: 'https://own.test' }, false],
  [
    'a handshake of the own page, by Fetch metadata',
    true,
    'GET',
    { ...HANDSHAKE, 'sec-fetch-site': 'same-origin', origin: 'https://public-name.test' },
    false,
  ],
  [
    'a handshake of another site, by Fetch metadata',
    true,
    'GET',
    { ...HANDSHAKE, 'sec-fetch-site': 'cross-site', origin: 'https://own.test' },
    true,
  ],
  ['a handshake of a trusted origin', trusting, 'GET', { ...HANDSHAKE, origin: 'https://friend.test' }, false],
  ['a handshake of no browser', true, 'GET', HANDSHAKE, false],
  ['a handshake without a guard', false, 'GET', { ...HANDSHAKE, origin: 'https://evil.test' }, false],
  ['another upgrade', true, 'GET', { upgrade: 'h2c', origin: 'https://evil.test' }, false],
  ['a named own origin', named, 'POST', { origin: 'https://shop.test' }, false],
  ['another named own origin', named, 'POST', { origin: 'https://www.shop.test:8443' }, false],
  ['the named own host over http', named, 'POST', { origin: 'http://shop.test' }, true],
  ['the host of the request, where the own origin is named', named, 'POST', { origin: 'https://own.test' }, true],
  [
    'what a proxy is said to say, where the own origin is named',
    named,
    'POST',
    { origin: 'https://evil.test', 'x-forwarded-host': 'evil.test', forwarded: 'host=evil.test' },
    true,
  ],
  ['the named own origin from another site', named, 'POST', { ...FOREIGN, origin: 'https://shop.test' }, true],
  ['the null origin, where the own origin is named', named, 'POST', { origin: 'null' }, true],
  ['no guard', false, 'POST', { 'sec-fetch-site': 'cross-site', origin: 'https://evil.test' }, false],
])('%s', (_, csrf, method, headers, refused) => {
  expect(refuses(csrf, method, headers)).toBe(refused)
})

test("trustedOrigins: 'cors' never trusts the null origin with a write, though CORS lets it read", () => {
  const policy = compile({
    csrf: { trustedOrigins: 'cors' },
    cors: { origins: ['https://friend.test'], dangerouslyAllowNullOrigin: true },
  })
  const headers: HeaderRecord = { origin: 'null', 'sec-fetch-site': 'cross-site' }
  const reasonOf = (method: string): Reason =>
    decide(policy, { method, path: '/', header: (name) => headers[name] }).reason
  expect([reasonOf('GET'), reasonOf('POST')]).toEqual(['origin-allowed', 'cross-origin-refused'])
})

// CVE-2025-47910: a bypass must not hold for what only becomes its path later.
describe('csrf: false on /webhook', () => {
  const policy = compile({ csrf: true, routes: [{ path: '/webhook', csrf: false }] })
  const guarded = (path: string): boolean =>
    decide(policy, { method: 'POST', path, header: (name) => FOREIGN[name] }).reason === 'cross-origin-refused'

  test.each(['/webhook', '/webhook?a=b', '/webhook#x'])('holds for %s', (path) => {
    expect(guarded(path)).toBe(false)
  })

  test.each([
    '/webhook/',
    '/webhook/x',
    '/Webhook',
    '//webhook',
    '/./webhook',
    '/x/../webhook',
    '/%77ebhook',
    '/web%68ook?a=b',
    '/%2e/webhook',
    '/webhook%2f',
    '/webhook%00',
    '/webhook;x',
    '/webhook\\',
    '\\webhook',
    '/webhook%3f',
    'https://own.test/webhook',
    'webhook',
    '*',
    '',
  ])('not for %s', (path) => {
    expect(guarded(path)).toBe(true)
  })
})

test('a path spelled otherwise also has to pass the guard of the base', () => {
  const policy = compile({
    csrf: true,
    routes: [{ path: '/pay/:id', csrf: { trustedOrigins: ['https://friend.test'] } }],
  })
  const headers: HeaderRecord = { ...FOREIGN, origin: 'https://friend.test' }
  const reasonOf = (path: string): Reason =>
    decide(policy, { method: 'POST', path, header: (name) => headers[name] }).reason
  expect(reasonOf('/pay/1')).toBe('no-cors')
  expect(reasonOf('/pay/caf%C3%A9')).toBe('no-cors')
  expect(reasonOf('/pay/%31')).toBe('cross-origin-refused')
})
