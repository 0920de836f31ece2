import { policyId } from '@sallyport/core/report'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { fingerprintOf, memoryStore, type ReportStore } from '../src/index.ts'
import { groupOf, POLICY } from '../src/learn/groups.test-kit.ts'
import { countedOf, findingsOf, PageHarness, write } from './page-harness.ts'

// The page by keyboard alone, on a phone, in the dark, and what axe says.
const harness = new PageHarness()
beforeAll(() => harness.start())
afterEach(() => harness.closePages())
afterAll(() => harness.close())

const GROUPS = [3, 2, 1].map((index) => groupOf({ blocked: `https://${index}.example` }))

async function storeOfThree(): Promise<ReportStore> {
  const store = memoryStore()
  await write(
    store,
    GROUPS.map((group, index) => countedOf(group, 30 - 10 * index)),
  )
  return store
}

/** Of everything that looks different, one. */
async function variedStore(): Promise<ReportStore> {
  const store = await storeOfThree()
  const policy = { site: 'default', id: policyId(POLICY), text: POLICY, from: 0, to: Date.now() }
  const noise = { rule: 'browser-extension', confidence: 'sure' as const }
  const groups = [
    groupOf({ directive: 'font-src', blocked: 'moz-extension:', browser: 'firefox', noise }),
    groupOf({ directive: 'script-src-attr', blocked: 'inline', browser: 'firefox', disposition: 'report' }),
    groupOf({
      directive: 'script-src-elem',
      blocked: 'https://tags.example',
      browser: 'firefox',
      page: 'https://shop.example/',
    }),
  ]
  await write(
    store,
    groups.map((group) => countedOf(group, 5, 3, { vouched: ['somebody'] })),
    [policy],
  )
  return store
}

/** What has the focus: its name, as it is read out. */
async function focused(page: Page): Promise<string> {
  return page.evaluate(`(() => {
    const { activeElement: element } = document
    const label = element.getAttribute('aria-label') ?? element.closest('label')?.innerText ?? element.innerText
    return element.localName + ' ' + label.replaceAll(/\\s+/g, ' ').trim()
  })()`)
}

test('the tab key leads through everything, once', async () => {
  const { page } = await harness.open({ store: await storeOfThree() })
  const stops: string[] = []
  for (let count = 0; count < 15; count++) {
    await page.keyboard.press('Tab')
    stops.push(await focused(page))
  }
  expect(stops.map((stop) => stop.slice(0, 44))).toEqual(
    [
      'a Skip to the groups',
      'input 7 days',
      expect.stringMatching(/^button Live · /),
      'input Consistent 60 reports The policy was s',
      'input Show noise: there is none',
      expect.stringMatching(/^g .*: 60 reports/),
      'button img-src 60',
      'summary The same as a table',
      'button https://3.example 30',
      'button https://2.example 20',
      'button https://1.example 10',
      'button https://shop.example/orders/:id 60',
      'button Chromium 60',
      'button Enforced 60',
      'button img-src blocked https://3.example on ',
    ].map((stop) => (typeof stop === 'string' ? stop.slice(0, 44) : stop)),
  )
})

test('what has the focus is seen to have it', async () => {
  const { page } = await harness.open({ store: await storeOfThree() })
  for (let count = 0; count < 15; count++) {
    await page.keyboard.press('Tab')
    const isSeen: boolean = await page.evaluate(`(() => {
      const { activeElement: element } = document
      const hasOutline = (one) => one !== null && getComputedStyle(one).outlineStyle !== 'none' && parseFloat(getComputedStyle(one).outlineWidth) >= 2
      const band = element.querySelector('.band')
      return hasOutline(element) || hasOutline(element.closest('label')) || (band !== null && parseFloat(getComputedStyle(band).strokeWidth) >= 2)
    })()`)
    expect(isSeen, await focused(page)).toBe(true)
  }
})

