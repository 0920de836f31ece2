import {
  All,
  Controller,
  Delete,
  Get,
  Head,
  Header,
  Module,
  Options,
  Put,
  Scope,
  Version,
  VersioningType,
} from '@nestjs/common'
import { RouterModule } from '@nestjs/core'
import type { CorsConfig } from '@sallyport/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type AppOptions, FRIEND, launch, PLATFORMS, type Platform, type TestApp } from './app.test-kit.ts'
import { Cors } from './decorators.ts'

/** Told from all others by the header name that only it exposes and allows. */
function only(name: string): CorsConfig {
  return { origins: [FRIEND], methods: '*', exposedHeaders: [name], allowedHeaders: [name] }
}

const DECORATORS = { GET: Get, HEAD: Head, PUT: Put, DELETE: Delete, OPTIONS: Options, ALL: All }
type Decorated = keyof typeof DECORATORS

interface HandlerSpec {
  readonly method: Decorated
  readonly paths: readonly string[]
  readonly cors: 'own' | 'off' | 'none'
  readonly version: string | undefined
}

interface ControllerSpec {
  readonly paths: readonly string[]
  readonly host: boolean
  readonly version: string | undefined
  readonly cors: 'own' | 'off' | 'none'
  readonly perRequest: boolean
  readonly module: 0 | 1
  readonly handlers: readonly HandlerSpec[]
}

interface SetUp {
  readonly prefix: '' | 'api' | ':tenant'
  readonly exclude: readonly string[]
  readonly versioning: 'none' | 'uri' | 'header'
  readonly modulePath: string
  readonly strategy: 'declaration' | 'specificity'
  readonly express: readonly string[]
  readonly fastify: NonNullable<AppOptions['fastify']>
}

const segment = fc.constantFrom('a', 'b', 'A', 'api', ':p', ':p-:q', ':p.json', 'v1')
const WILD: Readonly<Record<Platform, readonly string[]>> = {
  express: ['', '', '/*', '/*rest', '{/:o}', '{/*o}'],
  fastify: ['', '', '/*', '/:o?'],
}
const cors = fc.constantFrom<('own' | 'off' | 'none')[]>('own', 'own', 'off', 'none')
const version = fc.constantFrom(undefined, undefined, '1', '2')

function paths(platform: Platform, prefix: string) {
  const path = fc
    .tuple(fc.array(segment, { maxLength: 2 }), fc.constantFrom(...WILD[platform]))
    .map(
      ([segments, end]) =>
        segments.map((text, index) => text.replaceAll(/\b[pq]\b/g, (name) => `${prefix}${name}${index}`)).join('/') +
        end,
    )
  return fc.uniqueArray(path, { minLength: 1, maxLength: 2 })
}

function controller(platform: Platform): fc.Arbitrary<ControllerSpec> {
  return fc.record({
    paths: fc.uniqueArray(fc.constantFrom('', 'a', 'b', ':c', 'A', 'a/b'), { minLength: 1, maxLength: 2 }),
    host: fc.integer({ max: 2, min: 0 }).map((dice) => dice === 0),
    version,
    cors,
    perRequest: fc.boolean(),
    module: fc.constantFrom(0, 1),
    handlers: fc.array(
      fc.record({
        method: fc.constantFrom<Decorated[]>('GET', 'GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS', 'ALL'),
        paths: paths(platform, 'h'),
        cors,
        version,
      }),
      { minLength: 1, maxLength: 4 },
    ),
  })
}

const setUp: fc.Arbitrary<SetUp> = fc.record({
  prefix: fc.constantFrom('', '', 'api', ':tenant'),
  exclude: fc.constantFrom([], ['a'], ['a/:id'], ['b/*rest']),
  versioning: fc.constantFrom('none', 'uri', 'header'),
  modulePath: fc.constantFrom('', 'a', ':m'),
  strategy: fc.constantFrom('declaration', 'specificity'),
  express: fc.subarray(['case sensitive routing', 'strict routing']),
  fastify: fc.record(
    {
      exposeHeadRoutes: fc.boolean(),
      routerOptions: fc.record(
        {
          caseSensitive: fc.boolean(),
          ignoreTrailingSlash: fc.boolean(),
          ignoreDuplicateSlashes: fc.boolean(),
          useSemicolonDelimiter: fc.boolean(),
        },
        { requiredKeys: [] },
      ),
    },
    { requiredKeys: [] },
  ),
})

