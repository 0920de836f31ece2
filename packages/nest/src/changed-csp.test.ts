import { Controller, Get, Res } from '@nestjs/common'
import { describe, expect, test } from 'vitest'
import { PLATFORMS, serve } from './app.test-kit.ts'
import { Csp, type CspChange, CspNonce, changeCsp } from './index.ts'
import type { PlatformResponse } from './platform.ts'

const CSP = 'content-security-policy'
const DATA: CspChange = { append: { 'img-src': ['data:'] } }
const BLOB: CspChange = { append: { 'img-src': ['blob:'] } }

@Controller('plain')
class PlainController {
  @Get()
  plain(): string {
    return 'plain'
  }

  @Get('changed')
  @Csp(DATA)
  changed(): string {
    return 'changed'
  }

  @Get('response')
  @Csp(DATA)
  response(@Res({ passthrough: true }) response: PlatformResponse): string {
    return String(changeCsp(response, BLOB))
  }

  @Get('nonce')
  nonce(@Res({ passthrough: true }) response: PlatformResponse, @CspNonce() nonce: string): string {
    changeCsp(response, DATA)
    return nonce
  }
}

@Controller('own')
@Csp("img-src https://own.test; script-src 'none'")
class OwnController {
  @Get()
  own(): string {
    return 'own'
  }

  @Get('changed')
  @Csp(DATA)
  changed(): string {
    return 'changed'
  }
}

@Controller('added')
@Csp(BLOB)
class AddedController {
  @Get('changed')
  @Csp(DATA)
  changed(): string {
    return 'changed'
  }
}

@Controller('off')
@Csp(false)
class OffController {
  @Get('changed')
  @Csp(DATA)
  changed(): string {
    return 'changed'
  }

  @Get('restricted')
  @Csp({ restrict: { 'img-src': ["'self'"] } })
  restricted(): string {
    return 'restricted'
  }
}

describe.each(PLATFORMS)('on %s', (platform) => {
  test.each<[path: string, csp: string | undefined]>([
    ['/plain', "img-src 'self'; script-src 'self'"],
    ['/plain/changed', "img-src 'self' data:; script-src 'self'"],
    ['/plain/response', "img-src 'self' data: blob:; script-src 'self'"],
    ['/own', "img-src https://own.test; script-src 'none'"],
    ['/own/changed', "img-src https://own.test data:; script-src 'none'"],
    ['/added/changed', "img-src 'self' blob: data:; script-src 'self'"],
    ['/off/changed', undefined],
    ['/off/restricted', "img-src 'self'"],
  ])('a handler changes what its controller, or the module, says: %s', async (path, csp) => {
    const { send } = await serve({
      platform,
      source: { csp: { directives: { 'img-src': ["'self'"], 'script-src': ["'self'", "'nonce'"] } } },
      controllers: [PlainController, OwnController, AddedController, OffController],
    })
    expect((await send('GET', path)).headers[CSP]).toBe(csp)
    const { body, headers } = await send('GET', '/plain/nonce')
    expect(headers[CSP]).toBe(`img-src 'self' data:; script-src 'self' 'nonce-${body}'`)
  })

  test('a change that does not fit the module’s policy stops the app, and says whose it is', async () => {
    class UnfitController {
      page(): void {}
    }
    Controller('unfit')(UnfitController)
    const method = Object.getOwnPropertyDescriptor(UnfitController.prototype, 'page')
    if (method === undefined) throw new Error('The controller has no method.')
    Get()(UnfitController.prototype, 'page', method)
    Csp({ append: { 'script-src': ["'nonce'"] } })(UnfitController.prototype, 'page', method)
    const served = serve({ platform, source: { csp: "script-src 'unsafe-inline'" }, controllers: [UnfitController] })
    await expect(served).rejects.toThrow('UnfitController.page.csp.append.script-src')
  })
})
