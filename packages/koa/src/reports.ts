import { answerWith, createMount, type Mount, type MountOptions } from '@sallyport/node'
import type { Context, Middleware } from 'koa'

const MOUNT: unique symbol = Symbol('sallyport.mount')

/** Koa middleware that answers by itself what comes to a path. */
export interface ReportsMiddleware extends Middleware {
  readonly [MOUNT]: Mount
}

/**
 * Has a collector of `@sallyport/reports`, or its page, answer what comes to a path: `app.use(reports({ path: '/csp-reports', handler: collector }))`. Use it
 * before whatever reads bodies. Before or after `sallyport()`, that policy does not apply to it: it has CORS of its own, and no guard.
 *
 * @throws {TypeError} when it cannot be mounted so.
 */
export function reports(options: MountOptions): ReportsMiddleware {
  const mount = createMount(options)
  const middleware = async (ctx: Context, next: () => Promise<unknown>): Promise<unknown> => {
    // The path of the app that uses this, which may be below that of another one.
    if (!mount.covers(ctx.path)) return next()
    ctx.respond = false
    return answerWith(mount.handler, ctx.req, ctx.res, {
      // By app.proxy, Koa's own setting for trusted proxies.
      client: { address: ctx.ip },
      address: ctx,
      onError: (error) => ctx.app.emit('error', error, ctx),
    })
  }
  return Object.assign(middleware, { [MOUNT]: mount })
}

/** Whether the app has something mounted that will answer the request by itself. */
export function isMounted({ app, path }: Pick<Context, 'app' | 'path'>): boolean {
  return mountsOf(app.middleware).some((mount) => mount.covers(path))
}

interface Known {
  readonly length: number
  readonly mounts: readonly Mount[]
}

const KNOWN = new WeakMap<readonly object[], Known>()

/** Looked for when the first request comes, and again when the app has got more middleware since. */
function mountsOf(all: readonly object[]): readonly Mount[] {
  const known = KNOWN.get(all)
  if (known?.length === all.length) return known.mounts
  const mounts = all.filter(hasMount).map((middleware) => middleware[MOUNT])
  KNOWN.set(all, { length: all.length, mounts })
  warnOfTwins(mounts)
  return mounts
}

function hasMount(middleware: object): middleware is ReportsMiddleware {
  return MOUNT in middleware
}

function warnOfTwins(mounts: readonly Mount[]): void {
  const paths = mounts.map(({ path }) => path)
  const twin = paths.find((path, index) => paths.indexOf(path) !== index)
  if (twin === undefined) return
  process.emitWarning(`reports() stands twice on ${twin}; the second never hears of a request.`, 'SallyportWarning')
}
