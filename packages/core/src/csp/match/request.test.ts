import { expect, test } from 'vitest'
import { parseCsp } from '../parse.ts'
import type { ResourceRequest } from '../verdict.ts'
import { ask, missed, PAGE, PROFILES, told } from './match.test-kit.ts'
import { matchRequest } from './request.ts'

/** For each destination, the directive it is held to, then those that stand in for it, nearest first. */
const CHAINS: readonly [destination: string, ...chain: string[]][] = [
  ['', 'connect-src', 'default-src'],
  ['json', 'connect-src', 'default-src'],
  ['text', 'connect-src', 'default-src'],
  ['webidentity', 'connect-src', 'default-src'],
  ['something-new', 'connect-src', 'default-src'],
  ['manifest', 'manifest-src', 'default-src'],
  ['object', 'object-src', 'default-src'],
  ['embed', 'object-src', 'default-src'],
  ['frame', 'frame-src', 'child-src', 'default-src'],
  ['iframe', 'frame-src', 'child-src', 'default-src'],
  ['fencedframe', 'fenced-frame-src', 'frame-src', 'child-src', 'default-src'],
  ['audio', 'media-src', 'default-src'],
  ['track', 'media-src', 'default-src'],
  ['video', 'media-src', 'default-src'],
  ['font', 'font-src', 'default-src'],
  ['image', 'img-src', 'default-src'],
  ['style', 'style-src-elem', 'style-src', 'default-src'],
  ['script', 'script-src-elem', 'script-src', 'default-src'],
  ['xslt', 'script-src-elem', 'script-src', 'default-src'],
  ['audioworklet', 'script-src-elem', 'script-src', 'default-src'],
  ['paintworklet', 'script-src-elem', 'script-src', 'default-src'],
  ['worker', 'worker-src', 'child-src', 'script-src', 'default-src'],
  ['sharedworker', 'worker-src', 'child-src', 'script-src', 'default-src'],
  ['serviceworker', 'worker-src', 'child-src', 'script-src', 'default-src'],
]

const EVERY = [...new Set(CHAINS.flatMap(([, ...chain]) => chain)), 'script-src-attr', 'style-src-attr']

test.each(CHAINS)('§6.8.1, §6.8.3: %s asks %s, else %s %s %s', (destination, ...chain) => {
  const [effectiveDirective] = chain
  // Each of the chain decides where those before it are missing, and those after it allow.
  for (const [index, directive] of chain.entries()) {
    const later = chain.slice(index + 1).map((name) => `${name} *`)
    const verdict = ask([`${directive} 'none'`, ...later].join('; '), { destination })
    expect(verdict).toMatchObject({ outcome: 'blocked', directive, effectiveDirective, reason: 'empty-list' })
    const allowed = ask([`${directive} *`, ...chain.slice(index + 1).map((name) => `${name} 'none'`)].join('; '), {
      destination,
    })
    expect(allowed).toMatchObject({ outcome: 'allowed', directive, effectiveDirective, reason: 'listed' })
  }
  // §6.8.4 step 3: no other is asked.
  const others = EVERY.filter((name) => !chain.includes(name))
  expect(ask(others.map((name) => `${name} 'none'`).join('; '), { destination })).toMatchObject({
    outcome: 'allowed',
    policy: null,
    directive: null,
    reason: 'no-directive',
  })
})

