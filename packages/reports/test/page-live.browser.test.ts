import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Route } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, onTestFinished, test } from 'vitest'
import { seedTraffic } from '../scripts/seed-traffic.ts'
import type { Health } from '../src/collector/collector-options.ts'
import { type Collector, fingerprintOf, memoryStore, openStore, type ReportStore } from '../src/index.ts'
import { groupOf } from '../src/learn/groups.test-kit.ts'
import { countedOf, PageHarness, waitForTotal, write } from './page-harness.ts'

// What arrives is seen, without a reload and without taking anything out of the visitor's hands.
const harness = new PageHarness()
beforeAll(() => harness.start())
afterEach(() => harness.closePages())
afterAll(() => harness.close())

const GROUPS = Array.from({ length: 20 }, (_, index) => groupOf({ blocked: `https://${index}.example` }))

async function storeOfTwenty(): Promise<ReportStore> {
  const store = memoryStore()
  await write(
    store,
    GROUPS.map((group, index) => countedOf(group, 100 - index)),
  )
  return store
}

test('new reports show by themselves; focus, scroll and the order under one’s hands stay', async () => {
  const store = await storeOfTwenty()
  const { page, problems } = await harness.open({ store })
  await waitForTotal(page, '1,810')
  const row = page.locator('.rows button').nth(10)
  await row.focus()
  const before = await page.evaluate('scrollY')
  expect(before).toBeGreaterThan(0)
  // The focused one becomes the highest, and a new one comes.
  const focused = GROUPS[10] ?? groupOf()
  await write(store, [countedOf(focused, 10_000), countedOf(groupOf({ blocked: 'https://new.example' }), 500)])
  await waitForTotal(page, '12,310')
  expect(await page.evaluate('document.activeElement.dataset.group')).toBe(fingerprintOf(focused))
  expect(await row.locator('.count').textContent()).toBe('10,090 reports')
  expect(await page.evaluate('scrollY')).toBe(before)
  expect(await page.locator('.rows .blocked-key').last().textContent()).toBe('https://new.example')
  // Once out of the list it is sorted again.
  await page.getByRole('radio', { name: '24 h' }).check()
  await page.locator('.rows li:first-child').getByText('https://10.example').waitFor()
  expect(problems).toEqual([])
})

test('an open group is brought up to date, and what is folded out in it stays so', async () => {
  const store = await storeOfTwenty()
  const [group = groupOf()] = GROUPS
  await write(store, [countedOf({ ...group, page: 'https://shop.example/' }, 1)])
  const { page } = await harness.open({ store }, `/?group=${fingerprintOf(group)}`)
  const dialog = page.getByRole('dialog')
  await dialog.getByText('The same elsewhere: 101 reports in 2 groups').click()
  await write(store, [countedOf(group, 11)])
  await dialog.getByText('The same elsewhere: 112 reports in 2 groups').waitFor()
  await dialog.getByText('1 on https://shop.example/', { exact: true }).waitFor()
  await dialog.getByText('111 in the last 7 days').waitFor()
})

test('what another process writes to the same store shows too', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'sallyport-page-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const url = `sqlite:${join(folder, 'reports.db')}`
  const store = openStore(url)
  onTestFinished(() => store.close())
  const { page, problems } = await harness.open({ store }, '/?range=30d')
  await page.getByText('No report has arrived in the last 30 days.').waitFor()
  await promisify(execFile)(process.execPath, [fileURLToPath(new URL('../scripts/seed.ts', import.meta.url)), url])
  const written = seedTraffic(Date.now()).flatMap(({ groups }) => groups)
  const verified = written.filter(({ standing, noise }) => standing === 'consistent' && noise === null)
  const reports = verified.reduce((sum, { count }) => sum + count, 0)
  await page
    .getByText(
      `${reports.toLocaleString('en-GB')} reports in ${new Set(verified.map(({ fingerprint }) => fingerprint)).size} groups`,
    )
    .waitFor()
  expect(problems).toEqual([])
})

