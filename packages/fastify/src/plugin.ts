import {
  type CorsConfig,
  type CspChange,
  type CspSetting,
  type CsrfConfig,
  describeFinding,
  isPreflight,
  type Policy,
  type PolicySource,
  routeMethod,
} from '@sallyport/core'
import {
  changeCsp,
  closeUpgraded,
  cspNonce,
  enter,
  explainRefusals,
  showPath,
  tellAddress,
  toHandle,
  viewRequest,
} from '@sallyport/node'
import type { FastifyContextConfig, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type AnnouncedRoutes, createAnnouncedRoutes } from './announced-routes.ts'
import { composeHandle } from './composed-handle.ts'
import { HANDLE, rootOf } from './contexts.ts'
import { isMounted } from './reports.ts'
import { createRouteChecks, type RouteChecks } from './route-checks.ts'
import { createRouteOverrides, type RouteOverrides } from './route-override.ts'
import { tell, warn } from './warnings.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Who may read this route's answers, in place of the app's policy; `false`: nobody. Decides the route's preflights too. */
    readonly cors?: CorsConfig | false
    /**
     * This route's content security policy, in place of the app's; `false`: none. `{ append, replace, remove, restrict }` change the app's
     * instead.
     */
    readonly csp?: CspSetting
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
    /**
     * Changes the content security policy of this response alone, before its headers go out. Several changes are made together, so their
     * order means nothing. One that cannot be made leaves the policy as it is, and a process warning
     * says why.
     */
    csp(change: CspChange): this
  }
  interface FastifyInstance {
    [ROOT]?: RootState
  }
}

const ROOT: unique symbol = Symbol('sallyport.root')

/** What all contexts of an app share. */
interface RootState {
  readonly routes: AnnouncedRoutes
  readonly overrides: RouteOverrides
  readonly checks: RouteChecks
  /** Told once, or a scanner could fill the log. */
  warned: boolean
}

/**
 * The Fastify plugin: `await app.register(sallyport, config)`. Register it before routes and other hooks. Registered again in a child
 * context, the child's policy holds there; a `csp` that only changes one, `{ append: … }`, changes the policy around it.
 *
 * @throws {ConfigError} at start-up, for the configuration and for every route's `config`.
 */
// Async, because what a plugin with a callback throws ends the process instead of rejecting app.ready().
export async function sallyport(app: FastifyInstance, source: PolicySource): Promise<void> {
  if (Object.hasOwn(app, HANDLE)) throw new Error('sallyport is registered twice in the same Fastify context.')
  const handle = composeHandle(toHandle(source), app[HANDLE])
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
  if (!app.hasReplyDecorator('csp')) {
    app.decorateReply('csp', function (this: FastifyReply, change) {
      changeCsp(this.raw, change)
      return this
    })
  }
  state.checks.hook(app)
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
  const overrides = createRouteOverrides()
  const checks = createRouteChecks(routes, overrides)
  const state: RootState = { routes, overrides, checks, warned: false }
  root[ROOT] = state
  root.addHook('onReady', async () => checks.finish())
  const refusals = explainRefusals((text) => tell(root, text, 'SallyportRefusal'))
  root.addHook('onRequest', (request, reply, next) => {
    const policy = policyOf(state, request)
    if (policy === undefined) {
      next()
      return
    }
    // By trustProxy, Fastify's own setting.
    if (policy.asksAddress) tellAddress(request.raw, request)
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

function policyOf(state: RootState, request: FastifyRequest): Policy | undefined {
  const { raw, server } = request
  const { config } = request.routeOptions
  if (isMounted(config)) return undefined
  if (raw.method !== 'OPTIONS') return policyAt(state, server, config)
  const view = viewRequest(raw)
  if (!isPreflight(view)) return policyAt(state, server, config)
  const method = routeMethod(view)
  const target = state.routes.find(method, raw)
  if (target !== undefined && target !== 'unannounced') return policyAt(state, target.app, target.config)
  // What no route serves is answered by the handler for that in the same context as the preflight.
  const policy = policyAt(state, server, request.is404 ? config : undefined)
  if (policy !== undefined && target === 'unannounced' && !state.warned) {
    state.warned = true
    warn(
      `The route that ${method} ${showPath(view.path)} would reach was declared before Sallyport was registered, so its preflights take the policy of the app, whatever its config says. Write await app.register(sallyport, …), before the routes.`,
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
