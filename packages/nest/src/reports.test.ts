import { Controller, ForbiddenException, Module, Post } from '@nestjs/common'
import { APP_GUARD } from '@nestjs/core'
import type { FetchHandler, MountOptions } from '@sallyport/node'
import { createCollector, memoryStore } from '@sallyport/reports'
import { describe, expect, test } from 'vitest'
import { type AppOptions, FRIEND, PLATFORMS, serve } from './app.test-kit.ts'
import { type Config, createHandle, SallyportModule, SallyportReportsModule } from './index.ts'

const source: Config = { cors: { origins: [FRIEND] }, csrf: true, csp: { directives: { 'default-src': ["'self'"] } } }
const CROSS_SITE = { origin: 'null', 'sec-fetch-site': 'cross-site', 'content-type': 'application/json' }
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

const tell: FetchHandler = async (request, client) =>
  Response.json([new URL(request.url).pathname, client?.address, await request.text()])
const mount: MountOptions = { path: '/csp', handler: tell }

class Refuse {
  canActivate(): boolean {
    throw new ForbiddenException()
  }
}

@Controller('csp')
class ShadowedController {
  @Post()
  post(): string {
    return 'the app'
  }
}

class SettingsModule {}
Module({ providers: [{ provide: 'PATH', useValue: '/csp' }], exports: ['PATH'] })(SettingsModule)

describe.each(PLATFORMS)('on %s', (platform) => {
  const rows: readonly (readonly [title: string, options: Omit<AppOptions, 'platform'>])[] = [
    ['imported after Sallyport', { imports: [SallyportReportsModule.forRoot(mount)] }],
    [
      'imported before Sallyport',
      { sallyport: SallyportReportsModule.forRoot(mount), imports: [SallyportModule.forRoot(source)] },
    ],
    [
      'by a factory',
      {
        imports: [
          SallyportReportsModule.forRootAsync({
            imports: [SettingsModule],
            inject: ['PATH'],
            useFactory: (path: string) => ({ path, handler: tell }),
          }),
        ],
      },
    ],
    [
      'under a guard, a prefix and a controller of the app',
      {
        imports: [SallyportReportsModule.forRoot(mount)],
        controllers: [ShadowedController],
        providers: [{ provide: APP_GUARD, useClass: Refuse }],
        configure: (app) => app.setGlobalPrefix('api'),
      },
    ],
    [
      'where Nest has CORS and a guard of its own on',
      { imports: [SallyportReportsModule.forRoot(mount)], configure: (app) => app.enableCors({ origin: FRIEND }) },
    ],
  ]

  test.each(rows)('%s: the handler alone answers', async (_, options) => {
    const { send } = await serve({ platform, source, ...options })
    // What the body parsers would refuse.
    const answer = await send('POST', '/csp?a=b', { headers: CROSS_SITE, body: '{' })
    expect([answer.status, JSON.parse(answer.body)]).toEqual([200, ['/csp', '127.0.0.1', '{']])
    expect(answer.names.filter((name) => name.startsWith('access-control') || name.startsWith('content-sec'))).toEqual(
      [],
    )
    expect((await send('OPTIONS', '/csp', { headers: PREFLIGHT })).status).toBe(200)
  })

  test('several paths, and all others behind the policy', async () => {
    const { send } = await serve({
      platform,
      source,
      imports: [
        SallyportReportsModule.forRoot(mount),
        SallyportReportsModule.forRoot({ path: '/reports/*', handler: () => new Response('the page') }),
      ],
    })
    expect((await send('GET', '/reports/groups')).body).toBe('the page')
    expect((await send('POST', '/csp', { headers: CROSS_SITE })).status).toBe(200)
    expect((await send('POST', '/csp/below', { headers: CROSS_SITE })).status).toBe(403)
  })

  test('the visitor’s address and the server’s own are those that the platform believes', async () => {
    const { send } = await serve({
      platform,
      source,
      imports: [
        SallyportReportsModule.forRoot({
          path: '/csp',
          handler: ({ url }, client) => Response.json([url, client?.address]),
        }),
      ],
      fastify: { trustProxy: true },
      configure: (app) => {
        if (platform === 'express') app.getHttpAdapter().getInstance().set('trust proxy', true)
      },
    })
    const forwarded = {
      'x-forwarded-for': '192.0.2.1',
      'x-forwarded-proto': 'https',
      'x-forwarded-host': 'shop.example',
    }
    const { body } = await send('POST', '/csp', { headers: forwarded })
    expect(JSON.parse(body)).toEqual(['https://shop.example/csp', '192.0.2.1'])
  })

  test('what a handler throws is logged, and told nobody else', async () => {
    const { send, logs } = await serve({
      platform,
      source,
      imports: [SallyportReportsModule.forRoot({ path: '/csp', handler: () => Promise.reject(new Error('secret')) })],
    })
    expect(await send('POST', '/csp')).toMatchObject({ status: 500, body: '' })
    expect(logs.filter((line) => line.includes('secret'))).toHaveLength(1)
  })

  test('a collector counts what browsers post', async () => {
    const policy = createHandle({ ...source, reporting: { endpoint: '/csp' } })
    const store = memoryStore()
    const collector = createCollector({ policies: policy, origins: ['https://shop.example'], store })
    const imports = [SallyportReportsModule.forRoot({ path: '/csp', handler: collector })]
    const { send } = await serve({ platform, source: policy, imports })
    expect((await send('POST', '/csp', { headers: CROSS_SITE, body: REPORT })).status).toBe(204)
    await collector.flush()
    expect((await store.query()).groups).toMatchObject([
      { blocked: 'https://evil.example', standing: 'consistent', count: 1 },
    ])
  })

  test('two of one path stop the app at boot', async () => {
    const imports = [SallyportReportsModule.forRoot(mount), SallyportReportsModule.forRoot({ ...mount })]
    await expect(serve({ platform, source, imports })).rejects.toThrow('is set up twice for /csp')
  })
})

test('what cannot be mounted is refused at once', () => {
  expect(() => SallyportReportsModule.forRoot({ path: 'csp', handler: tell })).toThrow('does not start with a slash')
  expect(() => Reflect.apply(SallyportReportsModule.forRoot, undefined, [{ path: '/csp' }])).toThrow(
    'handler is missing',
  )
})
