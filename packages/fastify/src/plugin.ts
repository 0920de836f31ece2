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
import { closeUpgraded, cspNonce, enter, explainRefusals, tellAddress, toHandle, viewRequest } from '@sallyport/node'
import type { FastifyContextConfig, FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from 'fastify'
import { type AnnouncedRoute, type AnnouncedRoutes, createAnnouncedRoutes } from './announced-routes.ts'
import { createRouteOverrides, type RouteOverrides } from './route-override.ts'

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
  readonly routes: AnnouncedRoutes
  readonly overrides: RouteOverrides
  /** The configurations that have been looked at, by route. */
  readonly checked: WeakMap<AnnouncedRoute, FastifyContextConfig>
  /** The contexts that tell of their routes. */
  readonly hooked: WeakSet<FastifyInstance>
  /** Told once, or a scanner could fill the log. */
  warned: boolean
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
    if (finding.severity === 'warning') tell(app, describeFinding(finding), 'SallyportWarning')
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
  hookRoutes(state, app)
}

// What fastify-plugin would do: the plugin acts on the context it is registered in, and has a name there.
Object.assign(sallyport, {
  [Symbol.for('skip-override')]: true,
  [Symbol.for('fastify.display-name')]: '@sallyport/fastify',
  [Symbol.for('plugin-meta')]: { name: '@sallyport/fastify', fastify: '5.x' },
})

/** The hook goes on the root: a preflight is no route of the app's, so it is in the root's 404 context that it arrives. */
function install(root: FastifyInstance): RootState {
  const routes = createAnnouncedRoutes(root)
  const state: RootState = {
    routes,
    overrides: createRouteOverrides(),
    checked: new WeakMap(),
    hooked: new WeakSet(),
    warned: false,
  }
  root[ROOT] = state
  root.addHook('onReady', async () => {
    // Again, for those whose config a later hook has changed.
    for (const route of routes.all) checkRoute(state, route)
    for (const { first, other, by } of routes.close()) {
      if (first.config.cors === other.config.cors && first.app[HANDLE] === other.app[HANDLE]) continue
      warn(
        `${nameOf(other)} differs from the ${nameOf(first)} declared before it by ${by.join(' and ')}, which a preflight does not tell: the cors of the first answers the preflights of both.`,
      )
    }
  })
  const refusals = explainRefusals((text) => tell(root, text, 'SallyportRefusal'))
  root.addHook('onRequest', (request, reply, next) => {
    const policy = policyOf(state, request)
    if (policy === undefined) {
      next()
      return
    }
    // By trustProxy, Fastify's own setting.
    if (policy.guards) tellAddress(request.raw, request)
    const entered = enter(policy, request.raw, reply.raw, refusals)
    if (entered === true) next()
    else if (entered === false) end(request, reply)
    else void entered.then((open) => (open ? next() : end(request, reply)))
  })
  return state
}

function end(request: FastifyRequest, reply: FastifyReply): void {
  reply.hijack()
  // @fastify/websocket does it for requests that its own hook has seen, and that one comes later.
  closeUpgraded(request.raw, reply.raw)
}

/** Fastify has a logger of its own only where it was asked for. */
function tell({ log }: FastifyInstance, text: string, name: 'SallyportWarning' | 'SallyportRefusal'): void {
  if ('level' in log) log.warn(text)
  else process.emitWarning(text, name)
}

/**
 * In the contexts around this one too: to know which of two routes a path reaches, one has to know both. A context takes over the
 * hooks of the one around it, but only those that were there when it was made.
 */
function hookRoutes(state: RootState, app: FastifyInstance): void {
  for (let context: FastifyInstance | undefined = app; context !== undefined; context = outerOf(context)) {
    if (state.hooked.has(context)) continue
    state.hooked.add(context)
    context.addHook('onRoute', function (this: FastifyInstance, route: RouteOptions) {
      warnOfStray(this, route)
      checkRoute(state, state.routes.add(this, route))
    })
  }
}

/** Fastify passes over options that it does not know, so a policy beside `config` would protect nothing. */
function warnOfStray(app: FastifyInstance, route: RouteOptions): void {
  if (app[HANDLE] === undefined || route.method === 'HEAD') return
  for (const part of ['cors', 'csp', 'csrf']) {
    if (!Object.hasOwn(route, part)) continue
    const text = `${String(route.method)} ${route.url} ${part}: The option ${part} of a route does nothing here. Write config: { ${part}: … }.`
    tell(app, `${text} [unknown-key]`, 'SallyportWarning')
  }
}

function checkRoute({ overrides, checked }: RootState, route: AnnouncedRoute): void {
  const { app, config, methods, path } = route
  const handle = app[HANDLE]
  if (handle === undefined || checked.get(route) === config) return
  checked.set(route, config)
  const findings = overrides.check(handle.current, config, `${methods.join()} ${path}`)
  // Fastify adds a HEAD route to each for GET, with the same configuration.
  if (methods.join() !== 'HEAD') for (const finding of findings) tell(app, describeFinding(finding), 'SallyportWarning')
}

function policyOf(state: RootState, request: FastifyRequest): Policy | undefined {
  const { raw, server } = request
  if (raw.method !== 'OPTIONS') return policyAt(state, server, request.routeOptions.config)
  const view = viewRequest(raw)
  if (!isPreflight(view)) return policyAt(state, server, request.routeOptions.config)
  const method = routeMethod(view)
  const target = state.routes.find(method, raw)
  if (target !== undefined && target !== 'unannounced') return policyAt(state, target.app, target.config)
  // What no route serves is answered by the handler for that in the same context as the preflight.
  const policy = policyAt(state, server, request.is404 ? request.routeOptions.config : undefined)
  if (policy !== undefined && target === 'unannounced' && !state.warned) {
    state.warned = true
    warn(
      `The route that ${method} ${raw.url} would reach was declared before Sallyport was registered, so its preflights take the policy of the app, whatever its config says. Write await app.register(sallyport, …), before the routes.`,
    )
  }
  return policy
}

function policyAt(
  { overrides }: RootState,
  app: FastifyInstance,
  config: FastifyContextConfig | undefined,
): Policy | undefined {
  const handle = app[HANDLE]
  return handle === undefined ? undefined : overrides.policyFor(handle.current, config)
}

function nameOf({ methods, path }: AnnouncedRoute): string {
  return `route ${methods.join()} ${path}`
}

function warn(message: string): void {
  process.emitWarning(message, 'SallyportWarning')
}

/** The outermost context: each context inherits from the one around it. */
function rootOf(app: FastifyInstance): FastifyInstance {
  const outer = outerOf(app)
  return outer === undefined ? app : rootOf(outer)
}

function outerOf(app: FastifyInstance): FastifyInstance | undefined {
  const outer: unknown = Object.getPrototypeOf(app)
  return isInstance(outer) ? outer : undefined
}

function isInstance(value: unknown): value is FastifyInstance {
  return typeof value === 'object' && value !== null && 'addHook' in value
}