test.each<[rule: string, policy: string, request: Partial<ResourceRequest>, told: string]>([
  // What no fetch directive governs
  ['§6.8.1: reports are not controlled', "default-src 'none'", { destination: 'report' }, 'allowed: exempt'],
  ['navigations of a tab are not controlled', "default-src 'none'", { destination: 'document' }, 'allowed: exempt'],
  [
    '… by navigate-to neither, which is gone',
    "navigate-to 'none'",
    { destination: 'document', initiator: 'navigation' },
    'allowed: exempt',
  ],
  [
    'navigations of a frame are',
    "frame-src 'none'",
    { destination: 'iframe', initiator: 'navigation' },
    "blocked: empty-list 'none'",
  ],
  [
    'prefetch-src is passed over',
    "prefetch-src 'none'",
    { initiator: 'prefetch', destination: '' },
    'allowed: no-directive',
  ],

  [
    'HTML §4.8.5: a frame of about:blank is not fetched',
    "frame-src 'none'",
    { url: 'about:blank', destination: 'iframe' },
    'allowed: exempt',
  ],

  // §6.3.1.1, §6.4.1.1
  ['§6.3.1.1: <base> asks base-uri', "base-uri 'self'", { initiator: 'base', destination: '' }, 'blocked: not-listed'],
  [
    '§6.3.1.1: which falls back to nothing',
    "default-src 'none'",
    { initiator: 'base', destination: '' },
    'allowed: no-directive',
  ],
  [
    '§6.3.1.1 step 1.4: with a redirect count of 0',
    'base-uri a.test/y',
    { initiator: 'base', destination: '', redirectCount: 3 },
    'blocked: not-listed',
  ],
  [
    '§6.4.1.1: a form asks form-action',
    "form-action 'self'",
    { initiator: 'form-action', destination: 'document' },
    'blocked: not-listed',
  ],
  [
    '§6.4.1.1: which falls back to nothing',
    "default-src 'none'",
    { initiator: 'form-action', destination: 'document' },
    'allowed: no-directive',
  ],
  [
    '§6.4.1.1: asked again after a redirect',
    "form-action 'self'",
    { initiator: 'form-action', destination: 'document', redirectCount: 1 },
    'blocked: not-listed',
  ],
  [
    'a form that loads into a frame asks frame-src too',
    "form-action a.test; frame-src 'none'",
    { initiator: 'form-action', destination: 'iframe' },
    "blocked: empty-list 'none'",
  ],
  [
    'another navigation is no form (§6.4.1.1 step 2)',
    "form-action 'none'",
    { initiator: 'navigation', destination: 'document' },
    'allowed: exempt',
  ],

  // §6.1.2.1
  ['§6.1.2.1: fetch', 'connect-src a.test', { destination: '', initiator: 'fetch' }, 'allowed: listed a.test'],
  ['§6.1.2.1: XMLHttpRequest', 'connect-src b.test', { destination: '', initiator: 'xhr' }, 'blocked: not-listed'],
  ['§6.1.2.1: EventSource', 'connect-src b.test', { destination: '', initiator: 'eventsource' }, 'blocked: not-listed'],
  ['§6.1.2.1: a beacon', 'connect-src b.test', { destination: '', initiator: 'beacon' }, 'blocked: not-listed'],
  ['§6.1.2.1: a ping', 'connect-src b.test', { destination: '', initiator: 'ping' }, 'blocked: not-listed'],
  [
    '§6.1.2.1: a WebSocket',
    'connect-src b.test',
    { url: 'wss://a.test/', destination: '', initiator: 'websocket' },
    'blocked: not-listed',
  ],
  [
    "§6.1.2.1: a WebSocket to 'self'",
    "connect-src 'self'",
    { url: 'wss://page.test/', destination: '', initiator: 'websocket' },
    "allowed: listed 'self'",
  ],
  [
    '§6.1.2.1 step 5: WebTransport by URL',
    'connect-src a.test',
    { destination: '', initiator: 'webtransport' },
    'allowed: listed a.test',
  ],
  [
    '§6.1.2.1 step 4: with certificate hashes the URL does not count',
    'connect-src a.test',
    { destination: '', initiator: 'webtransport', certificateHashes: true },
    'blocked: certificate-hashes',
  ],
  [
    '§6.1.2.1 step 4.1: the keyword does',
    "connect-src 'Unsafe-WebTransport-Hashes'",
    { destination: '', initiator: 'webtransport', certificateHashes: true },
    "allowed: keyword 'Unsafe-WebTransport-Hashes'",
  ],

  // §6.7.2.2
  [
    '§6.7.2.2 step 2: a prefetch without default-src',
    "script-src 'none'",
    { initiator: 'prefetch', destination: '' },
    'allowed: no-directive',
  ],
  [
    '§6.7.2.2 step 3.4: any directive may admit it',
    "default-src 'none'; font-src a.test",
    { initiator: 'prefetch', destination: '' },
    'allowed: listed a.test',
  ],
  [
    '§6.7.2.2: default-src too',
    'default-src a.test',
    { initiator: 'prefetch', destination: '' },
    'allowed: listed a.test',
  ],
  [
    '§6.7.2.2 step 3.1: form-action and base-uri do not',
    "default-src 'none'; form-action a.test; base-uri a.test; style-src-attr a.test",
    { initiator: 'prefetch', destination: '' },
    "blocked: empty-list 'none'",
  ],
  [
    '§6.8.1 step 1: a prerender likewise',
    "default-src 'self'",
    { initiator: 'prerender', destination: '' },
    'blocked: not-listed',
  ],

  // §6.1.14.1: styles by nonce or URL
  [
    '§6.1.14.1 step 3: a style by nonce',
    "style-src 'nonce-abc'",
    { destination: 'style', nonce: 'abc' },
    "allowed: nonce 'nonce-abc'",
  ],
  [
    '§6.1.14.1 step 3: by the nonce of default-src',
    "default-src 'nonce-abc'",
    { destination: 'style', nonce: 'abc' },
    "allowed: nonce 'nonce-abc'",
  ],
  [
    '§6.1.14.1 step 4: a style by URL',
    "style-src 'nonce-abc' a.test",
    { destination: 'style' },
    'allowed: listed a.test',
  ],
  [
    "§6.1.14.1: 'strict-dynamic' is dead weight",
    "style-src 'strict-dynamic' a.test",
    { destination: 'style' },
    'allowed: listed a.test',
  ],
  [
    '§6.1.14.1: so are hashes',
    "style-src 'sha256-abc'",
    { destination: 'style', integrity: 'sha256-abc' },
    'blocked: not-listed',
  ],
  [
    "§6.1: 'strict-dynamic' is dead weight for images",
    "default-src 'strict-dynamic' a.test",
    { destination: 'image' },
    'allowed: listed a.test',
  ],
  [
    '§6.1: nonces mean nothing for images',
    "img-src 'nonce-abc'",
    { destination: 'image', nonce: 'abc' },
    'blocked: not-listed',
  ],
])('%s: %s', (_rule, policy, request, expected) => {
  expect(told(ask(policy, request))).toBe(expected)
})

