import { ConfigError } from '@sallyport/core'
import { readReports } from '@sallyport/core/report'
import { expect, test, vi } from 'vitest'
import {
  CAPTURED_ENGINES,
  CAPTURED_ORIGINS,
  CAPTURED_POLICIES,
  type CapturedEngine,
  capturedPosts,
} from '../judge/captures.test-kit.ts'
import { memoryStore } from '../stores/memory.ts'
import { createCollector } from './collector.ts'

const ENGINES: readonly CapturedEngine[] = ['chromium-156', 'firefox-esr-153', 'webkitgtk-2.50']

test.each(ENGINES)('everything that %s posted is taken, and every report of it is in the store', async (engine) => {
  const store = memoryStore()
  const options = { policies: CAPTURED_POLICIES, origins: CAPTURED_ORIGINS, store }
  const collector = createCollector(options)
  const posts = capturedPosts(engine)
  for (const { url, body } of posts) {
    const request = new Request(new URL(url, 'https://collector.test'), {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'user-agent': CAPTURED_ENGINES[engine] },
    })
    expect((await collector(request, { address: '192.0.2.1' })).status).toBe(204)
  }
  await collector.flush()
  const reports = posts.flatMap(({ body }) => readReports(body, {})).length
  expect(collector.health()).toMatchObject({ received: reports, consistent: reports, lost: 0 })
  const { groups, policies } = await store.query()
  expect(groups.reduce((sum, { count }) => sum + count, 0)).toBe(reports)
  expect(policies.length).toBeGreaterThan(0)
})

const FRAMED = {
  'csp-report': {
    'document-uri': 'https://widget.test:9443/',
    referrer: '',
    'effective-directive': 'frame-ancestors',
    'original-policy': "frame-ancestors 'none'",
    'blocked-uri': 'https://widget.test:9443/',
    disposition: 'enforce',
  },
}

const CHROMIUM = { 'user-agent': CAPTURED_ENGINES['chromium-156'] }
const FIREFOX = { 'user-agent': CAPTURED_ENGINES['firefox-esr-153'] }
const WEBKIT = { 'user-agent': CAPTURED_ENGINES['webkitgtk-2.50'] }
const EVIL = 'https://evil.test/a?b=c'
const OWN = 'https://app.test:9443/account'

// As each engine fills them in: where a page of ours has led to the one that frames another of ours.
test.each<[title: string, referrer: string, headers: Record<string, string>, blocked: string]>([
  ['by Referer in Chromium, whose referrer is who led there', OWN, { ...CHROMIUM, referer: EVIL }, 'https://evil.test'],
  ['by nothing in Chromium, when it hides', OWN, CHROMIUM, ''],
  ['by both in WebKit', EVIL, { ...WEBKIT, referer: EVIL }, 'https://evil.test'],
  ['by referrer in Firefox', EVIL, FIREFOX, 'https://evil.test'],
  ['by what is no URL', '', { ...CHROMIUM, referer: 'nobody' }, ''],
])('who framed a page is told %s', async (_, referrer, headers, blocked) => {
  const store = memoryStore()
  const collector = createCollector({ policies: CAPTURED_POLICIES, origins: CAPTURED_ORIGINS, store })
  const body = JSON.stringify({ 'csp-report': { ...FRAMED['csp-report'], referrer } })
  await collector(new Request('https://c.test/', { method: 'POST', body, headers }))
  await collector.flush()
  const { groups } = await store.query()
  expect(groups).toMatchObject([{ directive: 'frame-ancestors', blocked, standing: 'consistent' }])
})

const INLINE = {
  'csp-report': {
    'document-uri': 'https://app.test:9443/orders/4711?token=1',
    'effective-directive': 'script-src-elem',
    'original-policy': CAPTURED_POLICIES[0],
    'blocked-uri': 'inline',
    'script-sample': 'login("secret")',
    disposition: 'enforce',
  },
}

test.each([
  [false, ''],
  [true, 'login("secret")'],
])('onViolation hears of each at once, redacted (in development %s: sample %j)', async (development, sample) => {
  const onViolation = vi.fn()
  const options = { policies: CAPTURED_POLICIES, origins: CAPTURED_ORIGINS, store: memoryStore(), development }
  const collector = createCollector({ ...options, onViolation })
  await collector(new Request('https://c.test/', { method: 'POST', body: JSON.stringify(INLINE) }))
  expect(onViolation.mock.calls).toEqual([
    [
      expect.objectContaining({
        page: 'https://app.test:9443/orders/:id',
        directive: 'script-src-elem',
        blocked: 'inline',
        standing: 'consistent',
        sample,
      }),
    ],
  ])
})

test.each([undefined, null, 'sqlite:'])('no options: %j', (options) => {
  expect(() => Reflect.apply(createCollector, undefined, [options])).toThrow('policies, origins, store is needed')
})

test('all that is wrong with the options is said at once', () => {
  const options = { policies: [], origins: ['shop.example'], store: memoryStore(), secret: 'short', flushIntervall: 5 }
  let thrown: unknown
  try {
    createCollector(options)
  } catch (error) {
    thrown = error
  }
  expect(thrown).toBeInstanceOf(ConfigError)
  expect(thrown instanceof ConfigError && thrown.findings.map(({ path }) => path)).toEqual([
    'flushIntervall',
    'secret',
    'policies',
    'origins[0]',
  ])
})
