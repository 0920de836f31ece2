import { ConfigError, compile } from '@sallyport/core'
import { policyId } from '@sallyport/core/report'
import { expect, test } from 'vitest'
import type { FoldedGroup } from '../group.ts'
import { DAY, foldedOf, HOUR, NOW, POLICY, servedOf, storeOf } from './groups.test-kit.ts'
import { replay } from './replay.ts'

const NONCES = "script-src 'nonce-*' 'strict-dynamic'; object-src 'none'"
/** Proof that reports arrive, and that nobody minds. */
const EXTENSION = {
  directive: 'font-src',
  blocked: 'chrome-extension:',
  noise: { rule: 'x', confidence: 'sure' },
} as const
const EVIDENCE = [foldedOf({ ...EXTENSION, ago: 10 * DAY }), foldedOf(EXTENSION)]

const UNTOLD = { blocked: '', policy: policyId("img-src 'none'") }

type Verdict = 'wouldBreak' | 'mightBreak' | 'wouldAllow'

async function verdictOf(group: FoldedGroup, original: string, candidate: string): Promise<Verdict | undefined> {
  const store = await storeOf([{ ...group, policy: policyId(original) }], [servedOf(original)])
  const result = await replay(candidate, store, { now: NOW })
  const kinds: readonly Verdict[] = ['wouldBreak', 'mightBreak', 'wouldAllow']
  return kinds.find((kind) => result[kind].length > 0)
}

test.each<[title: string, told: Partial<FoldedGroup>, original: string, candidate: string, verdict: Verdict]>([
  ['the same policy', {}, POLICY, POLICY, 'wouldBreak'],
  ['a list with the host', {}, POLICY, `${POLICY}; img-src cdn.example`, 'wouldAllow'],
  ['no list at all', {}, POLICY, "script-src 'self'", 'wouldAllow'],
  ['another host', {}, POLICY, `${POLICY}; img-src *.cdn.example`, 'wouldBreak'],
  ['a path of the host, which is not kept', {}, POLICY, 'img-src https://cdn.example/i/', 'mightBreak'],
  [
    'a path that did not match then',
    { directive: 'script-src-elem', blocked: 'https://lib.example' },
    POLICY,
    `${POLICY}; connect-src *`,
    'wouldBreak',
  ],
  [
    'that path, and one that is new',
    { directive: 'script-src-elem', blocked: 'https://lib.example' },
    POLICY,
    "script-src 'self' https://lib.example/js/ https://lib.example/css/",
    'mightBreak',
  ],
  [
    'that path, and another host, which a redirect may lead to',
    { directive: 'script-src-elem', blocked: 'https://lib.example' },
    POLICY,
    "script-src 'self' https://lib.example/js/ https://cdn.example",
    'mightBreak',
  ],
  ['nonces where there were none', { directive: 'script-src-elem', blocked: 'inline' }, POLICY, NONCES, 'mightBreak'],
  ['nonces as before', { directive: 'script-src-elem', blocked: 'inline' }, NONCES, NONCES, 'wouldBreak'],
  [
    'nonces as before, and hosts that count for nothing',
    { directive: 'script-src-elem' },
    NONCES,
    "script-src 'nonce-*' 'strict-dynamic' https:",
    'wouldBreak',
  ],
  [
    'a hash that is new',
    { directive: 'script-src-elem', blocked: 'inline' },
    "script-src 'self'",
    `script-src 'self' 'sha256-${'A'.repeat(43)}='`,
    'mightBreak',
  ],
  [
    'a hash that was not its own',
    { directive: 'script-src-elem', blocked: 'inline' },
    `script-src 'sha256-${'A'.repeat(43)}='`,
    `script-src 'self' 'sha256-${'A'.repeat(43)}='`,
    'wouldBreak',
  ],
  [
    'a hash that begins to count for attributes',
    { directive: 'script-src-attr', blocked: 'inline' },
    `script-src 'sha256-${'A'.repeat(43)}='`,
    `script-src 'unsafe-hashes' 'sha256-${'A'.repeat(43)}='`,
    'mightBreak',
  ],
  [
    'inline styles',
    { directive: 'style-src-attr', blocked: 'inline' },
    POLICY,
    "style-src 'unsafe-inline'",
    'wouldAllow',
  ],
  ['eval', { directive: 'script-src', blocked: 'eval' }, POLICY, NONCES, 'wouldBreak'],
  [
    'a text in a sink',
    { directive: 'require-trusted-types-for', blocked: 'trusted-types-sink' },
    "require-trusted-types-for 'script'",
    "script-src 'none'",
    'wouldAllow',
  ],
  ['a redirect', { blocked: 'https://shop.example' }, POLICY, `${POLICY}; img-src 'self' cdn.example`, 'mightBreak'],
  ['a redirect, and nothing new', { blocked: 'https://shop.example' }, POLICY, POLICY, 'wouldBreak'],
  ['a redirect to anywhere', { blocked: 'https://shop.example' }, POLICY, 'img-src *', 'wouldAllow'],
  ['a redirect that nothing restricts', { blocked: 'https://shop.example' }, POLICY, 'script-src *', 'wouldAllow'],
  ['a frame of nobody knows whom', { directive: 'frame-ancestors', blocked: '' }, POLICY, POLICY, 'wouldBreak'],
  [
    'the same with a list',
    { directive: 'frame-ancestors', blocked: '' },
    POLICY,
    'frame-ancestors https://a.example',
    'mightBreak',
  ],
  ['the same with any', { directive: 'frame-ancestors', blocked: '' }, POLICY, 'frame-ancestors *', 'wouldAllow'],
  ['what was not told', { blocked: '' }, POLICY, "img-src 'self' cdn.example", 'mightBreak'],
  ['what was not told, by the same list', { blocked: '' }, POLICY, "img-src 'self'", 'wouldBreak'],
  [
    'an address without a name, as Chromium reads it',
    { blocked: 'https://10.0.0.1' },
    POLICY,
    'img-src https://10.0.0.1',
    'wouldAllow',
  ],
])('%s', async (_, told, original, candidate, verdict) => {
  expect(await verdictOf(foldedOf(told), original, candidate)).toBe(verdict)
})

