import { Controller, Get, Inject, Module } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import { ExpressAdapter } from '@nestjs/platform-express'
import { FastifyAdapter } from '@nestjs/platform-fastify'
import { Test } from '@nestjs/testing'
import { type Config, ConfigError, compile, createHandle, type PolicyHandle } from '@sallyport/core'
import { describe, expect, test } from 'vitest'
import { type AppOptions, FRIEND, PLATFORMS, STRANGER, serve } from './app.test-kit.ts'
import { POLICY_HANDLE, SallyportModule } from './module.ts'

const config: Config = { cors: { origins: [FRIEND] } }

@Controller()
class HomeController {
  readonly #policy: PolicyHandle

  constructor(@Inject(POLICY_HANDLE) policy: PolicyHandle) {
    this.#policy = policy
  }

  @Get()
  home(): unknown {
    return this.#policy.current
  }
}

const ORIGINS = Symbol('origins')
class SettingsModule {}
Module({ providers: [{ provide: ORIGINS, useValue: [FRIEND] }], exports: [ORIGINS] })(SettingsModule)

describe.each(PLATFORMS)('on %s', (platform) => {
  const allowed = async (options: Omit<AppOptions, 'platform'>) => {
    const { send } = await serve({ platform, ...options })
    return (await send('GET', '/', { headers: { origin: FRIEND } })).headers['access-control-allow-origin']
  }

  test.each([
    { title: 'a configuration', source: config },
    { title: 'a compiled policy', source: compile(config) },
    { title: 'a handle', source: createHandle(config) },
  ])('forRoot takes $title', async ({ source }) => {
    expect(await allowed({ source })).toBe(FRIEND)
  })

  test('forRootAsync takes what its factory makes of what is injected', async () => {
    const sallyport = SallyportModule.forRootAsync({
      imports: [SettingsModule],
      inject: [ORIGINS],
      useFactory: async (origins: readonly string[]) => ({ cors: { origins } }),
    })
    expect(await allowed({ sallyport })).toBe(FRIEND)
  })

  test('the handle in force can be injected', async () => {
    const { send } = await serve({ platform, source: config, controllers: [HomeController] })
    expect(JSON.parse((await send('GET', '/')).body)).toEqual(config)
  })

  test('an update takes effect from the next request on', async () => {
    const handle = createHandle(config)
    const { send } = await serve({ platform, source: handle })
    handle.update({ cors: { origins: [STRANGER] } })
    const answer = await send('GET', '/', { headers: { origin: FRIEND } })
    expect(answer.headers).not.toHaveProperty('access-control-allow-origin')
  })

  test('importing it twice stops the app', async () => {
    const boot = serve({ platform, source: config, imports: [SallyportModule.forRoot({ cors: false })] })
    await expect(boot).rejects.toThrow('SallyportModule is set up twice')
  })

  test('a wrong configuration from a factory stops the app', async () => {
    const sallyport = SallyportModule.forRootAsync({ useFactory: () => ({ cors: { origins: [] } }) })
    await expect(serve({ platform, sallyport })).rejects.toThrow(ConfigError)
  })
})

test('forRoot throws where it is called', () => {
  expect(() => SallyportModule.forRoot({ cors: { origins: [''] } })).toThrow(ConfigError)
})

test.each([
  ['express', new ExpressAdapter()],
  ['fastify', new FastifyAdapter()],
] as const)(
  'it works under Test.createTestingModule() on %s, where modules are made before the adapter',
  async (_platform, adapter) => {
    const testing = await Test.createTestingModule({ imports: [SallyportModule.forRoot(config)] }).compile()
    const app = testing.createNestApplication(adapter, { logger: false })
    await app.listen(0, '127.0.0.1')
    const answer = await fetch(await app.getUrl(), { headers: { origin: FRIEND } })
    expect(answer.headers.get('access-control-allow-origin')).toBe(FRIEND)
    await app.close()
  },
)

test('an app without HTTP is left alone', async () => {
  class WorkerModule {}
  Module({ imports: [SallyportModule.forRoot(config)] })(WorkerModule)
  const app = await NestFactory.createApplicationContext(WorkerModule, { logger: false, abortOnError: false })
  expect(app.get(POLICY_HANDLE)).toBeDefined()
  await app.close()
})
