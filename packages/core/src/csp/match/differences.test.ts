import { expect, test } from 'vitest'
import type { Profile, Verdict } from '../verdict.ts'
import { matchAncestors } from './ancestors.ts'
import { DIFFERENCES, type DifferenceId } from './differences.ts'
import { ask, askInline, PROFILES } from './match.test-kit.ts'
import { sandboxFlags } from './sandbox.ts'

type Example = (profile: Profile) => boolean

const HTTP = 'http://page.test/'

/** Whether `img-src` with this list lets an image through. */
function image(list: string, url: string, page?: string): Example {
  return (profile) => ask(`img-src ${list}`, { url }, profile, page).outcome === 'allowed'
}

function socket(list: string, url: string): Example {
  return (profile) =>
    ask(`connect-src ${list}`, { url, destination: '', initiator: 'websocket' }, profile).outcome === 'allowed'
}

/** Whether scripts with this integrity metadata pass. */
function integrity(list: string, metadata: string): Example {
  return (profile) =>
    ask(`script-src ${list}`, { destination: 'script', integrity: metadata }, profile).outcome === 'allowed'
}

type Outcome = (profile: Profile) => Verdict['outcome']

function upgradedFont(list: string): Outcome {
  const policy = `upgrade-insecure-requests; font-src ${list}`
  return (profile) => ask(policy, { url: 'http://a.test/', destination: 'font' }, profile, HTTP).outcome
}

function upgradedFetch(list: string): Outcome {
  const policy = `upgrade-insecure-requests; connect-src ${list}`
  const request = { url: 'http://a.test/', destination: '', initiator: 'fetch' } as const
  return (profile) => ask(policy, request, profile, HTTP).outcome
}

function frame(list: string, url: string): Outcome {
  return (profile) => ask(`frame-src ${list}`, { url, destination: 'iframe' }, profile, HTTP).outcome
}

function prefetch(policy: string): Outcome {
  return (profile) => ask(policy, { destination: '', initiator: 'prefetch' }, profile).outcome
}