test('nothing is sent again that is not new; hidden or paused, nothing is asked', async () => {
  const store = await storeOfTwenty()
  const { page, statuses } = await harness.open({ store })
  await page.waitForResponse((response) => response.status() === 304)
  expect(statuses).toEqual([200, 304])
  await page.clock.install()
  const hide = (hidden: boolean): Promise<unknown> =>
    page.evaluate(
      `Object.defineProperty(document, 'hidden', { configurable: true, value: ${hidden} }); document.dispatchEvent(new Event('visibilitychange'))`,
    )
  await hide(true)
  const asked = statuses.length
  await page.clock.runFor(60_000)
  expect(statuses.length).toBe(asked)
  const again = page.waitForResponse((response) => response.status() === 304)
  await hide(false)
  await again
  await page.getByRole('button', { name: /, pause updates$/ }).click()
  const known = statuses.length
  await page.clock.runFor(60_000)
  expect(statuses.length).toBe(known)
  const resumed = page.waitForResponse((response) => response.status() === 304)
  await page.getByRole('button', { name: /, resume updates$/ }).click()
  await resumed
})

test('a store that cannot be read is said to be down, and since when, until it is back', async () => {
  const store = await storeOfTwenty()
  let isDown = false
  const page = await harness
    .open({
      store: {
        write: (batch) => store.write(batch),
        close: () => store.close(),
        query: (query) => (isDown ? Promise.reject(new Error('down')) : store.query(query)),
      },
    })
    .then((opened) => opened.page)
  isDown = true
  const notice = page.getByRole('status')
  await notice.getByText(/^The store cannot be read\. Since \d\d:\d\d:\d\d; this page keeps trying\.$/).waitFor()
  await waitForTotal(page, '1,810')
  isDown = false
  await notice.getByText('The store cannot be read').waitFor({ state: 'detached' })
})

test.each<[title: string, answer: Parameters<Route['fulfill']>[0] | undefined, words: string]>([
  ['does not answer', undefined, 'The server does not answer.'],
  [
    'sends something else',
    { status: 200, contentType: 'text/html', body: 'Sign in' },
    'The server answers with 200 and no data.',
  ],
  ['has an error', { status: 500, body: 'oh' }, 'The server answers with 500 and no data.'],
])('a server that %s is said to, and asked again', async (_, answer, words) => {
  const { page } = await harness.open({ store: await storeOfTwenty() })
  const notice = page.getByRole('status')
  await page.route(/format=json/, (route) => (answer === undefined ? route.abort() : route.fulfill(answer)))
  await page.getByRole('radio', { name: '24 h' }).check()
  await notice.getByText(words).waitFor()
  await page.unroute(/format=json/)
  await page.getByRole('radio', { name: '30 days' }).check()
  await notice.getByText(words).waitFor({ state: 'detached' })
  await page.getByText('1,810 reports in 20 groups, the last 30 days').waitFor()
})

test('whoever is signed out meanwhile is told', async () => {
  const store = await storeOfTwenty()
  let isAllowed = true
  const { page } = await harness.open({ store, authorize: () => isAllowed })
  isAllowed = false
  await page.getByRole('status').getByText('You may not see this any more.').waitFor()
})

test('the collector’s counters are shown, and a store that takes nothing', async () => {
  const health: Health = {
    received: 1_250,
    consistent: 1_000,
    foreign: 100,
    unknownPolicy: 50,
    inconsistent: 25,
    hashes: 10,
    otherTypes: 5,
    malformed: 20,
    overBudget: 40,
    refused: { 413: 3, 415: 1 },
    groupsWaiting: 12,
    sinkErrors: 7,
    lost: 6,
    storeDownSince: Date.UTC(2026, 10, 23, 12),
  }
  const collector: Collector = Object.assign(() => expect.fail(), {
    health: () => health,
    recent: () => [],
    flush: async () => {},
    close: async () => {},
  })
  const { page, problems } = await harness.open({ store: await storeOfTwenty(), collector })
  const counters = await page.locator('.counters > div').evaluateAll((all) => all.map((one) => one.textContent))
  expect(counters).toEqual([
    'Received all reports1,250',
    'Consistent with policies served here1,000',
    'Unknown policy of policies not served50',
    'Inconsistent not blocked by their policy25',
    'Foreign of other pages100',
    'Hashes of scripts that ran10',
    'Other types not about CSP5',
    'Malformed no reports20',
    'Over budget beyond the limits40',
    'Refused requests, whole4',
    'Store errors writes that failed7',
    'Lost after a long failure6',
  ])
  await page
    .getByRole('status')
    .getByText(
      'The store is down since 23 Nov 2026, 13:00; 12 groups wait for it. 6 reports were counted and then lost',
    )
    .waitFor()
  expect(problems).toEqual([])
})
