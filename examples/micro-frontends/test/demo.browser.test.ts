import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { audit, describeAuditEntry } from '@sallyport/html'
import {
  type Browser,
  type BrowserContext,
  chromium,
  type FrameLocator,
  type Locator,
  type Page,
} from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { gatherActivity, isFree, type RunningDemo, readLoot, runDemo, startDemo } from './demo.ts'

// The demo, built for production and started as a visitor starts it, in a real browser.

const launch = {
  executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
  // Only this machine can be reached, so nothing but the demo can make a test pass.
  args: ['--no-sandbox', '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE *.localhost'],
}
const seen: Record<string, unknown>[] = []
const profiles: string[] = []
let demo: RunningDemo
let browser: Browser

beforeAll(async () => {
  demo = await startDemo()
  gatherActivity(demo.topology, seen)
  browser = await chromium.launch(launch)
})

afterAll(async () => {
  await browser?.close()
  await demo?.stop()
  for (const folder of profiles) await rm(folder, { recursive: true, force: true })
})

test('three teams work in their frames, and no rule is broken', async () => {
  const { origins } = demo.topology
  const { page, violations } = await openShell()
  const catalog = team(page, 'catalog')
  const checkout = team(page, 'checkout')
  const account = team(page, 'account')

  await catalog.getByRole('button', { name: 'Favourite: Storm lantern' }).click()
  await catalog.getByRole('button', { name: 'Add to cart: Storm lantern' }).click()
  await checkout.getByText('Storm lantern').waitFor()
  await checkout.getByRole('button', { name: 'One more: Storm lantern' }).click()
  await checkout.getByText('€ 96').waitFor()
  await account.getByRole('textbox', { name: 'Name' }).fill('Ada')
  await account.getByRole('button', { name: 'Save' }).click()
  await account.getByText('Saved.').waitFor()
  await checkout.getByRole('button', { name: 'Place the order' }).click()
  await account.getByText('Order 1001, € 122').waitFor()
  await page.reload()
  await account.getByText('Order 1001, € 122').waitFor()
  expect(await account.getByRole('textbox', { name: 'Name' }).inputValue()).toBe('Ada')
  expect(await catalog.getByRole('button', { name: 'Favourite: Storm lantern' }).getAttribute('aria-pressed')).toBe(
    'true',
  )

  for (const [from, method, path] of [
    [origins.catalog, 'PUT', '/favourites/lantern'],
    [origins.catalog, 'PATCH', '/cart/lantern'],
    [origins.checkout, 'PATCH', '/cart/lantern'],
    [origins.checkout, 'POST', '/orders'],
    [origins.account, 'PATCH', '/account'],
  ]) {
    expect(seen).toContainEqual(
      expect.objectContaining({ kind: 'answered', from, path, method: 'OPTIONS', asks: method, status: 204 }),
    )
    expect(seen).toContainEqual(
      expect.objectContaining({ kind: 'answered', from, path, method, status: 200, session: true }),
    )
  }
  await page.getByText('Nothing yet').waitFor()
  // Reports take their time. Once one that is asked for has come, an earlier one would have come as well.
  await page.getByRole('button', { name: 'Attack: Rogue frame' }).click()
  await page.locator('[data-attack=rogue-frame][data-state=blocked]').waitFor()
  await expect.poll(() => stopped().length).toBe(1)
  expect(stopped()).toEqual([expect.objectContaining({ kind: 'blocked', directive: 'frame-src' })])
  expect(violations).toEqual(['frame-src'])
  await page.context().close()
})

test.each(['shell', 'catalog', 'checkout', 'account'] as const)(
  'the page of %s has nothing in it that its own policy blocks',
  async (name) => {
    const page = await browser.newPage()
    const response = await page.goto(demo.topology.origins[name])
    if (response === null) throw new Error(`${name} sent no page.`)
    const entries = audit({ url: response.url(), headers: await response.allHeaders(), html: await response.text() })
    expect(entries.map(describeAuditEntry)).toEqual([])
    await page.close()
  },
)

const SHELL =
  /^frame-src http:\/\/\*\.teams\.localhost:\d+ http:\/\/\*\.teams\.localhost:\d+ http:\/\/\*\.teams\.localhost:\d+$/
const SCRIPT = "script-src 'nonce-…' 'strict-dynamic'"

