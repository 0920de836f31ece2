import { expect, test } from 'vitest'
import type { Group } from '../group.ts'
import { explainGroup } from './explain-group.ts'
import { groupOf, POLICY } from './groups.test-kit.ts'

const bypasses = { jsonp: ['//accounts.example/revoke'], angular: [] }
const NONCES =
  "script-src 'nonce-*' 'strict-dynamic' https: 'unsafe-inline'; style-src 'self' 'nonce-*'; object-src 'none'"

test.each<[title: string, told: Partial<Group>, policy: string, directive: string, text: string]>([
  ['an image, by default-src', {}, POLICY, 'img-src', "img-src 'self' https://cdn.example"],
  ['a port', { blocked: 'https://cdn.example:8443' }, POLICY, 'img-src', "img-src 'self' https://cdn.example:8443"],
  ['a list of nothing', {}, "img-src 'none'", 'img-src', 'img-src https://cdn.example'],
  [
    'a script where script-src is listed, CSP3 §6.8.3',
    { directive: 'script-src-elem' },
    "default-src 'none'; script-src 'self'",
    'script-src',
    "script-src 'self' https://cdn.example",
  ],
  [
    'a script where script-src-elem is listed',
    { directive: 'script-src-elem' },
    "script-src 'self'; script-src-elem 'self' a.example",
    'script-src-elem',
    "script-src-elem 'self' a.example https://cdn.example",
  ],
  [
    'a script where default-src alone is listed: the nonce is inherited',
    { directive: 'script-src-elem' },
    "default-src 'self' 'nonce-*'",
    'script-src',
    "script-src 'self' 'nonce' https://cdn.example",
  ],
  [
    'a style sheet',
    { directive: 'style-src-elem' },
    NONCES,
    'style-src',
    "style-src 'self' 'nonce' https://cdn.example",
  ],
  [
    'a worker, for which script-src is not opened',
    { directive: 'worker-src' },
    "script-src 'self'",
    'worker-src',
    "worker-src 'self' https://cdn.example",
  ],
  [
    'a socket',
    { directive: 'connect-src', blocked: 'wss://live.example' },
    POLICY,
    'connect-src',
    "connect-src 'self' wss://live.example",
  ],
  ['the own origin', { blocked: 'https://shop.example' }, "img-src 'none'", 'img-src', "img-src 'self'"],
  ['an image in its address', { blocked: 'data:' }, POLICY, 'img-src', "img-src 'self' data:"],
  [
    'who frames, as Firefox tells',
    { directive: 'frame-ancestors', blocked: 'https://portal.example', browser: 'firefox' },
    POLICY,
    'frame-ancestors',
    'frame-ancestors https://portal.example',
  ],
  [
    'a form',
    { directive: 'form-action', blocked: 'https://pay.example' },
    "form-action 'self'",
    'form-action',
    "form-action 'self' https://pay.example",
  ],
  [
    'plain http on a page of http',
    { page: 'http://shop.example/', blocked: 'http://cdn.example' },
    "img-src 'self'",
    'img-src',
    "img-src 'self' http://cdn.example",
  ],
  [
    'a directive that this version does not know beside it',
    {},
    "img-src 'self'; new-src x",
    'img-src',
    "img-src 'self' https://cdn.example",
  ],
])('the smallest change for %s', (_, told, policy, directive, text) => {
  const { change, risk } = explainGroup(groupOf(told), policy)
  expect(change).toMatchObject({ directive, text })
  expect(risk).toBeDefined()
})

test.each<[title: string, told: Partial<Group>, policy: string, advice: string]>([
  ['an inline script', { directive: 'script-src-elem', blocked: 'inline' }, POLICY, 'nonce'],
  ['an event handler', { directive: 'script-src-attr', blocked: 'inline' }, POLICY, 'addEventListener'],
  ['an inline style', { directive: 'style-src-elem', blocked: 'inline' }, POLICY, 'nonce'],
  ['a style attribute', { directive: 'style-src-attr', blocked: 'inline' }, POLICY, 'class'],
  ['eval', { directive: 'script-src', blocked: 'eval' }, POLICY, 'Do without eval'],
  ['WebAssembly', { directive: 'script-src', blocked: 'wasm-eval' }, POLICY, "'wasm-unsafe-eval'"],
  [
    'a plain text in a sink',
    { directive: 'require-trusted-types-for', blocked: 'trusted-types-sink' },
    "require-trusted-types-for 'script'",
    'Trusted Types policy',
  ],
  [
    'a Trusted Types policy',
    { directive: 'trusted-types', blocked: 'trusted-types-policy' },
    'trusted-types a',
    'Trusted',
  ],
  ['a script in its address', { directive: 'script-src-elem', blocked: 'data:' }, POLICY, 'Serve it as a file'],
  ['a worker that a script made', { directive: 'worker-src', blocked: 'blob:' }, POLICY, 'Serve it as a file'],
  ['a connection to a scheme', { directive: 'connect-src', blocked: 'blob:' }, POLICY, 'whole scheme'],
  ['plain http on a page of https', { blocked: 'http://cdn.example' }, POLICY, 'over https'],
  ['what redirects', { blocked: 'https://shop.example' }, POLICY, 'leads on to another'],
  ["a host beside 'strict-dynamic'", { directive: 'script-src-elem' }, NONCES, 'hosts count for nothing'],
  ['a prefetch', { directive: 'default-src' }, POLICY, 'A prefetch'],
  [
    'framing, as Chromium tells',
    { directive: 'frame-ancestors', blocked: 'https://shop.example' },
    POLICY,
    'did not say who',
  ],
  ['framing, where nothing is told', { directive: 'frame-ancestors', blocked: '' }, POLICY, 'did not say who'],
  ['what was not told', { blocked: '' }, POLICY, 'does not say enough'],
  ['a sandbox', { directive: 'sandbox', blocked: '' }, 'sandbox', 'does not say enough'],
  ['an address without a name', { blocked: 'https://[::1]' }, POLICY, 'No source can stand'],
  ['a host that would end a directive', { blocked: 'https://a;script-src *' }, POLICY, ''],
  ['words that no policy should have', {}, "img-src 'self' self", 'cannot be changed by a program'],
])('advice and no change for %s', (_, told, policy, advice) => {
  const explanation = explainGroup(groupOf(told), policy)
  expect(explanation.change).toBeUndefined()
  expect(explanation.risk).toBeUndefined()
  expect(explanation.advice).toContain(advice)
})

