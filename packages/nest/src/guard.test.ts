import { Controller, Get, type INestApplication, Post } from '@nestjs/common'
import { ExpressAdapter } from '@nestjs/platform-express'
import { IoAdapter } from '@nestjs/platform-socket.io'
import { WsAdapter } from '@nestjs/platform-ws'
import { SubscribeMessage, WebSocketGateway } from '@nestjs/websockets'
import type { CsrfConfig, PolicySource } from '@sallyport/core'
import { describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { FRIEND, PLATFORMS, STRANGER, serve, type TestApp } from './app.test-kit.ts'
import { Cors, Csrf } from './decorators.ts'
import { gatewayCors } from './gateway-cors.ts'

type Headers = Record<string, string>

const PROXIED = { 'x-forwarded-host': 'shop.test', 'x-forwarded-proto': 'https' }

@Controller()
class PayController {
  @Post('open')
  open(): void {}

  @Post('pay')
  @Csrf(true)
  pay(): void {}
}

async function post(app: TestApp, path: string, headers: Headers): Promise<number> {
  return (await app.send('POST', path, { headers: { host: 'internal:8080', ...headers } })).status
}

function trustProxy(app: INestApplication): void {
  const adapter: unknown = app.getHttpAdapter()
  if (adapter instanceof ExpressAdapter) adapter.set('trust proxy', true)
}

describe.each(PLATFORMS)('on %s', (platform) => {
  test.each<[title: string, trusted: boolean, csrf: CsrfConfig | true, headers: Headers, status: number]>([
    ['trusted, the origin visitors see', true, true, { ...PROXIED, origin: 'https://shop.test' }, 201],
    ['trusted, its host over http', true, true, { ...PROXIED, origin: 'http://shop.test' }, 403],
    ['trusted, the host behind it', true, true, { ...PROXIED, origin: 'https://internal:8080' }, 403],
    ['not trusted, the host of the request', false, true, { origin: 'https://internal:8080' }, 201],
    ['not trusted, what it says', false, true, { ...PROXIED, origin: 'https://shop.test' }, 403],
    ['the own origin named', false, { ownOrigin: 'https://shop.test' }, { origin: 'https://shop.test' }, 201],
  ])('a proxy: %s', async (_title, trusted, csrf, headers, status) => {
    const app = await serve({
      platform,
      source: { csrf },
      controllers: [PayController],
      ...(trusted ? { configure: trustProxy, fastify: { trustProxy: true } } : {}),
    })
    expect(await post(app, '/open', headers)).toBe(status)
  })

  // Express takes them all for the route, Fastify the first two.
  test.each(['/pay', '/pay?x', '/pay/', '/PAY', '/Pay/', '/%70ay', '//pay', '/./pay', '/pay;x', '/pay%2f'])(
    '@Csrf() where nothing else is guarded: there is no way around it by %s',
    async (path) => {
      const app = await serve({ platform, source: { csrf: false }, controllers: [PayController] })
      expect(await post(app, '/open', { origin: STRANGER })).toBe(201)
      expect([403, 404]).toContain(await post(app, path, { origin: STRANGER }))
    },
  )

  test('a lenient router reaches the guard by every spelling it takes', async () => {
    const app = await serve({
      platform,
      source: { csrf: false },
      controllers: [PayController],
      fastify: { routerOptions: { caseSensitive: false, ignoreTrailingSlash: true, ignoreDuplicateSlashes: true } },
    })
    const paths = platform === 'express' ? ['/pay/', '/PAY', '/Pay/'] : ['/pay/', '/PAY', '/Pay/', '//pay', '/%70ay']
    expect(await Promise.all(paths.map((path) => post(app, path, { origin: STRANGER })))).toEqual(paths.map(() => 403))
    expect(await post(app, '/PAY/', { origin: 'https://internal:8080' })).toBe(201)
  })

  test('a handler that turns credentials on without a guard is warned of, one that means it is not', async () => {
    const cors = { origins: [FRIEND], credentials: true } as const
    @Controller()
    class MeController {
      @Get('me')
      @Cors(cors)
      me(): void {}

      @Get('meant')
      @Cors(cors)
      @Csrf(false)
      meant(): void {}
    }
    const { logs } = await serve({ platform, source: { csp: false }, controllers: [MeController] })
    expect(logs).toEqual([expect.stringContaining('MeController.me.csrf: CORS with credentials')])
  })
})

const EVIL = { origin: STRANGER }
const OWN = { origin: 'https://own.test' }
const SOURCE: PolicySource = {
  cors: { origins: [FRIEND], credentials: true },
  csrf: { trustedOrigins: 'cors' },
  routes: [{ path: '/public', csrf: false }],
}

/** What the first message is answered with, or the status a handshake is refused with. */
function greet(app: INestApplication, path: string, headers: Headers, hello: string): Promise<string> {
  const { port } = app.getHttpServer().address()
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, { headers: { host: 'own.test', ...headers } })
    socket.on('open', () => socket.send(hello))
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

class Chat {
  @SubscribeMessage('hello')
  hello(): object {
    return { event: 'hello', data: 'yourself' }
  }
}

@WebSocketGateway({ path: '/chat' })
class ChatGateway extends Chat {}

@WebSocketGateway({ path: '/public' })
class PublicGateway extends Chat {}

@WebSocketGateway({ cors: gatewayCors(SOURCE) })
class PollingGateway extends Chat {}

describe.each(PLATFORMS)('gateways on %s', (platform) => {
  test.each<[title: string, path: string, headers: Headers, answer: string]>([
    ['of the own page', '/chat', OWN, '{"event":"hello","data":"yourself"}'],
    ['of an origin that CORS admits', '/chat', { origin: FRIEND }, '{"event":"hello","data":"yourself"}'],
    ['of no browser', '/chat', {}, '{"event":"hello","data":"yourself"}'],
    ['of another site', '/chat', EVIL, '403'],
    ['of a sandboxed frame', '/chat', { origin: 'null' }, '403'],
    ['of another site, on a path without a guard', '/public', EVIL, '{"event":"hello","data":"yourself"}'],
  ])('platform-ws: a handshake %s', async (_title, path, headers, answer) => {
    const { app } = await serve({
      platform,
      source: SOURCE,
      providers: [ChatGateway, PublicGateway],
      configure: (made) => made.useWebSocketAdapter(new WsAdapter(made)),
    })
    expect(await greet(app, path, headers, '{"event":"hello"}')).toBe(answer)
  })

  const serveSocketIo = (): Promise<TestApp> =>
    serve({
      platform,
      source: SOURCE,
      providers: [PollingGateway],
      configure: (made) => made.useWebSocketAdapter(new IoAdapter(made)),
    })

  test.each<[title: string, headers: Headers, answer: string]>([
    // Engine.IO greets first.
    ['of the own page', OWN, '0{"sid"'],
    ['of an origin that CORS admits', { origin: FRIEND }, '0{"sid"'],
    ['of another site', EVIL, '403'],
  ])('platform-socket.io: a handshake %s', async (_title, headers, answer) => {
    const { app } = await serveSocketIo()
    const path = '/socket.io/?EIO=4&transport=websocket'
    expect((await greet(app, path, headers, '40')).slice(0, answer.length)).toBe(answer)
  })

  test.each<[title: string, origin: string, allowed: string | undefined]>([
    ['from an origin that CORS admits', FRIEND, FRIEND],
    ['from another site', STRANGER, undefined],
    ['from a sandboxed frame', 'null', undefined],
  ])('gatewayCors: polling %s', async (_title, origin, allowed) => {
    const { send } = await serveSocketIo()
    const { status, headers } = await send('GET', '/socket.io/?EIO=4&transport=polling', { headers: { origin } })
    expect([status, headers['access-control-allow-origin']]).toEqual([200, allowed])
  })
})

test.each<[title: string, source: PolicySource, credentials: boolean, allowedHeaders: string[] | undefined]>([
  ['no CORS', { cors: false }, false, []],
  ['credentials', { cors: { origins: [FRIEND], credentials: true }, csrf: true }, true, []],
  ['some headers', { cors: { origins: '*', allowedHeaders: ['x-a'] } }, false, ['x-a']],
  ['any header', { cors: { origins: '*', allowedHeaders: '*' } }, false, undefined],
])('gatewayCors: %s', (_title, source, credentials, allowedHeaders) => {
  const cors = gatewayCors(source)
  expect([cors.methods, cors.credentials, cors.allowedHeaders]).toEqual([['GET', 'POST'], credentials, allowedHeaders])
})

test.each<[title: string, source: PolicySource, origin: string | undefined, allowed: string | false]>([
  ['no CORS', { cors: false }, FRIEND, false],
  ['an admitted origin', SOURCE, FRIEND, FRIEND],
  ['another origin', SOURCE, STRANGER, false],
  ['no origin', SOURCE, undefined, false],
  ['everybody', { cors: { origins: '*' } }, STRANGER, '*'],
])('gatewayCors lets in: %s', (_title, source, origin, allowed) => {
  const told: unknown[] = []
  gatewayCors(source).origin(origin, (...answer) => told.push(...answer))
  expect(told).toEqual([null, allowed])
})
