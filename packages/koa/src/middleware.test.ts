import { connect as connectHttp2, createServer } from 'node:http2'
import { PassThrough, Readable } from 'node:stream'
import Koa, { type Context } from 'koa'
import { expect, test, vi } from 'vitest'
import { headerOf, start } from './app.test-kit.ts'
import { type Config, createHandle, NONCE, sallyport } from './index.ts'

const A = 'https://a.test'
const config: Config = {
  cors: { origins: [A, 'https://b.test'], methods: ['PUT'] },
  csp: { directives: { 'script-src': [NONCE] } },
  csrf: { trustedOrigins: 'cors' },
}

function startApp(app: (ctx: Context) => unknown, source = config) {
  const koa = new Koa()
  koa.use(sallyport(source))
  koa.use(app)
  return start(koa)
}

class Teapot extends Error {
  get status(): number {
    return 418
  }
}

function fail(value: unknown): never {
  throw value
}

const circular: { self?: unknown } = {}
circular.self = circular

test.each<[title: string, app: (ctx: Context) => unknown, status: number, vary?: string]>([
  [
    'a plain answer',
    (ctx) => {
      ctx.body = 'ok'
    },
    200,
  ],
  [
    'JSON',
    (ctx) => {
      ctx.body = {}
    },
    200,
  ],
  ['no answer at all', () => undefined, 404],
  [
    'no body',
    (ctx) => {
      ctx.status = 204
    },
    204,
  ],
  ['a redirect', (ctx) => ctx.redirect('/'), 302],
  [
    'a Vary set by the app',
    (ctx) => {
      ctx.set('Vary', 'accept')
      ctx.body = 'ok'
    },
    200,
    'accept, origin',
  ],
  [
    'a Vary added by the app',
    (ctx) => {
      ctx.vary('Accept')
      ctx.body = 'ok'
    },
    200,
    'Accept, origin',
  ],
  [
    'a Vary of everything',
    (ctx) => {
      ctx.vary('*')
      ctx.body = 'ok'
    },
    200,
    '*',
  ],
  [
    'a stream',
    (ctx) => {
      ctx.body = Readable.from(['a', 'b'])
    },
    200,
  ],
  [
    'a web stream',
    (ctx) => {
      ctx.body = new Blob(['a']).stream()
    },
    200,
  ],
  [
    'a Response, which brings headers',
    (ctx) => {
      ctx.body = new Response('ok', { headers: { vary: 'accept' } })
    },
    200,
    'accept, origin',
  ],
  [
    'a response that bypasses Koa',
    (ctx) => {
      ctx.respond = false
      ctx.res.writeHead(200, { vary: 'accept' }).end('ok')
    },
    200,
    'accept, origin',
  ],
  [
    'flushed headers',
    (ctx) => {
      ctx.status = 200
      ctx.set('vary', 'accept')
      ctx.flushHeaders()
      ctx.body = Readable.from(['a'])
    },
    200,
    'accept, origin',
  ],
  ['an error', () => fail(new Error('thrown')), 500],
  ['a rejection', () => Promise.reject(new Error('thrown')), 500],
  ['ctx.throw', (ctx) => ctx.throw(403, 'no'), 403],
  [
    'ctx.throw with headers',
    (ctx) => ctx.throw(429, { headers: { vary: 'accept', 'retry-after': '1' } }),
    429,
    'accept, origin',
  ],
  ['ctx.assert', (ctx) => ctx.assert(false, 401), 401],
  [
    'an error after a Vary',
    (ctx) => {
      ctx.set('vary', 'accept')
      fail(new Error('thrown'))
    },
    500,
  ],
  ['a thrown text', () => fail('text'), 500],
  ['a thrown object', () => fail({ status: 400 }), 500],
  ['a thrown object with a BigInt', () => fail({ n: 1n }), 500],
  ['a thrown symbol', () => fail(Symbol('s')), 500],
  ['a thrown null', () => fail(null), 500],
  ['a thrown undefined', () => fail(undefined), 500],
  ['a frozen error', () => fail(Object.freeze(Object.assign(new Error('frozen'), { status: 418 }))), 418],
  ['a sealed error', () => fail(Object.seal(new Error('sealed'))), 500],
  ['an error whose class has the status', () => fail(new Teapot('short')), 418],
  [
    'a body that is no JSON',
    (ctx) => {
      ctx.body = { n: 1n }
    },
    500,
  ],
  [
    'a body that contains itself',
    (ctx) => {
      ctx.body = circular
    },
    500,
  ],
])('the headers are on %s', async (_title, app, status, vary = 'origin') => {
  const send = await startApp(app)
  const answer = await send('GET /', { origin: A })
  expect(answer.status).toBe(status)
  expect(answer.lines).toEqual(
    expect.arrayContaining([`access-control-allow-origin: ${A}`, "content-security-policy: script-src 'none'"]),
  )
  expect(new Set(headerOf(answer, 'vary')?.split(', '))).toEqual(new Set(vary.split(', ')))
})

test('HEAD has the headers and no body', async () => {
  const send = await startApp((ctx) => {
    ctx.body = 'ok'
  })
  const answer = await send('HEAD /', { origin: A })
  expect(answer).toMatchObject({ status: 200, body: '' })
  expect(headerOf(answer, 'access-control-allow-origin')).toBe(A)
})

