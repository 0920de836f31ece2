import { type IncomingMessage, METHODS } from 'node:http'
import type { FastifyInstance } from 'fastify'
import createRouter from 'find-my-way'

/** A route as its app announced it. */
export interface TargetRoute {
  readonly methods: readonly string[]
  readonly path: string
  readonly constraints: Constraints
}

export type Constraints = Readonly<Record<string, unknown>>

/** The routes of an app by method and path, as its own router would find them. */
export interface TargetRoutes<T extends TargetRoute> {
  /** @returns the route that was there first, if nothing that a preflight says tells the two apart. It answers the preflights of both. */
  add(route: T): T | undefined
  find(method: string, preflight: IncomingMessage): Target<T> | undefined
}

export interface Target<T> {
  /** Null when a parameter is too long for the router. */
  readonly route: T | null
  readonly params: object
}

export interface TargetOptions {
  /** Some routes have versions, asked for in `Accept-Version` as Fastify does unless the app has a strategy of its own. */
  readonly versions: boolean
}

/**
 * A second router of the kind that is inside Fastify, with the app's own options, because a preflight has to be looked up by the
 * method it announces, and Fastify's router can be asked for a route's parameters but not for its configuration. Hidden OPTIONS
 * routes in Fastify's own router would do as well, but they show in its documentation and meet the app's own OPTIONS routes.
 */
export function createTargetRoutes<T extends TargetRoute>(
  app: FastifyInstance,
  { versions }: TargetOptions,
): TargetRoutes<T> {
  const router: PathRouter<T> = createRouter({
    ...routerOptions(app),
    // Found then, but without a store: Fastify answers such a URL by itself.
    onMaxParamLength: noHandler,
    ...(versions ? { constraints: { version: ANY_VERSION } } : {}),
  })
  return {
    add(route) {
      const constraints = tellable(route.constraints, versions)
      let first: T | undefined
      for (const method of route.methods.filter(isMethod)) {
        for (const path of spellOut(route.path)) {
          // Not asked first: where slashes at the end do not count, a route is found by another path than it is added by.
          const isAdded = addRoute(() => router.on(method, path, { constraints }, noHandler, route))
          if (!isAdded) first ??= router.findRoute(method, path, constraints)?.store ?? undefined
        }
      }
      return first
    },
    find(method, { headers, url = '/' }) {
      if (!isMethod(method)) return undefined
      const host = headers.host || headers[':authority']
      const found = router.find(method, url, versions && announcesVersion(headers) ? { host, version: ANY } : { host })
      return found === null ? undefined : { route: found.store, params: found.params }
    },
  }
}

interface PathRouter<T> {
  on(
    method: createRouter.HTTPMethod,
    path: string,
    options: { constraints: object },
    handler: () => void,
    store: T,
  ): void
  find(method: createRouter.HTTPMethod, path: string, derived: object): { store: T | null; params: object } | null
  findRoute(method: createRouter.HTTPMethod, path: string, constraints: object): { store: T } | null
}

const KNOWN: readonly string[] = METHODS

// A preflight may announce any token; the router has routes for what Node's parser lets through.
function isMethod(method: string): method is createRouter.HTTPMethod {
  return KNOWN.includes(method)
}

const OPTIONAL = /(\/:[^/()]*)\?(\/?)$/

/** With its last parameter and without, which the router would add one after the other, and neither where one is taken. */
function spellOut(path: string): readonly string[] {
  return OPTIONAL.test(path) ? [path.replace(OPTIONAL, '$1$2'), path.replace(OPTIONAL, '$2') || '/'] : [path]
}

/** False where the place is taken, or for what Fastify's own router cannot take either: reporting that is its business. */
function addRoute(add: () => void): boolean {
  try {
    add()
    return true
  } catch {
    return false
  }
}

const ANY = '*'

/** What a preflight can tell: the host; of the version, that one is asked for. */
function tellable({ host, version }: Constraints, versions: boolean): object {
  return { ...(host === undefined ? {} : { host }), ...(version === undefined || !versions ? {} : { version: ANY }) }
}

const ANY_VERSION: createRouter.ConstraintStrategy<createRouter.HTTPVersion.V1> = {
  name: 'version',
  // As Fastify's own: who asks for a version never gets a route without one.
  mustMatchWhenDerived: true,
  storage: () => {
    let stored: ReturnType<ReturnType<typeof ANY_VERSION.storage>['get']> = null
    return {
      get: () => stored,
      set: (_version, handler) => {
        stored = handler
      },
    }
  },
  deriveConstraint: () => ANY,
}

const VERSION_HEADER = 'accept-version'

/** A preflight does not carry the header, but it names it: the header is not safelisted (Fetch, "CORS-safelisted request-header"). */
function announcesVersion(headers: IncomingMessage['headers']): boolean {
  // As browsers write it: lower case, and a comma between the names.
  const names = `,${headers['access-control-request-headers'] ?? ''},`
  return names.includes(`,${VERSION_HEADER},`) || names.includes(`, ${VERSION_HEADER},`)
}

const OPTIONS: readonly string[] = [
  'allowUnsafeRegex',
  'caseSensitive',
  'ignoreDuplicateSlashes',
  'ignoreTrailingSlash',
  'maxParamLength',
  'useSemicolonDelimiter',
]

function routerOptions({ initialConfig }: FastifyInstance): object {
  const nested = 'routerOptions' in initialConfig ? initialConfig.routerOptions : undefined
  const all = Object.entries({ ...initialConfig, ...(typeof nested === 'object' ? nested : {}) })
  return Object.fromEntries(all.filter(([name]) => OPTIONS.includes(name)))
}

function noHandler(): void {}
