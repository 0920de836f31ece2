import {
  ConfigError,
  type CorsConfig,
  type CspSetting,
  type CsrfConfig,
  describeFinding,
  overridePolicy,
  overrideWarnings,
  type Policy,
  type RoutePolicy,
} from '@sallyport/core'
import { compile, enter, type Refusals, showPath } from '@sallyport/node'
import type { Context, Middleware, Next } from 'koa'
import { exposeNonce } from './nonce-state.ts'

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

/**
 * The content security policy of the routes this stands on, in place of the app's; `false`: none. `{ append, replace, remove, restrict }`
 * change the app's instead, and that of what stands further out.
 *
 * @throws {ConfigError} when the configuration cannot be used.
 */
export function cspPolicy(csp: CspSetting): PolicyMiddleware {
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

/** Under which policy a request was let in, and which routes' words were heard for it. */
interface Entry {
  readonly policy: Policy
  readonly tags: readonly RoutePolicy[]
  readonly refusals: Refusals | null
}

const ENTRY: unique symbol = Symbol('sallyport.entry')

// A property rather than a WeakMap: it is written for every request.
interface Entered {
  readonly req: object
  [ENTRY]?: Entry
}

export function rememberEntry(ctx: Entered, entry: Entry): void {
  ctx[ENTRY] = entry
}

const PLACES = { cors: 'corsPolicy()', csrf: 'csrfPolicy()' }

const UNFIT = new WeakMap<Policy, WeakSet<RoutePolicy>>()

/**
 * The policy with what a route's middleware says in place of the app's words. Only a change to a policy can be right by itself and not fit
 * the one it meets, which is known no earlier than the first request: that policy then stays as it is, and Node prints why.
 */
export function layTag(policy: Policy, tagged: RoutePolicy): Policy {
  const unfit = UNFIT.get(policy)
  if (unfit?.has(tagged) === true) return policy
  try {
    return overridePolicy(policy, tagged, PLACES)
  } catch (error) {
    if (!(error instanceof ConfigError) || tagged.csp === undefined) throw error
    UNFIT.set(policy, (unfit ?? new WeakSet<RoutePolicy>()).add(tagged))
    process.emitWarning(
      `cspPolicy() changes nothing, because it does not fit the policy it stands on. ${error.message}`,
      'SallyportWarning',
    )
    return policy
  }
}

const WARNED = new WeakSet<Policy>()

/** Has Node print what is doubtful about a policy that routes' words made of the app's: once, when the first request meets it. */
export function warnOfTags(base: Policy, policy: Policy, where: string): void {
  if (WARNED.has(policy)) return
  WARNED.add(policy)
  for (const finding of overrideWarnings(base, policy)) {
    process.emitWarning(describeFinding({ ...finding, path: `${where} ${finding.path}` }), 'SallyportWarning')
  }
}

function tag(policy: RoutePolicy): PolicyMiddleware {
  const part = Object.keys(policy).join()
  const name = `${part}Policy()`
  check(policy, part, name)
  const middleware = async (ctx: Context, next: Next): Promise<unknown> => {
    if (await hear(ctx, policy, name)) {
      exposeNonce(ctx.state, ctx.res)
      return next()
    }
    ctx.respond = false
    return undefined
  }
  return Object.assign(middleware, { [POLICY]: policy })
}

function check(policy: RoutePolicy, part: string, name: string): void {
  // Koa runs whatever function stands on a route, and gives it the context.
  if (Object.values(policy).some(isContext))
    throw new TypeError(
      `${part}Policy stands on a route without being called. Write ${part}Policy(…), with a configuration or false.`,
    )
  try {
    compile(policy)
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    // As the user wrote it: several of these may stand beside the app's configuration.
    throw new ConfigError(
      error.findings.map((finding) => ({ ...finding, path: name + finding.path.slice(part.length) })),
    )
  }
}

function isContext(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'req' in value && 'res' in value
}

/** Told once for each: a policy can stand on few routes, but be passed often. */
const TOLD = new WeakSet<RoutePolicy>()

/** As a rule the request has been let in under this policy already; false when it turns out that it must not go on. */
function hear(ctx: Context & Entered, tagged: RoutePolicy, name: string): boolean | Promise<boolean> {
  const entry = ctx[ENTRY]
  if (entry === undefined) throw new Error(`${name} needs app.use(sallyport(config)) before the router.`)
  if (entry.tags.includes(tagged)) return true
  if (!TOLD.has(tagged)) {
    TOLD.add(tagged)
    process.emitWarning(
      `${name} on ${ctx.method} ${showPath(ctx.path)} was found only when the router ran, so it does not decide preflights. Pass the router to the middleware: sallyport(config, { routers: [router] }). If that is done, another route of the path comes before it and calls next(): put the policy on that one, or on both by router.use().`,
      'SallyportWarning',
    )
  }
  const policy = layTag(entry.policy, tagged)
  rememberEntry(ctx, { ...entry, policy, tags: [...entry.tags, tagged] })
  return enter(policy, ctx.req, ctx.res, entry.refusals)
}
