import { connect } from 'node:http2'
import { Readable } from 'node:stream'
import Fastify, { type FastifyInstance, type FastifyReply } from 'fastify'
import { expect, test } from 'vitest'
import { headerOf, start } from './app.test-kit.ts'
import { frameworkErrors } from './framework-errors.ts'
import { type Config, createHandle, NONCE, sallyport } from './index.ts'

const A = 'https://a.test'
const config: Config = {
  cors: { origins: [A, 'https://b.test'], methods: ['PUT'] },
  csp: { directives: { 'script-src': [NONCE] } },
  csrf: { trustedOrigins: 'cors' },
}
const OURS = [`access-control-allow-origin: ${A}`, "content-security-policy: script-src 'none'", 'vary: origin']

async function startApp(routes: (app: FastifyInstance) => unknown, source = config) {
  const app = Fastify({ forceCloseConnections: true })
  await app.register(sallyport, source)
  await routes(app)
  return start(app)
}

test.each<[title: string, handler: (reply: FastifyReply) => unknown, status: number, vary?: string]>([
  ['a plain answer', (reply) => reply.send('ok'), 200],
  ['a Vary set on the reply', (reply) => reply.header('Vary', 'accept').send('ok'), 200, 'accept, origin'],
  [
    'a thrown error',
    () => {
      throw new Error('thrown')
    },
    500,
  ],
  [
    'an error with headers',
    () => {
      throw Object.assign(new Error('thrown'), { statusCode: 418, headers: { vary: 'accept' } })
    },
    418,
    'accept, origin',
  ],
  [
    'a thrown text',
    () => {
      throw 'text'
    },
    500,
  ],
  ['a stream', (reply) => reply.send(Readable.from(['a', 'b'])), 200],
  [
    'a stream that fails before its first byte',
    (reply) =>
      reply.send(
        new Readable({
          read() {
            this.destroy(new Error('gone'))
          },
        }),
      ),
    500,
  ],
  ['a web stream', (reply) => reply.header('vary', 'accept').send(new Blob(['a']).stream()), 200, 'accept, origin'],
  [
    'a Response, whose headers come last',
    (reply) => reply.send(new Response('ok', { headers: { vary: 'accept' } })),
    200,
    'accept, origin',
  ],
  ['a redirect', (reply) => reply.redirect('/'), 302],
  ['callNotFound', (reply) => void reply.callNotFound(), 404],
  [
    'a hijacked reply',
    (reply) => {
      reply.hijack()
      reply.raw.end('ok')
    },
    200,
  ],
  [
    'a hijacked reply with writeHead',
    (reply) => {
      reply.hijack()
      reply.raw.writeHead(200, { Vary: 'accept' }).end('ok')
    },
    200,
    'accept, origin',
  ],
  [
    'everything removed from the raw response',
    (reply) => {
      for (const name of reply.raw.getHeaderNames()) reply.raw.removeHeader(name)
      reply.send('ok')
    },
    200,
  ],
])('the headers are on %s', async (_title, handler, status, vary = 'origin') => {
  const send = await startApp((app) =>
    app.get('/', (_request, reply) => {
      return handler(reply)
    }),
  )
  const answer = await send('GET /', { origin: A })
  expect(answer.status).toBe(status)
  expect(answer.lines).toEqual(expect.arrayContaining([...OURS.slice(0, 2), `vary: ${vary}`]))
  expect(headerOf(answer, 'vary')).toBe(vary)
})

test.each<[title: string, line: string, headers: Record<string, string>, status: number]>([
  ['a path without a route', 'GET /nowhere', {}, 404],
  ['HEAD', 'HEAD /', {}, 200],
  ['a body that does not parse', 'POST /', { 'content-type': 'application/json', 'content-length': '0' }, 400],
  ['a body of an unknown type', 'POST /', { 'content-type': 'x/y', 'content-length': '0' }, 415],
  ['a request that does not validate', 'GET /checked?n=x', {}, 400],
])('the headers are on the answer to %s', async (_title, line, headers, status) => {
  const send = await startApp((app) => {
    app.get('/', async () => 'ok')
    app.post('/', async () => 'ok')
    app.get(
      '/checked',
      { schema: { querystring: { type: 'object', properties: { n: { type: 'number' } } } } },
      async () => 'ok',
    )
  })
  const answer = await send(line, { origin: A, ...headers })
  expect(answer.status).toBe(status)
  expect(answer.lines).toEqual(expect.arrayContaining(OURS))
})

test.each<[title: string, url: string, status: number]>([
  ['a URL that cannot be decoded', '/%zz', 400],
  ['a parameter that is too long', `/items/${'x'.repeat(200)}`, 414],
])('frameworkErrors puts the headers on the answer to %s', async (_title, url, status) => {
  const bare = Fastify()
  bare.get('/items/:id', async () => 'ok')
  const app = Fastify({ frameworkErrors: frameworkErrors(config) })
  await app.register(sallyport, config)
  app.get('/items/:id', async () => 'ok')

  const send = await start(app)
  const answer = await send(`GET ${url}`, { origin: A })
  const without = await (await start(bare))(`GET ${url}`)
  expect(answer.status).toBe(status)
  expect(answer.lines).toEqual(expect.arrayContaining(OURS))
  // Fastify's own answer calls a 414 a "Bad Request" in this one property.
  expect(JSON.parse(answer.body)).toEqual({ ...JSON.parse(without.body), error: expect.any(String) })
  // Refused preflights are answered here too.
  expect(
    await send(`OPTIONS ${url}`, { origin: 'https://evil.test', 'access-control-request-method': 'PUT' }),
  ).toMatchObject({ status: 403, body: '' })
})

