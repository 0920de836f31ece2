import { Controller, Delete, Get, Options, Put } from '@nestjs/common'
import { describe, expect, test } from 'vitest'
import { PLATFORMS, serve } from './app.test-kit.ts'
import { Cors } from './decorators.ts'

const SHELL = 'https://shell.example.com'
const STRANGER = 'https://stranger.test'

// One path under three policies: everybody may read it, the shell may change it, and nobody else's page may delete it.
@Controller('x')
class MixedController {
  @Get()
  @Cors({ origins: '*' })
  read(): string {
    return 'ok'
  }

  @Put()
  @Cors({ origins: [SHELL], credentials: true, methods: ['PUT'] })
  change(): string {
    return 'ok'
  }

  @Delete()
  @Cors(false)
  remove(): string {
    return 'ok'
  }
}

@Controller('y')
class OwnOptionsController {
  @Put()
  @Cors({ origins: [SHELL], methods: ['PUT'] })
  change(): void {}

  @Delete()
  @Cors(false)
  remove(): void {}

  @Options()
  @Cors({ origins: [STRANGER] })
  own(): string {
    return 'own'
  }
}

const source = { cors: { origins: ['https://base.test'], methods: ['DELETE', 'PUT'] }, csrf: false }

describe.each(PLATFORMS)(
  'on %s, a public GET, a PUT with credentials and a DELETE without CORS on one path',
  (platform) => {
    test.each<[method: string, origin: string | undefined, allowed: string | undefined, vary: string | undefined]>([
      ['GET', undefined, '*', undefined],
      ['GET', SHELL, '*', undefined],
      ['GET', STRANGER, '*', undefined],
      ['HEAD', STRANGER, '*', undefined],
      ['PUT', SHELL, SHELL, 'origin'],
      ['PUT', STRANGER, undefined, 'origin'],
      ['PUT', undefined, undefined, 'origin'],
      ['DELETE', SHELL, undefined, undefined],
      ['DELETE', undefined, undefined, undefined],
    ])('%s from %s', async (method, origin, allowed, vary) => {
      const { send } = await serve({ platform, source, controllers: [MixedController] })
      const { status, headers } = await send(method, '/x', { headers: origin === undefined ? {} : { origin } })
      expect(status).toBe(200)
      expect(headers['access-control-allow-origin']).toBe(allowed)
      expect(headers['access-control-allow-credentials']).toBe(allowed === SHELL ? 'true' : undefined)
      expect(headers.vary).toBe(vary)
    })

    test.each<[method: string, origin: string, status: number, allowed: string | undefined]>([
      ['GET', STRANGER, 204, '*'],
      ['HEAD', STRANGER, 204, '*'],
      ['PUT', SHELL, 204, SHELL],
      ['PUT', STRANGER, 403, undefined],
      // The framework's own answer.
      ['DELETE', SHELL, 404, undefined],
      // No handler: the policy of the module, which lists neither.
      ['PATCH', SHELL, 403, undefined],
    ])('preflight for %s from %s', async (method, origin, status, allowed) => {
      const { preflight } = await serve({ platform, source, controllers: [MixedController] })
      const answer = await preflight(method, '/x', { origin })
      expect(answer.status).toBe(status)
      expect(answer.headers['access-control-allow-origin']).toBe(allowed)
    })

    test('an @Options() handler gets what is no preflight, and the preflights of handlers whose CORS is off', async () => {
      const { send, preflight } = await serve({ platform, source, controllers: [OwnOptionsController] })
      const plain = await send('OPTIONS', '/y', { headers: { origin: STRANGER } })
      expect(plain).toMatchObject({ body: 'own', headers: { 'access-control-allow-origin': STRANGER } })
      expect(await preflight('PUT', '/y', { origin: SHELL })).toMatchObject({ status: 204, body: '' })
      const off = await preflight('DELETE', '/y', { origin: STRANGER })
      expect(off).toMatchObject({ status: 200, body: 'own' })
      expect(off.headers['access-control-allow-origin']).toBeUndefined()
    })
  },
)