// CSP3 §4.2.4: the address of a navigation is no request, but code.
test.each<[rule: string, policy: string, request: Partial<ResourceRequest>, told: string]>([
  [
    'step 3: its inline check',
    "script-src 'self'",
    { destination: 'document', initiator: 'navigation' },
    'blocked: inline',
  ],
  [
    "step 3: 'unsafe-inline'",
    "script-src 'unsafe-inline'",
    { destination: 'iframe' },
    "allowed: keyword 'unsafe-inline'",
  ],
  [
    'step 3: script-src-elem decides',
    "script-src 'unsafe-inline'; script-src-elem 'self'",
    { destination: 'document' },
    'blocked: inline',
  ],
  [
    'step 2: a form has to pass form-action first',
    "form-action 'self'",
    { destination: 'document', initiator: 'form-action' },
    'blocked: not-listed',
  ],
  [
    'step 2: and the inline check as well',
    "form-action javascript:; script-src 'self'",
    { destination: 'document', initiator: 'form-action' },
    'blocked: inline',
  ],
  ['frame-src does not speak of it', "frame-src 'none'", { destination: 'iframe' }, 'allowed: no-directive'],
  [
    "Trusted Types §4.1: 'require-trusted-types-for' wants a default policy",
    "require-trusted-types-for 'script'",
    { destination: 'document' },
    'depends: trusted',
  ],
])('javascript: %s', (_rule, policy, request, expected) => {
  expect(told(ask(policy, { url: 'javascript:x()', ...request }))).toBe(expected)
})

