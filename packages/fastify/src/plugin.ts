import {
  type CorsConfig,
  type CspConfig,
  type CsrfConfig,
  describeFinding,
  isPreflight,
  type Policy,
  type PolicyHandle,
  type PolicySource,
  routeMethod,
} from '@sallyport/core'
import { cspNonce, enter, toHandle, viewRequest } from '@sallyport/node'
import type { FastifyContextConfig, FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from 'fastify'
import { checkRoute, policyFor } from './route-override.ts'
import { createTargetRoutes, type TargetRoutes } from './target-routes.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Who may read this route's answers, in place of the app's policy; `false`: nobody. Decides the route's preflights too. */
    readonly cors?: CorsConfig | false
    /** This route's content security policy, in place of the app's; `false`: none. */
    readonly csp?: CspConfig | readonly CspConfig[] | false
    /** This route's cross-origin request guard, in place of the app's; `false`: none. */
    readonly csrf?: CsrfConfig | boolean
  }
  interface FastifyReply {
    /**
     * The nonce of this response's content security policy, drawn when first read; `''` when the policy has no place for one.
     *
     * @throws {Error} when first read after the response headers went out.
     */
    readonly cspNonce: string
  }
  interface FastifyInstance {
    [HANDLE]?: PolicyHandle
    [ROOT]?: RootState
  }
}

const HANDLE: unique symbol = Symbol('sallyport.handle')
const ROOT: unique symbol = Symbol('sallyport.root')

/** What all contexts of an app share. */
interface RootState {
  readonly targets: TargetRoutes<Target>
  /** Told once, or a scanner could fill the log. */
  warned: boolean
}

interface Target {
  readonly app: FastifyInstance
  readonly config: FastifyContextConfig
}

/**
 * The Fastify plugin: `await app.register(sallyport, config)`. Register it before routes and other hooks. Registered again in a child
 * context, the child's policy holds there.
 *
 * @throws {ConfigError} at start-up, for the configuration and for every route's `config`.
 */
// Async, because what a plugin with a callback throws ends the process instead of rejecting app.ready().
export async function sallyport(app: FastifyInstance, source: PolicySource): Promise<void> {
  if (Object.hasOwn(app, HANDLE)) throw new Error('sallyport is registered twice in the same Fastify context.')
  const handle = toHandle(source)
  for (const finding of handle.current.findings) {
    if (finding.severity === 'warning') app.log.warn(describeFinding(finding))
  }
  app.decorate(HANDLE, handle)
  const root = rootOf(app)
  const state = root[ROOT] ?? install(root)
  if (!app.hasReplyDecorator('cspNonce')) {
    app.decorateReply('cspNonce', {
      getter(this: FastifyReply) {
        return cspNonce(this.raw)
      },
    })
  }
  app.addHook('onRoute', function (this: FastifyInstance, route: RouteOptions) {
    addTarget(state, this, route)
  })
}

// What fastify-plugin would do: the plugin acts on the context it is registered in, and has a name there.
Object.assign(sallyport, {
  [Symbol.for('skip-override')]: true,
  [Symbol.for('fastify.display-name')]: '@sallyport/fastify',
  [Symbol.for('plugin-meta')]: { name: '@sallyport/fastify', fastify: '5.x' },
})

/** The hook goes on the root: a preflight is no route of the app's, so it is in the root's 404 context that it arrives. */
function install(root: FastifyInstance): RootState {
  const state: RootState = { targets: createTargetRoutes(root), warned: false }
  root[ROOT] = state
  root.addHook('onRequest', (request, reply, next) => {
    const policy = policyOf(state, request)
    if (policy === undefined || enter(policy, request.raw, reply.raw) !== undefined) next()
    else reply.hijack()
  })
  return state
}

function policyOf(state: RootState, request: FastifyRequest): Policy | undefined {
  if (request.raw.method !== 'OPTIONS') return policyAt(request.server, request.routeOptions.config)
  const view = viewRequest(request.raw)
  if (!isPreflight(view)) return policyAt(request.server, request.routeOptions.config)
  const method = routeMethod(view)
  // Not view.path: a rewriteUrl may have changed the URL that the app's router sees.
  const path = request.raw.url ?? '/'
  const target = state.targets.find(method, path, view.header('host'))
  if (target !== undefined) return policyAt(target.app, target.config)
  const policy = policyAt(request.server, undefined)
  if (policy !== undefined && !state.warned && hasRoute(request.server, method, path)) {
    state.warned = true
    process.emitWarning(
      `The route that ${method} ${path} would reach was declared before Sallyport was registered, so its preflights take the policy of the app, whatever its config says. Write await app.register(sallyport, …), before the routes.`,
      'SallyportWarning',
    )
  }
  return policy
}

function policyAt(app: FastifyInstance, config: FastifyContextConfig | undefined): Policy | undefined {
  const handle = app[HANDLE]
  return handle === undefined ? undefined : policyFor(handle.current, config)
}

// Fastify types the methods it can have routes for; a preflight may announce any.
interface RouteFinder {
  findRoute(route: { readonly method: string; readonly url: string }): unknown
}

function hasRoute(app: RouteFinder, method: string, url: string): boolean {
  // Fastify would look for the method in capitals, which is another one (RFC 9110 §9.1).
  return method === method.toUpperCase() && app.findRoute({ method, url }) !== null
}

function addTarget({ targets }: RootState, app: FastifyInstance, route: RouteOptions): void {
  const config = route.config ?? {}
  const handle = app[HANDLE]
  if (handle !== undefined) checkRoute(handle.current, config, `${route.method} ${route.url}`)
  const host = route.constraints?.host
  targets.add(route.method, route.url, host, { app, config })
  // Of '/' under a prefix Fastify announces only the form without the slash.
  const hasTwin = app.prefix !== '' && route.url === app.prefix && route.prefixTrailingSlash !== 'no-slash'
  if (hasTwin) targets.add(route.method, `${route.url}/`, host, { app, config })
}

/** The outermost context: each context inherits from the one around it. */
function rootOf(app: FastifyInstance): FastifyInstance {
  const outer: unknown = Object.getPrototypeOf(app)
  return isInstance(outer) ? rootOf(outer) : app
}

function isInstance(value: unknown): value is FastifyInstance {
  return typeof value === 'object' && value !== null && 'addHook' in value
}
