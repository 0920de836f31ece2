import { ConfigError, compile } from '@sallyport/core'
import { matchRequest } from '@sallyport/core/csp'
import { policyId } from '@sallyport/core/report'
import { expect, test } from 'vitest'
import type { FoldedGroup } from '../group.ts'
import { sqliteStore } from '../stores/sqlite.ts'
import { DAY, foldedOf, HOUR, NOW, POLICY, servedOf, storeOf } from './groups.test-kit.ts'
import { type Learned, type LearnOptions, learn } from './learn.ts'

const STAFF = ['ann', 'bob', 'cat', 'dan', 'eve']

/** What five vouched clients have sent on two days. */
function wideOf(told: Partial<FoldedGroup> = {}): readonly FoldedGroup[] {
  return [foldedOf({ vouched: STAFF, ...told, ago: HOUR }), foldedOf({ vouched: STAFF, ...told, ago: DAY })]
}

async function learnFrom(groups: readonly FoldedGroup[], options: Partial<LearnOptions> = {}): Promise<Learned> {
  return learn(await storeOf(groups), { policy: POLICY, now: NOW, ...options })
}

function proposedBy({ proposals }: Learned): readonly string[] {
  return proposals.map(({ directive, source }) => `${directive} ${source}`)
}

test('a proposal has its change, its words with an example, its evidence and its risk', async () => {
  const { proposals, policy } = await learnFrom([
    ...wideOf({ count: 3 }),
    ...wideOf({ page: 'https://shop.example/', browser: 'firefox', vouched: ['ann', 'fay'] }),
  ])
  expect(proposals).toMatchObject([
    {
      site: 'default',
      directive: 'img-src',
      source: 'https://cdn.example',
      change: { append: { 'img-src': ['https://cdn.example'] } },
      evidence: {
        groups: 2,
        vouched: 5,
        days: 2,
        count: 8,
        hours: 2,
        pages: ['https://shop.example/', 'https://shop.example/orders/:id'],
        browsers: ['chromium', 'firefox'],
        first: Date.UTC(2026, 10, 22),
        last: Date.UTC(2026, 10, 23),
      },
    },
  ])
  const [{ words, changes, risk } = { words: [], changes: [], risk: '' }] = proposals
  expect(words.join()).toContain('img-src loosened: https://cdn.example now allows the image')
  expect(changes.map(({ kind, directive }) => [kind, directive])).toContainEqual(['loosened', 'img-src'])
  expect(risk).toContain('an attack that was stopped')
  expect(policy).toBe(`${POLICY}; img-src 'self' https://cdn.example`)
})

test.each<[title: string, told: Partial<FoldedGroup>, why: string]>([
  ['nobody vouched for', { vouched: [], clients: Array.from({ length: 64 }, (_, index) => `${index}`) }, 'not-vouched'],
  ['too few', { vouched: STAFF.slice(1) }, 'too-few-clients'],
  ['likely noise', { noise: { rule: 'proxy', confidence: 'likely' } }, 'likely-noise'],
])('a lead and no proposal: %s', async (_, told, why) => {
  const { proposals, leads, advice, policy } = await learnFrom(wideOf(told))
  expect([proposals, advice, policy]).toEqual([[], [], POLICY])
  expect(leads.map((lead) => lead.why)).toEqual([why])
})

test('a lead and no proposal: one day', async () => {
  const hours = Array.from({ length: 12 }, (_, index) => foldedOf({ vouched: STAFF, ago: index * HOUR + 1 }))
  const { proposals, leads } = await learnFrom(hours)
  expect([proposals.length, leads.map(({ why }) => why)]).toEqual([0, ['too-few-days']])
})

test.each<[title: string, told: Partial<FoldedGroup>]>([
  ['an extension', { blocked: 'chrome-extension:', noise: { rule: 'extension', confidence: 'sure' } }],
  ['what is surely noise', { noise: { rule: 'extension', confidence: 'sure' } }],
  ['an unknown policy', { standing: 'unknown-policy' }],
  ['what the policy does not block', { standing: 'inconsistent' }],
  ['a foreign page', { standing: 'foreign' }],
  ['another site', { site: 'other' }],
  [
    'what the policy allows by now',
    { directive: 'script-src-elem', blocked: 'https://shop.example', policy: policyId("script-src 'none'") },
  ],
])('neither a lead nor a proposal: %s', async (_, told) => {
  const learned = await learn(await storeOf(wideOf(told), [servedOf(POLICY), servedOf("script-src 'none'")]), {
    policy: POLICY,
    now: NOW,
  })
  expect(learned).toEqual({ site: 'default', proposals: [], leads: [], advice: [], policy: POLICY })
})

test.each<[title: string, told: Partial<FoldedGroup>, obstacle: string]>([
  ['an inline script', { directive: 'script-src-elem', blocked: 'inline' }, 'inline-script'],
  ['a style attribute', { directive: 'style-src-attr', blocked: 'inline' }, 'style-attribute'],
  ['eval', { directive: 'script-src', blocked: 'eval' }, 'eval'],
  ['WebAssembly', { directive: 'script-src', blocked: 'wasm-eval' }, 'wasm-eval'],
  ['data: for scripts', { directive: 'script-src-elem', blocked: 'data:' }, 'script-scheme'],
  ['data: for images', { blocked: 'data:' }, 'scheme'],
  ['blob: for workers', { directive: 'worker-src', blocked: 'blob:' }, 'script-scheme'],
  ['plain http', { blocked: 'http://cdn.example' }, 'insecure'],
  [
    'somebody’s own machine',
    { directive: 'connect-src', blocked: 'ws://localhost:3000', page: 'http://shop.example/' },
    'local',
  ],
  ['an address without a name', { blocked: 'https://10.0.0.1' }, 'no-source'],
  ['a redirect', { blocked: 'https://shop.example' }, 'redirect'],
  ['a wildcard', { blocked: 'https://*.example' }, 'no-source'],
  ['what would end the directive', { blocked: 'https://a;script-src' }, 'no-source'],
  ['who frames, not told', { directive: 'frame-ancestors', blocked: '' }, 'embedder'],
])('advice and no proposal: %s', async (_, told, obstacle) => {
  const { proposals, advice, leads, policy } = await learnFrom(wideOf(told))
  expect([proposals, leads, policy]).toEqual([[], [], POLICY])
  expect(advice).toMatchObject([{ obstacle, evidence: { vouched: 5, days: 2 } }])
})

