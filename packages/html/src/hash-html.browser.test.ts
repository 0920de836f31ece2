import { createHash } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import fc from 'fast-check'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { EVENT_HANDLERS } from './event-handlers.ts'
import { combineHashes, type HashDirectives, hashHtml } from './index.ts'
import { pages } from './pages.test-kit.ts'
import { TRAPS, trapPage } from './traps.test-kit.ts'

// What hashHtml finds is what Chromium asks its policy about, and with these hashes all of it runs.
let browser: Browser
let page: Page
let server: Server
let site: string
let answer: { readonly html: string; readonly policy: string; readonly name: string }
/** What the page called `r()` with. */
let ran: string[]
/** What its policy refused. */
let refused: { readonly directive: string; readonly sample: string; readonly uri: string }[]
/** What the console says of its policy: frames without scripts are heard there only. */
let printed: string[]

const SEED = Number(process.env.SALLYPORT_SEED ?? 1)
const REPORT_ONLY = 'content-security-policy-report-only'
const ENFORCED = 'content-security-policy'
const FILES: Readonly<Record<string, string>> = {
  '/a.js': "r('a')",
  '/b.js': "import './a.js'; r('b')",
}

beforeAll(async () => {
  server = createServer((request, response) => {
    const file = FILES[request.url ?? '']
    if (file !== undefined) return void response.setHeader('content-type', 'text/javascript').end(file)
    if (request.url !== '/') return void response.writeHead(404).end()
    response.setHeader(answer.name, answer.policy)
    response.setHeader('content-type', 'text/html').end(answer.html)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server has no port')
  site = `http://127.0.0.1:${address.port}/`
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM_PATH ?? '', args: ['--no-sandbox'] })
  page = await browser.newPage()
  page.on('console', (message) => {
    if (message.text().includes('Content Security Policy')) printed.push(message.text())
  })
  await page.exposeFunction('r', (what: string) => void ran.push(what))
  await page.exposeFunction('refused', (directive: string, sample: string, uri: string) => {
    refused.push({ directive, sample, uri })
  })
  await page.addInitScript(
    `addEventListener('securitypolicyviolation', (event) => {
      refused(event.effectiveDirective, event.sample, event.blockedURI)
    }, true)`,
  )
})
afterAll(async () => {
  await browser?.close()
  server?.close()
})

/** Shows a page under a policy and touches all that can be clicked. */
async function show(html: string, name: string, policy: string): Promise<void> {
  answer = { html, policy, name }
  ran = []
  refused = []
  printed = []
  await page.goto(site)
  await settle()
  // Not through the mouse: what is clicked may be invisible.
  await page.evaluate(`for (const element of document.querySelectorAll('[onclick], a, area, button, input'))
    element.dispatchEvent(new MouseEvent('click', { cancelable: true }))`)
  await settle()
}

/** Navigations to javascript: are tasks, and calls of `r` travel; both are over after a few turns. */
async function settle(): Promise<void> {
  const turn = 'new Promise((done) => { setTimeout(() => requestAnimationFrame(() => setTimeout(done))) })'
  for (let turns = 0; turns < 3; turns++) await page.evaluate(turn)
}

function directivesRefused(): readonly string[] {
  return refused.map(({ directive }) => directive)
}

function policyOf(directives: HashDirectives, more: readonly string[] = []): string {
  const list = (name: keyof HashDirectives): string => (directives[name] ?? ["'none'"]).join(' ')
  const scripts = `script-src ${list('script-src')} ${more.join(' ')}; script-src-attr ${list('script-src-attr')}`
  return `${scripts}; style-src ${list('style-src')}; style-src-attr ${list('style-src-attr')}`
}

test.each(TRAPS)('runs with its hashes, and needs each: $title', async (trap) => {
  const html = trapPage(trap)
  const { items, directives } = await hashHtml(html)
  await show(html, ENFORCED, policyOf(directives))
  expect(printed).toEqual([])
  expect(refused).toEqual([])
  expect(ran.toSorted()).toEqual([...trap.runs].sort())

  await show(html, REPORT_ONLY, "script-src 'none'; style-src 'none'")
  // A script for older browsers is not asked about by newer ones.
  const asked = items.filter(({ text }) => !html.includes(`nomodule>${text}`)).map(({ directive }) => directive)
  // A sandboxed frame is another process, whose words take their time.
  await expect.poll(() => printed.length > 0).toBe(asked.length > 0)
  // Of a sandboxed frame only the console tells.
  if (html.includes('<iframe sandbox')) return
  await expect.poll(() => new Set(directivesRefused())).toEqual(new Set(asked))
})

