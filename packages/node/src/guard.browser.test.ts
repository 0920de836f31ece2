import { createServer, type Server } from 'node:http'
import { createHandle } from '@sallyport/core'
import { type Browser, chromium } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { WebSocketServer } from 'ws'
import { guardUpgrades, sallyport } from './index.ts'
import { listen, portOf } from './server.test-kit.ts'

let browser: Browser
let server: Server
/** How often the app or a WebSocket was reached at `/target`. */
let reached = 0

beforeAll(async () => {
  const policy = createHandle({ csrf: true })
  const guard = sallyport(policy)
  server = createServer((request, response) =>
    guard(request, response, () => {
      if (request.url === '/target') reached += 1
      response.setHeader('content-type', 'text/html').end('<!doctype html>')
    }),
  )
  new WebSocketServer({ server }).on('connection', (socket, { url }) => {
    if (url === '/target') reached += 1
    socket.close()
  })
  guardUpgrades(server, policy)
  await listen(server)
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? '',
    // Names over plain http are not trustworthy (Secure Contexts §3.1): requests to them have no Sec-Fetch-Site.
    args: ['--no-sandbox', '--host-resolver-rules=MAP *.test 127.0.0.1', '--disable-features=HttpsUpgrades'],
  })
})
afterAll(async () => {
  await browser?.close()
  server?.close()
})

/** What a page does to a URL, as the expression of a promise that is kept when the answer is there. */
const ACTS = {
  post: (url: string) => `fetch('${url}', { method: 'POST', mode: 'no-cors', credentials: 'include' })`,
  'post without a referrer': (url: string) =>
    `fetch('${url}', { method: 'POST', mode: 'no-cors', referrerPolicy: 'no-referrer' })`,
  'post from a sandboxed frame': (url: string) =>
    `new Promise((done) => {
      addEventListener('message', done)
      const frame = document.createElement('iframe')
      frame.sandbox = 'allow-scripts'
      frame.srcdoc = "<script>fetch('${url}', { method: 'POST', mode: 'no-cors' }).then(() => parent.postMessage('', '*'))</" + "script>"
      document.body.append(frame)
    })`,
  get: (url: string) => `fetch('${url}', { mode: 'no-cors' })`,
  connect: (url: string) =>
    `new Promise((done) => {
      new WebSocket('${url.replace('http:', 'ws:')}').onclose = done
    })`,
} as const

test.each<[from: string, act: keyof typeof ACTS, to: string, reaches: boolean]>([
  // Loopback is trustworthy: Sec-Fetch-Site comes, but not with Chromium's handshakes.
  ['127.0.0.1', 'post', '127.0.0.1', true],
  ['127.0.0.1', 'post without a referrer', '127.0.0.1', true],
  ['127.0.0.1', 'post from a sandboxed frame', '127.0.0.1', false],
  ['127.0.0.1', 'connect', '127.0.0.1', true],
  ['localhost', 'post', '127.0.0.1', false],
  ['localhost', 'post without a referrer', '127.0.0.1', false],
  ['localhost', 'post from a sandboxed frame', '127.0.0.1', false],
  ['localhost', 'get', '127.0.0.1', true],
  ['localhost', 'connect', '127.0.0.1', false],
  ['own.test', 'post', 'own.test', true],
  // By Fetch §3.2 its Origin would be null, and nothing else is said; Chromium says it all the same.
  ['own.test', 'post without a referrer', 'own.test', true],
  ['own.test', 'post from a sandboxed frame', 'own.test', false],
  ['own.test', 'connect', 'own.test', true],
  ['sub.own.test', 'post', 'own.test', false],
  ['evil.test', 'post', 'own.test', false],
  ['evil.test', 'get', 'own.test', true],
  ['evil.test', 'connect', 'own.test', false],
])('from %s: %s to %s', async (from, act, to, reaches) => {
  const port = portOf(server)
  const page = await browser.newPage()
  await page.goto(`http://${from}:${port}/page`)
  reached = 0
  await page.evaluate(ACTS[act](`http://${to}:${port}/target`))
  await page.close()
  expect(reached).toBe(reaches ? 1 : 0)
})
