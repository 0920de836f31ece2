import {
  All,
  Controller,
  Get,
  Head,
  Module,
  Patch,
  Post,
  Put,
  RequestMethod,
  VERSION_NEUTRAL,
  Version,
  VersioningType,
} from '@nestjs/common'
import { RouterModule } from '@nestjs/core'
import type { CorsConfig } from '@sallyport/core'
import { describe, expect, test } from 'vitest'
import { type AppOptions, FRIEND, PLATFORMS, type Platform, serve } from './app.test-kit.ts'
import { Cors } from './decorators.ts'

/** Each handler's policy is told by the one header that only it exposes and the max-age only it grants. */
function only(label: string): CorsConfig {
  return { origins: [FRIEND], methods: '*', exposedHeaders: [label], allowedHeaders: [label, 'x-version'] }
}

// Which policy decided about a request, and which about the preflight that announces it.
async function policies(
  options: AppOptions,
  method: string,
  path: string,
  headers: Record<string, string> = {},
): Promise<{ readonly request: string | undefined; readonly preflight: string | undefined }> {
  const { send } = await serve(options)
  const request = await send(method, path, { headers: { origin: FRIEND, ...headers } })
  const preflight = await send('OPTIONS', path, {
    headers: {
      ...(headers.host ? { host: headers.host } : {}),
      origin: FRIEND,
      'access-control-request-method': method,
    },
  })
  return {
    request: String(request.headers['access-control-expose-headers']),
    preflight: String(preflight.headers['access-control-allow-headers']).replace(',x-version', ''),
  }
}

@Controller('users')
class UsersController {
  @Get()
  @Cors(only('list'))
  list(): void {}

  @Get('me')
  @Cors(only('me'))
  me(): void {}

  @Get(':id')
  @Cors(only('one'))
  one(): void {}

  @Patch(':id')
  @Cors(only('change'))
  change(): void {}

  @Put(['a', 'b'])
  @Cors(only('either'))
  either(): void {}

  @All('any/:id')
  @Cors(only('any'))
  any(): void {}

  @Get('files/*')
  @Cors(only('files'))
  files(): void {}

  @Post('plain')
  plain(): void {}
}

@Controller('admin')
@Cors(only('admin'))
class AdminController {
  @Get('stats')
  stats(): void {}

  @Get('open')
  @Cors(only('open'))
  open(): void {}
}

class UsersModule {}
Module({ controllers: [UsersController] })(UsersModule)

@Controller({ path: 'versioned', version: '1' })
class VersionedController {
  @Get()
  @Cors(only('one'))
  first(): void {}

  @Get()
  @Version('2')
  @Cors(only('two'))
  second(): void {}

  @All()
  @Version('3')
  @Cors(only('three'))
  third(): void {}

  @Get('free')
  @Version(VERSION_NEUTRAL)
  @Cors(only('free'))
  free(): void {}
}

@Controller({ path: 'tenant', host: ':name.tenants.example' })
class TenantController {
  @Get()
  @Cors(only('tenant'))
  home(): void {}
}

const base = only('base')

const PLAIN = { controllers: [UsersController, AdminController] }
const PREFIXED = {
  ...PLAIN,
  configure: (app) =>
    app.setGlobalPrefix('api', { exclude: ['users/me', { path: 'admin/open', method: RequestMethod.GET }] }),
} satisfies Partial<AppOptions>
const MODULED = { imports: [UsersModule, RouterModule.register([{ path: 'team', module: UsersModule }])] }
const VERSIONED = {
  controllers: [VersionedController],
  configure: (app) => app.enableVersioning({ type: VersioningType.URI }),
} satisfies Partial<AppOptions>