test('pages and browsers vote together, and clients of several are not added up', async () => {
  const pages = ['https://shop.example/a', 'https://shop.example/b']
  const votes = (vouched: readonly string[]) =>
    pages.flatMap((page, index) => wideOf({ page, vouched, browser: index === 0 ? 'chromium' : 'webkit' }))
  expect(proposedBy(await learnFrom(votes(['a', 'b', 'c'])))).toEqual([])
  expect(proposedBy(await learnFrom(votes(STAFF)))).toEqual(['img-src https://cdn.example'])
})

test('the bounds can be set', async () => {
  const one = [foldedOf({ vouched: ['ann'] })]
  expect(proposedBy(await learnFrom(one, { minClients: 1, minDays: 1 }))).toEqual(['img-src https://cdn.example'])
  expect(proposedBy(await learnFrom(wideOf(), { minClients: 6 }))).toEqual([])
  expect(proposedBy(await learnFrom(wideOf(), { minDays: 3 }))).toEqual([])
  expect(proposedBy(await learnFrom(wideOf(), { from: NOW - 3 * HOUR }))).toEqual([])
})

test('whoever dangerously trusts anybody, does', async () => {
  const groups = wideOf({ vouched: [], clients: STAFF })
  expect(proposedBy(await learnFrom(groups, { dangerouslyTrustAnyClient: true }))).toEqual([
    'img-src https://cdn.example',
  ])
})

test('each app of a topology learns for itself', async () => {
  const store = await storeOf(
    [...wideOf({ site: 'shop' }), ...wideOf({ site: 'map', blocked: 'https://tiles.example' })],
    [servedOf(POLICY, { site: 'shop' }), servedOf(POLICY, { site: 'map' })],
  )
  expect(proposedBy(await learn(store, { policy: POLICY, site: 'shop', now: NOW }))).toEqual([
    'img-src https://cdn.example',
  ])
  expect(proposedBy(await learn(store, { policy: POLICY, site: 'map', now: NOW }))).toEqual([
    'img-src https://tiles.example',
  ])
})

test('all that is proposed goes into one policy, in one order', async () => {
  const groups = [
    ...wideOf({ directive: 'connect-src', blocked: 'wss://live.example' }),
    ...wideOf({ directive: 'script-src-elem' }),
    ...wideOf({ blocked: 'https://b.example' }),
    ...wideOf(),
  ]
  const learned = await learnFrom(groups)
  expect(proposedBy(learned)).toEqual([
    'connect-src wss://live.example',
    'img-src https://b.example',
    'img-src https://cdn.example',
    'script-src https://cdn.example',
  ])
  expect(learned.policy).toBe(
    "default-src 'self'; script-src 'self' https://lib.example/js/ https://cdn.example; frame-ancestors 'none'; connect-src 'self' wss://live.example; img-src 'self' https://b.example https://cdn.example",
  )
  const page = { url: 'https://shop.example/' }
  const header = learned.policy
  expect(matchRequest([{ header }], page, { url: 'https://b.example/x', destination: 'image' }).outcome).toBe('allowed')
  expect(await learnFrom(groups.toReversed())).toEqual(learned)
})

test('a nonce stays a nonce, and one policy beside another is changed too', async () => {
  const policies = ["script-src 'nonce'; img-src 'self'", 'img-src https:']
  const { policy } = await learnFrom(wideOf({ blocked: 'wss://live.example', directive: 'connect-src' }), {
    policy: policies,
  })
  expect(policy).toBe("script-src 'nonce'; img-src 'self', img-src https:")
  const shop = await learnFrom(wideOf(), { policy: ["script-src 'nonce'; img-src 'self'", "default-src 'self'"] })
  expect(shop.policy).toBe(
    "script-src 'nonce'; img-src 'self' https://cdn.example, default-src 'self'; img-src 'self' https://cdn.example",
  )
})

test('an SQLite file teaches the same', async () => {
  const groups = [
    ...wideOf(),
    ...wideOf({ directive: 'connect-src', page: 'https://shop.example/' }),
    foldedOf({ vouched: ['ann'] }),
  ]
  const file = sqliteStore({ path: ':memory:', retentionDays: Number.POSITIVE_INFINITY })
  await file.write({ id: 'first', groups, policies: [servedOf(POLICY)] })
  expect(await learn(file, { policy: POLICY, now: NOW })).toEqual(await learnFrom(groups))
  await file.close()
})

test('policies come in all forms of a configuration, and what is none is refused', async () => {
  const store = await storeOf(wideOf())
  const csp = { directives: { 'img-src': ["'self'"] } } as const
  for (const policy of ["img-src 'self'", csp, [csp], compile({ csp, reporting: { endpoint: '/reports' } })]) {
    expect((await learn(store, { policy, now: NOW })).policy).toBe("img-src 'self' https://cdn.example")
  }
  await expect(learn(store, { policy: 'img-src self', now: NOW })).rejects.toThrow(ConfigError)
})
