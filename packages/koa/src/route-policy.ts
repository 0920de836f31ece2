import type { IncomingMessage } from 'node:http'
import {
  type CorsConfig,
  type CspConfig,
  type CsrfConfig,
  overridePolicy,
  type Policy,
  type RoutePolicy,
} from '@sallyport/core'
import { compile, enter } from '@sallyport/node'
import type { Context, Middleware, Next } from 'koa'

const POLICY: unique symbol = Symbol('sallyport.policy')

/** Router middleware that says what holds for its routes. */
export interface PolicyMiddleware extends Middleware {
  readonly [POLICY]: RoutePolicy
}

/**
 * Who may read the answers of the routes this stands on, in place of the app's policy; `false`: nobody. A preflight takes the policy
 * of the route that the requested method would reach.
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

/** What a route's middleware says; undefined for any other middleware. */
export function tagOf(middleware: object): RoutePolicy | undefined {
  return isTagged(middleware) ? middleware[POLICY] : undefined
}

function isTagged(middleware: object): middleware is PolicyMiddleware {
  return POLICY in middleware
}

interface Entry {
  readonly policy: Policy
  readonly tags: readonly RoutePolicy[]
}

const ENTRIES = new WeakMap<IncomingMessage, Entry>()

/** Notes under which policy a request was let in, and which routes' words were heard for it. */
export function rememberEntry(request: IncomingMessage, policy: Policy, tags: readonly RoutePolicy[]): void {
  ENTRIES.set(request, { policy, tags })
}

function tag(policy: RoutePolicy): PolicyMiddleware {
  compile(policy)
  const name = `${Object.keys(policy).join()}Policy()`
  return Object.assign((ctx: Context, next: Next) => (hear(ctx, policy, name) ? next() : Promise.resolve()), {
    [POLICY]: policy,
  })
}

let warned = false

/** As a rule the request has been let in under this policy already; false when it turns out that it must not go on. */
function hear(ctx: Context, tagged: RoutePolicy, name: string): boolean {
  const entry = ENTRIES.get(ctx.req)
  if (entry === undefined) throw new Error(`${name} needs app.use(sallyport(config)) before the router.`)
  if (entry.tags.includes(tagged)) return true
  if (!warned) {
    warned = true
    process.emitWarning(
      `${name} on ${ctx.method} ${ctx.path} was found only when the router ran, so it does not decide preflights. Pass the router to the middleware: sallyport(config, { routers: [router] }).`,
      'SallyportWarning',
    )
  }
  const policy = overridePolicy(entry.policy, tagged)
  rememberEntry(ctx.req, policy, [...entry.tags, tagged])
  if (enter(policy, ctx.req, ctx.res) !== undefined) return true
  ctx.respond = false
  return false
}