test('a thrown error keeps its status, message and headers, frozen or not', async () => {
  const seen: unknown[] = []
  const koa = new Koa()
  koa.on('error', (error) => seen.push(error))
  koa.use(sallyport(config))
  koa.use((ctx) => {
    const error = Object.assign(new TypeError('told'), { status: 422, expose: true, headers: { 'x-own': '1' } })
    throw ctx.path === '/frozen' ? Object.freeze(error) : error
  })
  const send = await start(koa)
  for (const path of ['/', '/frozen']) {
    const answer = await send(`GET ${path}`, { origin: A })
    expect(answer).toMatchObject({ status: 422, body: 'told' })
    expect(headerOf(answer, 'x-own')).toBe('1')
  }
  expect(seen.map(String)).toEqual(['TypeError: told', 'TypeError: told'])
})

test('a stream that fails before its first byte', async () => {
  const send = await startApp((ctx) => {
    const stream = new PassThrough()
    ctx.body = stream
    setImmediate(() => stream.destroy(new Error('gone')))
  })
  // Koa resets such a connection, and there is no answer to put headers on. It must not take the server along.
  await expect(send('GET /')).rejects.toThrow('socket hang up')
  await expect(send('OPTIONS /', { origin: A, 'access-control-request-method': 'PUT' })).resolves.toMatchObject({
    status: 204,
  })
})

test.each<[title: string, value: string, status: number]>([
  ['set by the app', 'set', 200],
  ['given to ctx.throw', 'throw', 400],
])("the app's own header wins: %s", async (_title, how, status) => {
  const headers = { 'content-security-policy': "default-src 'none'" }
  const send = await startApp((ctx) => {
    if (how === 'throw') ctx.throw(400, { headers })
    ctx.set(headers)
    ctx.body = 'ok'
  })
  const answer = await send('GET /')
  expect(answer.status).toBe(status)
  expect(headerOf(answer, 'content-security-policy')).toBe("default-src 'none'")
})

test('what is refused does not reach the app', async () => {
  const seen: string[] = []
  const send = await startApp((ctx) => {
    seen.push(ctx.method)
    ctx.body = 'ok'
  })
  expect(await send('POST /', { origin: 'https://evil.test' })).toEqual({ status: 403, lines: [], body: '' })
  expect((await send('POST /', { origin: A })).status).toBe(200)
  expect((await send('OPTIONS /', { origin: A })).status).toBe(200)
  expect((await send('OPTIONS /', { origin: A, 'access-control-request-method': 'PUT' })).status).toBe(204)
  expect(seen).toEqual(['POST', 'OPTIONS'])
})

test('ctx.state.cspNonce is drawn when it is read', async () => {
  const send = await startApp((ctx) => {
    ctx.body =
      ctx.path === '/unread'
        ? 'ok'
        : [ctx.state.cspNonce, { ...ctx.state }.cspNonce, Object.create(ctx.state).cspNonce].join(' ')
  })
  const read = await send('GET /')
  const [nonce, spread, inherited] = read.body.split(' ')
  expect(nonce).toMatch(/^[\w-]{24}$/)
  expect([spread, inherited]).toEqual([nonce, nonce])
  expect(headerOf(read, 'content-security-policy')).toBe(`script-src 'nonce-${nonce}'`)
  expect(headerOf(await send('GET /unread'), 'content-security-policy')).toBe("script-src 'none'")
})

test('an error after the nonce was read: the header still carries it', async () => {
  const send = await startApp((ctx) => ctx.throw(400, ctx.state.cspNonce))
  const answer = await send('GET /')
  expect(headerOf(answer, 'content-security-policy')).toBe(`script-src 'nonce-${answer.body}'`)
})

test('a nonce first read after the headers were sent is an error that says so', async () => {
  const messages: string[] = []
  const send = await startApp((ctx) => {
    ctx.respond = false
    ctx.res.writeHead(200)
    try {
      ctx.state.cspNonce
    } catch (error) {
      messages.push(String(error))
    }
    ctx.res.end()
  })
  await send('GET /')
  expect(messages).toEqual([expect.stringContaining('first read after the response headers were sent')])
})

test('a handle changes the policy of a running app', async () => {
  const handle = createHandle({ cors: { origins: [A] } })
  const koa = new Koa()
  koa.use(sallyport(handle))
  const send = await start(koa)
  handle.update({ cors: { origins: ['https://b.test'] } })
  expect(headerOf(await send('GET /', { origin: A }), 'access-control-allow-origin')).toBeUndefined()
  expect(headerOf(await send('GET /', { origin: 'https://b.test' }), 'access-control-allow-origin')).toBe(
    'https://b.test',
  )
})

test('HTTP/2', async () => {
  const koa = new Koa()
  koa.silent = true
  koa.use(sallyport(config))
  koa.use((ctx) => ctx.throw(400, { headers: { vary: 'accept' } }))
  const server = createServer(koa.callback())
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const client = connectHttp2(`http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`)
  const headers = await new Promise((resolve) => client.request({ ':path': '/', origin: A }).on('response', resolve))
  client.destroy()
  server.close()
  expect(headers).toMatchObject({ ':status': 400, 'access-control-allow-origin': A, vary: 'accept, origin' })
})

test('mistakes in the configuration are refused at start-up, and what is doubtful is printed', () => {
  const warn = vi.spyOn(process, 'emitWarning').mockImplementation(() => {})
  expect(() => sallyport({ cors: { origins: ['https://a.test/'] } })).toThrow('cors.origins[0]: ')
  sallyport({ cors: { origins: [A], credentials: true } })
  expect(warn.mock.calls).toEqual([[expect.stringContaining('[credentials-without-guard]'), 'SallyportWarning']])
  warn.mockRestore()
})
