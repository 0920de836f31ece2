import { Controller, Get, type INestApplication, Module, Put, Scope } from '@nestjs/common'
import { ModuleRef } from '@nestjs/core'
import type { CorsConfig } from '@sallyport/core'
import { describe, expect, test } from 'vitest'
import { type AppOptions, FRIEND, PLATFORMS, serve } from './app.test-kit.ts'
import { Cors } from './decorators.ts'

function only(label: string): CorsConfig {
  return { origins: [FRIEND], methods: '*', exposedHeaders: [label], allowedHeaders: [label] }
}

@Cors(only('parent'))
class ParentController {
  @Get('plain')
  plain(): void {}

  @Get('decorated')
  @Cors(only('parent-decorated'))
  decorated(): void {}

  @Put('overridden')
  @Cors(only('parent-overridden'))
  overridden(): void {}

  @Get('dropped')
  @Cors(only('parent-dropped'))
  dropped(): void {}
}

@Controller('child')
class ChildController extends ParentController {
  @Put('overridden')
  override overridden(): void {}

  // Without @Get() it is no route any more.
  override dropped(): void {}
}

@Controller('strict')
@Cors(only('strict'))
class StrictController extends ParentController {}

@Controller({ path: 'requested', scope: Scope.REQUEST })
class RequestedController {
  @Get()
  @Cors(only('requested'))
  read(): void {}
}

@Controller({ path: 'injected' })
class DurableController {
  readonly #module: ModuleRef
  constructor(module: ModuleRef) {
    this.#module = module
  }

  @Get()
  @Cors(only('injected'))
  read(): boolean {
    return this.#module !== undefined
  }
}
Reflect.defineMetadata('design:paramtypes', [ModuleRef], DurableController)

// Registered in two modules, a controller has its routes twice.
class OtherModule {}
Module({ controllers: [RequestedController] })(OtherModule)

describe.each(PLATFORMS)('on %s', (platform) => {
  const app: AppOptions = {
    platform,
    source: { cors: only('base') },
    controllers: [
      ChildController,
      StrictController,
      DurableController,
      ...(platform === 'express' ? [RequestedController] : []),
    ],
    imports: [OtherModule],
  }

  test.each([
    ["a parent's class decorator", 'GET', '/child/plain', 'parent'],
    ["a parent's handler", 'GET', '/child/decorated', 'parent-decorated'],
    ['a handler that replaces the decorated one of the parent', 'PUT', '/child/overridden', 'parent'],
    ['a handler that is no route any more', 'GET', '/child/dropped', 'base'],
    ["a child's class decorator before its parent's", 'GET', '/strict/plain', 'strict'],
    ["but after its parent's handler", 'GET', '/strict/decorated', 'parent-decorated'],
    ['a controller made for each request', 'GET', '/requested', 'requested'],
    ['a controller with dependencies', 'GET', '/injected', 'injected'],
  ])('%s: %s %s is under "%s"', async (_title, method, path, policy) => {
    const { send, preflight } = await serve(app)
    const request = await send(method, path, { headers: { origin: FRIEND } })
    expect(request.headers['access-control-expose-headers']).toBe(policy)
    expect((await preflight(method, path)).headers['access-control-allow-headers']).toBe(policy)
  })
})

test('on express, an app mounted in front answers under the base, preflights too unless a handler has the same path', async () => {
  const { send, preflight } = await serve({
    platform: 'express',
    source: { cors: only('base') },
    controllers: [RequestedController],
    configure: (app: INestApplication) =>
      app.use('/legacy', (_request: object, response: { end(text: string): void }) => response.end('legacy')),
  })
  const answer = await send('GET', '/legacy/x', { headers: { origin: FRIEND } })
  expect(answer).toMatchObject({ body: 'legacy', headers: { 'access-control-expose-headers': 'base' } })
  expect((await preflight('PUT', '/legacy/x')).headers['access-control-allow-headers']).toBe('base')
})
