import { type CorsConfig, type CspConfig, type CsrfConfig, compile, type RoutePolicy } from '@sallyport/core'
import type { Context, Middleware, Next } from 'koa'

const POLICY: unique symbol = Symbol('sallyport.policy')

/** Router middleware that says what holds for its routes. */
export interface PolicyMiddleware extends Middleware {
  readonly [POLICY]: RoutePolicy
}

/**
 * Who may read the answers of the routes this stands on, in place of the app's policy; `false`: nobody. Preflights follow the route
 * that the requested method would reach.
 *
 * @throws {ConfigError} when the configuration cannot be used.
 */
export function corsPolicy(cors: CorsConfig | false): PolicyMiddleware {
  return tag({ cors })
}

/** The content security policy of the routes this stands on, in place of the app's; `false`: none. @throws {ConfigError} */
export function cspPolicy(csp: CspConfig | readonly CspConfig[] | false): PolicyMiddleware {
  return tag({ csp })
}

/** The cross-origin request guard of the routes this stands on, in place of the app's; `false`: none. @throws {ConfigError} */
export function csrfPolicy(csrf: CsrfConfig | boolean): PolicyMiddleware {
  return tag({ csrf })
}

const HONOURED = new WeakSet<Context['req']>()
let warned = false

/** Remembers that the request's policy was looked up in the routers, so that a tag on a router nobody named can be told. */
export function markLookedUp(request: Context['req'], found: RoutePolicy | undefined): void {
  if (found !== undefined) HONOURED.add(request)
}

function tag(policy: RoutePolicy): PolicyMiddleware {
  compile(policy)
  const middleware = (ctx: Context, next: Next): Promise<unknown> => {
    if (!warned && !HONOURED.has(ctx.req)) {
      warned = true
      process.emitWarning(
        `${Object.keys(policy).join()}Policy() on ${ctx.path} has no effect: pass its router to the middleware, sallyport(config, { routers: [router] }), and use that before the router.`,
        'SallyportWarning',
      )
    }
    return next()
  }
  return Object.assign(middleware, { [POLICY]: policy })
}

/** The part of a `@koa/router` that is asked. */
export interface PolicyRouter {
  match(path: string, method: string): RouterMatch
  matchHost(host?: string): boolean
}

interface RouterMatch {
  readonly route: boolean
  readonly pathAndMethod: readonly RouterLayer[]
}

interface RouterLayer {
  readonly methods: readonly string[]
  readonly stack: readonly object[]
}

/** What the route says that the router would run for this method and path; undefined for nothing. */
export function findPolicy(
  routers: readonly PolicyRouter[],
  host: string,
  path: string,
  method: string,
): RoutePolicy | undefined {
  for (const router of routers) {
    if (!router.matchHost(host)) continue
    const { route, pathAndMethod } = router.match(path, method)
    if (route) return collect(pathAndMethod)
  }
  return undefined
}

// The router runs the matching layers in the order they were added, and the first with methods is the one that answers.
function collect(layers: readonly RouterLayer[]): RoutePolicy | undefined {
  let policy: RoutePolicy | undefined
  for (const { methods, stack } of layers) {
    for (const middleware of stack) {
      if (isTagged(middleware)) policy = policy === undefined ? middleware[POLICY] : merge(policy, middleware[POLICY])
    }
    if (methods.length > 0) return policy
  }
  return policy
}

function isTagged(middleware: object): middleware is PolicyMiddleware {
  return POLICY in middleware
}

const MERGED = new WeakMap<RoutePolicy, WeakMap<RoutePolicy, RoutePolicy>>()

// The same pair has to give the same object, because that is what compiled policies are remembered by.
function merge(outer: RoutePolicy, inner: RoutePolicy): RoutePolicy {
  const known = MERGED.get(outer) ?? new WeakMap<RoutePolicy, RoutePolicy>()
  MERGED.set(outer, known)
  const merged = known.get(inner) ?? { ...outer, ...inner }
  known.set(inner, merged)
  return merged
}
