import type { ServerResponse } from 'node:http'
import { overridePolicy, type PolicySource, toHandle } from '@sallyport/core'
import { cspNonce, emitWarnings, enter, tellAddress } from '@sallyport/node'
import type { Middleware } from 'koa'
import { reportable } from './reportable-error.ts'
import { rememberEntry, warnOfTags } from './route-policy.ts'
import { createTagFinder, type MountedRouter, type PolicyRouter } from './router-match.ts'

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
  /**
   * The app's `@koa/router` routers, for `corsPolicy()`, `cspPolicy()` and `csrfPolicy()` on their routes, in the order in which the app
   * uses them. One below `koa-mount`: `{ mount: '/api', router }`. Default: none.
   */
  readonly routers?: readonly (PolicyRouter | MountedRouter)[]
}

/**
 * The Koa middleware: `app.use(sallyport(config))`, before all others.
 *
 * @throws {ConfigError} when the configuration cannot be used.
 */
export function sallyport(source: PolicySource, options: SallyportOptions = {}): Middleware<SallyportState> {
  const handle = toHandle(source)
  emitWarnings(handle.current)
  const findTags = createTagFinder(options.routers ?? [])
  return function sallyport(ctx, next) {
    const { req, res } = ctx
    // By app.proxy, Koa's own setting for trusted proxies.
    tellAddress(req, ctx)
    const tags = findTags(ctx)
    const base = handle.current
    const policy = tags.reduce(overridePolicy, base)
    if (policy !== base) warnOfTags(base, policy, `${ctx.method} ${ctx.path}`)
    const go = (open: boolean): Promise<unknown> => {
      if (!open) {
        ctx.respond = false
        return Promise.resolve()
      }
      rememberEntry(req, policy, tags)
      exposeNonce(ctx.state, res)
      return next().catch(rethrow)
    }
    const entered = enter(policy, req, res)
    return entered instanceof Promise ? entered.then(go) : go(entered)
  }
}

const RESPONSE: unique symbol = Symbol('sallyport.response')

interface State extends Partial<SallyportState> {
  [RESPONSE]?: ServerResponse
}

// Enumerable, because view engines spread the state into what a template sees. Shared by all requests: an accessor of its own for
// each would take four times as long.
const NONCE_PROPERTY: PropertyDescriptor & ThisType<State> = {
  configurable: true,
  enumerable: true,
  get() {
    return this[RESPONSE] === undefined ? undefined : cspNonce(this[RESPONSE])
  },
}

function exposeNonce(state: State, response: ServerResponse): void {
  state[RESPONSE] = response
  Object.defineProperty(state, 'cspNonce', NONCE_PROPERTY)
}

function rethrow(error: unknown): never {
  throw reportable(error)
}
