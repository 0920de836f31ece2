import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { developApp, nextFolder, type RunningApp } from './next-server.ts'

let folder: string
let app: RunningApp
let browser: Browser

beforeAll(async () => {
  // A copy, since a test edits it; here, where the packages are found.
  folder = await mkdtemp(join(import.meta.dirname, '.dev-'))
  await cp(join(import.meta.dirname, 'app-dev'), folder, { recursive: true })
  app = await developApp(nextFolder('next'), folder)
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    args: ['--no-sandbox'],
  })
})
afterAll(async () => {
  await browser?.close()
  await app?.close()
  await rm(folder, { recursive: true, force: true, maxRetries: 5 })
})

test('a page comes to life, and an edit reaches it with its state kept', async () => {
  const { page, violations, errors } = await open('/')
  await page.getByRole('button', { name: 'clicked 0' }).click()
  await page.getByText('clicked 1').waitFor()
  await edit('app/page.tsx', 'as it was', 'as it is now')
  await page.getByText('as it is now').waitFor()
  await page.getByText('clicked 1').waitFor()
  expect(violations).toEqual([])
  // React says so where it may not evaluate.
  expect(errors.filter((text) => text.includes('eval'))).toEqual([])
  expect(told()).toEqual([])
})

test('a page of the Pages Router comes to life too', async () => {
  const { page, violations } = await open('/old')
  await page.getByRole('button', { name: 'closed' }).click()
  await page.getByText('open', { exact: true }).waitFor()
  expect(violations).toEqual([])
  expect(told()).toEqual([])
})

test('the error overlay shows, with its styles', async () => {
  const { page, violations } = await open('/broken')
  const overlay = page.locator('[data-nextjs-dialog-overlay]')
  await page.getByText('broken on purpose').first().waitFor()
  expect(await overlay.evaluate((element) => getComputedStyle(element).position)).toBe('fixed')
  expect(violations).toEqual([])
  expect(told()).toEqual([])
})

test('what production will block is blocked here too, and told once', async () => {
  const { page, violations } = await open('/inline')
  await page.reload({ waitUntil: 'networkidle' })
  await expect.poll(() => told().length).toBe(2)
  expect(told().toSorted()).toEqual([
    '[sallyport] production would block the inline <script> "document.title = 1" on /inline (script-src-elem).',
    '[sallyport] production would block the inline style attribute "color:red" on /inline (style-src-attr).',
  ])
  expect(new Set(violations)).toEqual(new Set(['script-src-elem', 'style-src-attr']))
})

/** The first lines of what the server said so far. */
function told(): readonly string[] {
  return app
    .printed()
    .split('\n')
    .filter((line) => line.includes('[sallyport]'))
}

async function edit(path: string, old: string, text: string): Promise<void> {
  const file = join(folder, path)
  await writeFile(file, (await readFile(file, 'utf8')).replace(old, text))
}

/** Opens a page, and collects its errors and the violations of what is enforced. */
async function open(path: string): Promise<{ page: Page; violations: string[]; errors: string[] }> {
  const page = await browser.newPage()
  const violations: string[] = []
  const errors: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text())
  })
  await page.exposeFunction('reportViolation', (violation: string) => violations.push(violation))
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective, disposition }) => {
      if (disposition === 'enforce') Reflect.get(window, 'reportViolation')(effectiveDirective)
    })
  })
  await page.goto(`${app.url}${path}`, { waitUntil: 'networkidle' })
  return { page, violations, errors }
}
