import type { PolicySource } from '@sallyport/core'
import { emitLoneChange, emitWarnings, enter, explainRefusals, showPath, tellAddress, toHandle } from '@sallyport/node'
import type { Middleware } from 'koa'
import { exposeCsp, type SallyportContext } from './csp-context.ts'
import { exposeNonce, type SallyportState } from './nonce-state.ts'
import { reportable } from './reportable-error.ts'
import { isMounted } from './reports.ts'
import { layTag, rememberEntry, warnOfTags } from './route-policy.ts'
import { createTagFinder, type MountedRouter, type PolicyRouter } from './router-match.ts'

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
export function sallyport(
  source: PolicySource,
  options: SallyportOptions = {},
): Middleware<SallyportState, SallyportContext> {
  const handle = toHandle(source)
  emitWarnings(handle.current)
  const findTags = createTagFinder(options.routers ?? [])
  const refusals = explainRefusals()
  return function sallyport(ctx, next) {
    if (isMounted(ctx)) return next()
    const { req, res } = ctx
    const tags = findTags(ctx)
    const base = handle.current
    const policy = tags.reduce(layTag, base)
    if (policy !== base) warnOfTags(base, policy, `${ctx.method} ${showPath(ctx.path)}`)
    // By app.proxy, Koa's own setting for trusted proxies.
    if (policy.guards) tellAddress(req, ctx)
    const go = (open: boolean): Promise<unknown> => {
      if (!open) {
        ctx.respond = false
        return Promise.resolve()
      }
      rememberEntry(ctx, { policy, tags, refusals })
      exposeNonce(ctx.state, res)
      exposeCsp(ctx)
      return next().catch(rethrow)
    }
    emitLoneChange(base, res)
    const entered = enter(policy, req, res, refusals)
    return entered instanceof Promise ? entered.then(go) : go(entered)
  }
}

function rethrow(error: unknown): never {
  throw reportable(error)
}
