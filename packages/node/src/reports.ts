import type { IncomingMessage, ServerResponse } from 'node:http'
import { answerWith } from './fetch-handler.ts'
import { createMount, type MountOptions } from './mount.ts'

/** What Express, Connect and a plain `node:http` server can call. */
export type ReportsMiddleware = (
  request: IncomingMessage,
  response: ServerResponse,
  next: (error?: unknown) => void,
) => void

/**
 * Middleware that has a collector of `@sallyport/reports`, or its page, answer what comes to a path: `app.use(reports({ path: '/csp-reports', handler: collector }))`.
 * Put it first, before `sallyport()` and before anything that reads bodies: what it answers has CORS of its own, and no guard.
 *
 * @throws {TypeError} when it cannot be mounted so.
 */
export function reports(options: MountOptions): ReportsMiddleware {
  const mount = createMount(options)
  return function reports(request, response, next) {
    // Without what an outer router has taken off it: Express mounts middleware below paths.
    if (!mount.covers(request.url ?? '/')) {
      next()
      return
    }
    void answerWith(mount.handler, request, response, { client: { address: addressOf(request) }, onError })
  }
}

/** Express says it by its own setting for trusted proxies. */
function addressOf(request: IncomingMessage): string | undefined {
  const ip: unknown = Reflect.get(request, 'ip')
  return typeof ip === 'string' ? ip : request.socket.remoteAddress
}

function onError(error: unknown): void {
  console.error(error)
}
