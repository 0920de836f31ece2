import { describeFinding } from '@sallyport/core'
import type { FastifyContextConfig, FastifyInstance, RouteOptions } from 'fastify'
import type { AnnouncedRoute, AnnouncedRoutes } from './announced-routes.ts'
import { HANDLE, outerOf } from './contexts.ts'
import type { RouteOverrides } from './route-override.ts'
import { tell, warn } from './warnings.ts'

/** Hears of every route while the app is put together, and finds what is wrong with its `config`. */
export interface RouteChecks {
  /** Has a context, and those around it, tell of their routes. */
  hook(app: FastifyInstance): void
  /** Once no hook can change a route any more. @throws {ConfigError} for the first route with a part that cannot be used. */
  finish(): void
}

export function createRouteChecks(routes: AnnouncedRoutes, overrides: RouteOverrides): RouteChecks {
  const hooked = new WeakSet<FastifyInstance>()
  /** The configurations that have been looked at, by route. */
  const checked = new WeakMap<AnnouncedRoute, FastifyContextConfig>()

  const check = (route: AnnouncedRoute): void => {
    const { app, config, methods, path } = route
    const handle = app[HANDLE]
    if (handle === undefined || checked.get(route) === config) return
    checked.set(route, config)
    const findings = overrides.check(handle.current, config, `${methods.join()} ${path}`)
    // Fastify adds a HEAD route to each for GET, with the same configuration.
    if (methods.join() === 'HEAD') return
    for (const finding of findings) tell(app, describeFinding(finding), 'SallyportWarning')
  }

  return {
    // To know which of two routes a path reaches, one has to know both. A context takes over the hooks of the one around it, but
    // only those that were there when it was made.
    hook(app) {
      for (let context: FastifyInstance | undefined = app; context !== undefined; context = outerOf(context)) {
        if (hooked.has(context)) continue
        hooked.add(context)
        context.addHook('onRoute', function (this: FastifyInstance, route: RouteOptions) {
          warnOfStray(this, route)
          check(routes.add(this, route))
        })
      }
    },
    finish() {
      // Again, for those whose config a later hook has changed.
      for (const route of routes.all) check(route)
      for (const { first, other, by } of routes.close()) {
        if (first.config.cors === other.config.cors && first.app[HANDLE] === other.app[HANDLE]) continue
        warn(
          `${nameOf(other)} differs from the ${nameOf(first)} declared before it by ${by.join(' and ')}, which a preflight does not tell: the cors of the first answers the preflights of both.`,
        )
      }
    },
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

function nameOf({ methods, path }: AnnouncedRoute): string {
  return `route ${methods.join()} ${path}`
}
