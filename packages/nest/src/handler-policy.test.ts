import { Controller, Get, Post, Version, VersioningType } from '@nestjs/common'
import { ConfigError, createHandle } from '@sallyport/core'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { FRIEND, PLATFORMS, STRANGER, serve } from './app.test-kit.ts'
import { Cors, Csp, Csrf } from './decorators.ts'

const source = {
  cors: { origins: [FRIEND] },
  csp: { directives: { 'default-src': ["'self'"] } },
  csrf: true,
} as const

@Controller()
class PartsController {
  @Get('base')
  base(): void {}

  @Get('no-csp')
  @Csp(false)
  noCsp(): void {}

  @Get('two-csp')
  @Csp([{ directives: { 'img-src': ["'none'"] } }, { directives: { 'font-src': ["'none'"] }, reportOnly: true }])
  twoCsp(): void {}

  @Get('no-cors')
  @Cors(false)
  noCors(): void {}

  @Post('guarded')
  guarded(): void {}

  @Post('open')
  @Csrf(false)
  open(): void {}
}

describe.each(PLATFORMS)('on %s', (platform) => {
  test('each decorator takes the place of one part and leaves the others', async () => {
    const { send } = await serve({ platform, source, controllers: [PartsController] })
    const get = async (path: string) => (await send('GET', path, { headers: { origin: FRIEND } })).headers

    expect(await get('/base')).toMatchObject({
      'access-control-allow-origin': FRIEND,
      'content-security-policy': "default-src 'self'",
    })
    const noCsp = await get('/no-csp')
    expect(noCsp).toMatchObject({ 'access-control-allow-origin': FRIEND })
    expect(noCsp).not.toHaveProperty('content-security-policy')
    expect(await get('/two-csp')).toMatchObject({
      'content-security-policy': "img-src 'none'",
      'content-security-policy-report-only': "font-src 'none'",
    })
    const noCors = await get('/no-cors')
    expect(noCors).toMatchObject({ 'content-security-policy': "default-src 'self'" })
    expect(noCors).not.toHaveProperty('access-control-allow-origin')
  })

  test('@Csrf(false) lets other sites post to one handler', async () => {
    const { send } = await serve({ platform, source, controllers: [PartsController] })
    const headers = { origin: STRANGER, 'sec-fetch-site': 'cross-site' }
    expect((await send('POST', '/guarded', { headers })).status).toBe(403)
    expect((await send('POST', '/open', { headers })).status).toBe(201)
  })

  test('every wrong decorator is named in one error at boot', async () => {
    @Controller('first')
    @Cors({ origins: ['https://app.example.com/'] })
    class FirstController {
      @Get('a')
      a(): void {}

      @Get('b')
      b(): void {}
    }
    @Controller('second')
    class SecondController {
      @Get()
      // @ts-expect-error what an untyped caller can still write
      @Csp({ directives: { 'scripts-src': ["'self'"] } })
      page(): void {}
    }

    const boot = serve({ platform, source, controllers: [FirstController, SecondController] })
    const error = await boot.then(() => undefined).catch((thrown: unknown) => thrown)

    expect(error).toBeInstanceOf(ConfigError)
    const findings = error instanceof ConfigError ? error.findings.filter(({ severity }) => severity === 'error') : []
    expect(findings.map(({ path, code }) => `${path} ${code}`)).toEqual([
      'FirstController.cors.origins[0] invalid-origin',
      'SecondController.page.csp.directives.scripts-src unknown-directive',
    ])
  })

  test('warnings are logged once, each under its decorator', async () => {
    @Controller()
    @Cors({ origins: [FRIEND], credentials: true })
    class WarnedController {
      @Get('one')
      @Csp({ directives: { 'img-src': ["'self'", "'self'"] } })
      one(): void {}

      @Get('two')
      two(): void {}
    }
    const { logs } = await serve({ platform, source: { cors: false }, controllers: [WarnedController] })
    expect(logs.map((line) => line.replace(/: .* /, ' '))).toEqual([
      'WarnedController.one.csp.directives.img-src[1] [duplicate-value]',
      'WarnedController.one.csrf [credentials-without-guard]',
      'WarnedController.two.csrf [credentials-without-guard]',
    ])
  })

  test('versions that a preflight cannot tell apart are warned of when their CORS differs', async () => {
    @Controller({ path: 'prices', version: '1' })
    class PricesController {
      @Get()
      @Cors({ origins: [FRIEND] })
      old(): void {}

      @Get()
      @Version('2')
      @Cors({ origins: [STRANGER] })
      new(): void {}

      @Get()
      @Version('3')
      @Cors({ origins: [FRIEND] })
      @Csp(false)
      other(): void {}
    }
    const app = (type: VersioningType.URI | VersioningType.CUSTOM) =>
      serve({
        platform,
        source,
        controllers: [PricesController],
        configure: (nest) => nest.enableVersioning({ type, extractor: () => '1' }),
      })
    expect((await app(VersioningType.URI)).logs).toEqual([])
    expect((await app(VersioningType.CUSTOM)).logs).toEqual([
      expect.stringContaining('PricesController.old and PricesController.new differ by version'),
      expect.stringContaining('PricesController.old and PricesController.other differ by version'),
    ])
  })

  test('an updated configuration reaches decorated handlers too', async () => {
    const handle = createHandle(source)
    const { send } = await serve({ platform, source: handle, controllers: [PartsController] })
    handle.update({ ...source, csp: { directives: { 'default-src': ["'none'"] } } })
    const answer = await send('GET', '/no-cors', { headers: { origin: FRIEND } })
    expect(answer.headers['content-security-policy']).toBe("default-src 'none'")
    expect(answer.headers).not.toHaveProperty('access-control-allow-origin')
  })

  test('development: a preflight that a decorator refuses is told where to change it', async () => {
    onTestFinished(() => void vi.unstubAllEnvs())
    vi.stubEnv('NODE_ENV', 'development')
    @Controller()
    class OwnController {
      @Get('own')
      @Cors({ origins: ['https://own.test'] })
      own(): void {}
    }
    const { preflight } = await serve({ platform, source, controllers: [OwnController] })
    expect((await preflight('GET', '/own')).body).toContain(`To allow it: Add "${FRIEND}" to @Cors().origins.`)
  })
})
