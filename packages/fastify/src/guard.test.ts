import websocket from '@fastify/websocket'
import Fastify, { type FastifyContextConfig, type FastifyInstance, type FastifyServerOptions } from 'fastify'
import { expect, test } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { type Headers, type Send, start } from './app.test-kit.ts'
import { type Config, createHandle, guardUpgrades, sallyport } from './index.ts'

const EVIL = { origin: 'https://evil.test' }
const PROXIED = { 'x-forwarded-host': 'shop.test', 'x-forwarded-proto': 'https' }

async function post(send: Send, path: string, headers: Headers): Promise<number> {
  return (await send(`POST ${path}`, { host: 'internal:8080', ...headers })).status
}

test.each<
  [title: string, options: FastifyServerOptions, csrf: NonNullable<Config['csrf']>, headers: Headers, status: number]
>([
  ['trustProxy, the origin visitors see', { trustProxy: true }, true, { ...PROXIED, origin: 'https://shop.test' }, 200],
  ['trustProxy, its host over http', { trustProxy: true }, true, { ...PROXIED, origin: 'http://shop.test' }, 403],
  [
    'trustProxy, the host behind the proxy',
    { trustProxy: true },
    true,
    { ...PROXIED, origin: 'https://internal:8080' },
    403,
  ],
  [
    'another proxy trusted, what this one says',
    { trustProxy: '10.0.0.1' },
    true,
    { ...PROXIED, origin: 'https://shop.test' },
    403,
  ],
  ['no proxy, the host of the request', {}, true, { origin: 'https://internal:8080' }, 200],
  ['no proxy, what a proxy would say', {}, true, { ...PROXIED, origin: 'https://shop.test' }, 403],
  ['the own origin named', {}, { ownOrigin: 'https://shop.test' }, { origin: 'https://shop.test' }, 200],
  [
    'the own origin named, whatever is said',
    { trustProxy: true },
    { ownOrigin: 'https://shop.test' },
    { ...PROXIED, 'x-forwarded-host': 'evil.test', ...EVIL },
    403,
  ],
])('behind a proxy: %s', async (_title, options, csrf, headers, status) => {
  const app = Fastify(options)
  await app.register(sallyport, { csrf })
  app.post('/', async () => 'changed')
  expect(await post(await start(app), '/', headers)).toBe(status)
})

/** An app with no guard but for one route, whose router is as lenient as it can be. */
async function guardOneRoute(): Promise<Send> {
  const routerOptions = {
    caseSensitive: false,
    ignoreTrailingSlash: true,
    ignoreDuplicateSlashes: true,
    useSemicolonDelimiter: true,
  }
  const app = Fastify({ routerOptions })
  await app.register(sallyport, { csrf: false })
  app.post('/pay', { config: { csrf: true } }, async () => 'paid')
  return start(app)
}

const SERVED = ['/pay', '/pay/', '/PAY', '/Pay/', '/pay?x', '/%70ay', '//pay', '/pay;x']

test.each(SERVED)('config.csrf guards what the router reaches: %s', async (path) => {
  const send = await guardOneRoute()
  expect(await post(send, path, EVIL)).toBe(403)
  expect(await post(send, path, { origin: 'https://internal:8080' })).toBe(200)
})

test.each(['/./pay', '/x/../pay', '/pay%2f', '/\\pay'])('… and there is no other way to it: %s', async (path) => {
  expect([400, 403, 404]).toContain(await post(await guardOneRoute(), path, EVIL))
})

test.each<[title: string, source: Config, config: FastifyContextConfig, warned: readonly unknown[]]>([
  ['no guard', {}, {}, [expect.stringContaining('GET /me config.csrf: CORS with credentials')]],
  ['a guard', { csrf: true }, {}, []],
  ['no guard, and that is meant', {}, { csrf: false }, []],
])('a route that turns credentials on over %s', async (_title, source, config, warned) => {
  const logged: string[] = []
  const app = Fastify({ logger: { level: 'warn', stream: { write: (line) => void logged.push(line) } } })
  await app.register(sallyport, { csp: false, ...source })
  app.get('/me', { config: { cors: { origins: ['https://a.test'], credentials: true }, ...config } }, async () => 'you')
  await app.ready()
  expect(logged).toEqual(warned)
})

/** What is answered to hello, or the status a handshake is refused with. */
function greet(app: FastifyInstance, path: string, headers: Headers): Promise<string> {
  const [address] = app.addresses()
  const port = typeof address === 'object' ? address.port : 0
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, { headers: { host: 'own.test', ...headers } })
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

const OWN = { origin: 'https://own.test' }

test.each<[title: string, path: string, headers: Headers, answer: string]>([
  ['of the own page', '/chat', OWN, 'hello yourself'],
  ['of no browser', '/chat', {}, 'hello yourself'],
  ['of another site', '/chat', EVIL, '403'],
  ['of a sandboxed frame', '/chat', { origin: 'null' }, '403'],
  ['of another site, by Fetch metadata', '/chat', { ...OWN, 'sec-fetch-site': 'cross-site' }, '403'],
  ['by a trusted proxy', '/chat', { ...PROXIED, origin: 'https://shop.test' }, 'hello yourself'],
  ['by a trusted proxy that says wss', '/chat', { 'x-forwarded-proto': 'wss', origin: 'http://own.test' }, '403'],
  ['on a route without a guard', '/public', EVIL, 'hello yourself'],
  ['that is for no route', '/missing', OWN, '404'],
])('@fastify/websocket: a handshake %s', async (_title, path, headers, answer) => {
  const app = Fastify({ trustProxy: true })
  const heard: string[] = []
  await app.register(sallyport, { csrf: true })
  await app.register(websocket)
  app.get('/chat', { websocket: true }, (socket) => {
    heard.push('/chat')
    socket.on('message', (data) => socket.send(`${data} yourself`))
  })
  app.get('/public', { websocket: true, config: { csrf: false } }, (socket) => {
    heard.push('/public')
    socket.on('message', (data) => socket.send(`${data} yourself`))
  })
  await start(app)
  expect(await greet(app, path, headers)).toBe(answer)
  expect(heard).toEqual(answer.startsWith('hello') ? [path] : [])
})

test.each<[title: string, path: string, headers: Headers, answer: string]>([
  ['of the own page', '/', OWN, 'hello yourself'],
  ['of another site', '/', EVIL, '403'],
  ['of another site, where the configuration has no guard', '/public', EVIL, 'hello yourself'],
])('ws on the app’s server: a handshake %s', async (_title, path, headers, answer) => {
  const app = Fastify()
  const handle = createHandle({ csrf: true, routes: [{ path: '/public', csrf: false }] })
  await app.register(sallyport, handle)
  guardUpgrades(app.server, handle)
  new WebSocketServer({ server: app.server }).on('connection', (socket) =>
    socket.on('message', (data) => socket.send(`${data} yourself`)),
  )
  await start(app)
  expect(await greet(app, path, headers)).toBe(answer)
})