// For each row a question whose answer is yes in the profiles of the row, and in no other.
const EXAMPLES: Readonly<Record<DifferenceId, Example>> = {
  'websocket-is-http': socket('https:', 'wss://a.test/'),
  'passive-content-upgraded-first': image('https:', 'http://a.test/'),
  'loopback-not-upgraded': (profile) => {
    const policy = 'upgrade-insecure-requests, form-action https:'
    const request = { url: 'http://127.0.0.1/', destination: 'document', initiator: 'form-action' } as const
    return ask(policy, request, profile, HTTP).outcome === 'blocked'
  },
  'upgraded-after-check': (profile) => upgradedFont('http://a.test:443')(profile) === 'blocked',
  'some-upgraded-after-check': (profile) => upgradedFetch('https:')(profile) === 'blocked',
  'ws-source-covers-http': image('ws: wss:', 'https://a.test/'),
  'star-covers-websockets': (profile) => socket('*', 'wss://a.test/')(profile) && profile !== 'spec',
  'star-covers-ftp': (profile) => image('*', 'ftp://a.test/')(profile) && profile !== 'gecko',
  'star-covers-own-schemes': image('*', 'app://a.test/'),
  'star-covers-data-media': image('*', 'data:image/png,x'),
  'star-covers-opaque-ancestors': (profile) =>
    matchAncestors([{ header: 'frame-ancestors *' }], HTTP, ['null'], { profile }).outcome === 'allowed',
  'ip-hosts-match': image('127.0.0.1', 'https://127.0.0.1/'),
  'port-80-upgrades': (profile) =>
    image('http://a.test:80', 'https://a.test/')(profile) && !image('a.test:80', 'https://a.test/')(profile),
  'port-80-covers-443': image('a.test:80', 'https://a.test/'),
  'no-port-covers-443': image('http://a.test', 'http://a.test:443/', HTTP),
  'same-port-bars-upgrade': (profile) => !image('a.test:8443', 'https://a.test:8443/', HTTP)(profile),
  'same-port-bars-navigation': (profile) => frame('a.test:443', 'https://a.test/')(profile) === 'blocked',
  'own-default-port-covered': image('http://a.test', 'https://a.test:80/'),
  'self-covers-own-port': image("'self'", 'https://page.test:80/', HTTP),
  'ports-are-text': (profile) => !image('a.test:0443', 'https://a.test/')(profile),
  'path-decoded-whole': image('a.test/x%2Fy', 'https://a.test/x/y'),
  'ancestor-path-ignored': (profile) =>
    matchAncestors([{ header: 'frame-ancestors a.test/x' }], HTTP, ['http://a.test'], { profile }).outcome ===
    'allowed',
  'paths-kept-after-redirect': (profile) => {
    const request = { destination: '', initiator: 'beacon', redirectCount: 1 } as const
    return ask('connect-src a.test/y', request, profile).outcome === 'blocked'
  },
  'query-ignored': image('a.test/x?y', 'https://a.test/x'),
  'any-path-valid': image('a.test//x', 'https://a.test//x'),
  'trailing-dot-valid': image('a.test.', 'https://a.test./'),
  'bare-star-host-dropped': (profile) => !image('*:8443', 'https://a.test:8443/')(profile),
  'dropped-directive-takes-name': (profile) => ask("img-src é; img-src 'none'", {}, profile).outcome === 'allowed',
  'dashed-hash-names': integrity("'sha-256-abcd'", 'sha256-abcd'),
  'hashes-decoded': integrity("'sha256-abc='", 'sha256-abc'),
  'integrity-hash-folded': (profile) =>
    integrity("'sha256-a-_b'", 'sha256-a+/b')(profile) && !integrity("'sha256-a-_b'", 'sha256-a-_b')(profile),
  'workers-are-scripts': (profile) =>
    ask("worker-src 'strict-dynamic'", { destination: 'worker', parserInserted: false }, profile).outcome === 'allowed',
  'strict-dynamic-bars-styles': (profile) =>
    askInline("default-src 'strict-dynamic' 'unsafe-inline'", { type: 'style' }, profile).outcome === 'blocked',
  'wasm-unrestricted': (profile) =>
    askInline("script-src 'self'", { type: 'wasm-eval' }, profile).outcome === 'allowed',
  'hints-by-default-src-alone': (profile) => prefetch("default-src 'none'; img-src *")(profile) === 'blocked',
  'strict-dynamic-admits-hints': (profile) =>
    prefetch("default-src 'none'; script-src 'strict-dynamic'")(profile) === 'allowed',
  'nested-object-is-frame': (profile) =>
    ask("frame-src 'none'", { destination: 'object', nestsDocument: true }, profile).outcome === 'blocked',
  'form-redirects-unchecked': (profile) =>
    ask("form-action 'self'", { initiator: 'form-action', destination: 'document', redirectCount: 1 }, profile)
      .outcome === 'allowed',
  'sandbox-flags-add-up': (profile) =>
    sandboxFlags([{ header: 'sandbox allow-forms, sandbox allow-scripts' }], { profile }).includes('scripts'),
}

test.each(DIFFERENCES)('$id: $what $profiles', ({ id, profiles }) => {
  const example = new Map(Object.entries(EXAMPLES)).get(id)
  expect(PROFILES.filter((profile) => example?.(profile))).toEqual(PROFILES.filter((each) => profiles.includes(each)))
})

test.each(DIFFERENCES)('$id says where it is from', ({ see }) => {
  expect(new URL(see).protocol).toBe('https:')
})

test('the table that is handed out is nobody’s to change', () => {
  expect(Object.isFrozen(DIFFERENCES)).toBe(true)
  for (const row of DIFFERENCES) expect([Object.isFrozen(row), Object.isFrozen(row.profiles)]).toEqual([true, true])
})
