import type { Server } from 'node:http'
import { createCollector, memoryStore } from '@sallyport/reports'
import express, { type ErrorRequestHandler, type Express, type RequestHandler } from 'express'
import { expect, test } from 'vitest'
import { type Config, type CsrfConfig, createHandle, cspNonce, NONCE, reports, sallyport } from './index.ts'
import { type Answer, send, serve, valuesOf } from './server.test-kit.ts'

const A = 'https://a.test'
const config: Config = {
  cors: { origins: [A, 'https://b.test'], methods: ['PUT'] },
  csp: { directives: { 'script-src': ["'self'", NONCE] } },
  csrf: true,
  routes: [{ path: '/api/open/*', cors: { origins: '*', methods: ['PUT'] } }],
}

/** An app that has the middleware and then these routes. Express prints errors unless the environment is `test`. */
function startApp(routes: (app: Express) => void): Promise<Server> {
  const app = express()
  app.set('env', 'test')
  app.disable('etag')
  app.use(sallyport(config))
  routes(app)
  return serve(app)
}

function expectHeaders(answer: Answer, vary = 'origin'): void {
  expect(valuesOf(answer, 'access-control-allow-origin')).toEqual([A])
  expect(valuesOf(answer, 'vary').map(listOf)).toEqual([listOf(vary)])
}

/** `Vary` is a set: where ours stands among the app's own names means nothing. */
function listOf(vary: string): readonly string[] {
  return vary.split(', ').sort()
}

function fail(value: unknown): never {
  throw value
}

const handler: RequestHandler = (_request, response) => void response.send('ok')

const formatted: RequestHandler = (_request, response) => {
  response.format({ 'text/plain': () => response.end() })
}

const errorPage: ErrorRequestHandler = (_error, _request, response, _next) => {
  response
    .status(500)
    .vary('accept')
    .send(`<script nonce="${cspNonce(response)}"></script>`)
}

test.each<[title: string, routes: (app: Express) => void, status: number, vary?: string]>([
  ['an answer', (app) => app.get('/', handler), 200],
  ['JSON', (app) => app.get('/', (_request, response) => void response.json({})), 200],
  ['a redirect', (app) => app.get('/', (_request, response) => response.redirect('/elsewhere')), 302, 'Accept, origin'],
  ['res.format, which varies by Accept', (app) => app.get('/', formatted), 200, 'Accept, origin'],
  [
    'Vary set by the app',
    (app) => app.get('/', (_request, response) => void response.set('Vary', 'cookie').end()),
    200,
    'cookie, origin',
  ],
  ['the 404 page of Express', () => {}, 404],
  ['the error page of Express', (app) => app.get('/', () => fail(new Error('thrown'))), 500],
  ['… for a rejection', (app) => app.get('/', () => Promise.reject(new Error('thrown'))), 500],
  ['… for a thrown text', (app) => app.get('/', () => fail('text')), 500],
  ['… with headers of the error', (app) => app.get('/', () => fail(limited())), 429, 'accept, origin'],
  ['a 404 by next', (app) => app.get('/', (_request, _response, next) => next('route')), 404],
])('the headers are on %s', async (_title, routes, status, vary) => {
  const answer = await send(await startApp(routes), `GET / HTTP/1.1\nOrigin: ${A}`)
  expect(answer.status).toBe(status)
  expectHeaders(answer, vary)
})

function limited(): Error {
  return Object.assign(new Error('thrown'), { status: 429, headers: { vary: 'accept' } })
}

test.each<[title: string, head: string, status: number]>([
  ['a path that cannot be decoded', 'GET /items/%zz HTTP/1.1', 400],
  [
    'a body that does not parse',
    'POST /json HTTP/1.1\nSec-Fetch-Site: same-origin\nContent-Type: application/json\nContent-Length: 1',
    400,
  ],
  ['HEAD', 'HEAD /json HTTP/1.1', 404],
])('the headers are on the answer to %s', async (_title, head, status) => {
  const server = await startApp((app) => {
    app.get('/items/:id', handler)
    app.post('/json', express.json(), handler)
  })
  const answer = await send(server, `${head}\nOrigin: ${A}`, head.includes('Content-Length') ? '{' : '')
  expect(answer.status).toBe(status)
  expectHeaders(answer)
})

test("Express's own pages keep its policy of their own, which is stricter", async () => {
  const server = await startApp((app) => app.get('/throw', () => fail(new Error('thrown'))))
  for (const path of ['/nowhere', '/throw']) {
    const answer = await send(server, `GET ${path} HTTP/1.1`)
    expect(valuesOf(answer, 'content-security-policy')).toEqual(["default-src 'none'"])
  }
})

test("the app's error page has ours, with the nonce it asked for", async () => {
  const server = await startApp((app) => app.get('/', () => fail(new Error('thrown'))).use(errorPage))
  const answer = await send(server, `GET / HTTP/1.1\nOrigin: ${A}`)
  expectHeaders(answer, 'accept, origin')
  const [, nonce] = /nonce="([\w-]{24})"/.exec(answer.body) ?? []
  expect(valuesOf(answer, 'content-security-policy')).toEqual([`script-src 'self' 'nonce-${nonce}'`])
})