// What is left out is not known; it is named only where it would decide.
test.each<[what: string, policy: string, request: ResourceRequest, told: string]>([
  ['a nonce, where one is listed', "script-src 'nonce-abc'", { url: '/x', destination: 'script' }, 'depends: nonce'],
  [
    'a nonce, where the URL matches',
    "script-src 'nonce-abc' 'self'",
    { url: '/x', destination: 'script' },
    "allowed: listed 'self'",
  ],
  ['a nonce, where none is listed', 'script-src a.test', { url: '/x', destination: 'script' }, 'blocked: not-listed'],
  ['integrity', "script-src 'sha256-abc'", { url: '/x', destination: 'script' }, 'depends: integrity'],
  ['the parser', "script-src 'strict-dynamic'", { url: '/x', destination: 'script' }, 'depends: parserInserted'],
  [
    'the parser, where the nonce matches',
    "script-src 'strict-dynamic' 'nonce-abc'",
    { url: '/x', destination: 'script', nonce: 'abc' },
    "allowed: nonce 'nonce-abc'",
  ],
  [
    'all at once',
    "script-src 'nonce-abc' 'sha256-abc' page.test/y",
    { url: '/x', destination: 'script' },
    'depends: nonce, integrity, redirectCount',
  ],
  [
    'nothing of redirects beside strict-dynamic',
    "script-src 'strict-dynamic' page.test/y",
    { url: '/x', destination: 'script', parserInserted: true },
    "blocked: parser-inserted 'strict-dynamic'",
  ],
  ['a style', "style-src 'nonce-abc'", { url: '/x', destination: 'style' }, 'depends: nonce'],
  [
    'a worker has no nonce, no integrity and no parser',
    "script-src 'nonce-abc' 'sha256-abc'",
    { url: '/x', destination: 'worker' },
    'blocked: not-listed',
  ],
  [
    'certificate hashes',
    "connect-src 'self'",
    { url: '/x', destination: '', initiator: 'webtransport' },
    'depends: certificateHashes',
  ],
  [
    'certificate hashes, where both ways are open',
    "connect-src 'self' 'unsafe-webtransport-hashes'",
    { url: '/x', destination: '', initiator: 'webtransport' },
    "allowed: listed 'self'",
  ],
])('unknown: %s: %s', (_what, policy, request, expected) => {
  expect(told(matchRequest([{ header: policy }], PAGE, request))).toBe(expected)
})

test('a verdict names the policy, the directive by its own name, and the word as it was written', () => {
  const policy = "default-src 'self'; img-src A.test/x/ b.test"
  const verdict = ask(`script-src x.test, ${policy}`, { url: 'https://a.test/x/y' })
  expect(verdict).toMatchObject({
    outcome: 'allowed',
    policy: { text: ` ${policy}` },
    directive: 'img-src',
    effectiveDirective: 'img-src',
    source: { text: 'A.test/x/', offset: 47, length: 9 },
    reason: 'listed',
  })
  expect(missed(verdict)).toEqual([])
})

test('the example of the README', () => {
  const policies = parseCsp("default-src 'self'; img-src https://*.images.example/photos/; connect-src https:")
  const page = { url: 'https://app.example.com/' }
  const image = matchRequest(policies, page, { url: 'https://images.example/photos/a.png', destination: 'image' })
  expect(image).toMatchObject({ outcome: 'blocked', directive: 'img-src', reason: 'not-listed' })
  expect(missed(image)).toEqual(['https://*.images.example/photos/ apex'])

  const socket = { url: 'wss://api.example.com/', destination: '', initiator: 'websocket' } as const
  const outcomes = PROFILES.map((profile) => matchRequest(policies, page, socket, { profile }).outcome)
  expect(outcomes).toEqual(['allowed', 'blocked', 'blocked', 'blocked'])

  const icon = { url: 'https://eu.images.example/icons/a.png', destination: 'image' }
  expect(told(matchRequest(policies, page, icon))).toBe('depends: redirectCount')
})
