import { compile, createHandle } from '@sallyport/core'
import { policyId } from '@sallyport/core/report'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Group, Standing } from '../group.ts'
import { CHROMIUM, FIREFOX, violation, WEBKIT } from './judge.test-kit.ts'
import { createJudge } from './judge.ts'

const ORIGINS = ['https://shop.example', 'https://*.team.example']
const HINT = { userAgent: CHROMIUM }
const DAY = 24 * 60 * 60 * 1000

beforeEach(() => {
  vi.useFakeTimers({ now: Date.UTC(2026, 10, 26) })
})

afterEach(() => {
  vi.useRealTimers()
})

test('a report becomes a group', () => {
  const judge = createJudge({ policies: "img-src 'self'", origins: ORIGINS })
  const report = violation({
    documentUrl: 'https://user:pass@shop.example/orders/8812?session=1#top',
    blockedUrl: 'https://evil.test/pixel.png?email=ada@example.com',
    originalPolicy: " IMG-SRC  'self'; report-uri https://shop.example/r?policy=x",
  })
  expect(judge.group(report, HINT)).toEqual({
    site: 'default',
    policy: policyId("img-src 'self'"),
    disposition: 'enforce',
    directive: 'img-src',
    blocked: 'https://evil.test',
    page: 'https://shop.example/orders/:id',
    browser: 'chromium',
    standing: 'consistent',
    noise: null,
  } satisfies Group)
})

test('reports alike share one frozen object', () => {
  const judge = createJudge({ policies: "img-src 'self'", origins: ORIGINS })
  const [first, second] = [1, 2].map((id) =>
    judge.group(violation({ documentUrl: `https://shop.example/orders/${id}` }), HINT),
  )
  expect(first).toBe(second)
  expect(Object.isFrozen(first)).toBe(true)
})

test.each<[title: string, documentUrl: string, page: string]>([
  ['another host', 'https://shop-example.translate.goog/cart', 'https://shop-example.translate.goog/*'],
  ['another port', 'https://shop.example:8443/', 'https://shop.example:8443/*'],
  ['no web page', 'about', 'about:'],
  ['nothing', '', ''],
])('foreign: %s', (_, documentUrl, page) => {
  const judge = createJudge({ policies: "img-src 'self'", origins: ORIGINS, site: () => 'ours' })
  expect(judge.group(violation({ documentUrl }), HINT)).toMatchObject({ standing: 'foreign', page, site: 'default' })
})

test('a directive that no standard has is not kept', () => {
  const judge = createJudge({ policies: "img-src 'self'", origins: ORIGINS })
  expect(judge.group(violation({ effectiveDirective: 'hunter2-src' }), HINT).directive).toBe('other')
})

test('the embedder is what frame-ancestors blocked, where it is told', () => {
  const judge = createJudge({ policies: "frame-ancestors 'none'", origins: ORIGINS })
  const report = violation({
    effectiveDirective: 'frame-ancestors',
    originalPolicy: "frame-ancestors 'none'",
    blockedUrl: 'https://shop.example/cart',
  })
  expect(judge.group(report, HINT)).toMatchObject({ blocked: '', standing: 'consistent' })
  expect(judge.group({ ...report, referrer: 'https://blog.example/a?b=c' }, { userAgent: FIREFOX }).blocked).toBe(
    'https://blog.example',
  )
})

