import { chromium } from 'playwright-core'

const base = Number(process.env.PORT_BASE ?? 4100)
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] })
for (const [name, colorScheme, width] of [
  ['light', 'light', 1440],
  ['dark', 'dark', 1440],
  ['phone', 'light', 390],
]) {
  if (process.argv[2] && process.argv[2] !== name) continue
  const ctx = await chromium.launchPersistentContext('', {
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox'],
    colorScheme,
    viewport: { width, height: 900 },
  })
  const page = ctx.pages()[0]
  page.on('console', (m) => console.log(name, m.type(), m.text().slice(0, 300)))
  page.on('pageerror', (e) => console.log(name, 'pageerror', e))
  await page.goto(`http://shell.localhost:${base}/`)
  await page.waitForTimeout(2500)
  await page.screenshot({ path: `/tmp/f-look/${name}-untouched.png`, fullPage: true })
  const t0 = Date.now()
  await page.getByRole('button', { name: 'Run all' }).click()
  await page.waitForFunction(
    () => document.querySelectorAll('.attack:not([data-state=idle],[data-state=running])').length === 9,
    null,
    { timeout: 60000 },
  )
  console.log(name, 'all done in', Date.now() - t0)
  for (const li of await page.locator('.attack').all())
    console.log(
      await li.getAttribute('data-attack'),
      await li.getAttribute('data-state'),
      (await li.locator('ul li').allInnerTexts()).map((s) => s.replaceAll('\n', ' | ')),
    )
  console.log((await page.locator('.live li').allInnerTexts()).map((s) => s.replaceAll('\n', ' | ')).join('\n'))
  await page.waitForTimeout(500)
  await page.screenshot({ path: `/tmp/f-look/${name}.png`, fullPage: true })
  const popup = ctx.pages()[1]
  await popup?.screenshot({ path: `/tmp/f-look/${name}-popup.png` })
  await ctx.close()
}
await browser.close()