test.each([
  { attack: 'rogue-frame', tries: 1, rules: [SHELL], named: ['frame-src'] },
  { attack: 'look-alike', tries: 4, rules: [SHELL], named: ['frame-src'] },
  { attack: 'inline-injection', tries: 2, rules: [SCRIPT, SCRIPT], named: ['script-src-elem', 'script-src-attr'] },
  { attack: 'foreign-script', tries: 1, rules: [SCRIPT], named: ['script-src-elem'] },
  { attack: 'exfiltration', tries: 3, rules: [/^connect-src/, "img-src 'self'"], named: ['connect-src', 'img-src'] },
  {
    attack: 'cross-origin-read',
    tries: 2,
    rules: ['origin-refused', 'preflight-origin-refused'],
    named: ['origin-refused', 'preflight-origin-refused'],
  },
  { attack: 'forged-order', tries: 1, rules: ['cross-origin-refused'], named: ['cross-origin-refused'] },
  { attack: 'form', tries: 1, rules: ["form-action 'none'"], named: ['form-action'] },
  { attack: 'framing', tries: 2, rules: ['frame-ancestors'], named: ['frame-ancestors'] },
])('$attack is blocked, and the list names it', async ({ attack, tries, rules, named }) => {
  const { page } = await openShell()
  const before = stopped().length
  const { item, verdicts } = await runAttack(page, attack)

  expect(verdicts).toEqual(rules.map(() => 'Blocked'))
  expect(await item.locator('.what').count()).toBe(tries)
  const shown = await item.locator('.rule').allTextContents()
  for (const [index, rule] of rules.entries()) expect(shown[index]).toMatch(rule)

  await expect.poll(() => stopped().length).toBe(before + tries)
  await expect.poll(() => page.locator('.live li').count()).toBe(before + tries)
  const names = (await page.locator('.live li strong').allTextContents()).slice(0, tries)
  expect([...new Set(names)].toSorted()).toEqual([...named].toSorted())
  await page.context().close()
})

test('the API refuses the attacker even where the browser sends the visitor’s cookie along', async () => {
  const { page } = await openShell({}, { thirdPartyCookies: true })
  const before = stopped().length
  for (const attack of ['cross-origin-read', 'forged-order']) {
    expect(new Set((await runAttack(page, attack)).verdicts)).toEqual(new Set(['Blocked']))
  }
  const from = demo.topology.attacker
  expect(stopped().slice(before)).toEqual([
    expect.objectContaining({ kind: 'refused', from, method: 'GET', path: '/account', session: true }),
    expect.objectContaining({ kind: 'refused', from, method: 'OPTIONS', path: '/account', session: false }),
    expect.objectContaining({ kind: 'refused', from, method: 'POST', path: '/orders', session: true }),
  ])
  await page.context().close()
})

test('a window of the attacker shows its frames empty', async () => {
  const page = await browser.newPage()
  await page.goto(`${demo.topology.attacker}/frame`)
  const framed = (): readonly string[] =>
    page
      .frames()
      .slice(1)
      .map((frame) => frame.url())
  // A refused frame gets its error page after the load event of the page around it.
  await expect.poll(framed).toEqual(['chrome-error://chromewebdata/', 'chrome-error://chromewebdata/'])
  await page.close()
})

test('one click runs all attacks, with one window for the attacker', async () => {
  const { page } = await openShell()
  await page.getByRole('button', { name: 'Run all' }).click()
  await expect.poll(() => page.locator('.attack[data-state=blocked]').count(), { timeout: 50_000 }).toBe(9)
  expect(page.context().pages()).toHaveLength(2)
  await page.context().close()
})

test('nothing reached the attacker, and nothing changed in the visitor’s name', async () => {
  const { page } = await openShell()
  expect(await team(page, 'account').getByRole('textbox', { name: 'Name' }).inputValue()).toBe('Robin')
  await team(page, 'account').getByText('None yet').waitFor()
  expect(await readLoot(demo.topology)).toBe('[]')
  await page.context().close()
})

test('the shell shows all that was reported, checked, and who framed whom', async () => {
  const { origins, attacker } = demo.topology
  const page = await browser.newPage()
  const errors: string[] = []
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()))
  await page.goto(`${origins.shell}/reports`)
  await page.getByRole('heading', { name: 'Harbour: violation reports' }).waitFor()
  await page.locator('[data-group]', { hasText: 'frame-ancestors' }).first().waitFor()
  expect(errors).toEqual([])
  const none = { groups: 0, reports: 0 }
  expect(await page.evaluate("fetch('?format=json').then((response) => response.json())")).toMatchObject({
    standings: { 'unknown-policy': none, inconsistent: none, foreign: none },
    groups: expect.arrayContaining(
      [origins.shell, origins.catalog].map((framed) =>
        expect.objectContaining({ directive: 'frame-ancestors', blocked: attacker, page: `${framed}/` }),
      ),
    ),
  })
  await page.close()
})