describe.each(PLATFORMS)('on %s', (platform: Platform) => {
  test.each([
    { title: 'a path of its own', app: PLAIN, method: 'GET', path: '/users/me', policy: 'me' },
    { title: 'a query', app: PLAIN, method: 'GET', path: '/users/me?id=1', policy: 'me' },
    { title: 'the index of a controller', app: PLAIN, method: 'GET', path: '/users', policy: 'list' },
    { title: 'a parameter', app: PLAIN, method: 'GET', path: '/users/7', policy: 'one' },
    { title: 'another method of the same path', app: PLAIN, method: 'PATCH', path: '/users/7', policy: 'change' },
    { title: 'a method that only the parameter has', app: PLAIN, method: 'PATCH', path: '/users/me', policy: 'change' },
    { title: 'the first of several paths', app: PLAIN, method: 'PUT', path: '/users/a', policy: 'either' },
    { title: 'the second of several paths', app: PLAIN, method: 'PUT', path: '/users/b', policy: 'either' },
    { title: '@All', app: PLAIN, method: 'DELETE', path: '/users/any/7', policy: 'any' },
    { title: 'a wildcard', app: PLAIN, method: 'GET', path: '/users/files/a/b', policy: 'files' },
    { title: 'a handler without a decorator', app: PLAIN, method: 'POST', path: '/users/plain', policy: 'base' },
    { title: 'a method nobody handles', app: PLAIN, method: 'DELETE', path: '/users/me', policy: 'base' },
    { title: 'a path nobody handles', app: PLAIN, method: 'GET', path: '/nothing', policy: 'base' },
    { title: 'HEAD, which GET answers', app: PLAIN, method: 'HEAD', path: '/users/me', policy: 'me' },
    { title: "a controller's decorator", app: PLAIN, method: 'GET', path: '/admin/stats', policy: 'admin' },
    { title: "a handler's before its controller's", app: PLAIN, method: 'GET', path: '/admin/open', policy: 'open' },
    { title: 'a global prefix', app: PREFIXED, method: 'GET', path: '/api/users/7', policy: 'one' },
    { title: 'a path excluded from the prefix', app: PREFIXED, method: 'GET', path: '/users/me', policy: 'me' },
    { title: 'the same path with the prefix', app: PREFIXED, method: 'GET', path: '/api/users/me', policy: 'one' },
    { title: 'an excluded method and path', app: PREFIXED, method: 'GET', path: '/admin/open', policy: 'open' },
    { title: 'RouterModule', app: MODULED, method: 'GET', path: '/team/users/me', policy: 'me' },
    { title: 'the path without RouterModule', app: MODULED, method: 'GET', path: '/users/me', policy: 'base' },
    { title: 'a version in the path', app: VERSIONED, method: 'GET', path: '/v1/versioned', policy: 'one' },
    { title: "a handler's own version", app: VERSIONED, method: 'GET', path: '/v2/versioned', policy: 'two' },
    { title: 'VERSION_NEUTRAL', app: VERSIONED, method: 'GET', path: '/versioned/free', policy: 'free' },
  ])('$title: $method $path is under "$policy"', async ({ app, method, path, policy }) => {
    const decided = await policies({ platform, source: { cors: base }, ...app }, method, path)
    expect(decided).toEqual({ request: policy, preflight: policy })
  })

  test.each([
    { host: 'acme.tenants.example', policy: 'tenant' },
    { host: 'elsewhere.example', policy: 'base' },
  ])('a controller for some hosts: $host is under "$policy"', async ({ host, policy }) => {
    const app = { platform, source: { cors: base }, controllers: [TenantController] }
    expect(await policies(app, 'GET', '/tenant', { host })).toEqual({ request: policy, preflight: policy })
  })

  test.each([
    { versioning: { type: VersioningType.HEADER, header: 'X-Version' }, headers: { 'x-version': '2' }, request: 'two' },
    {
      versioning: { type: VersioningType.HEADER, header: 'X-Version' },
      headers: { 'x-version': '3' },
      request: 'three',
    },
    {
      versioning: { type: VersioningType.HEADER, header: 'X-Version' },
      headers: { 'x-version': '4' },
      request: 'base',
    },
    {
      versioning: { type: VersioningType.MEDIA_TYPE, key: 'v=' },
      headers: { accept: 'application/json;v=2' },
      request: 'two',
    },
    { versioning: { type: VersioningType.CUSTOM, extractor: () => '2' }, headers: {}, request: 'two' },
  ] as const)(
    'a version that the path does not tell ($versioning.type $headers): the request takes its own, the preflight the first',
    async ({ versioning, headers, request }) => {
      const app: AppOptions = {
        platform,
        source: { cors: base },
        controllers: [VersionedController],
        configure: (nest) => nest.enableVersioning(versioning),
      }
      expect(await policies(app, 'GET', '/versioned', headers)).toEqual({ request, preflight: 'one' })
    },
  )
})

test.each(PLATFORMS)(
  'on %s, a version extractor that throws gets an error answer under the base policy',
  async (platform) => {
    const { send } = await serve({
      platform,
      source: { cors: base },
      controllers: [VersionedController],
      configure: (nest) =>
        nest.enableVersioning({
          type: VersioningType.CUSTOM,
          extractor: () => {
            throw new Error('thrown on purpose')
          },
        }),
    })
    const answer = await send('GET', '/versioned', { headers: { origin: FRIEND } })
    expect(answer).toMatchObject({ status: 500, headers: { 'access-control-expose-headers': 'base' } })
  },
)

