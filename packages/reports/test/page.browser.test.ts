import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type Group, memoryStore, type ReportStore } from '../src/index.ts'
import { groupOf } from '../src/learn/groups.test-kit.ts'
import { countedOf, PageHarness, totalOf, waitForTotal, write } from './page-harness.ts'

// The page in a browser: what is drawn is what was counted, filters filter, and what arrives is seen.
const harness = new PageHarness()
beforeAll(() => harness.start())
afterEach(() => harness.closePages())
afterAll(() => harness.close())

const IMAGE = groupOf({ site: 'shop', blocked: 'https://cdn.example', page: 'https://shop.example/' })
const SCRIPT = groupOf({
  site: 'shop',
  directive: 'script-src-elem',
  blocked: 'inline',
  page: 'https://shop.example/help',
  browser: 'firefox',
})
const REPORTED = groupOf({
  site: 'account',
  directive: 'font-src',
  blocked: 'https://fonts.example',
  page: 'https://account.example/',
  browser: 'webkit',
  disposition: 'report',
})
const NOISY = groupOf({
  site: 'shop',
  directive: 'font-src',
  blocked: 'moz-extension:',
  page: 'https://shop.example/',
  noise: { rule: 'browser-extension', confidence: 'sure' },
})
const FORGED = groupOf({
  site: 'shop',
  blocked: 'https://vote.example',
  page: 'https://shop.example/',
  standing: 'inconsistent',
})

async function filledStore(): Promise<ReportStore> {
  const store = memoryStore()
  await write(store, [
    countedOf(IMAGE, 40),
    countedOf(IMAGE, 20, 30),
    countedOf(SCRIPT, 7),
    countedOf(REPORTED, 3),
    countedOf(REPORTED, 500, 15 * 24),
    countedOf(NOISY, 1_000),
    countedOf(FORGED, 100_000),
  ])
  return store
}

test('the chart, the legend and the table say what was counted', async () => {
  const { page, problems } = await harness.open({ store: await filledStore() })
  expect(await totalOf(page)).toBe('70')
  await page.getByText('70 reports in 3 groups, the last 7 days').waitFor()
  expect(await page.locator('.legend li').allInnerTexts()).toEqual(['img-src\n60', 'script-src-elem\n7', 'font-src\n3'])
  // Thirty hours ago is four to six parts of six hours before the last.
  const labels = await page
    .locator('.chart .bar')
    .evaluateAll((bars) => bars.map((bar) => bar.getAttribute('aria-label') ?? ''))
  expect(labels).toHaveLength(28)
  expect(labels.at(-1)).toMatch(/: 50 reports, img-src 40, script-src-elem 7, font-src 3$/)
  expect(labels.filter((label) => label.endsWith(': 20 reports, img-src 20'))).toHaveLength(1)
  expect(labels.filter((label) => label.endsWith(': 0 reports'))).toHaveLength(26)
  const heights = await page
    .locator('.bar:last-of-type .fill')
    .evaluateAll((parts) => parts.map((part) => part.getBoundingClientRect().height + 1))
  const [images = 0, scripts = 0, fonts = 0] = heights
  expect(images / fonts).toBeCloseTo(40 / 3, 0)
  expect(scripts / fonts).toBeCloseTo(7 / 3, 1)
  await page.getByText('The same as a table').click()
  const cells = await page.locator('tbody tr:last-child td').allInnerTexts()
  expect(cells).toEqual(['50', '40', '7', '3'])
  expect(await page.locator('thead th').allInnerTexts()).toEqual([
    'Time',
    'All',
    'img-src',
    'script-src-elem',
    'font-src',
  ])
  expect(problems).toEqual([])
})

test('pointing at a bar reads its values', async () => {
  const { page } = await harness.open({ store: await filledStore() })
  await page.locator('.chart .bar').nth(27).hover()
  await page.locator('.when').getByText('50 reports').waitFor()
  expect(await page.locator('.legend li').allInnerTexts()).toEqual(['img-src\n40', 'script-src-elem\n7', 'font-src\n3'])
  await page.mouse.move(0, 0)
  await page.locator('.when').getByText('By directive, the last 7 days').waitFor()
})

test('groups stand in the order of their counts', async () => {
  const { page } = await harness.open({ store: await filledStore() }, '/?range=30d')
  expect(await page.locator('.rows .blocked-key').allInnerTexts()).toEqual([
    'https://fonts.example',
    'https://cdn.example',
    'inline code',
  ])
  expect(await page.locator('.rows .count').allTextContents()).toEqual(['503 reports', '60 reports', '7 reports'])
  const name =
    /^img-src blocked https:\/\/cdn\.example on https:\/\/shop\.example\/ in Chromium · shop ?: 60 reports ?, 40 clients ?, last seen .*(?:ago|now)$/
  expect(await page.getByRole('button', { name }).count()).toBe(1)
})

test.each<
  [
    title: string,
    choose: (page: Awaited<ReturnType<PageHarness['open']>>['page']) => Promise<unknown>,
    total: string,
    query: string,
  ]