// Made anew on request only: the pictures are part of the documentation.
if (process.env.UPDATE_SCREENSHOT === '1') {
  test('the screenshots of the README', async () => {
    for (const [name, colorScheme] of [
      ['screenshot', 'light'],
      ['screenshot-dark', 'dark'],
    ] as const) {
      const { page } = await openShell({ colorScheme, viewport: { width: 1440, height: 1000 } })
      await team(page, 'catalog').getByRole('button', { name: 'Add to cart: Storm lantern' }).click()
      await team(page, 'checkout').getByText('Storm lantern').waitFor()
      await team(page, 'account').getByRole('radio', { name: 'Express, € 9' }).click()
      await team(page, 'account').getByText('Saved.').waitFor()
      for (const attack of ['cross-origin-read', 'rogue-frame', 'look-alike', 'inline-injection', 'foreign-script']) {
        await runAttack(page, attack)
      }
      for (const popup of page.context().pages().slice(1)) if (popup !== page) await popup.close()
      // All of the picture in view at once: a browser does not paint frames that are scrolled away.
      const card = await page.locator('[data-attack=foreign-script]').boundingBox()
      const scrolled = await page.evaluate('scrollY')
      const height = Math.ceil(Number(scrolled) + (card?.y ?? 0) + (card?.height ?? 0) + 12)
      await page.setViewportSize({ width: 1440, height })
      await page.evaluate('scrollTo(0, 0)')
      await page.mouse.move(0, 0)
      await team(page, 'account').getByRole('textbox', { name: 'Name' }).screenshot()
      await page.screenshot({ path: join(import.meta.dirname, '..', `${name}.png`) })
      await page.context().close()
    }
  })
}

test('a second demo says which ports are taken and what to do', async () => {
  const { ended } = runDemo(demo.env, '--no-build')
  const { code, output } = await ended
  expect(code).toBe(1)
  for (const name of ['shell', 'catalog', 'checkout', 'account', 'api', 'attacker'] as const) {
    expect(output).toContain(`Port ${demo.topology.listen(name).port} is taken; ${name} `)
  }
  expect(output).toContain('PORT_BASE=')
})

test('Ctrl-C leaves nothing running', async () => {
  expect(await demo.stop()).toBe(0)
  for (const name of ['shell', 'catalog', 'checkout', 'account', 'api', 'attacker'] as const) {
    expect(await isFree(demo.topology.listen(name).port)).toBe(true)
  }
})

interface OpenShell {
  readonly page: Page
  /** The directives broken in the page and its frames, as their documents saw it. */
  readonly violations: readonly string[]
}

/**
 * The shell in a browser profile of its own, once all three teams show what the API gave them. A fresh profile keeps third parties'
 * cookies apart, as more and more browsers do; `thirdPartyCookies` allows them, as others still do.
 */
async function openShell(
  options: Parameters<Browser['newContext']>[0] = {},
  { thirdPartyCookies = false } = {},
): Promise<OpenShell> {
  const context = thirdPartyCookies ? await openLaxProfile() : await browser.newContext(options)
  const violations: string[] = []
  await context.exposeFunction('noteViolation', (directive: string) => violations.push(directive))
  await context.addInitScript(
    `addEventListener('securitypolicyviolation', (event) => noteViolation(event.effectiveDirective))`,
  )
  const page = await context.newPage()
  await page.goto(`${demo.topology.origins.shell}/`)
  await team(page, 'catalog').getByText('Brass compass').waitFor()
  await team(page, 'checkout').getByText('Manila rope, 10 m').waitFor()
  await expect.poll(() => team(page, 'account').getByRole('textbox', { name: 'Name' }).inputValue()).not.toBe('')
  return { page, violations }
}

async function openLaxProfile(): Promise<BrowserContext> {
  const folder = await mkdtemp(join(tmpdir(), 'sallyport-profile-'))
  profiles.push(folder)
  await mkdir(join(folder, 'Default'))
  await writeFile(join(folder, 'Default', 'Preferences'), JSON.stringify({ profile: { cookie_controls_mode: 0 } }))
  return chromium.launchPersistentContext(folder, launch)
}

async function runAttack(page: Page, attack: string): Promise<{ item: Locator; verdicts: readonly string[] }> {
  const item = page.locator(`[data-attack=${attack}]`)
  await item.getByRole('button').click()
  await page.locator(`[data-attack=${attack}]:not([data-state=idle], [data-state=running])`).waitFor()
  return { item, verdicts: await item.locator('ul strong').allTextContents() }
}

function team(page: Page, name: string): FrameLocator {
  return page.locator(`.team[data-team=${name}]`).frameLocator('iframe')
}

function stopped(): readonly Record<string, unknown>[] {
  return seen.filter(({ kind }) => kind !== 'answered')
}