describe('policies', () => {
  test('with another nonce it is the same, and without one too', () => {
    const config = { csp: { directives: { 'script-src': ["'nonce'", "'strict-dynamic'"] } } } as const
    const judge = createJudge({ policies: compile(config), origins: ORIGINS })
    const standings = [
      "script-src 'nonce-aaaa' 'strict-dynamic'",
      "script-src 'nonce-bbbb' 'strict-dynamic'",
      "script-src 'nonce-' 'strict-dynamic'",
    ].map(
      (originalPolicy) =>
        judge.group(violation({ originalPolicy, effectiveDirective: 'script-src-elem', blockedUrl: 'inline' }), HINT)
          .standing,
    )
    expect(standings).toEqual(['consistent', 'consistent', 'consistent'])
    expect(judge.policies().map(({ text }) => text)).toContain("script-src 'nonce-*' 'strict-dynamic'")
  })

  test.each<[page: string, originalPolicy: string, standing: Standing]>([
    ['kept, with hashes of its own', "script-src 'sha256-c2NyaXB0' 'strict-dynamic'; img-src 'self'", 'consistent'],
    ['made in part', "script-src 'nonce-abc' 'sha256-c2NyaXB0' 'strict-dynamic'; img-src 'self'", 'consistent'],
    [
      'kept, with a host more',
      "script-src 'sha256-c2NyaXB0' 'strict-dynamic'; img-src 'self' a.test",
      'unknown-policy',
    ],
  ])('of a page that is %s', (_page, originalPolicy, standing) => {
    const csp = { directives: { 'script-src': ["'nonce'", "'strict-dynamic'"], 'img-src': ["'self'"] } } as const
    const judge = createJudge({ policies: compile({ csp }), origins: ORIGINS })
    const group = judge.group(violation({ originalPolicy }), HINT)
    expect(group.standing).toBe(standing)
    expect(judge.policies().some(({ id }) => id === group.policy)).toBe(standing === 'consistent')
  })

  test("beside a nonce 'unsafe-inline' admits nothing, and an inline script is reported", () => {
    const csp = { directives: { 'script-src': ["'nonce'", "'unsafe-inline'"] } } as const
    const judge = createJudge({ policies: compile({ csp }), origins: ORIGINS })
    const originalPolicy = "script-src 'nonce-abcd' 'unsafe-inline'"
    const report = violation({ originalPolicy, effectiveDirective: 'script-src-elem', blockedUrl: 'inline' })
    expect(judge.group(report, HINT).standing).toBe('consistent')
  })

  test('a policy with the id of a served one is not that one', () => {
    const judge = createJudge({ policies: "img-src 'self'", origins: ORIGINS })
    expect(
      judge.group(violation({ originalPolicy: "img-src 'self'; script-src https://evil.test" }), HINT).standing,
    ).toBe('unknown-policy')
    expect(judge.group(violation({ originalPolicy: '' }), HINT).standing).toBe('unknown-policy')
  })

  test('a header of several, of several apps', () => {
    const judge = createJudge({
      policies: ["default-src 'self', frame-ancestors 'none'", "img-src 'self'"],
      origins: ORIGINS,
    })
    expect(judge.policies().map(({ text }) => text)).toEqual([
      "default-src 'self'",
      "frame-ancestors 'none'",
      "img-src 'self'",
    ])
  })

  test('an update is followed, and what it replaced stays known for thirty days', () => {
    const handle = createHandle({ csp: { directives: { 'img-src': ["'self'"] } } })
    const judge = createJudge({ policies: handle, origins: ORIGINS })
    const standings = () =>
      ["img-src 'self'", "img-src 'none'"].map(
        (originalPolicy) => judge.group(violation({ originalPolicy }), HINT).standing,
      )
    expect(standings()).toEqual(['consistent', 'unknown-policy'])
    vi.advanceTimersByTime(10 * DAY)
    handle.update({ csp: { directives: { 'img-src': ["'none'"] } } })
    expect(standings()).toEqual(['consistent', 'consistent'])
    expect(judge.policies().map(({ text }) => text)).toEqual(["img-src 'none'"])
    vi.advanceTimersByTime(29 * DAY)
    expect(standings()).toEqual(['consistent', 'consistent'])
    vi.advanceTimersByTime(2 * DAY)
    judge.policies()
    expect(standings()).toEqual(['unknown-policy', 'consistent'])
  })

  test('thousands of updates leave no more known than there is room for', () => {
    const handle = createHandle({ csp: { directives: { 'img-src': ["'self'"] } } })
    const judge = createJudge({ policies: handle, origins: ORIGINS })
    for (let index = 0; index < 2100; index++) {
      handle.update({ csp: { directives: { 'img-src': [`https://h${index}.example`] } } })
      judge.group(violation(), HINT)
    }
    const standingOf = (index: number) =>
      judge.group(violation({ originalPolicy: `img-src https://h${index}.example` }), HINT).standing
    expect([standingOf(0), standingOf(2099)]).toEqual(['unknown-policy', 'consistent'])
  })

  test('when they are served, by site', () => {
    const judge = createJudge({
      policies: "img-src 'self'",
      origins: ORIGINS,
      site: (origin) => (origin === 'https://shop.example' ? 'shop' : 'teams'),
    })
    expect(judge.policies()).toEqual([])
    const from = Date.now()
    judge.group(violation(), HINT)
    judge.group(violation({ documentUrl: 'https://a.team.example/' }), HINT)
    judge.group(violation({ documentUrl: 'https://stranger.example/' }), HINT)
    vi.advanceTimersByTime(DAY)
    const served = { id: policyId("img-src 'self'"), text: "img-src 'self'", from, to: from + DAY }
    expect(judge.policies()).toEqual([
      { site: 'shop', ...served },
      { site: 'teams', ...served },
    ])
  })
})

describe('dispositions', () => {
  const reportOnly = compile({ csp: { directives: { 'img-src': ["'self'"] }, reportOnly: true } })

  test.each<[title: string, told: 'enforce' | 'report', userAgent: string, disposition: string, standing: string]>([
    ['as it was served', 'report', CHROMIUM, 'report', 'consistent'],
    ['told otherwise by an engine that knows', 'enforce', CHROMIUM, 'enforce', 'inconsistent'],
    ['told otherwise for WebKit, which does not say', 'enforce', WEBKIT, 'report', 'consistent'],
  ])('%s', (_, told, userAgent, disposition, standing) => {
    const judge = createJudge({ policies: reportOnly, origins: ORIGINS })
    expect(judge.group(violation({ disposition: told }), { userAgent })).toMatchObject({ disposition, standing })
  })

  test('a header’s text may have been served either way', () => {
    const judge = createJudge({ policies: "img-src 'self'", origins: ORIGINS })
    for (const disposition of ['enforce', 'report'] as const) {
      expect(judge.group(violation({ disposition }), HINT)).toMatchObject({ disposition, standing: 'consistent' })
    }
  })
})

test('a site without a name is a mistake of the app', () => {
  const judge = createJudge({ policies: "img-src 'self'", origins: ORIGINS, site: () => '' })
  expect(() => judge.group(violation(), HINT)).toThrow(TypeError)
})