>([
  [
    'directive',
    (page) => page.locator('.legend').getByRole('button', { name: 'img-src' }).click(),
    '60',
    '?directive=img-src',
  ],
  [
    'blocked',
    (page) => page.locator('.panel.blocked').getByRole('button', { name: 'inline code' }).click(),
    '7',
    '?blocked=inline',
  ],
  [
    'page',
    (page) => page.locator('.panel.page').getByRole('button', { name: 'https://shop.example/help' }).click(),
    '7',
    '?page=https%3A%2F%2Fshop.example%2Fhelp',
  ],
  [
    'browser',
    (page) => page.locator('.panel.browser').getByRole('button', { name: 'WebKit' }).click(),
    '3',
    '?browser=webkit',
  ],
  [
    'disposition',
    (page) => page.locator('.panel.disposition').getByRole('button', { name: 'Report-only' }).click(),
    '3',
    '?disposition=report',
  ],
  ['site', (page) => page.getByRole('combobox', { name: 'Site' }).selectOption('account'), '3', '?site=account'],
  [
    'standing',
    (page) => page.getByRole('radio', { name: /Inconsistent/ }).check(),
    '100,000',
    '?standing=inconsistent',
  ],
  ['range: a day', (page) => page.getByRole('radio', { name: '24 h' }).check(), '50', '?range=24h'],
  ['range: a month', (page) => page.getByRole('radio', { name: '30 days' }).check(), '570', '?range=30d'],
  [
    'noise',
    (page) => page.getByRole('checkbox', { name: 'Show noise: 1,000 reports in 1 group hidden' }).check(),
    '1,070',
    '?noise=show',
  ],
])('filters by %s, in the address too', async (_, choose, total, query) => {
  const { page, origin, problems } = await harness.open({ store: await filledStore() })
  await choose(page)
  await waitForTotal(page, total)
  expect(new URL(page.url()).search).toBe(query)
  // Whoever is sent the address sees the same.
  await page.goto(`${origin}/elsewhere${query}`)
  await waitForTotal(page, total)
  await page.goBack()
  await waitForTotal(page, total)
  await page.goBack()
  await waitForTotal(page, '70')
  expect(problems).toEqual([])
})

test('filters add up, are named, and can be taken away', async () => {
  const { page } = await harness.open({ store: await filledStore() }, '/?browser=chromium&directive=script-src-elem')
  await page.getByText('No group matches these filters.').waitFor()
  await page.getByRole('button', { name: 'Remove the filter Browser: Chromium' }).click()
  await waitForTotal(page, '7')
  await page.getByRole('button', { name: 'Clear filters' }).first().click()
  await waitForTotal(page, '70')
  expect(await page.locator('.chosen').isVisible()).toBe(false)
})

test('a filter that is none is said to be', async () => {
  const harnessed = await harness.open({ store: await filledStore() })
  await harnessed.page.evaluate(
    `history.replaceState(null, '', '?browser=netscape'); dispatchEvent(new Event('popstate'))`,
  )
  await harnessed.page.getByRole('status').getByText('browser is "netscape"; it can be chromium').waitFor()
})

test('reports that contradict their policy stand apart', async () => {
  const { page } = await harness.open({ store: await filledStore() })
  const cards = await page
    .locator('.standing')
    .evaluateAll((all) => all.map((card) => card.querySelector('.count')?.textContent))
  expect(cards).toEqual(['70 reports', '0 reports', '100,000 reports', '0 reports'])
  await page.getByRole('radio', { name: /Inconsistent/ }).check()
  await waitForTotal(page, '100,000')
  await page.locator('.rows button').click()
  await page.getByRole('dialog').getByText('Do not change a policy because of these reports.').waitFor()
})

test.each(['/', '/csp-reports/view', '/csp-reports/view/', '/a/b/c?tenant=7'])(
  'works where it is mounted: %s',
  async (path) => {
    const { page, problems } = await harness.open({ store: await filledStore() }, path)
    await page.getByRole('radio', { name: '30 days' }).check()
    await waitForTotal(page, '570')
    expect(new URL(page.url()).pathname).toBe(path.split('?')[0])
    expect(new URL(page.url()).searchParams.get('tenant')).toBe(path.includes('tenant') ? '7' : null)
    expect(problems).toEqual([])
  },
)

test.each<[title: string, groups: readonly Group[], words: string]>([
  ['nothing at all', [], "reporting: { endpoint: '/csp-reports' }"],
  ['noise alone', [NOISY], 'Nothing but noise: 5 reports'],
  [
    'other standings alone',
    [FORGED],
    'No report is consistent with a policy served here, but 5 reports of other standing came in.',
  ],
])('says what to do with %s', async (_, groups, words) => {
  const store = memoryStore()
  await write(
    store,
    groups.map((group) => countedOf(group, 5)),
  )
  const { page, problems } = await harness.open({ store })
  await page.locator('.empty').getByText(words).waitFor()
  expect(problems).toEqual([])
})
