import { expect, test } from 'vitest'
import type { Inline, Profile, ResourceRequest, Verdict } from '../verdict.ts'
import { matchAncestors } from './ancestors.ts'
import { ask, askInline } from './match.test-kit.ts'
import { matchRequest } from './request.ts'

// What Chromium 156 and Firefox ESR 153 were seen to do, found by `pnpm differential`: each row was a disagreement.

const HTTP = 'http://page.test/'
const HTTPS = 'https://page.test/'
const UPGRADE = 'upgrade-insecure-requests'
const FONT = { destination: 'font' } as const
const SOCKET = { destination: '', initiator: 'websocket' } as const
const FETCH = { destination: '', initiator: 'fetch' } as const
const PREFETCH = { destination: '', initiator: 'prefetch', url: 'https://a.test/' } as const

type Seen = readonly [chromium: boolean, gecko: boolean]
const BOTH: Seen = [true, true]
const NEITHER: Seen = [false, false]
const CHROMIUM: Seen = [true, false]
const GECKO: Seen = [false, true]

function seenBy(verdictFor: (profile: Profile) => Verdict): Seen {
  return [verdictFor('chromium').outcome === 'allowed', verdictFor('gecko').outcome === 'allowed']
}

test.each<[page: string, policy: string, url: string, seen: Seen]>([
  // Port 443, named
  [HTTP, 'img-src a.test:443', 'https://a.test/', BOTH],
  [HTTP, 'img-src http://a.test:443', 'https://a.test/', BOTH],
  [HTTP, 'img-src *:443', 'https://a.test/', BOTH],
  [HTTPS, 'img-src http://a.test:443', 'https://a.test/', BOTH],
  [HTTP, 'img-src a.test:8443', 'https://a.test:8443/', GECKO],
  [HTTP, 'img-src a.test:8443', 'http://a.test:8443/', BOTH],
  // No port
  [HTTP, 'img-src a.test', 'http://a.test:443/', GECKO],
  [HTTP, 'img-src http://a.test', 'http://a.test:443/', GECKO],
  [HTTP, 'img-src http://a.test', 'https://a.test:80/', GECKO],
  [HTTP, 'img-src a.test', 'https://a.test:8443/', NEITHER],
  // 'self'
  [HTTP, "img-src 'self'", 'https://page.test:80/', BOTH],
  [HTTP, "img-src 'self'", 'http://page.test:443/', GECKO],
  [HTTP, "img-src 'self'", 'https://page.test:8080/', NEITHER],
  ['http://page.test:8080/', "img-src 'self'", 'https://page.test:8080/', BOTH],
  ['http://page.test:8080/', "img-src 'self'", 'https://page.test/', NEITHER],
  // Digits
  [HTTPS, 'img-src a.test:0443', 'https://a.test/', CHROMIUM],
  // Names of directives that were dropped
  [HTTPS, "img-src é; img-src 'none'", 'https://a.test/', CHROMIUM],
  [HTTPS, "img-src é; img-src *; default-src 'none'", 'https://a.test/', GECKO],
  [HTTPS, "img-src 'none'; img-src é", 'https://a.test/', NEITHER],
  [HTTPS, "é-src *; img-src 'none'", 'https://a.test/', NEITHER],
])('on %s, %s and an image from %s', (page, policy, url, seen) => {
  expect(seenBy((profile) => ask(policy, { url }, profile, page))).toEqual(seen)
})

// Chromium asks another process about navigations.
test.each<[page: string, list: string, url: string, seen: Seen]>([
  [HTTP, 'a.test:443', 'https://a.test/', GECKO],
  [HTTP, 'http://a.test:443', 'https://a.test/', GECKO],
  [HTTP, '*:443', 'https://a.test/', GECKO],
  [HTTP, 'a.test:80', 'https://a.test/', BOTH],
  [HTTP, "'self'", 'https://page.test:80/', GECKO],
  [HTTP, "'self'", 'https://page.test/', BOTH],
  ['http://page.test:8080/', "'self'", 'https://page.test:8080/', GECKO],
])('on %s, %s and a frame or form of %s', (page, list, url, seen) => {
  const policy = `frame-src ${list}; form-action ${list}`
  const form = { destination: 'document', initiator: 'form-action', url } as const
  expect(seenBy((profile) => ask(policy, { destination: 'iframe', url }, profile, page))).toEqual(seen)
  expect(seenBy((profile) => ask(policy, form, profile, page))).toEqual(seen)
})

test.each<[policy: string, url: string, seen: Seen]>([
  ["connect-src 'self'", 'wss://page.test:80/', BOTH],
  ["connect-src 'self'", 'ws://page.test:443/', GECKO],
  ['connect-src ws://a.test', 'ws://a.test:443/', GECKO],
  ['connect-src ws://a.test:443', 'wss://a.test/', GECKO],
  ['connect-src wss://a.test:443', 'wss://a.test/', BOTH],
])('on an http page, %s and %s', (policy, url, seen) => {
  expect(seenBy((profile) => ask(policy, { url, ...SOCKET }, profile, HTTP))).toEqual(seen)
})

test.each<[policy: string, type: Inline['type'], seen: Seen]>([
  ["default-src 'strict-dynamic' 'unsafe-inline'", 'style', GECKO],
  ["default-src 'strict-dynamic' 'unsafe-inline'", 'style attribute', GECKO],
  ["style-src 'strict-dynamic' 'unsafe-inline'", 'style', BOTH],
  ["style-src 'strict-dynamic' 'unsafe-inline'", 'style attribute', BOTH],
])('%s and an inline %s', (policy, type, seen) => {
  expect(seenBy((profile) => askInline(policy, { type }, profile))).toEqual(seen)
})

