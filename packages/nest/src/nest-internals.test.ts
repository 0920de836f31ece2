import { Controller, Get, VERSION_NEUTRAL, VersioningType } from '@nestjs/common'
import { HOST_METADATA, MODULE_PATH, PATH_METADATA, VERSION_METADATA } from '@nestjs/common/internal'
import { ApplicationConfig, HttpAdapterHost, ModulesContainer, type NestFactory } from '@nestjs/core'
import { PathsExplorer } from '@nestjs/core/router/paths-explorer.js'
import { RoutePathFactory } from '@nestjs/core/router/route-path-factory.js'
import { RouteSpecificitySorter } from '@nestjs/core/router/route-specificity-sorter.js'
import { ExpressAdapter } from '@nestjs/platform-express'
import { FastifyAdapter } from '@nestjs/platform-fastify'
import { describe, expect, test } from 'vitest'
import { serve } from './app.test-kit.ts'
import {
  collectRoutes,
  createFastifyRouter,
  fastifyVersions,
  methodOf,
  requestHookOf,
  securityHookOf,
} from './nest-internals.ts'

// Each test is named after the piece of Nest it holds in place: when one fails, that piece has moved.

test.each([
  ['PathsExplorer.scanForPaths', methodOf(PathsExplorer.prototype, 'scanForPaths')],
  ['RoutePathFactory.create', methodOf(RoutePathFactory.prototype, 'create')],
  ['RoutePathFactory.getVersion', methodOf(RoutePathFactory.prototype, 'getVersion')],
  ['RouteSpecificitySorter.sort', methodOf(RouteSpecificitySorter, 'sort')],
  ['ApplicationConfig.getRouteResolutionStrategy', methodOf(ApplicationConfig.prototype, 'getRouteResolutionStrategy')],
  ['ApplicationConfig.getGlobalPrefix', methodOf(ApplicationConfig.prototype, 'getGlobalPrefix')],
  ['ApplicationConfig.getVersioning', methodOf(ApplicationConfig.prototype, 'getVersioning')],
  ['ExpressAdapter.applyVersionFilter', methodOf(ExpressAdapter.prototype, 'applyVersionFilter')],
])('%s is there', (_name, piece) => {
  expect(piece).toBeTypeOf('function')
})

test.each([
  ['HOST_METADATA', HOST_METADATA, 'host'],
  ['MODULE_PATH', MODULE_PATH, '__module_path__'],
  ['PATH_METADATA', PATH_METADATA, 'path'],
  ['VERSION_METADATA', VERSION_METADATA, '__version__'],
])('%s is the key of the metadata', (_name, constant, key) => {
  expect(constant).toBe(key)
})

test('ModulesContainer.applicationId is part of the key of RouterModule', () => {
  expect(new ModulesContainer().applicationId).toBeTypeOf('string')
})

test.each([
  ['ExpressAdapter.onRequestHook', new ExpressAdapter()],
  ['FastifyAdapter.onRequestHook', new FastifyAdapter()],
])('%s holds the request hook', (_name, adapter) => {
  const hook = () => {}
  adapter.setOnRequestHook(hook)
  expect(requestHookOf(adapter)).toBe(hook)
})

test('FastifyAdapter.securityHook holds the hook of the security features', () => {
  const adapter = new FastifyAdapter()
  const refusal = new Error('refused')
  adapter.registerSecurityHook(() => refusal)
  const response = { setHeader() {}, removeHeader() {} }
  expect(securityHookOf(adapter)?.({}, response)).toBe(refusal)
})

test('FastifyAdapter.versionConstraint reads the version of a request', () => {
  const adapter = new FastifyAdapter()
  adapter.applyVersionFilter(() => () => {}, '1', { type: VersioningType.HEADER, header: 'x-version' })
  expect(fastifyVersions(adapter, { headers: { 'x-version': '2' } })).toEqual(['2'])
  expect(fastifyVersions(adapter, { headers: {} })).toEqual([VERSION_NEUTRAL])
})

test('find-my-way is where @nestjs/platform-fastify takes it, and tells the store of a route', () => {
  const router = createFastifyRouter<string>({})
  router.on('GET', '/users/:id', () => {}, 'one')
  router.on('GET', '/users/me', () => {}, 'me')
  expect(router.find('GET', '/users/me?x')?.store).toBe('me')
  expect(router.find('GET', '/users/7')?.store).toBe('one')
  expect(router.find('PUT', '/users/7')).toBeNull()
  expect(router.findRoute('GET', '/users/:name')?.store).toBe('one')
  expect(router.findRoute('GET', '/users')).toBeNull()
})

@Controller({ path: ['cats', 'felines'], version: ['1', VERSION_NEUTRAL] })
class CatsController {
  @Get()
  list(): void {}

  @Get([':id', 'by-id/:id'])
  one(): void {}
}

describe('the table equals what Nest registered', () => {
  test('with the Express router', async () => {
    const { app } = await serve({ platform: 'express', source: {}, controllers: [CatsController], configure })
    const { router } = app.getHttpAdapter().getInstance()
    // Nest's answer to what no handler takes is registered for every method; the table has only handlers.
    const registered = router.stack.flatMap(({ route }: ExpressLayer) =>
      route?.methods.get === true && Object.keys(route.methods).length === 1 ? [`GET ${route.path}`] : [],
    )
    expect(await tableOf(app)).toEqual(registered)
  })

  test('with the Fastify router', async () => {
    const registered: string[] = []
    const { app } = await serve({
      platform: 'fastify',
      source: {},
      controllers: [CatsController],
      configure: (nest) => {
        configure(nest)
        nest
          .getHttpAdapter()
          .getInstance()
          .addHook('onRoute', ({ method, url }: { method: string; url: string }) => {
            if (method !== 'HEAD') registered.push(`${method} ${url}`)
          })
      },
    })
    expect(await tableOf(app)).toEqual(registered)
  })
})

interface ExpressLayer {
  readonly route?: { readonly path: string; readonly methods: { readonly get?: boolean } }
}

type App = Awaited<ReturnType<typeof NestFactory.create>>

function configure(app: App): void {
  app.setGlobalPrefix('api', { exclude: ['felines'] })
  app.enableVersioning({ type: VersioningType.URI, prefix: 'version-' })
}

async function tableOf(app: App): Promise<readonly string[]> {
  const adapter = app.get(HttpAdapterHost).httpAdapter
  const routes = await collectRoutes(app.get(ModulesContainer), app.get(ApplicationConfig), adapter)
  return routes.map(({ method, path }) => `${method} ${path}`)
}
