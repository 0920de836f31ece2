import { VERSION_NEUTRAL } from '@nestjs/common'
import type { AbstractHttpAdapter, ApplicationConfig } from '@nestjs/core'
import { pathToRegexp } from 'path-to-regexp'
import {
  createFastifyRouter,
  expressVersionTest,
  fastifyVersions,
  type HandlerRoute,
  type PathRouter,
  type VersionTest,
} from './nest-internals.ts'
import { type ExpressRequest, type FastifyRequest, isFastifyRequest, type PlatformRequest } from './platform.ts'

/** Says which handler's route decides about a request. */
export interface RouteTable {
  /** The route the request itself reaches; undefined for none. */
  reached(request: PlatformRequest, response: object): HandlerRoute | undefined
  /** The route that a request with this method, which a preflight announces, would reach. */
  announced(request: PlatformRequest, method: string): HandlerRoute | undefined
}

/** `decides`: whether a route has anything to say. Which of those that do not is reached makes no difference. */
export function createRouteTable(
  routes: readonly HandlerRoute[],
  decides: (route: HandlerRoute) => boolean,
  adapter: AbstractHttpAdapter,
  config: ApplicationConfig,
): RouteTable {
  return adapter.getType() === 'fastify'
    ? createFastifyTable(routes, adapter)
    : createExpressTable(routes, decides, adapter, config)
}

interface Row {
  readonly route: HandlerRoute
  readonly path: RegExp
  readonly servesHost: (request: PlatformRequest) => boolean
  readonly servesVersion: VersionTest | undefined
}

/** Express takes the first route that fits, in the order of registration. */
function createExpressTable(
  routes: readonly HandlerRoute[],
  decides: (route: HandlerRoute) => boolean,
  adapter: AbstractHttpAdapter,
  config: ApplicationConfig,
): RouteTable {
  const { caseSensitive, strict } = adapter.getInstance<{
    readonly router: { readonly caseSensitive?: boolean; readonly strict?: boolean }
  }>().router
  const rows = routes.map(
    (route): Row => ({
      route,
      path: pathToRegexp(route.path, { sensitive: caseSensitive === true, trailing: strict !== true }).regexp,
      servesHost: hostTest(route, adapter),
      servesVersion: route.version === undefined ? undefined : expressVersionTest(adapter, route.version, config),
    }),
  )
  const methods = new Set([...routes.map((route) => route.method), 'HEAD'])
  // Every request is looked up once more here, so the rows are no more than could matter: those up to the last one that decides.
  const rowsFor = (method: string): readonly Row[] => {
    const serving = rowsServing(rows, method)
    return serving.slice(0, serving.findLastIndex(({ route }) => decides(route)) + 1)
  }
  const byMethod = new Map([...methods].map((method) => [method, rowsFor(method)]))
  // The method of a preflight is whatever the page says.
  const others = rowsFor('ALL')
  const find = (request: ExpressRequest, method: string, response?: object): HandlerRoute | undefined =>
    (byMethod.get(method) ?? others).find(
      ({ path, servesHost, servesVersion }) =>
        path.test(request.path) &&
        servesHost(request) &&
        (response === undefined || servesVersion === undefined || servesVersion(request, response)),
    )?.route

  return {
    reached: (request, response) =>
      isFastifyRequest(request) ? undefined : find(request, request.method ?? '', response),
    // A preflight cannot carry the header that would name a version: the first one speaks for all.
    announced: (request, method) => (isFastifyRequest(request) ? undefined : find(request, method)),
  }
}

function rowsServing(rows: readonly Row[], method: string): readonly Row[] {
  return rows.filter(
    ({ route }) => route.method === method || route.method === 'ALL' || (method === 'HEAD' && route.method === 'GET'),
  )
}

/** Fastify takes the most specific route, and has found it before the first hook runs. */
function createFastifyTable(routes: readonly HandlerRoute[], adapter: AbstractHttpAdapter): RouteTable {
  const instance = adapter.getInstance<FastifyInstance>()
  const router = createFastifyRouter<HandlerRoute[]>(matchingOptions(instance.initialConfig))
  const byPath = new Map<string, HandlerRoute[]>()
  const add = (method: string, route: HandlerRoute): void => {
    const key = `${method} ${route.path}`
    byPath.set(key, [...(byPath.get(key) ?? []), route])
    addToRouter(router, method, route)
  }
  for (const route of routes) {
    for (const method of route.method === 'ALL' ? instance.supportedMethods : [route.method]) {
      add(method, route)
    }
    // As Fastify does, which leaves out those that stand there already: the first of a path and version counts here.
    if (route.method === 'GET' && instance.initialConfig.exposeHeadRoutes !== false) add('HEAD', route)
  }
  const hostTests = new Map(routes.map((route) => [route, hostTest(route, adapter)]))
  const onHost = (route: HandlerRoute | undefined, request: PlatformRequest): HandlerRoute | undefined =>
    route !== undefined && hostTests.get(route)?.(request) ? route : undefined

  return {
    reached: (request) => {
      if (!isFastifyRequest(request)) return undefined
      const { url } = request.routeOptions
      if (url === undefined) return undefined
      const candidates = byPath.get(`${request.raw.method} ${url}`) ?? []
      return onHost(candidates.length > 1 ? pickVersion(candidates, adapter, request) : candidates[0], request)
    },
    announced: (request, method) => {
      if (!isFastifyRequest(request)) return undefined
      const target = request.raw.url ?? ''
      return onHost(router.find(method, target)?.store[0], request)
    },
  }
}

interface FastifyInstance {
  readonly supportedMethods: readonly string[]
  readonly initialConfig: object & { readonly exposeHeadRoutes?: boolean; readonly routerOptions?: object }
}

/** Those options of Fastify that say which paths are the same, given to Fastify itself or, in its newer releases, to its router. */
function matchingOptions(config: FastifyInstance['initialConfig']): object {
  const all = Object.entries({ ...config, ...config.routerOptions })
  return Object.fromEntries(all.filter(([name]) => MATCHING_OPTIONS.has(name)))
}

const MATCHING_OPTIONS = new Set([
  'allowUnsafeRegex',
  'caseSensitive',
  'ignoreDuplicateSlashes',
  'ignoreTrailingSlash',
  'maxParamLength',
  'useSemicolonDelimiter',
])

function addToRouter(router: PathRouter<HandlerRoute[]>, method: string, route: HandlerRoute): void {
  // Versions share a method and a path.
  const there = router.findRoute(method, route.path)
  if (there !== null) there.store.push(route)
  else router.on(method, route.path, () => {}, [route])
}

function pickVersion(
  candidates: readonly HandlerRoute[],
  adapter: AbstractHttpAdapter,
  request: FastifyRequest,
): HandlerRoute | undefined {
  const asked = fastifyVersions(adapter, request.raw)
  const serving = (version: unknown): HandlerRoute | undefined =>
    candidates.find((route) => [route.version].flat().some((served) => served === version))
  for (const version of asked) {
    const route = serving(version)
    if (route !== undefined) return route
  }
  return serving(VERSION_NEUTRAL) ?? serving(undefined)
}

function hostTest(route: HandlerRoute, adapter: AbstractHttpAdapter): (request: PlatformRequest) => boolean {
  if (route.hosts.length === 0) return () => true
  const patterns = route.hosts.map((host) => (typeof host === 'string' ? pathToRegexp(host).regexp : host))
  return (request) => {
    const hostname = String(adapter.getRequestHostname(request) ?? '')
    // match, not test: a pattern of the user's may have the g flag, and test would then remember where it stopped.
    return patterns.some((pattern) => hostname.match(pattern) !== null)
  }
}