test('with the hashes of all these pages together, what was added to one is blocked', async () => {
  const pages = await Promise.all(TRAPS.map((trap) => hashHtml(trapPage(trap))))
  const body = `<script>r('injected')</script><style>p{color:#010203}</style><script src=a.js></script>
    <p style="color:#040506" onclick="r('injected 2')"><a href="javascript:r('injected 3')"></a>`
  await show(trapPage({ body }), ENFORCED, policyOf(combineHashes(pages).directives))
  expect(ran).toEqual([])
  expect(directivesRefused().toSorted()).toEqual([
    'script-src-attr',
    'script-src-elem',
    'script-src-elem',
    'script-src-elem',
    'style-src-attr',
    'style-src-elem',
  ])
})

const a = digest('/a.js')
const b = digest('/b.js')
const map = `<script type=importmap>{"integrity":{"/a.js":"${a}"}}</script>`
const strict = ["'strict-dynamic'"]

test.each<[title: string, body: string, more: readonly string[], runs: readonly string[], refused: readonly string[]]>([
  ['a file', `<script src=a.js integrity=${a}></script>`, [], ['a'], []],
  ['a file, strictly', `<script src=a.js integrity=${a}></script>`, strict, ['a'], []],
  ['a file with two digests', `<script src=a.js integrity="${a} ${b}"></script>`, strict, ['a'], []],
  ['a file of SVG has none', `<svg><script href=a.js integrity=${a}></script></svg>`, [], [], ['script-src-elem']],
  ['a file without', '<script src=a.js></script>', strict, [], ['script-src-elem']],
  ['a module', `<script type=module src=a.js integrity=${a}></script>`, strict, ['a'], []],
  ['a module’s import', `<script type=module>import './a.js'</script>`, strict, [], ['script-src-elem']],
  ['a module’s import, by a map', `${map}<script type=module>import './a.js'; r('c')</script>`, strict, ['a', 'c'], []],
  ['a file’s import, by a map', `${map}<script type=module src=b.js integrity=${b}></script>`, [], ['a', 'b'], []],
  ['a module by a map', `${map}<script type=module src=a.js></script>`, strict, ['a'], []],
  ['import(), by a map', `${map}<script>import('./a.js')</script>`, strict, ['a'], []],
])('by integrity: %s', async (_, body, more, runs, directives) => {
  const html = trapPage({ body })
  await show(html, ENFORCED, policyOf((await hashHtml(html)).directives, more))
  expect(ran.toSorted()).toEqual(runs)
  expect(directivesRefused()).toEqual(directives)
})

function digest(file: string): string {
  return `sha384-${createHash('sha384')
    .update(FILES[file] ?? '')
    .digest('base64')}`
}

test('of random pages made of these, nothing is missed that Chromium asks about', async () => {
  const count = Math.min(Number(process.env.SALLYPORT_RUNS ?? 60), 100)
  for (const [index, bits] of fc.sample(pages, { numRuns: count, seed: SEED }).entries()) {
    // Of sandboxed frames no event comes, and lone surrogates do not survive the way.
    const html = trapPage({ body: bits.replaceAll(/sandbox|[\ud800-\udfff]/g, '') })
    await show(html, REPORT_ONLY, "script-src 'none' 'report-sample'; style-src 'none' 'report-sample'")
    const found = (await hashHtml(html)).items.map(({ directive, text, kind }) =>
      kind === 'navigation' ? directive : `${directive} ${shortened(text)}`,
    )
    const asked = refused.map(({ directive, sample, uri }) =>
      uri !== 'inline' || sample.startsWith('javascript:') ? directive : `${directive} ${shortened(sample)}`,
    )
    const missed = asked.filter((one) => !found.some((item) => item.startsWith(one)))
    expect({ index, html, missed }).toEqual({ index, html, missed: [] })
  }
})

/** Violations have the first 40 characters, with white space of their own. */
function shortened(text: string): string {
  return text.trim().split(/\s+/).join(' ').slice(0, 25)
}

test('every event handler that Chromium knows is in the table', async () => {
  const known = new Set(EVENT_HANDLERS.flatMap(({ names }) => names.split(' ')))
  answer = { html: '', policy: '', name: 'x-none' }
  await page.goto(site)
  const names = await page.evaluate(`(() => {
    const named = (object) => object === null ? [] : [...Object.getOwnPropertyNames(object), ...named(Object.getPrototypeOf(object))]
    const html = ['div', 'body', 'frameset', 'audio', 'video', 'form', 'input', 'iframe', 'object', 'dialog', 'details', 'select', 'marquee']
    const svg = ['svg', 'a', 'script', 'style', 'animate', 'animateMotion', 'animateTransform', 'set']
    const elements = [
      ...html.map((name) => document.createElement(name)),
      ...svg.map((name) => document.createElementNS('http://www.w3.org/2000/svg', name)),
      document.createElementNS('http://www.w3.org/1998/Math/MathML', 'mi'),
    ]
    return [...new Set(elements.flatMap(named))].filter((name) => name.startsWith('on'))
  })()`)
  if (!Array.isArray(names)) throw new Error('no list of names')
  expect(names.filter((name) => !known.has(name))).toEqual([])
})