test.each<[title: string, told: Partial<Group>, policy: string | undefined, detail: string]>([
  ['the directive', {}, "img-src 'self'", 'img-src of the policy decided.'],
  ['the fallback', {}, POLICY, 'default-src decided, because the policy has no img-src.'],
  ['an empty list', {}, "img-src 'none'", "It is 'none': nothing is let through."],
  [
    'another scheme',
    { blocked: 'http://cdn.example', page: 'http://shop.example/' },
    'img-src https://cdn.example',
    'under another scheme',
  ],
  ['a host above', {}, 'img-src https://example', 'stands for itself alone'],
  ['a wildcard', {}, 'img-src *.cdn.example', 'hosts below that one'],
  ['another port', {}, 'img-src https://cdn.example:8443', 'Nearly: https://cdn.example:8443'],
  ['a path', { directive: 'script-src-elem', blocked: 'https://lib.example' }, POLICY, 'with another path'],
  ['what is not kept', { directive: 'script-src-elem', blocked: 'https://lib.example' }, POLICY, 'its path'],
  ['a nonce that nobody told', { directive: 'style-src-elem' }, NONCES, 'the response’s nonce'],
  ['a policy that is gone', {}, undefined, 'not known any more'],
  ['an unknown policy', { standing: 'unknown-policy' }, undefined, 'an extension or a proxy'],
  ['what the policy does not block', { standing: 'inconsistent' }, 'img-src *', 'does not block this'],
  ['a page of others', { standing: 'foreign' }, undefined, 'not one of yours'],
  ['sure noise', { noise: { rule: 'browser-extension', confidence: 'sure' } }, POLICY, 'An extension of the browser'],
  ['a rule that is gone', { noise: { rule: 'old', confidence: 'sure' } }, POLICY, 'by the rule old.'],
  ['likely noise', { noise: { rule: 'proxy', confidence: 'likely' } }, POLICY, 'It is probably nobody’s fault'],
])('the details tell %s', (_, told, policy, detail) => {
  expect(explainGroup(groupOf(told), policy).details.join('\n')).toContain(detail)
})

test.each<[title: string, told: Partial<Group>]>([
  ['sure noise', { noise: { rule: 'extension', confidence: 'sure' } }],
  ['an unknown policy', { standing: 'unknown-policy' }],
  ['an inconsistent report', { standing: 'inconsistent' }],
  ['a foreign page', { standing: 'foreign' }],
])('nothing is to be changed for %s', (_, told) => {
  const { change, advice } = explainGroup(groupOf(told), POLICY)
  expect([change, advice]).toEqual([undefined, undefined])
})

test.each<[title: string, told: Partial<Group>, risk: string]>([
  ['a script', { directive: 'script-src-elem' }, 'JSONP'],
  ['an attack that was stopped', {}, 'an attack that was stopped looks no different'],
  ['files of anybody', { directive: 'script-src-elem', blocked: 'https://cdn.jsdelivr.net' }, 'Anybody can have files'],
  ['names of anybody', { blocked: 'https://shop.github.io' }, 'Anybody can have a name below github.io'],
  ['the own machine', { page: 'http://localhost:3000/', blocked: 'http://localhost:4000' }, 'own machine'],
  ['plain http', { page: 'http://shop.example/', blocked: 'http://cdn.example' }, 'anyone on the way'],
  ['a bypass', { directive: 'script-src-elem', blocked: 'https://accounts.example' }, 'lets the policy be bypassed'],
  [
    'clicks that were not meant',
    { directive: 'frame-ancestors', blocked: 'https://portal.example' },
    'what they do not see',
  ],
])('the risk tells of %s', (_, told, risk) => {
  expect(explainGroup(groupOf(told), POLICY, { bypasses }).risk).toContain(risk)
})

test('what was reported and not blocked is said to be', () => {
  expect(explainGroup(groupOf({ disposition: 'report' }), POLICY).summary).toBe(
    'On https://shop.example/orders/:id, Chromium reported, without blocking it, an image from https://cdn.example.',
  )
})

test('a part of a host is rather to be listed than the whole', () => {
  const group = groupOf({ directive: 'script-src-elem', blocked: 'https://lib.example' })
  expect(explainGroup(group, POLICY).advice).toContain('list its path')
})
