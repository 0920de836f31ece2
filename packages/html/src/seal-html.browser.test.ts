import { createHash } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sealHtml } from './index.ts'

// Under the policy of a sealed page Chromium runs what was rendered with the nonce, and nothing that was injected.
let browser: Browser
let page: Page
let server: Server
let site: string
let answer: { readonly html: string; readonly policy: string }
/** What the page called `r()` with. */
let ran: string[]
/** What its policy refused. */
let refused: string[]

const nonce = 'c2VjcmV0LXNlYWwtbm9uY2U='
const FILES: Readonly<Record<string, string>> = {
  '/own.js': "r('own.js')",
  '/module.js': "r('module.js')",
  '/evil.js': "r('evil.js')",
}

beforeAll(async () => {
  server = createServer((request, response) => {
    const file = FILES[request.url ?? '']
    if (file !== undefined) return void response.setHeader('content-type', 'text/javascript').end(file)
    if (request.url !== '/') return void response.writeHead(404).end()
    response.setHeader('content-security-policy', answer.policy)
    response.setHeader('content-type', 'text/html; charset=utf-8').end(answer.html)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server has no port')
  site = `http://127.0.0.1:${address.port}/`
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM_PATH ?? '', args: ['--no-sandbox'] })
  page = await browser.newPage()
  await page.exposeFunction('r', (what: string) => void ran.push(what))
  await page.exposeFunction('refused', (directive: string) => void refused.push(directive))
  await page.addInitScript(
    `addEventListener('securitypolicyviolation', (event) => { refused(event.effectiveDirective) }, true)`,
  )
})
afterAll(async () => {
  await browser?.close()
  server?.close()
})

function integrityOf(src: string): string | undefined {
  const text = src === '/evil.js' ? undefined : FILES[src]
  return text === undefined ? undefined : `sha256-${createHash('sha256').update(text).digest('base64')}`
}

const OWN = `
<link rel="preload" as="script" href="/own.js" nonce="${nonce}"/><link rel="modulepreload" href="/module.js" nonce="${nonce}"/>
<script src="/own.js" nonce="${nonce}" async=""></script><script type="module" src="/module.js" nonce="${nonce}"></script>
<style nonce="${nonce}">p { color: rgb(1, 2, 3) }</style>
<script nonce="${nonce}">r('inline ${nonce}')\r\n</script>`
const OWN_RUNS = [`inline ${'.'.repeat(nonce.length - 1)}=`, 'module.js', 'own.js']

test.each<[title: string, html: string, runs: readonly string[], refused: readonly string[]]>([
  ['nothing', `%OWN<p>`, OWN_RUNS, []],
  ['a script', `%OWN<script>r('evil')</script>`, OWN_RUNS, ['script-src-elem']],
  ['a guessed nonce', `%OWN<script nonce=a>r('evil')</script>`, OWN_RUNS, ['script-src-elem']],
  ['a file', `%OWN<script src=/evil.js></script>`, OWN_RUNS, ['script-src-elem']],
  ['a preload', `%OWN<link rel=preload as=script href=/evil.js>`, OWN_RUNS, ['script-src-elem']],
  ['a handler', `%OWN<img src=data:, onerror="r('evil')">`, OWN_RUNS, ['script-src-attr']],
  ['the end of the page', `%OWN</body></html><script>r('evil')</script>`, OWN_RUNS, ['script-src-elem']],
  ['a style', `%OWN<style>p{}</style>`, OWN_RUNS, ['style-src-elem']],
  ['a tag that runs into the next', `<script src=/evil.js %OWN`, OWN_RUNS.slice(0, 2), ['script-src-elem']],
  ['a value that runs into the next', `<script src=/evil.js x="%OWN`, OWN_RUNS.slice(0, 2), ['script-src-elem']],
  ['a base', `<base href=https://evil.invalid/>%OWN`, OWN_RUNS.slice(0, 1), []],
])('injected: %s', async (_, html, runs, directives) => {
  const sealed = await sealHtml(`<!doctype html>${html.replace('%OWN', OWN)}`, { nonce, integrityOf })
  const policy = `script-src ${sealed.scripts.join(' ')} 'strict-dynamic'; style-src ${sealed.styles.join(' ')}`
  answer = { html: sealed.html, policy }
  ran = []
  refused = []
  await page.goto(site)
  await expect.poll(() => ran.toSorted()).toEqual(runs)
  await expect.poll(() => refused.toSorted()).toEqual(directives)
  // Both have come true; now that all has loaded, they still are.
  await page.waitForLoadState('load')
  await page.evaluate('new Promise((done) => { requestAnimationFrame(() => setTimeout(done)) })')
  expect({ ran: ran.toSorted(), refused }).toEqual({ ran: runs, refused: directives })
  expect(sealed.blocked).toHaveLength(directives.length)
})
