import { type Browser, chromium, type Page } from 'playwright-core'

/** Chromium, for which every name below `.test` is this machine. */
export function launch(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? '',
    args: ['--no-sandbox', '--host-resolver-rules=MAP *.test 127.0.0.1', '--disable-features=HttpsUpgrades'],
  })
}

/** A page that remembers what its policy blocks, from before its first element. */
export async function openPage(browser: Browser): Promise<Page> {
  const page = await browser.newPage()
  await page.addInitScript(`
    globalThis.violations = []
    globalThis.blocked = new Promise((resolve) => {
      addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) => {
        violations.push(effectiveDirective + ' ' + blockedURI)
        resolve()
      })
    })`)
  return page
}

/** What was blocked so far: directive and URL. */
export function violationsOf(page: Page): Promise<readonly string[]> {
  return page.evaluate<readonly string[]>('violations')
}

/** Waits for the first of them. */
export function firstViolation(page: Page): Promise<void> {
  return page.evaluate<void>('blocked')
}

/** Whether markup that gets into the page runs script. */
export async function runsInjected(page: Page): Promise<boolean> {
  const markup =
    '<img src="data:," onerror="globalThis.injected = true"><svg onload="globalThis.injected = true"></svg>'
  return await page.evaluate<boolean>(`new Promise((done) => {
    const place = document.body.appendChild(document.createElement('div'))
    place.innerHTML = ${JSON.stringify(markup)}
    setTimeout(() => { place.remove(); done(globalThis.injected === true) }, 100)
  })`)
}