test.each<[title: string, told: Partial<FoldedGroup>]>([
  ['sure noise', { noise: { rule: 'extension', confidence: 'sure' } }],
  ['an unknown policy', { standing: 'unknown-policy' }],
  ['what the policy does not block', { standing: 'inconsistent' }],
  ['a foreign page', { standing: 'foreign' }],
  ['another site', { site: 'other' }],
])('%s breaks nothing', async (_, told) => {
  expect(await verdictOf(foldedOf(told), POLICY, POLICY)).toBeUndefined()
})

test.each<[title: string, groups: readonly FoldedGroup[], expected: object]>([
  ['nothing was observed', [], { ready: false, quiet: { met: false, since: null, hours: 0 } }],
  [
    'nothing but invented reports',
    [foldedOf({ standing: 'inconsistent', ago: 20 * DAY })],
    { ready: false, quiet: { met: false, since: null } },
  ],
  ['quiet for ten days', EVIDENCE, { ready: true, quiet: { met: true, since: NOW - 10 * DAY, hours: 240 } }],
  ['too young to tell', [foldedOf(EXTENSION)], { ready: false, quiet: { met: false, hours: 1 } }],
  ['silent of late', [foldedOf({ ...EXTENSION, ago: 10 * DAY })], { ready: false, quiet: { met: false, hours: 240 } }],
  ['broken a day ago', [...EVIDENCE, foldedOf({ ago: DAY })], { ready: false, quiet: { met: false, hours: 24 } }],
  [
    'broken eight days ago',
    [...EVIDENCE, foldedOf({ ago: 8 * DAY })],
    { ready: true, quiet: { met: true, hours: 192 } },
  ],
])('the quiet period: %s', async (_, groups, expected) => {
  expect(await replay(POLICY, await storeOf(groups), { now: NOW })).toMatchObject(expected)
})

test.each<[title: string, ago: number, ready: boolean]>([
  ['lately', DAY, false],
  ['long ago', 8 * DAY, true],
])('what might have broken %s', async (_, ago, ready) => {
  const store = await storeOf([...EVIDENCE, foldedOf({ ...UNTOLD, ago })])
  expect(await replay("img-src 'self'", store, { now: NOW })).toMatchObject({ ready, quiet: { met: true, hours: 240 } })
})

test('a shorter period and more proof can be asked for', async () => {
  const store = await storeOf([...EVIDENCE, foldedOf({ ago: DAY })])
  expect(await replay(POLICY, store, { now: NOW, quietHours: 24 })).toMatchObject({ ready: true })
  expect(await replay(POLICY, store, { now: NOW, quietHours: 24, minReports: 3 })).toMatchObject({ ready: false })
})

