import { createServer } from 'node:http'
import Router from '@koa/router'
import Koa from 'koa'
import { expect, onTestFinished, test, vi } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { type Headers, type Send, serve, start } from './app.test-kit.ts'
import { corsPolicy, createHandle, csrfPolicy, guardUpgrades, type PolicySource, sallyport } from './index.ts'

const EVIL = { origin: 'https://evil.test' }

/** What `POST path` is answered with. */
async function post(send: Send, path: string, headers: Headers): Promise<number> {
  return (await send(`POST ${path}`, { host: 'internal:8080', ...headers })).status
}

const PROXIED = { 'x-forwarded-host': 'shop.test', 'x-forwarded-proto': 'https' }

test.each<
  [title: string, proxy: boolean, csrf: { readonly ownOrigin: string } | true, headers: Headers, status: number]
>([
  ['app.proxy, the origin visitors see', true, true, { ...PROXIED, origin: 'https://shop.test' }, 200],
  ['app.proxy, its host over http', true, true, { ...PROXIED, origin: 'http://shop.test' }, 403],
  ['app.proxy, the host behind the proxy', true, true, { ...PROXIED, origin: 'https://internal:8080' }, 403],
  [
    'app.proxy, https without a host',
    true,
    true,
    { 'x-forwarded-proto': 'https', origin: 'http://internal:8080' },
    403,
  ],
  ['no proxy, the host of the request', false, true, { origin: 'https://internal:8080' }, 200],
  ['no proxy, what a proxy would say', false, true, { ...PROXIED, origin: 'https://shop.test' }, 403],
  [
    'the own origin named, whatever is said',
    true,
    { ownOrigin: 'https://shop.test' },
    { ...PROXIED, 'x-forwarded-host': 'evil.test', ...EVIL },
    403,
  ],
  ['the own origin named', false, { ownOrigin: 'https://shop.test' }, { origin: 'https://shop.test' }, 200],
])('behind a proxy: %s', async (_title, proxy, csrf, headers, status) => {
  const app = new Koa({ proxy })
  app.use(sallyport({ csrf }))
  app.use((ctx) => {
    ctx.body = 'changed'
  })
  expect(await post(await start(app), '/', headers)).toBe(status)
})

/** An app with no guard but for one route, whose router is as lenient as it can be. */
function guardOneRoute(): Koa {
  const app = new Koa()
  const router = new Router({ sensitive: false, strict: false })
  router.post('/pay', csrfPolicy(true), (ctx) => {
    ctx.body = 'paid'
  })
  app.use(sallyport({ csrf: false }, { routers: [router] }))
  app.use(router.routes())
  return app
}

test.each(['/pay', '/pay/', '/PAY', '/Pay/', '/pay?x', '/%70ay', '//pay', '/./pay', '/pay;x'])(
  'csrfPolicy(true): however the path is spelled, no guard means no route: %s',
  async (path) => {
    const send = await start(guardOneRoute())
    expect([403, 404]).toContain(await post(send, path, EVIL))
  },
)

test('csrfPolicy(true) guards what the router reaches', async () => {
  const send = await start(guardOneRoute())
  const statuses = ['/pay', '/pay/', '/PAY'].map((path) => post(send, path, EVIL))
  expect(await Promise.all(statuses)).toEqual([403, 403, 403])
  expect(await post(send, '/PAY/', { origin: 'https://internal:8080' })).toBe(200)
})

/** What `ws` on the app's server says to hello, or the status a handshake is refused with. */
async function greet(source: PolicySource, path: string, headers: Headers): Promise<string> {
  const app = new Koa()
  app.use(sallyport(source))
  const server = createServer(app.callback())
  new WebSocketServer({ server }).on('connection', (socket) =>
    socket.on('message', (data) => socket.send(`${data} yourself`)),
  )
  guardUpgrades(server, source)
  await serve(server)
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('The app does not listen on a port.')
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`ws://127.0.0.1:${address.port}${path}`, { headers: { host: 'own.test', ...headers } })
    socket.on('open', () => socket.send('hello'))
    socket.on('message', (data) => {
      socket.close()
      resolve(String(data))
    })
    socket.on('unexpected-response', (request, response) => {
      request.destroy()
      resolve(String(response.statusCode))
    })
    socket.on('error', reject)
  })
}

test.each<[title: string, path: string, headers: Headers, answer: string]>([
  ['of the own page', '/', { origin: 'https://own.test' }, 'hello yourself'],
  ['of no browser', '/', {}, 'hello yourself'],
  ['of another site', '/', EVIL, '403'],
  ['of another site, on a route without a guard', '/public', EVIL, 'hello yourself'],
])('guardUpgrades: a handshake %s', async (_title, path, headers, answer) => {
  const handle = createHandle({ csrf: true, routes: [{ path: '/public', csrf: false }] })
  expect(await greet(handle, path, headers)).toBe(answer)
})

test.each<[title: string, source: PolicySource, warned: readonly unknown[]]>([
  ['no guard', { csp: false }, [expect.stringContaining('GET /me csrf: CORS with credentials')]],
  ['a guard', { csrf: true }, []],
  ['no guard, and that is meant', { csrf: false }, []],
])('corsPolicy() with credentials over %s', async (_title, source, warned) => {
  const warn = vi.spyOn(process, 'emitWarning').mockImplementation(() => {})
  onTestFinished(() => warn.mockRestore())
  const app = new Koa()
  const router = new Router()
  router.get('/me', corsPolicy({ origins: ['https://a.test'], credentials: true }), (ctx) => {
    ctx.body = 'you'
  })
  app.use(sallyport(source, { routers: [router] }))
  app.use(router.routes())
  const send = await start(app)
  await send('GET /me')
  await send('GET /me')
  expect(warn.mock.calls.map(([message]) => message)).toEqual(warned)
})
