import type { FetchHandler, MountOptions } from '@sallyport/node'
import { createCollector, memoryStore } from '@sallyport/reports'
import fastify, { type FastifyInstance } from 'fastify'
import { expect, test, vi } from 'vitest'
import { headerOf, start } from './app.test-kit.ts'
import { type Config, createHandle, reports, sallyport } from './index.ts'

const CONFIG: Config = {
  cors: { origins: ['https://app.example.com'] },
  csrf: true,
  csp: { directives: { 'default-src': ["'self'"] } },
}
const CROSS_SITE = { origin: 'null', 'sec-fetch-site': 'cross-site', 'content-type': 'application/json' }

/** Tells what it was given. */
const tell: FetchHandler = async (request, client) =>
  Response.json([request.url.slice(request.url.indexOf('/', 8)), client?.address, await request.text()])

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

type Arrange = (app: FastifyInstance, mount: MountOptions) => Promise<unknown>

test.each<[title: string, path: string, arrange: Arrange]>([
  [
    'after Sallyport',
    '/csp',
    async (app, mount) => {
      await app.register(sallyport, CONFIG)
      await app.register(reports, mount)
    },
  ],
  [
    'before Sallyport',
    '/csp',
    async (app, mount) => {
      await app.register(reports, mount)
      await app.register(sallyport, CONFIG)
    },
  ],
  [
    'without waiting for either',
    '/csp',
    async (app, mount) => {
      app.register(reports, mount)
      app.register(sallyport, CONFIG)
    },
  ],
  [
    'in a context with a prefix and a policy of its own',
    '/api/csp',
    async (app, mount) => {
      await app.register(sallyport, CONFIG)
      await app.register(
        async (child) => {
          await child.register(sallyport, { csrf: true })
          await child.register(reports, mount)
        },
        { prefix: '/api' },
      )
    },
  ],
  [
    'with a prefix',
    '/team/csp',
    async (app, mount) => {
      await app.register(sallyport, CONFIG)
      await app.register(reports, { ...mount, prefix: '/team' })
    },
  ],
  [
    'before a log-in that all need',
    '/csp',
    async (app, mount) => {
      await app.register(sallyport, CONFIG)
      await app.register(reports, mount)
      app.addHook('onRequest', (_request, reply, _done) => void reply.code(401).send())
    },
  ],
])('%s: the handler alone answers', async (_, path, arrange) => {
  const app = fastify()
  await arrange(app, { path: '/csp', handler: tell })
  const send = await start(app)
  // What the built-in parser would refuse.
  const answer = await send(`POST ${path}?a=b`, CROSS_SITE, '{')
  expect([answer.status, JSON.parse(answer.body)]).toEqual([200, [`${path}?a=b`, '127.0.0.1', '{']])
  expect(headerOf(answer, 'content-security-policy')).toBeUndefined()
  expect((await send(`OPTIONS ${path}`, PREFLIGHT)).status).toBe(200)
})

test('the visitor’s address and the server’s own are those that Fastify believes', async () => {
  const app = fastify({ trustProxy: true })
  await app.register(reports, {
    path: '/csp',
    handler: (request, client) => Response.json([request.url, client?.address]),
  })
  const send = await start(app)
  const forwarded = { 'x-forwarded-for': '192.0.2.1', 'x-forwarded-proto': 'https', 'x-forwarded-host': 'shop.example' }
  expect(JSON.parse((await send('POST /csp', forwarded)).body)).toEqual(['https://shop.example/csp', '192.0.2.1'])
})

test('a page and everything below it', async () => {
  const app = fastify()
  await app.register(sallyport, CONFIG)
  await app.register(reports, { path: '/reports/*', handler: ({ url }) => new Response(new URL(url).pathname) })
  const send = await start(app)
  const paths = ['/reports', '/reports/', '/reports/groups/1']
  expect(await Promise.all(paths.map(async (path) => (await send(`GET ${path}`)).body))).toEqual(paths)
  expect((await send('GET /reports-of-others')).status).toBe(404)
})

test('what a handler throws is logged, and told nobody else', async () => {
  const lines: string[] = []
  const app = fastify({ logger: { level: 'error', stream: { write: (line: string) => void lines.push(line) } } })
  await app.register(reports, { path: '/csp', handler: () => Promise.reject(new Error('secret')) })
  const send = await start(app)
  expect(await send('POST /csp')).toMatchObject({ status: 500, body: '' })
  expect(lines).toEqual([expect.stringContaining('secret')])
})

test('routes without a handler of their own are not disturbed', async () => {
  const warn = vi.spyOn(process, 'emitWarning').mockImplementation(() => {})
  const app = fastify()
  await app.register(sallyport, CONFIG)
  await app.register(reports, { path: '/csp', handler: tell })
  app.post('/orders', async ({ body }) => body)
  const send = await start(app)
  expect((await send('POST /orders', { 'content-type': 'application/json' }, '{"a":1}')).body).toBe('{"a":1}')
  expect((await send('POST /orders', CROSS_SITE, '{}')).status).toBe(403)
  expect(warn.mock.calls.filter(([text]) => String(text).includes('csp'))).toEqual([])
  warn.mockRestore()
})

test.each<[title: string, arrange: (app: FastifyInstance) => unknown, message: string]>([
  ['no handler', (app) => app.register(reports, Reflect.get({}, 'options')), 'the path is undefined'],
  ['another path', (app) => app.register(reports, { path: 'csp', handler: tell }), 'does not start with a slash'],
  [
    'twice',
    (app) => {
      app.register(reports, { path: '/csp', handler: tell })
      app.register(reports, { path: '/csp', handler: tell })
    },
    'there is a route for /csp already',
  ],
])('%s: refused at start-up', async (_, arrange, message) => {
  const app = fastify()
  arrange(app)
  await expect(app.ready()).rejects.toThrow(message)
})

test('a collector counts what browsers post', async () => {
  const policy = createHandle({ ...CONFIG, reporting: { endpoint: '/csp' } })
  const store = memoryStore()
  const collector = createCollector({ policies: policy, origins: ['https://shop.example'], store })
  const app = fastify()
  await app.register(sallyport, policy)
  await app.register(reports, { path: '/csp', handler: collector })
  app.addHook('onClose', () => collector.close())
  const send = await start(app)
  expect((await send('POST /csp', CROSS_SITE, REPORT)).status).toBe(204)
  await collector.flush()
  expect((await store.query()).groups).toMatchObject([
    { blocked: 'https://evil.example', standing: 'consistent', count: 1 },
  ])
})