test('what others invent can be passed over', async () => {
  const real = foldedOf({ blocked: 'https://real.example', vouched: ['a'], ago: 9 * DAY })
  const store = await storeOf([...EVIDENCE, real, foldedOf({ count: 99 })])
  expect(await replay(POLICY, store, { now: NOW })).toMatchObject({ ready: false })
  const result = await replay(POLICY, store, { now: NOW, vouchedOnly: true })
  expect(result).toMatchObject({ ready: true, coverage: { unvouchedIgnored: 99 } })
  expect(result.wouldBreak.map(({ group }) => group.blocked)).toEqual(['https://real.example'])
})

test('the coverage says what was looked at', async () => {
  const groups = [
    ...EVIDENCE,
    foldedOf({ count: 5, browser: 'firefox', page: 'https://shop.example/' }),
    foldedOf({ standing: 'foreign', count: 7 }),
  ]
  expect((await replay(POLICY, await storeOf(groups), { now: NOW })).coverage).toEqual({
    reports: 7,
    recentReports: 6,
    hours: 2,
    pages: 2,
    browsers: ['chromium', 'firefox'],
    noiseIgnored: 2,
    standingsIgnored: 7,
    unvouchedIgnored: 0,
    isComplete: true,
  })
})

const CANDIDATE = `${POLICY}; img-src https://cdn.example/i/`
const ownOf = (told: Parameters<typeof foldedOf>[0] = {}) => foldedOf({ policy: policyId(CANDIDATE), ...told })

test.each<[title: string, groups: readonly FoldedGroup[], verdicts: readonly Verdict[]]>([
  ['what it reported itself it blocks', [ownOf()], ['wouldBreak']],
  ['what another policy alone reported it lets through', [ownOf(EXTENSION), foldedOf()], ['wouldAllow']],
  ['not what both reported', [ownOf(), foldedOf()], ['wouldBreak', 'mightBreak']],
])('a candidate that has been on trial: %s', async (_, groups, verdicts) => {
  const store = await storeOf(groups, [servedOf(POLICY), servedOf(CANDIDATE)])
  const result = await replay(CANDIDATE, store, { now: NOW })
  const kinds: readonly Verdict[] = ['wouldBreak', 'mightBreak', 'wouldAllow']
  expect(kinds.filter((kind) => result[kind].length > 0)).toEqual(verdicts)
})

test.each<[title: string, candidate: string, served: string]>([
  ['with a nonce', "img-src 'self'; script-src 'nonce'", "img-src 'self'; script-src 'nonce-*'"],
  ['where no nonce is used', "img-src 'self'; script-src 'nonce'", "img-src 'self'; script-src 'none'"],
  ['without what only an enforced policy can have', "img-src 'self'; sandbox", "img-src 'self'"],
  ['without frame-ancestors, which report elsewhere', "img-src 'self'; frame-ancestors 'none'", "img-src 'self'"],
])('a candidate knows its own reports %s', async (_, candidate, served) => {
  const groups = [foldedOf({ blocked: '', policy: policyId(served) })]
  const result = await replay(candidate, await storeOf(groups, []), { now: NOW })
  expect(result.wouldBreak).toHaveLength(1)
})

test('a trial that is too young settles nothing', async () => {
  const young = servedOf(CANDIDATE, { from: NOW - DAY })
  const store = await storeOf([ownOf(EXTENSION), foldedOf()], [servedOf(POLICY), young])
  expect((await replay(CANDIDATE, store, { now: NOW })).mightBreak).toHaveLength(1)
})

test('configurations are candidates in all their forms', async () => {
  const store = await storeOf([foldedOf()])
  const object = { directives: { 'img-src': ["'self'"] }, reportOnly: true } as const
  for (const policy of [
    "img-src 'self'",
    object,
    [object, 'img-src *'],
    compile({ csp: object, reporting: { endpoint: '/reports' } }),
  ]) {
    expect((await replay(policy, store, { now: NOW })).wouldBreak).toHaveLength(1)
  }
  expect(
    await replay("script-src 'nonce-abc'; img-src 'nonce'", store, { now: NOW }).catch((error) => error),
  ).toBeInstanceOf(ConfigError)
})

test('the same store and time give the same answer', async () => {
  const groups = [...EVIDENCE, foldedOf(), foldedOf({ blocked: 'https://b.example' }), foldedOf({ ago: 3 * HOUR })]
  const one = await replay(POLICY, await storeOf(groups), { now: NOW })
  expect(await replay(POLICY, await storeOf(groups.toReversed()), { now: NOW })).toEqual(one)
})
