import type { Browser, HTTPResponse, Page } from 'puppeteer-core'

declare global {
  interface Window {
    violations: string[]
    __injected?: string
  }
}

/** A page that somebody has opened, in a browser that remembers nothing. */
export interface Visit {
  readonly page: Page
  readonly response: HTTPResponse
  /** What the policy blocked so far in the document that is shown, as `directive what`. */
  violations(): Promise<string[]>
  /** What the console says about policies, and errors that nobody caught, in all documents so far. */
  readonly complaints: readonly string[]
  /** The paths that were asked for. */
  readonly requested: readonly string[]
  /** Fulfilled as soon as an element that can be seen matches, and has the text. */
  until(selector: string, text?: string): Promise<void>
  /** Clicks the first element that can be seen and matches. */
  click(selector: string): Promise<void>
  untilViolations(count: number): Promise<void>
  close(): Promise<void>
}

export async function visit(browser: Browser, url: string): Promise<Visit> {
  const context = await browser.createBrowserContext()
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('console', (message) => {
    if (/content.security.policy|violates|integrity/i.test(message.text())) complaints.push(message.text())
  })
  const requested: string[] = []
  page.on('request', (request) => requested.push(new URL(request.url()).pathname))
  await page.evaluateOnNewDocument(() => {
    window.violations = []
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI, disposition }) => {
      window.violations.push(`${effectiveDirective} ${blockedURI}${disposition === 'report' ? ' (reported)' : ''}`)
    })
  })
  const response = await page.goto(url)
  if (response === null) throw new Error(`${url} gave no response`)
  return {
    page,
    response,
    complaints,
    requested,
    violations: () => page.evaluate(() => window.violations),
    until: (selector, text = '') => page.evaluate(untilShown, selector, text),
    click: async (selector) => {
      const { x, y } = await page.evaluate(middleOf, selector)
      await page.mouse.click(x, y)
    },
    untilViolations: (count) => page.evaluate(untilViolated, count),
    close: () => context.close(),
  }
}

// These run in the page, where the policy holds: Puppeteer's own waiting would need 'unsafe-eval'.

function untilShown(selector: string, text: string): Promise<void> {
  const isThere = () =>
    [...document.querySelectorAll(selector)].some(
      (element) =>
        (element === document.documentElement || element.checkVisibility()) && element.textContent?.includes(text),
    )
  return new Promise((resolve) => {
    if (isThere()) return resolve()
    const observer = new MutationObserver(() => {
      if (!isThere()) return
      observer.disconnect()
      resolve()
    })
    observer.observe(document, { subtree: true, childList: true, characterData: true, attributes: true })
  })
}

/** Of the first that can be seen: pages that were left may still be there, hidden. */
function middleOf(selector: string): { x: number; y: number } {
  const shown = [...document.querySelectorAll(selector)].find((element) => element.checkVisibility())
  if (shown === undefined) throw new Error(`no ${selector} can be seen`)
  shown.scrollIntoView({ block: 'center', behavior: 'instant' })
  const { left, top, width, height } = shown.getBoundingClientRect()
  return { x: left + width / 2, y: top + height / 2 }
}

function untilViolated(count: number): Promise<void> {
  const isEnough = () => window.violations.length >= count
  return new Promise((resolve) => {
    if (isEnough()) return resolve()
    document.addEventListener('securitypolicyviolation', () => isEnough() && resolve())
  })
}