test('arrow keys move through groups; Enter opens one, Escape gives back the place', async () => {
  const { page, problems } = await harness.open({ store: await storeOfThree() })
  await page.locator('.rows button').first().focus()
  const steps: readonly (readonly [key: string, row: number])[] = [
    ['ArrowDown', 1],
    ['ArrowDown', 2],
    ['ArrowDown', 2],
    ['ArrowUp', 1],
    ['Home', 0],
    ['End', 2],
    ['ArrowUp', 1],
  ]
  for (const [key, row] of steps) {
    await page.keyboard.press(key)
    expect(await focused(page)).toContain(`blocked https://${3 - row}.example`)
  }
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: 'img-src blocked https://2.example' })
  await dialog.waitFor()
  expect(new URL(page.url()).searchParams.get('group')).toBe(fingerprintOf(GROUPS[1] ?? groupOf()))
  expect(await focused(page)).toBe('h2 img-src blocked https://2.example')
  await page.getByRole('button', { name: 'Next' }).press('Enter')
  await page.getByRole('dialog', { name: 'img-src blocked https://1.example' }).waitFor()
  expect(await page.getByRole('button', { name: 'Next' }).isDisabled()).toBe(true)
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  // A dialog tells that it is closed when the browser has given the focus back already, to the group that it was opened from.
  await page.locator('.rows button:focus', { hasText: 'blocked https://1.example' }).waitFor()
  expect(new URL(page.url()).search).toBe('')
  expect(problems).toEqual([])
})

test('arrow keys move through the chart', async () => {
  const { page } = await harness.open({ store: await storeOfThree() })
  await page.locator('.chart .bar').last().focus()
  await page.locator('.when').getByText(': 60 reports').waitFor()
  await page.keyboard.press('ArrowLeft')
  await page.locator('.when').getByText(': 0 reports').waitFor()
  await page.keyboard.press('Home')
  expect(
    await page
      .locator('.chart .bar')
      .first()
      .evaluate((bar) => bar.matches(':focus')),
  ).toBe(true)
  await page.keyboard.press('End')
  await page.locator('.when').getByText(': 60 reports').waitFor()
})

const WIDE = { width: 1280, height: 900 }
const NARROW = { width: 390, height: 844 }

test.each<[title: string, context: BrowserContextOptions]>([
  ['light', { viewport: WIDE, colorScheme: 'light' }],
  ['dark', { viewport: WIDE, colorScheme: 'dark' }],
  ['narrow', { viewport: NARROW, colorScheme: 'light', hasTouch: true }],
  ['narrow and dark', { viewport: NARROW, colorScheme: 'dark', hasTouch: true }],
])('axe finds nothing: %s', async (_, context) => {
  const { page, problems } = await harness.open({ store: await variedStore() }, '/', context)
  await page.getByText('The same as a table').click()
  await page.getByRole('checkbox', { name: /Show noise/ }).check()
  await page.getByText('Noise is shown').waitFor()
  const summary = page.getByText('Filter by what was blocked')
  if (await summary.isVisible()) await summary.click()
  await page.locator('.panel.browser').getByRole('button', { name: 'Firefox' }).click()
  await page.locator('.chips').getByText('Browser: Firefox').waitFor()
  expect(await findingsOf(page)).toEqual([])
  await page
    .getByRole('button', { name: /https:..tags/ })
    .last()
    .click()
  await page.getByRole('dialog').getByText('The smallest change').waitFor()
  expect(await findingsOf(page)).toEqual([])
  // Nothing is wider than the page.
  expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
  expect(problems).toEqual([])
})

test('axe finds nothing on the empty page', async () => {
  const { page } = await harness.open({ store: memoryStore() })
  expect(await findingsOf(page)).toEqual([])
})

test('who wants no motion gets none', async () => {
  const { page } = await harness.open({ store: await storeOfThree() }, '/', { reducedMotion: 'reduce' })
  await page.locator('.rows button').first().click()
  await page.getByRole('dialog').waitFor()
  expect(await page.evaluate('document.getAnimations().length')).toBe(0)
})
