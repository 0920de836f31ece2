import { ConfigError } from '@sallyport/core'
import { readReports } from '@sallyport/core/report'
import { expect, test } from 'vitest'
import {
  CAPTURED_ENGINES,
  CAPTURED_ORIGINS,
  CAPTURED_POLICIES,
  type CapturedEngine,
  capturedPosts,
} from './captures.test-kit.ts'
import { createCollector } from './collector.ts'
import { memoryStore } from './stores/memory.ts'

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
