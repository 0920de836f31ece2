import type { Server } from 'node:http'
import axe from 'axe-core'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { expect } from 'vitest'
import { serve } from '../scripts/serve.ts'
import type { FoldedGroup, Group, ServedPolicy } from '../src/group.ts'
import { fingerprintOf, type ReportStore } from '../src/index.ts'
import { createReportsPage, type ReportsPageOptions } from '../src/page/index.ts'

const HOUR = 3_600_000

/** A group that was reported so often, some hours ago. */
export function countedOf(
  group: Group,
  count: number,
  hoursAgo = 0,
  more: Partial<Pick<FoldedGroup, 'clients' | 'vouched'>> = {},
): FoldedGroup {
  const hour = Math.floor(Date.now() / HOUR) - hoursAgo
  const at = hour * HOUR
  const clients = Array.from({ length: Math.min(count, 64) }, (_, index) => `client-${index}`)
  return {
    ...group,
    fingerprint: fingerprintOf(group),
    hour,
    count,
    first: at,
    last: at,
    clients,
    vouched: [],
    ...more,
  }
}

let batches = 0

export async function write(
  store: ReportStore,
  groups: readonly FoldedGroup[],
  policies: readonly ServedPolicy[] = [],
): Promise<void> {
  batches += 1
  await store.write({ id: `batch-${batches}`, groups, policies })
}

/** A page over a store, on a server of its own, and what goes wrong in it. */
export interface Opened {
  readonly page: Page
  readonly origin: string
  /** Errors on the console, exceptions, and what the page's policy stopped. */
  readonly problems: readonly string[]
  readonly statuses: readonly number[]
}

/** Opens the page in Chromium.  */
export class PageHarness {
  #browser: Browser | undefined
  readonly #servers: Server[] = []
  readonly #pages: Page[] = []

  async start(): Promise<void> {
    this.#browser = await chromium.launch({ executablePath: process.env.CHROMIUM_PATH ?? '', args: ['--no-sandbox'] })
  }

  /** After each test: what is open goes on asking. */
  async closePages(): Promise<void> {
    for (const page of this.#pages.splice(0)) await page.context().close()
    for (const server of this.#servers.splice(0)) {
      server.closeAllConnections()
      server.close()
    }
  }

  async close(): Promise<void> {
    await this.#browser?.close()
  }

  async serve(options: Partial<ReportsPageOptions> & Pick<ReportsPageOptions, 'store'>): Promise<string> {
    const server = await serve(createReportsPage({ authorize: () => true, ...options }), 0)
    this.#servers.push(server)
    const address = server.address()
    if (address === null || typeof address === 'string') throw new Error('the server has no port')
    return `http://127.0.0.1:${address.port}`
  }

  async open(
    options: Partial<ReportsPageOptions> & Pick<ReportsPageOptions, 'store'>,
    path = '/csp-reports/view',
    context: BrowserContextOptions = {},
  ): Promise<Opened> {
    const origin = await this.serve(options)
    const browser = this.#browser
    if (browser === undefined) throw new Error('the browser is not started')
    const page = await browser.newPage({
      viewport: { width: 1280, height: 900 },
      locale: 'en-GB',
      timezoneId: 'Europe/Berlin',
      ...context,
    })
    page.setDefaultTimeout(15_000)
    this.#pages.push(page)
    const problems: string[] = []
    const statuses: number[] = []
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) problems.push(message.text())
    })
    page.on('pageerror', (error) => problems.push(String(error)))
    page.on('dialog', (dialog) => {
      problems.push(`dialog: ${dialog.message()}`)
      void dialog.dismiss()
    })
    page.on('response', (response) => {
      if (response.url().includes('format=json')) statuses.push(response.status())
    })
    await page.exposeFunction('stopped', (what: string) => void problems.push(what))
    await page.addInitScript(
      `addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) => stopped(effectiveDirective + ' stopped ' + blockedURI))`,
    )
    await page.goto(origin + path)
    await page.locator('body.ready').waitFor()
    return { page, origin, problems, statuses }
  }
}

export async function totalOf(page: Page): Promise<string> {
  return (await page.locator('.total strong').textContent()) ?? ''
}

export async function waitForTotal(page: Page, total: string): Promise<void> {
  await page.locator('.total strong').getByText(total, { exact: true }).waitFor()
}

/** What axe finds, a line each. */
export async function findingsOf(page: Page): Promise<readonly string[]> {
  // A running animation is a colour on its way to another.
  await page.evaluate('Promise.all(document.getAnimations().map(({ finished }) => finished))')
  await page.evaluate(axe.source)
  const found: axe.AxeResults = await page.evaluate('axe.run(document, { resultTypes: ["violations"] })')
  expect(found.passes.length).toBeGreaterThan(0)
  return found.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`),
  )
}