test('preflights and refusals are answered before the app', async () => {
  const reached: string[] = []
  const server = await startApp((app) => {
    app.use((request, _response, next) => {
      reached.push(request.method)
      next()
    })
    app.put('/', handler)
  })
  const preflight = 'OPTIONS / HTTP/1.1\nAccess-Control-Request-Method: PUT\nOrigin:'
  expect(await send(server, `${preflight} ${A}`)).toMatchObject({ status: 204 })
  expect(await send(server, `${preflight} https://evil.test`)).toMatchObject({ status: 403, body: '' })
  expect(await send(server, 'PUT / HTTP/1.1\nSec-Fetch-Site: cross-site')).toMatchObject({ status: 403, body: '' })
  expect(reached).toEqual([])
  // Express answers it from the app's routes.
  const options = await send(server, `OPTIONS / HTTP/1.1\nOrigin: ${A}`)
  expect([options.status, valuesOf(options, 'allow'), reached]).toEqual([200, ['PUT'], ['OPTIONS']])
})

test.each<[title: string, mount: (app: Express) => void]>([
  ['the middleware stands on a path', (app) => app.use('/api', sallyport(config))],
  ['the middleware is in a router on a path', (app) => app.use('/api', express.Router().use(sallyport(config)))],
  ['the middleware is in an app inside', (app) => app.use('/api', express().use(sallyport(config)))],
])('routes speak of the whole path where %s', async (_title, mount) => {
  const app = express()
  mount(app)
  app.put('/api/open/items', handler)
  app.put('/api/items', handler)
  const server = await serve(app)
  const ask = (path: string) =>
    send(server, `OPTIONS ${path} HTTP/1.1\nOrigin: https://any.test\nAccess-Control-Request-Method: PUT`)
  expect(valuesOf(await ask('/api/open/items'), 'access-control-allow-origin')).toEqual(['*'])
  expect((await ask('/api/items')).status).toBe(403)
  // Elsewhere there is no policy, and Express answers.
  expect(valuesOf(await ask('/elsewhere'), 'vary')).toEqual([])
})

test('on a path below, another policy takes the place of the first', async () => {
  const server = await startApp((app) => {
    app.use('/partners', sallyport({ cors: { origins: ['https://partner.test'] } }))
    app.get('/partners/:id', handler)
    app.post('/partners/:id', handler)
  })
  const ask = (head: string) => send(server, `${head}\nOrigin: https://partner.test`)
  const answer = await ask('GET /partners/1 HTTP/1.1')
  expect(answer.lines.filter((line) => !line.startsWith('x-powered-by') && !line.startsWith('content-type'))).toEqual([
    'vary: origin',
    'access-control-allow-origin: https://partner.test',
  ])
  // A refusal by the first policy is final: the second is not asked.
  expect((await ask('POST /partners/1 HTTP/1.1')).status).toBe(403)
})

const PROXIED = '\nX-Forwarded-Host: shop.test\nX-Forwarded-Proto: https'

test.each<[title: string, trusted: boolean, csrf: CsrfConfig | true, head: string, status: number]>([
  ['trusted, the origin visitors see', true, true, `Origin: https://shop.test${PROXIED}`, 200],
  ['trusted, its host over http', true, true, `Origin: http://shop.test${PROXIED}`, 403],
  ['trusted, the host behind it', true, true, `Origin: https://app.test${PROXIED}`, 403],
  ['not trusted, the host of the request', false, true, `Origin: https://app.test${PROXIED}`, 200],
  ['not trusted, what it says', false, true, `Origin: https://shop.test${PROXIED}`, 403],
  ['the own origin named', true, { ownOrigin: 'https://a.test' }, `Origin: https://a.test${PROXIED}`, 200],
  ['the own origin named, what it says', true, { ownOrigin: A }, `Origin: https://shop.test${PROXIED}`, 403],
])('a proxy: %s', async (_title, trusted, csrf, head, status) => {
  const app = express()
  app.set('trust proxy', trusted)
  app.use(sallyport({ csrf }))
  app.post('/', handler)
  const { status: received } = await send(await serve(app), `POST / HTTP/1.1\n${head}`)
  expect(received).toBe(status)
})

/** As Firefox sends it, of a policy that was served so. */
const REPORT = JSON.stringify({
  'csp-report': {
    'document-uri': 'https://shop.test/orders',
    'effective-directive': 'img-src',
    'blocked-uri': 'https://evil.test/a.png',
    'original-policy': "default-src 'self'; report-uri https://shop.test/csp",
  },
})

test('a collector that is mounted first counts what browsers post, by the address that Express believes', async () => {
  const policy = createHandle({
    ...config,
    csp: { directives: { 'default-src': ["'self'"] } },
    reporting: { endpoint: '/csp' },
  })
  const store = memoryStore()
  const collector = createCollector({ policies: policy, origins: ['https://shop.test'], store })
  const addresses: unknown[] = []
  const app = express().set('trust proxy', true)
  app.use(
    reports({
      path: '/csp',
      handler: (request, client) => {
        addresses.push(request.url, client?.address)
        return collector(request, client)
      },
    }),
  )
  app.use(express.text({ type: '*/*' }), sallyport(policy))
  const server = await serve(app)
  const head = `POST /csp HTTP/1.1\nOrigin: null\nSec-Fetch-Site: cross-site\nX-Forwarded-For: 192.0.2.1\nX-Forwarded-Proto: https\nContent-Length: ${REPORT.length}`
  expect((await send(server, head, REPORT)).status).toBe(204)
  expect(addresses).toEqual(['https://app.test/csp', '192.0.2.1'])
  await collector.flush()
  expect((await store.query()).groups).toMatchObject([
    { blocked: 'https://evil.test', standing: 'consistent', count: 1 },
  ])
})