test.each([
  { platform: 'express', options: {}, policy: 'one', because: 'the first registered route answers' },
  {
    platform: 'express',
    options: { routeResolutionStrategy: 'specificity' },
    policy: 'me',
    because: 'Nest sorted them',
  },
  { platform: 'fastify', options: {}, policy: 'me', because: 'the most specific route answers' },
] as const)('on $platform with $options, $because', async ({ platform, options, policy }) => {
  @Controller('users')
  class ShadowedController {
    @Get(':id')
    @Cors(only('one'))
    one(): string {
      return 'one'
    }

    @Get('me')
    @Cors(only('me'))
    me(): string {
      return 'me'
    }
  }
  const app: AppOptions = { platform, source: { cors: base }, controllers: [ShadowedController], options }
  const { send } = await serve(app)
  expect((await send('GET', '/users/me')).body).toBe(policy)
  expect(await policies(app, 'GET', '/users/me')).toEqual({ request: policy, preflight: policy })
})

test.each([
  { platform: 'express', fastify: {}, path: '/%75sers/me', status: 404, policy: 'base' },
  { platform: 'fastify', fastify: {}, path: '/%75sers/me', status: 200, policy: 'me' },
  { platform: 'express', fastify: {}, path: '/USERS/me/', status: 200, policy: 'me' },
  { platform: 'fastify', fastify: {}, path: '/USERS/me', status: 404, policy: 'base' },
  { platform: 'fastify', fastify: { caseSensitive: false }, path: '/USERS/me', status: 200, policy: 'me' },
  { platform: 'fastify', fastify: {}, path: '/users/me/', status: 404, policy: 'base' },
  { platform: 'fastify', fastify: { ignoreTrailingSlash: true }, path: '/users/me/', status: 200, policy: 'me' },
  { platform: 'express', fastify: {}, path: '//users/me', status: 404, policy: 'base' },
  { platform: 'fastify', fastify: {}, path: '//users/me', status: 404, policy: 'base' },
  { platform: 'fastify', fastify: { ignoreDuplicateSlashes: true }, path: '//users/me', status: 200, policy: 'me' },
  { platform: 'express', fastify: {}, path: '/users/any/', status: 200, policy: 'one' },
  // The router takes an empty parameter. Nest then answers 404; Nest 12.0 let the handler answer.
  { platform: 'fastify', fastify: {}, path: '/users/any/', status: 404, policy: 'any' },
] as const)(
  '$platform with $fastify reads $path its own way, and so do we',
  async ({ platform, fastify, path, status, policy }) => {
    const app: AppOptions = { platform, fastify: { routerOptions: fastify }, source: { cors: base }, ...PLAIN }
    const { send } = await serve(app)
    expect((await send('GET', path)).status).toBe(status)
    expect(await policies(app, 'GET', path)).toEqual({ request: policy, preflight: policy })
  },
)

test('on fastify, a broken escape after a semicolon that ends the path reaches the route, and its preflight nothing: it permits nothing', async () => {
  // Fastify's types do not know the second.
  const routerOptions = { caseSensitive: true, useSemicolonDelimiter: true }
  const { send, preflight } = await serve({
    platform: 'fastify',
    fastify: { routerOptions },
    source: { cors: base },
    ...PLAIN,
  })
  expect((await send('GET', '/users/me;%')).status).toBe(200)
  // Fastify looks for what no route takes with a router that does not have the option.
  const refused = await preflight('GET', '/users/me;%')
  expect(refused.status).toBe(400)
  expect(refused.headers).not.toHaveProperty('access-control-allow-methods')
})

test.each([
  { fastify: {}, policy: 'page' },
  { fastify: { exposeHeadRoutes: false }, policy: 'any-head' },
] as const)(
  'on fastify with $fastify, HEAD is answered by "$policy": the more specific of a HEAD route and the one that GET brings along',
  async ({ fastify, policy }) => {
    @Controller()
    class HeadController {
      @Head('*')
      @Cors(only('any-head'))
      any(): void {}

      @Get('page')
      @Cors(only('page'))
      page(): void {}
    }
    const app: AppOptions = { platform: 'fastify', fastify, source: { cors: base }, controllers: [HeadController] }
    const { send } = await serve(app)
    expect((await send('HEAD', '/page')).status).toBe(200)
    expect(await policies(app, 'HEAD', '/page')).toEqual({ request: policy, preflight: policy })
  },
)
