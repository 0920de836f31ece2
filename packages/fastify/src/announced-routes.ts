import type { IncomingMessage } from 'node:http'
import type { FastifyContextConfig, FastifyInstance, RouteOptions } from 'fastify'
import { createTargetRoutes, type TargetRoute, type TargetRoutes } from './target-routes.ts'

/** What Fastify told of a route while the app was put together. */
export interface AnnouncedRoute extends TargetRoute {
  readonly app: FastifyInstance
  /** As it is once every `onRoute` hook has run. */
  readonly config: FastifyContextConfig
}

export interface AnnouncedRoutes {
  readonly all: readonly AnnouncedRoute[]
  /** For an `onRoute` hook, which a context may have more than once: its own, and those it took over. */
  add(app: FastifyInstance, route: RouteOptions): AnnouncedRoute
  /** When the app is ready. @returns the routes that a preflight cannot tell from an earlier one. */
  close(): readonly IndistinctRoutes[]
  /** `unannounced`: the route was declared before there was a hook to tell of it. */
  find(method: string, preflight: IncomingMessage): AnnouncedRoute | 'unannounced' | undefined
}

export interface IndistinctRoutes {
  /** Answers the preflights of both. */
  readonly first: AnnouncedRoute
  readonly other: AnnouncedRoute
  /** The constraints that tell them apart. */
  readonly by: readonly string[]
}

export function createAnnouncedRoutes(root: FastifyInstance): AnnouncedRoutes {
  const routes: AnnouncedRoute[] = []
  const known = new WeakMap<RouteOptions, AnnouncedRoute>()
  // Undefined while no route has a version.
  let ownVersions: boolean | undefined
  let targets: TargetRoutes<AnnouncedRoute> | undefined
  let isConstrained = false

  return {
    all: routes,
    add(app, route) {
      const before = known.get(route)
      if (before !== undefined) return before
      const announced = describe(app, route)
      known.set(route, announced)
      routes.push(announced)
      // As long as no route has a version, the router knows the strategy only if the app brought one.
      if ('version' in announced.constraints) ownVersions ??= root.hasConstraintStrategy('version')
      return announced
    },
    close() {
      const table = createTargetRoutes<AnnouncedRoute>(root, { versions: ownVersions === false })
      targets = table
      isConstrained = routes.some((route) => hiddenConstraints(route).length > 0)
      const indistinct = routes.flatMap((other) => {
        const first = table.add(other)
        const by = first === undefined ? [] : [...hiddenConstraints(first), ...hiddenConstraints(other)]
        return first === undefined || by.length === 0 ? [] : [{ first, other, by: [...new Set(by)] }]
      })
      // After all others: a route of its own may stand where the twin would.
      for (const route of routes.flatMap((route) => twinsOf(root, route))) table.add(route)
      return indistinct
    },
    find(method, preflight) {
      const found = targets?.find(method, preflight)
      // The app's own router can be asked only where what a preflight says is all it looks at.
      if (!isConstrained && isUnannounced(root, method, preflight, found?.params)) return 'unannounced'
      return found?.route ?? undefined
    },
  }
}

function describe(app: FastifyInstance, route: RouteOptions): AnnouncedRoute {
  const { method, url, constraints } = route
  return {
    app,
    methods: typeof method === 'string' ? [method] : [...method],
    // Fastify goes on using the object: by the time the app is ready, it may name another path.
    path: url,
    constraints: { ...constraints },
    get config() {
      return route.config ?? {}
    },
  }
}

/** The constraints that a preflight does not meet in the way the request will. */
function hiddenConstraints({ constraints }: AnnouncedRoute): readonly string[] {
  return Object.keys(constraints).filter((name) => name !== 'host')
}

/** Of '/' under a prefix Fastify announces only the form without the slash. */
function twinsOf(root: RouteAsker, route: AnnouncedRoute): readonly AnnouncedRoute[] {
  const { app, methods, constraints } = route
  if (app.prefix === '' || route.path !== app.prefix) return []
  const url = `${route.path}/`
  const served = methods.filter((method) => root.hasRoute({ method, url, constraints }))
  return [{ app, methods: served, path: url, constraints, config: route.config }]
}

function isUnannounced(
  root: RouteAsker,
  method: string,
  { headers, url = '/' }: IncomingMessage,
  params: object | undefined,
): boolean {
  // Fastify would look for the method in capitals, which is another one (RFC 9110 §9.1).
  if (method !== method.toUpperCase()) return false
  const served = root.findRoute({ method, url, constraints: { host: headers.host || headers[':authority'] } })
  if (served === null) return false
  return params === undefined || Object.keys(params).join() !== Object.keys(served.params ?? {}).join()
}

// Fastify types the methods it can have routes for; a preflight may announce any.
interface RouteAsker {
  findRoute(route: object): { readonly params?: object } | null
  hasRoute(route: object): boolean
}