test('reply.cspNonce is drawn when it is read', async () => {
  const send = await startApp((app) => {
    app.get('/read', async (_request, reply) => `${reply.cspNonce} ${reply.cspNonce}`)
    app.get('/unread', async () => 'ok')
    app.get('/late', async (_request, reply) => {
      reply.hijack()
      reply.raw.writeHead(200)
      try {
        reply.raw.end(reply.cspNonce)
      } catch (error) {
        reply.raw.end(error instanceof Error ? error.message : '')
      }
    })
  })
  const read = await send('GET /read')
  const [nonce, again] = read.body.split(' ')
  expect(nonce).toMatch(/^[\w-]{24}$/)
  expect(again).toBe(nonce)
  expect(headerOf(read, 'content-security-policy')).toBe(`script-src 'nonce-${nonce}'`)
  expect(headerOf(await send('GET /unread'), 'content-security-policy')).toBe("script-src 'none'")
  expect((await send('GET /late')).body).toContain('first read after the response headers were sent')
})

test('an error page with the nonce that was read before the error', async () => {
  const send = await startApp((app) => {
    app.setErrorHandler((_error, _request, reply) => reply.send(reply.cspNonce))
    app.get('/', async (_request, reply) => {
      throw new Error(reply.cspNonce)
    })
  })
  const answer = await send('GET /')
  expect(headerOf(answer, 'content-security-policy')).toBe(`script-src 'nonce-${answer.body}'`)
})

test('a refusal is answered before any other hook, and logged as answered', async () => {
  const seen: unknown[] = []
  const send = await startApp((app) => {
    app.addHook('onRequest', async () => void seen.push('onRequest'))
    app.addHook('onResponse', async (_request, reply) => void seen.push(reply.statusCode))
    app.post('/', async () => 'ok')
  })
  expect(await send('POST /', { origin: 'https://evil.test' })).toEqual({ status: 403, lines: [], body: '' })
  expect(await send('POST /', { origin: A })).toMatchObject({ status: 200, body: 'ok' })
  expect(seen).toEqual([403, 'onRequest', 200])
})

test('what the app sets itself stays', async () => {
  const send = await startApp((app) =>
    app.get('/', (_request, reply) => reply.header('content-security-policy', "default-src 'none'").send('ok')),
  )
  expect(headerOf(await send('GET /'), 'content-security-policy')).toBe("default-src 'none'")
})

test('inject sees what a socket sees', async () => {
  const app = Fastify()
  await app.register(sallyport, config)
  app.get('/', (_request, reply) => reply.header('vary', 'accept').send('ok'))
  const { headers } = await app.inject({ url: '/', headers: { origin: A } })
  expect(headers).toMatchObject({ 'access-control-allow-origin': A, vary: 'accept, origin' })
})

test('a handle changes the policy of a running app, routes with parts of their own included', async () => {
  const handle = createHandle({ cors: { origins: [A] } })
  const app = Fastify()
  await app.register(sallyport, handle)
  app.get('/', async () => 'ok')
  app.get('/own', { config: { csp: { directives: { 'default-src': ["'none'"] } } } }, async () => 'ok')
  const send = await start(app)
  handle.update({ cors: { origins: ['https://b.test'] } })
  for (const line of ['GET /', 'GET /own']) {
    expect(headerOf(await send(line, { origin: A }), 'access-control-allow-origin')).toBeUndefined()
    expect(headerOf(await send(line, { origin: 'https://b.test' }), 'access-control-allow-origin')).toBe(
      'https://b.test',
    )
  }
})

test('HTTP/2', async () => {
  const app = Fastify({ http2: true })
  await app.register(sallyport, config)
  app.get('/', (_request, reply) => reply.header('vary', 'accept').send('ok'))
  const client = connect(await app.listen({ port: 0, host: '127.0.0.1' }))
  const headers = await new Promise((resolve) => client.request({ ':path': '/', origin: A }).on('response', resolve))
  client.destroy()
  await app.close()
  expect(headers).toMatchObject({ ':status': 200, 'access-control-allow-origin': A, vary: 'accept, origin' })
})

test('warnings of the configuration are logged at start-up', async () => {
  const logged: string[] = []
  const app = Fastify({ logger: { level: 'warn', stream: { write: (line) => void logged.push(line) } } })
  await app.register(sallyport, { cors: { origins: [A], credentials: true } })
  expect(logged).toEqual([expect.stringContaining('[credentials-without-guard]')])
})

test.each<[title: string, register: (app: FastifyInstance) => unknown, message: string]>([
  [
    'the configuration',
    (app) => app.register(sallyport, { cors: { origins: ['https://a.test/'] } }),
    'cors.origins[0]: ',
  ],
  [
    'a route',
    (app) =>
      app.register(sallyport, config).register(async (child) => {
        child.get('/a/:b', { config: { cors: { origins: ['*.a.test'] } } }, async () => 'ok')
      }),
    'GET /a/:b config.cors.origins[0]: ',
  ],
  ['registering twice', (app) => app.register(sallyport, config).register(sallyport, config), 'registered twice'],
])('start-up fails for mistakes in %s', async (_title, register, message) => {
  const app = Fastify()
  register(app)
  await expect(app.ready()).rejects.toThrow(message)
})