test.each<[policy: string, seen: Seen]>([
  ["default-src 'none'", NEITHER],
  ["img-src 'none'", BOTH],
  ["default-src 'none'; img-src https:", CHROMIUM],
  ["default-src 'none'; form-action https:", NEITHER],
  ["default-src 'strict-dynamic'", CHROMIUM],
  ["default-src 'none'; script-src 'strict-dynamic'", CHROMIUM],
  ["default-src 'none'; worker-src 'strict-dynamic'", CHROMIUM],
  ["default-src 'none'; child-src 'strict-dynamic'", CHROMIUM],
  ["default-src 'strict-dynamic'; script-src 'none'", NEITHER],
  ["default-src 'strict-dynamic'; script-src 'none'; worker-src https:", CHROMIUM],
  ["default-src 'none'; script-src-elem 'strict-dynamic'", NEITHER],
  ["default-src 'none'; style-src 'strict-dynamic'", NEITHER],
])('%s and a prefetch', (policy, seen) => {
  expect(seenBy((profile) => ask(policy, PREFETCH, profile))).toEqual(seen)
})

// `also` is a second policy, that does not ask for the upgrade itself.
test.each<[what: string, request: Partial<ResourceRequest>, policy: string, also: string, seen: Seen]>([
  ['a font', FONT, 'font-src https:', '', BOTH],
  ['a font', FONT, '', 'font-src https:', CHROMIUM],
  ['a font', FONT, 'font-src https://a.test', '', BOTH],
  ['a font', FONT, 'font-src http://a.test:443', '', CHROMIUM],
  ['fetch()', FETCH, 'connect-src https:', '', GECKO],
  ['fetch()', FETCH, '', 'connect-src https:', NEITHER],
  ['a beacon', { ...FETCH, initiator: 'beacon' }, 'connect-src https:', '', GECKO],
  ['an XMLHttpRequest', { ...FETCH, initiator: 'xhr' }, 'connect-src https:', '', BOTH],
  ['an EventSource', { ...FETCH, initiator: 'eventsource' }, '', 'connect-src https:', CHROMIUM],
  ['a WebSocket', { ...SOCKET, url: 'ws://a.test/' }, 'connect-src wss:', '', BOTH],
  ['a WebSocket', { ...SOCKET, url: 'ws://a.test/' }, '', 'connect-src wss:', CHROMIUM],
  ['a video', { destination: 'video' }, 'media-src https:', '', GECKO],
  ['a text track', { destination: 'track' }, 'media-src https:', '', GECKO],
  ['a frame', { destination: 'iframe' }, '', 'frame-src https:', CHROMIUM],
  ['a form', { destination: 'document', initiator: 'form-action' }, '', 'form-action https:', BOTH],
  ['a font of this machine', { ...FONT, url: 'http://127.0.0.1/' }, '', 'font-src https:', NEITHER],
  ['a <base>', { destination: '', initiator: 'base' }, 'base-uri https:', '', GECKO],
])('an upgraded %s: %j, "%s" and "%s"', (_what, request, policy, also, seen) => {
  const policies = [{ header: `${UPGRADE}; ${policy}` }, { header: also }]
  const known = { url: 'http://a.test/', destination: '', redirectCount: 0, ...request }
  expect(seenBy((profile) => matchRequest(policies, { url: HTTP }, known, { profile }))).toEqual(seen)
})

test.each<[initiator: 'beacon' | 'ping' | 'fetch', list: string, url: string, seen: Seen]>([
  ['beacon', 'a.test/x', 'https://a.test/x', BOTH],
  ['beacon', 'a.test/y', 'https://a.test/x', GECKO],
  ['ping', 'a.test/y', 'https://a.test/x', GECKO],
  ['fetch', 'a.test/y', 'https://a.test/x', BOTH],
])('a redirected %s and connect-src %s', (initiator, list, url, seen) => {
  const request = { destination: '', initiator, url, redirectCount: 1 } as const
  expect(seenBy((profile) => ask(`connect-src ${list}`, request, profile))).toEqual(seen)
})

test.each<[list: string, ancestors: readonly string[], seen: Seen]>([
  ['*', ['null', HTTPS], GECKO],
  ['* data:', ['null', HTTPS], GECKO],
  ['*:*', ['null', HTTPS], NEITHER],
  ["'self' https: http: data: blob:", ['null', HTTPS], NEITHER],
  ['https://page.test/x', [HTTPS], GECKO],
  ['http://a.test:443', ['https://a.test'], GECKO],
])('frame-ancestors %s inside %j', (list, ancestors, seen) => {
  const policies = [{ header: `frame-ancestors ${list}` }]
  expect(seenBy((profile) => matchAncestors(policies, HTTPS, ancestors, { profile }))).toEqual(seen)
})

test.each<[destination: string, seen: Seen]>([
  ['image', CHROMIUM],
  ['audio', NEITHER],
  ['video', NEITHER],
])('on an https page, default-src https: and an http %s', (destination, seen) => {
  expect(seenBy((profile) => ask('default-src https:', { url: 'http://a.test/', destination }, profile))).toEqual(seen)
})
