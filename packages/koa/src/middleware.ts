import { overridePolicy, type Passage, type PolicySource, type RoutePolicy, routeMethod } from '@sallyport/core'
import { emitWarnings, enter, toHandle, viewRequest } from '@sallyport/node'
import type { Middleware } from 'koa'
import { reportable } from './reportable-error.ts'
import { rememberEntry } from './route-policy.ts'
import { findTags, type PolicyRouter } from './router-match.ts'

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

const NONE: readonly RoutePolicy[] = []

/**
 * The Koa middleware: `app.use(sallyport(config))`, before all others.
 *
 * @throws {ConfigError} when the configuration cannot be used.
 */
export function sallyport(source: PolicySource, options: SallyportOptions = {}): Middleware<SallyportState> {
  const handle = toHandle(source)
  emitWarnings(handle.current)
  const { routers = [] } = options
  return function sallyport(ctx, next) {
    const { req, res } = ctx
    const tags = routers.length === 0 ? NONE : findTags(routers, ctx.host, ctx.path, routeMethod(viewRequest(req)))
    const policy = tags.reduce(overridePolicy, handle.current)
    const passage = enter(policy, req, res)
    if (passage === undefined) {
      ctx.respond = false
      return Promise.resolve()
    }
    rememberEntry(req, policy, tags)
    exposeNonce(ctx.state, passage)
    return next().catch(rethrow)
  }
}

const PASSAGE: unique symbol = Symbol('sallyport.passage')

interface State extends Partial<SallyportState> {
  [PASSAGE]?: Passage
}

// Enumerable, because view engines spread the state into what a template sees. Shared by all requests: an accessor of its own for
// each would take four times as long.
const NONCE_PROPERTY: PropertyDescriptor & ThisType<State> = {
  configurable: true,
  enumerable: true,
  get() {
    return this[PASSAGE]?.nonce
  },
}

function exposeNonce(state: State, passage: Passage): void {
  state[PASSAGE] = passage
  Object.defineProperty(state, 'cspNonce', NONCE_PROPERTY)
}

function rethrow(error: unknown): never {
  throw reportable(error)
}
