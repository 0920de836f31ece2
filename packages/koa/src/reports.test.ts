import type { FetchHandler } from '@sallyport/node'
import { createCollector, memoryStore } from '@sallyport/reports'
import Koa from 'koa'
import mount from 'koa-mount'
import { expect, test, vi } from 'vitest'
import { headerOf, start } from './app.test-kit.ts'
import { type Config, createHandle, reports, sallyport } from './index.ts'

const CONFIG: Config = {
  cors: { origins: ['https://app.example.com'] },
  csrf: true,
  csp: { directives: { 'default-src': ["'self'"] } },
}
const CROSS_SITE = { origin: 'null', 'sec-fetch-site': 'cross-site' }
/** As Firefox sends it, of a policy that was served so. */
const REPORT = JSON.stringify({
  'csp-report': {
    'document-uri': 'https://shop.example/orders',
    'effective-directive': 'img-src',
    'blocked-uri': 'https://evil.example/a.png',
    'original-policy': "default-src 'self'; report-uri https://shop.example/csp",
  },
})

const PREFLIGHT = { origin: 'https://any.example', 'access-control-request-method': 'POST' }

const tell: FetchHandler = ({ url }, client) => Response.json([new URL(url).pathname, client?.address])
const mounted = reports({ path: '/csp', handler: tell })

test.each<[title: string, path: string, use: (app: Koa) => unknown]>([
  ['before Sallyport', '/csp', (app) => app.use(mounted).use(sallyport(CONFIG))],
  ['after Sallyport', '/csp', (app) => app.use(sallyport(CONFIG)).use(mounted)],
  [
    'in an app of its own, below a path and before Sallyport',
    '/api/csp',
    (app) => app.use(mount('/api', new Koa().use(mounted))).use(sallyport(CONFIG)),
  ],
  [
    'in an app of its own, with a policy of its own',
    '/api/csp',
    (app) => app.use(mount('/api', new Koa().use(mounted).use(sallyport(CONFIG)))),
  ],
  [
    'in an app of its own after Sallyport, which has to be told the path',
    '/api/csp',
    (app) =>
      app.use(sallyport({ ...CONFIG, reporting: { endpoint: '/api/csp' } })).use(mount('/api', new Koa().use(mounted))),
  ],
])('%s: the handler alone answers', async (_, path, use) => {
  const app = new Koa()
  use(app)
  const send = await start(app)
  const answer = await send(`POST ${path}`, CROSS_SITE)
  expect([answer.status, JSON.parse(answer.body)]).toEqual([200, [path, '127.0.0.1']])
  expect((await send(`OPTIONS ${path}`, PREFLIGHT)).status).toBe(200)
  expect(headerOf(answer, 'access-control-allow-origin')).toBeUndefined()
})

test('all else is behind the policy, and goes on', async () => {
  const app = new Koa().use(sallyport(CONFIG)).use(mounted)
  app.use((ctx) => {
    ctx.body = 'the app'
  })
  const send = await start(app)
  expect((await send('POST /csp/below', CROSS_SITE)).status).toBe(403)
  expect((await send('GET /csp/below')).body).toBe('the app')
})

test('the visitor’s address and the server’s own are those that Koa believes', async () => {
  const app = new Koa({ proxy: true })
  app.use(reports({ path: '/csp', handler: ({ url }, client) => Response.json([url, client?.address]) }))
  const send = await start(app)
  const forwarded = { 'x-forwarded-for': '192.0.2.1', 'x-forwarded-proto': 'https', 'x-forwarded-host': 'shop.example' }
  expect(JSON.parse((await send('POST /csp', forwarded)).body)).toEqual(['https://shop.example/csp', '192.0.2.1'])
})

test('what a handler throws is the app’s to log, and told nobody else', async () => {
  const errors: unknown[] = []
  const app = new Koa().use(reports({ path: '/csp', handler: () => Promise.reject(new Error('secret')) }))
  app.on('error', (error) => errors.push(error))
  expect(await (await start(app))('POST /csp')).toMatchObject({ status: 500, body: '' })
  expect(errors).toEqual([new Error('secret')])
})

test('two of one path are told of, once', async () => {
  const warn = vi.spyOn(process, 'emitWarning').mockImplementation(() => {})
  const send = await start(
    new Koa()
      .use(sallyport(CONFIG))
      .use(mounted)
      .use(reports({ path: '/csp', handler: tell })),
  )
  for (const _ of [1, 2]) await send('POST /csp')
  expect(warn.mock.calls).toEqual([
    ['reports() stands twice on /csp; the second never hears of a request.', 'SallyportWarning'],
  ])
  warn.mockRestore()
})

test('what cannot be mounted is refused at start-up', () => {
  expect(() => reports({ path: 'csp', handler: tell })).toThrow('does not start with a slash')
  expect(() => Reflect.apply(reports, undefined, [{ path: '/csp' }])).toThrow('the handler is missing')
})

test('a collector counts what browsers post', async () => {
  const policy = createHandle({ ...CONFIG, reporting: { endpoint: '/csp' } })
  const store = memoryStore()
  const collector = createCollector({ policies: policy, origins: ['https://shop.example'], store })
  const app = new Koa().use(sallyport(policy)).use(reports({ path: '/csp', handler: collector }))
  const send = await start(app)
  expect((await send('POST /csp', CROSS_SITE, REPORT)).status).toBe(204)
  await collector.flush()
  expect((await store.query()).groups).toMatchObject([
    { blocked: 'https://evil.example', standing: 'consistent', count: 1 },
  ])
})
