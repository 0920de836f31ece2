import { answerWith, closeUpgraded, createMount, type Mount, type MountOptions } from '@sallyport/node'
import type { FastifyContextConfig, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { outerOf } from './contexts.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The route answers by itself: no policy of the app applies. */
    readonly [MOUNTED]?: Mount
  }
}

const MOUNTED: unique symbol = Symbol('sallyport.mounted')

export function isMounted(config: FastifyContextConfig): boolean {
  return config[MOUNTED] !== undefined
}

/**
 * The Fastify plugin that has a collector of `@sallyport/reports`, or its page, answer what comes to a path:
 * `await app.register(reports, { path: '/csp-reports', handler: collector })`. The path is one of the context: a prefix goes before it. Body parsers never see its
 * requests, and `sallyport` has no say about them, whichever is registered first: they have CORS of their own, and no guard. Hooks that ask for a log-in belong
 * after it.
 *
 * @throws {TypeError} at start-up, when it cannot be mounted so.
 */
// Async, because what a plugin with a callback throws ends the process instead of rejecting app.ready().
export async function reports(app: FastifyInstance, options: MountOptions): Promise<void> {
  const mount = createMount(options)
  const { path, handler } = mount
  const answer = (request: FastifyRequest, reply: FastifyReply): void => {
    reply.hijack()
    closeUpgraded(request.raw, reply.raw)
    void answerWith(handler, request.raw, reply.raw, {
      // By trustProxy, Fastify's own setting.
      client: { address: request.ip },
      address: request,
      onError: (error) => request.log.error(error),
    })
  }
  const paths = path.endsWith('/*') ? [path.slice(0, -2) || '/', path] : [path]
  for (const url of paths) {
    if (app.hasRoute({ method: 'POST', url: app.prefix + url })) {
      throw new Error(`reports: there is a route for ${app.prefix}${url} already. Mount one handler on a path, once.`)
    }
    // A path that is spelt in another way passes the hook below, which looks at the spelling.
    app.all(url, { config: { [MOUNTED]: mount }, onRequest: answer }, answer)
  }
  // In a hook and not in the handler, because bodies are read between the two. And among the hooks of the context around: a route's own would run after all of those,
  // whichever was there first.
  const around = outerOf(app) ?? app
  around.addHook('onRequest', (request, reply, next) => {
    // Asked first because it costs less.
    const isNear = request.raw.url?.includes(mount.start) === true
    if (isNear && request.routeOptions.config[MOUNTED] === mount) answer(request, reply)
    else next()
  })
}

Object.assign(reports, {
  [Symbol.for('fastify.display-name')]: '@sallyport/fastify reports',
  [Symbol.for('plugin-meta')]: { name: '@sallyport/fastify reports', fastify: '5.x' },
})
