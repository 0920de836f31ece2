import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { type Browser, chromium } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  applyHeaders,
  compile,
  decide,
  type Explanation,
  explain,
  type Policy,
  type RequestView,
} from '../packages/core/src/index.ts'

// What explain() says that Chromium prints is what Chromium prints.
const closing: (() => void)[] = []
let browser: Browser
let page: string

beforeAll(async () => {
  const executablePath = process.env.CHROMIUM_PATH ?? ''
  browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
  page = await listen((_, response) => response.setHeader('content-type', 'text/html').end('<!doctype html>'))
})
afterAll(async () => {
  await browser?.close()
  for (const close of closing) close()
})

const listed = (extra: object = {}): Policy => compile({ cors: { origins: [page], ...extra } })
const other = (): Policy => compile({ cors: { origins: ['https://other.test'] } })
const closed = (): Policy => compile({ cors: false, csrf: false })

test.each<[title: string, policy: () => Policy, script: string, reason: string]>([
  ['a refused origin', other, `fetch(api + '/a?b=1')`, 'origin-refused'],
  ['an image of a refused origin', other, element('img', 'src'), 'origin-refused'],
  ['a script', other, element('script', 'src'), 'origin-refused'],
  ['a style sheet', other, element('link', 'href'), 'origin-refused'],
  ['a font', other, `new FontFace('x', 'url(' + api + '/font)').load()`, 'origin-refused'],
  ['a sandboxed frame', other, sandboxed(), 'origin-refused'],
  ['a preflight of a refused origin', other, `fetch(api, { method: 'PUT' })`, 'preflight-origin-refused'],
  ['a refused method', listed, `fetch(api, { method: 'PUT' })`, 'preflight-method-refused'],
  [
    'patch in small letters',
    () => listed({ methods: ['PATCH'] }),
    `fetch(api, { method: 'patch' })`,
    'preflight-method-refused',
  ],
  ['a refused header', listed, `fetch(api, { headers: { 'X-A': '1' } })`, 'preflight-header-refused'],
  [
    'a preflight that the app answers',
    () => listed({ preflightContinue: true }),
    `fetch(api, { method: 'PUT' })`,
    'preflight-method-refused',
  ],
  ['a preflight without CORS', closed, `fetch(api, { method: 'PUT' })`, 'no-cors'],
  ['no CORS', closed, `fetch(api)`, 'no-cors'],
  ['cookies and "*"', () => compile({ cors: { origins: '*' } }), withCookie(), 'origin-allowed'],
  ['cookies and credentials off', listed, withCookie(), 'origin-allowed'],
  [
    'the guard, asked by fetch',
    () => compile({ csrf: true }),
    `fetch(api, { method: 'POST', body: 'x' })`,
    'cross-origin-refused',
  ],
  [
    'the guard, asked without CORS',
    () => compile({ csrf: true }),
    `fetch(api, { method: 'POST', mode: 'no-cors', body: 'x' })`,
    'cross-origin-refused',
  ],
  ['an allowed origin', listed, `fetch(api)`, 'origin-allowed'],
  ['an allowed preflight', () => listed({ methods: ['PUT'] }), `fetch(api, { method: 'PUT' })`, 'origin-allowed'],
])('of %s', async (_, policyFor, script, reason) => {
  const { printed, explanation } = await ask(policyFor(), script)
  expect(explanation?.reason).toBe(reason)
  expect(printed).toEqual(explanation?.browserMessages?.chromium ?? [])
})

test('of a refused WebSocket handshake', async () => {
  const view = (url: string): RequestView => {
    const headers: Readonly<Record<string, string>> = { host: new URL(url).host, upgrade: 'websocket', origin: page }
    return { method: 'GET', path: '/live', header: (name) => headers[name] }
  }
  const { printed, api } = await ask(
    compile({ csrf: true }),
    `new Promise((done) => { new WebSocket(api.replace('http', 'ws') + '/live').onerror = done })`,
  )
  expect(printed).toEqual(explain(compile({ csrf: true }), view(api)).browserMessages?.chromium)
})

interface Asked {
  readonly api: string
  /** Without the line that only says that something failed. */
  readonly printed: readonly string[]
  /** Of the last request that came in. */
  readonly explanation: Explanation | undefined
}

/** Runs a script in a page against a server under the policy. */
async function ask(policy: Policy, script: string): Promise<Asked> {
  let explanation: Explanation | undefined
  const api = await listen((request, response) => {
    const view = viewOf(request)
    explanation = explain(policy, view)
    const decision = decide(policy, view)
    response.statusCode = decision.kind === 'answer' ? decision.status : 200
    applyHeaders(decision, {
      get: (name) => response.getHeader(name)?.toString(),
      set: (name, value) => void response.setHeader(name, value),
    })
    // For the cookie to come along next time; it does not need CORS.
    if (request.url === '/cookie') response.setHeader('set-cookie', 'a=b')
    response.end()
  })
  const tab = await browser.newPage()
  const printed: string[] = []
  tab.on('console', (message) => {
    if (message.type() === 'error' && !message.text().includes('net::ERR_FAILED')) printed.push(message.text())
  })
  await tab.goto(page)
  await tab.evaluate(`(async (api) => { try { await (${script}) } catch {} })(${JSON.stringify(api)})`)
  // The console is in order: what the script caused comes before this.
  await Promise.all([
    tab.waitForEvent('console', (message) => message.text() === 'over'),
    tab.evaluate(`console.log('over')`),
  ])
  await tab.close()
  return { api, printed, explanation }
}

function viewOf(request: IncomingMessage): RequestView {
  return {
    method: request.method ?? '',
    path: request.url ?? '/',
    header: (name) => request.headers[name]?.toString(),
  }
}

async function listen(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> {
  const server = createServer(answer)
  server.on('upgrade', (_, socket) => socket.end('HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n'))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closing.push(() => {
    server.closeAllConnections()
    server.close()
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server has no port')
  return `http://127.0.0.1:${address.port}`
}

function element(name: string, attribute: string): string {
  return `new Promise((done) => {
    const made = Object.assign(document.createElement('${name}'), { crossOrigin: '', rel: 'stylesheet', onload: done, onerror: done })
    made.${attribute} = api + '/x'
    document.head.append(made)
  })`
}

function sandboxed(): string {
  return `new Promise((done) => {
    addEventListener('message', done, { once: true })
    const frame = document.createElement('iframe')
    frame.setAttribute('sandbox', 'allow-scripts')
    frame.srcdoc = '<script>fetch("' + api + '").catch(() => 0).finally(() => parent.postMessage(1, "*"))</scr' + 'ipt>'
    document.body.append(frame)
  })`
}

function withCookie(): string {
  return `fetch(api + '/cookie', { mode: 'no-cors', credentials: 'include' })
    .then(() => fetch(api, { credentials: 'include' }))`
}
