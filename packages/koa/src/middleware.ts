import { overridePolicy, type Passage, type Policy, type PolicySource, routeMethod, toHandle } from '@sallyport/core'
import { enter, viewRequest } from '@sallyport/node'
import type { Context, Middleware } from 'koa'
import { reportable } from './reportable-error.ts'
import { findPolicy, markLookedUp, type PolicyRouter } from './router-policy.ts'

/** What the middleware adds to `ctx.state`. */
export interface SallyportState {
  /**
   * The nonce of this response's content security policy, drawn when first read; `''` when the policy has no place for one.
   *
   * @throws {Error} when first read after the response headers went out.
   */
  readonly cspNonce: string
}

export interface SallyportOptions {
  /** The app's `@koa/router` routers, for `corsPolicy()`, `cspPolicy()` and `csrfPolicy()` on their routes. Default: none. */
  readonly routers?: readonly PolicyRouter[]
}

/**
 * The Koa middleware: `app.use(sallyport(config))`, before all others.
 *
 * @throws {ConfigError} when the configuration cannot be used.
 */
export function sallyport(source: PolicySource, options: SallyportOptions = {}): Middleware<SallyportState> {
  const handle = toHandle(source)
  const { routers = [] } = options
  return (ctx, next) => {
    const policy = routers.length === 0 ? handle.current : policyOf(ctx)
    const passage = enter(policy, ctx.req, ctx.res)
    if (passage === undefined) {
      ctx.respond = false
      return Promise.resolve()
    }
    exposeNonce(ctx.state, passage)
    return next().catch(rethrow)
  }

  function policyOf({ req, host, path }: Pick<Context, 'req' | 'host' | 'path'>): Policy {
    const override = findPolicy(routers, host, path, routeMethod(viewRequest(req)))
    markLookedUp(req, override)
    return override === undefined ? handle.current : overridePolicy(handle.current, override)
  }
}

function exposeNonce(state: object, passage: Passage): void {
  Object.defineProperty(state, 'cspNonce', { configurable: true, enumerable: true, get: () => passage.nonce })
}

function rethrow(error: unknown): never {
  throw reportable(error)
}
