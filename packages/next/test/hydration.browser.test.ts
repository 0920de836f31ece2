import { join } from 'node:path'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildApp, nextFolder, type RunningApp, startApp } from './next-server.ts'

const folder = join(import.meta.dirname, 'app')
const INJECTED = `document.documentElement.dataset.injected = 'ran'`
let app: RunningApp
let browser: Browser

beforeAll(async () => {
  await buildApp(nextFolder('next'), folder)
  app = await startApp(nextFolder('next'), folder)
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    args: ['--no-sandbox'],
  })
})
afterAll(async () => {
  await browser?.close()
  await app?.close()
})

test.concurrent.each([
  ['/dynamic', 'rendered per request, under the strict policy'],
  ['/rollout', 'rendered per request, under a strict report-only policy beside an enforced one'],
  ['/', 'static'],
  ['/isr', 'revalidated'],
  ['/posts/first', 'generated at build time'],
  ['/posts/in-a-browser', 'generated on the first visit'],
])('%s (%s) comes to life without a violation', async (path) => {
  const { page, violations } = await open(path)
  await page.getByRole('button').click()
  await page.getByText('clicked 1').waitFor()
  expect(violations).toEqual([])
})

describe('under the strict policy', () => {
  test("the page's own inline script runs", async () => {
    const { page } = await open('/dynamic')
    expect(await page.locator('html').getAttribute('data-inline')).toBe('ran')
  })

  test.each([
    ['an inline script', `<script>${INJECTED}</script>`, 'script-src-elem'],
    ['an event handler', `<img src="/x" onerror="${INJECTED}">`, 'script-src-attr'],
    ['a script with a guessed nonce', `<script nonce="abc">${INJECTED}</script>`, 'script-src-elem'],
  ])('%s that was injected is blocked', async (_title, markup, directive) => {
    const { page, violations } = await open('/dynamic', markup)
    await expect.poll(() => violations).toContain(`${directive} inline enforce`)
    expect(await page.locator('html').getAttribute('data-injected')).toBeNull()
  })

  test.each(['/gone', '/boom'])("of %s, Next.js's own error page, nothing but the look is blocked", async (path) => {
    const { page, violations } = await open(path)
    await page.locator('body').waitFor()
    // Its inline <style> has no nonce. An app with its own not-found.tsx and error.tsx does not show it.
    expect(violations).toEqual(['style-src-elem inline enforce'])
  })
})

/** Opens a page, with markup put into its html on the way when there is some to inject, and collects its violations. */
async function open(path: string, injected?: string): Promise<{ page: Page; violations: string[] }> {
  const page = await browser.newPage()
  const violations: string[] = []
  await page.exposeFunction('reportViolation', (violation: string) => violations.push(violation))
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI, disposition }) => {
      Reflect.get(window, 'reportViolation')(`${effectiveDirective} ${blockedURI} ${disposition}`)
    })
  })
  if (injected !== undefined) {
    await page.route(`${app.url}${path}`, async (route) => {
      const response = await route.fetch()
      await route.fulfill({ response, body: (await response.text()).replace('</body>', `${injected}</body>`) })
    })
  }
  await page.goto(`${app.url}${path}`, { waitUntil: 'networkidle' })
  return { page, violations }
}
