import { expect, test } from 'vitest'
import { diff } from './compare/diff.ts'
import { intersect } from './compare/intersect.ts'
import { subsumes } from './compare/subsumes.ts'
import { compileCsp } from './compile.ts'
import { applyEdit } from './lint/edit.ts'
import { gradeCsp } from './lint/grade.ts'
import { lintCsp } from './lint/lint.ts'
import { matchAncestors } from './match/ancestors.ts'
import { matchInline } from './match/inline.ts'
import { matchRequest } from './match/request.ts'
import { parseCsp, serializeCsp } from './parse.ts'
import { parseSource } from './source.ts'

// What only JavaScript can pass: the compiler refuses all of it.
const call = (fn: (...given: never) => unknown, ...given: readonly unknown[]): unknown =>
  Reflect.apply(fn, undefined, given)

const POLICY = "default-src 'self'"
const POLICIES = [{ header: POLICY }]
const PAGE = { url: 'https://app.example/' }
const SCRIPT = { url: 'https://cdn.example/a.js', destination: 'script' }

test.each<[mistake: string, fn: (...given: never) => unknown, given: readonly unknown[], told: string]>([
  ['a text for the list', lintCsp, [POLICY], 'Policies are a list such as'],
  ['a text for the list', gradeCsp, [POLICY], 'Policies are a list such as'],
  ['a text for the list', matchRequest, [POLICY, PAGE, SCRIPT], 'Policies are a list such as'],
  ['texts in the list', lintCsp, [[POLICY]], 'A policy is { header:'],
  ['texts in the list', matchInline, [[POLICY], PAGE, { type: 'script' }], 'A policy is { header:'],
  ['nothing', lintCsp, [], 'Policies are a list such as'],
  ['a header that was not sent', subsumes, [POLICY, undefined], 'A policy is { header:'],
  ['a header that was not sent', intersect, [POLICY, null], 'A policy is { header:'],
  ['a header that was not sent', parseCsp, [null], 'parseCsp needs the text of a header, not null.'],
  ['a header without a text', lintCsp, [[{ header: null }]], 'A policy is { header:'],
  ['a configuration', diff, [{ directives: { 'img-src': ['*'] } }, POLICY], 'give the header that it sends.'],
  ['disposition', lintCsp, [[{ header: POLICY, disposition: 'report-only' }]], 'Did you mean "report"?'],
  ['delivery', lintCsp, [[{ header: POLICY, delivery: '<meta>' }]], 'Did you mean "meta"?'],
  ['profile', matchRequest, [POLICIES, PAGE, SCRIPT, { profile: 'chrome' }], 'Did you mean "chromium"?'],
  ['profile', matchAncestors, [POLICIES, PAGE.url, [PAGE.url], { profile: 'firefox' }], 'Did you mean "gecko"?'],
  ['profile', diff, [POLICY, POLICY, { profile: 'safari' }], 'Did you mean "webkit"?'],
  ['mode', subsumes, [POLICY, POLICY, { mode: 'strict' }], '"strict" is no mode. It is one of "ci", "cspee".'],
  ['options', subsumes, [POLICY, POLICY, 'cspee'], 'The options are an object'],
  ['page', matchRequest, [POLICIES, PAGE.url, SCRIPT], "A page is { url: 'https://app.example.com/' }"],
  ['request', matchRequest, [POLICIES, PAGE, SCRIPT.url], 'A request is { url:'],
  ['no destination', matchRequest, [POLICIES, PAGE, { url: SCRIPT.url }], "It is Fetch's: 'script'"],
  ['an element', matchRequest, [POLICIES, PAGE, { ...SCRIPT, destination: 'img' }], 'Write "image".'],
  ['misspelt', matchRequest, [POLICIES, PAGE, { ...SCRIPT, destination: 'imgae' }], 'Write "image".'],
  ['initiator', matchRequest, [POLICIES, PAGE, { ...SCRIPT, initiator: 'websockets' }], 'Did you mean "websocket"?'],
  [
    'an initiator for the destination',
    matchRequest,
    [POLICIES, PAGE, { ...SCRIPT, destination: 'websocket' }],
    'Write "", with initiator: "websocket".',
  ],
  ['type', matchInline, [POLICIES, PAGE, { type: 'scripts' }], 'Did you mean "script"?'],
  ['inline content', matchInline, [POLICIES, PAGE], 'Inline content is { type:'],
  ['self', matchAncestors, [POLICIES, PAGE, [PAGE.url]], "The response's address is a text"],
  ['ancestors', matchAncestors, [POLICIES, PAGE.url, PAGE.url], 'Ancestors are a list'],
  ['a text', serializeCsp, [POLICY], 'the list that parseCsp gives'],
  ['a finding without an edit', applyEdit, [POLICY, undefined], 'some findings have none.'],
  ['the edit first', applyEdit, [{}, POLICY], 'the text of the header first'],
  ['one configuration', compileCsp, [POLICY, { path: 'csp', findings: [] }], 'a list of policies'],
  ['nowhere to tell problems', compileCsp, [[POLICY]], "compileCsp needs { path: 'csp', findings }"],
  [
    'bypasses',
    lintCsp,
    [[{ header: 'script-src a.example' }], {}, { bypasses: ['//a.example/'] }],
    'bypasses are { jsonp, angular }',
  ],
])('a mistake in the %s of %o is told of', (_mistake, fn, given, told) => {
  expect(() => call(fn, ...given)).toThrow(TypeError)
  expect(() => call(fn, ...given)).toThrow(told)
})

test('an unset variable is no source, and nothing throws', () => {
  expect(call(parseSource, undefined)).toMatchObject({ code: 'unset-value', message: 'undefined is no text.' })
})

test('CSP3 §6.8.1: a destination that is new to Fetch is no mistake', () => {
  const request = { url: SCRIPT.url, destination: 'hologram' }
  expect(matchRequest([{ header: "connect-src 'none'" }], PAGE, request).outcome).toBe('blocked')
})

test.each([
  ['an object', { 'X-Frame-Options': 'DENY' }],
  ['an object of node:http', { 'x-frame-options': ['DENY'], age: 1 }],
  ['Headers', new Headers({ 'x-frame-options': 'DENY' })],
  ['pairs', [['X-Frame-Options', 'DENY']] as const],
])('lintCsp reads headers from %s', (_what, headers) => {
  const about = (given: Parameters<typeof lintCsp>[1]) =>
    lintCsp([{ header: 'frame-ancestors *' }], given).map(({ code }) => code)
  expect(about({ headers })).toEqual(about({ headers: { 'x-frame-options': 'DENY' } }))
  expect(about({ headers })).not.toEqual(about({ headers: {} }))
})