const SEGMENTS = [
  'a',
  'b',
  'api',
  'v1',
  '1',
  'x-y',
  'q.json',
  '%61',
  'a%2Fb',
  '%2e',
  '.',
  '..',
  '',
  '%C3%A9',
  'a;b',
  '%',
  '*',
]

interface RequestSpec {
  /** Undefined: the method of the route. */
  readonly method: string | undefined
  readonly controller: number
  readonly handler: number
  readonly fill: string
  readonly rest: readonly string[]
  readonly spoil: (path: string) => string
  readonly host: string
  readonly version: string | undefined
}

const keep = (path: string) => path
const request: fc.Arbitrary<RequestSpec> = fc.record({
  method: fc.constantFrom(undefined, undefined, 'GET', 'HEAD', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'),
  controller: fc.nat({ max: 3 }),
  handler: fc.nat({ max: 3 }),
  fill: fc.constantFrom('a', 'b', '1', 'x-y', 'q.json', 'A', '%61', 'a;b'),
  rest: fc.oneof(
    { weight: 4, arbitrary: fc.constant([]) },
    { weight: 1, arbitrary: fc.array(fc.constantFrom(...SEGMENTS), { maxLength: 2 }) },
  ),
  spoil: fc.constantFrom<((path: string) => string)[]>(
    keep,
    keep,
    keep,
    (path) => path.toUpperCase(),
    (path) => `${path}/`,
    (path) => path.replace('/', '//'),
    (path) => path.replace('a', '%61'),
    (path) => `${path}?x=/b`,
    (path) => `${path};v=1`,
  ),
  host: fc.constantFrom('one.test', 'one.test', 'two.test'),
  version: fc.constantFrom(undefined, '1', '2'),
})

/** A path that most often reaches some route, not always the one it is made from. */
function pathOf(
  spec: RequestSpec,
  set: SetUp,
  controllers: readonly ControllerSpec[],
): { path: string; method: string } {
  const controller = controllers[spec.controller % controllers.length]
  const handler = controller?.handlers[spec.handler % controller.handlers.length]
  const version = handler?.version ?? controller?.version
  const parts = [
    set.prefix,
    set.versioning === 'uri' && version !== undefined ? `v${version}` : '',
    controller?.module === 1 ? set.modulePath : '',
    controller?.paths[0] ?? '',
    handler?.paths[0] ?? '',
  ]
  const filled = parts
    .filter((part) => part !== '')
    .join('/')
    .replaceAll(/\{\/[:*]o\}|\*.*$|:o\?/g, '')
    .replaceAll(/:[a-z]+\d?/g, spec.fill)
  const path = spec.spoil(`/${[filled, ...spec.rest].filter((part) => part !== '').join('/')}`)
  const method = spec.method ?? handler?.method ?? 'GET'
  return { path, method: method === 'ALL' ? 'PUT' : method }
}

/** Fastify looks for what it has no route for, as preflights are, with a router that never takes a semicolon for the end of the path. */
function isReadable(target: string): boolean {
  try {
    decodeURI(target.split('?')[0] ?? '')
    return true
  } catch {
    return false
  }
}

/** The policy that the decorators give to each handler by name; null for none. */
type Owners = Map<string, string | null>

function decorate(spec: ControllerSpec, name: string, owners: Owners): new () => object {
  class Generated {}
  const policyOf = (kind: 'own' | 'off' | 'none', own: string, outer: string | null) =>
    kind === 'own' ? own : kind === 'off' ? null : outer
  const ofController = policyOf(spec.cors, name, 'base')
  spec.handlers.forEach((handler, index) => {
    const key = `${name}h${index}`
    owners.set(key, policyOf(handler.cors, key, ofController))
    const descriptor = { value() {}, configurable: true, writable: true, enumerable: false }
    Object.defineProperty(Generated.prototype, key, descriptor)
    const decorators: MethodDecorator[] = [DECORATORS[handler.method]([...handler.paths]), Header('x-name', key)]
    if (handler.cors !== 'none') decorators.push(Cors(handler.cors === 'own' ? only(key) : false))
    if (handler.version !== undefined) decorators.push(Version(handler.version))
    for (const decorator of decorators) decorator(Generated.prototype, key, descriptor)
  })
  if (spec.cors !== 'none') Cors(spec.cors === 'own' ? only(name) : false)(Generated)
  Controller({
    path: [...spec.paths],
    ...(spec.host ? { host: 'one.test' } : {}),
    ...(spec.version === undefined ? {} : { version: spec.version }),
    scope: spec.perRequest ? Scope.REQUEST : Scope.DEFAULT,
  })(Generated)
  return Generated
}

async function build(
  platform: Platform,
  set: SetUp,
  specs: readonly ControllerSpec[],
): Promise<{ app: TestApp; owners: Owners }> {
  const owners: Owners = new Map()
  const made = specs.map((spec, index) => ({ spec, controller: decorate(spec, `c${index}`, owners) }))
  class Nested {}
  Module({ controllers: made.filter(({ spec }) => spec.module === 1).map(({ controller }) => controller) })(Nested)
  const app = await launch({
    platform,
    source: { cors: only('base') },
    controllers: made.filter(({ spec }) => spec.module === 0).map(({ controller }) => controller),
    imports: [Nested, RouterModule.register([{ path: set.modulePath, module: Nested }])],
    options: { routeResolutionStrategy: set.strategy },
    fastify: set.fastify,
    configure: (app) => {
      if (platform === 'express') for (const setting of set.express) app.getHttpAdapter().getInstance().enable(setting)
      app.setGlobalPrefix(set.prefix, { exclude: [...set.exclude] })
      if (set.versioning === 'uri') app.enableVersioning({ type: VersioningType.URI })
      if (set.versioning === 'header') app.enableVersioning({ type: VersioningType.HEADER, header: 'x-version' })
    },
  })
  return { app, owners }
}

// A server for every run: in the thorough mode no more than this, or it would take half an hour.
const RUNS = Math.min(Number(process.env.SALLYPORT_RUNS ?? 100), 2000)

describe.each(PLATFORMS)('on %s', (platform) => {
  test('the handler that answers is the one whose policy decides, for the request and its preflight', {
    timeout: RUNS * 1000,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(
        setUp,
        fc.array(controller(platform), { minLength: 1, maxLength: 4 }),
        fc.array(request, { minLength: 6, maxLength: 6 }),
        async (set, controllers, requests) => {
          const built = await build(platform, set, controllers).catch(() => undefined)
          // Routes that the platform does not take together.
          fc.pre(built !== undefined)
          const { app, owners } = built
          try {
            for (const spec of requests) {
              const { host, version } = spec
              const { method, path } = pathOf(spec, set, controllers)
              const actual = await app.send(method, path, {
                headers: { host, origin: FRIEND, ...(version === undefined ? {} : { 'x-version': version }) },
              })
              const name = actual.headers['x-name']
              if (name === undefined) continue
              const policy = owners.get(String(name)) ?? undefined
              const where = `${method} ${path} reaches ${name}`
              expect(actual.headers['access-control-expose-headers'], where).toBe(policy)
              // A preflight does not tell the version in a header.
              if (set.versioning === 'header') continue
              const preflight = await app.preflight(method, path, { host })
              if (preflight.status === 400 && !isReadable(path)) continue
              expect(preflight.headers['access-control-allow-headers'], `preflight of ${where}`).toBe(policy)
            }
          } finally {
            await app.app.close()
          }
        },
      ),
      { numRuns: RUNS },
    )
  })
})
