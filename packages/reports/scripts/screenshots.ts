import { fileURLToPath } from 'node:url'
import { type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { findChromium } from '../../../scripts/chromium.ts'
import { openStore } from '../src/index.ts'
import { createReportsPage } from '../src/page/index.ts'
import { seedTraffic } from './seed-traffic.ts'
import { serve } from './serve.ts'

// pnpm --filter @sallyport/reports screenshots
// Takes the README's pictures of the page, over seeded traffic: look at them after a change of how it looks.
const WIDE = { width: 1280, height: 1040 }
const SHOTS: readonly (readonly [
  name: string,
  context: BrowserContextOptions,
  prepare: (page: Page) => Promise<unknown>,
])[] = [
  ['page-light', { viewport: WIDE, colorScheme: 'light' }, async () => {}],
  ['page-dark', { viewport: WIDE, colorScheme: 'dark' }, openGroup],
  ['page-narrow', { viewport: { width: 390, height: 1040 }, colorScheme: 'light' }, async () => {}],
]

const store = openStore('memory:')
for (const batch of seedTraffic(Date.now())) await store.write(batch)
const server = await serve(createReportsPage({ store, authorize: () => true }), 0)
const address = server.address()
if (address === null || typeof address === 'string') throw new Error('the server has no port')
const executablePath = findChromium()
if (executablePath === undefined) throw new Error('there is no Chromium; set CHROMIUM_PATH')
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
for (const [name, context, prepare] of SHOTS) {
  const page = await browser.newPage({
    locale: 'en-GB',
    timezoneId: 'Europe/London',
    reducedMotion: 'reduce',
    ...context,
  })
  await page.goto(`http://127.0.0.1:${address.port}/`)
  await page.locator('body.ready').waitFor()
  await prepare(page)
  await page.screenshot({ path: fileURLToPath(new URL(`../docs/${name}.png`, import.meta.url)) })
}
await browser.close()
server.closeAllConnections()
server.close()

async function openGroup(page: Page): Promise<void> {
  await page
    .getByRole('button', { name: /^script-src-elem blocked https:..tags/ })
    .first()
    .click()
  await page.getByRole('dialog').getByText('The smallest change').waitFor()
}
