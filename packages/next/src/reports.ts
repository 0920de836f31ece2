import type { FetchHandler } from '@sallyport/core'
import type { NextRequest } from 'next/server.js'

export interface ReportsOptions {
  /**
   * The visitor's address, as whoever stands in front of Next.js says it: `(request) => request.headers.get('x-real-ip')`. Next.js shows no socket, and a header that
   * nobody in front sets is the client's own word: `X-Forwarded-For` too. Default: unknown, so that all clients share what one may send.
   */
  readonly address?: (request: NextRequest) => string | null | undefined
}

/** What a `route.ts` exports, by method. */
export type ReportsHandlers = Readonly<
  Record<'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS', (request: NextRequest) => Promise<Response>>
>

/**
 * Has a collector of `@sallyport/reports`, or its page, answer the requests of one `route.ts`: `export const { GET, POST, OPTIONS } = reports(collector)` in
 * `app/csp-reports/route.ts`. The proxy leaves the path to it where `reporting.endpoint` of its configuration is that path, with the `basePath` if there is one;
 * otherwise a route of the configuration has to say `cors: false, csrf: false`.
 *
 * @throws {TypeError} at module load, which fails the build, when it is no handler.
 */
export function reports(handler: FetchHandler, { address }: ReportsOptions = {}): ReportsHandlers {
  const given: unknown = handler
  if (typeof given !== 'function') {
    throw new TypeError(
      `reports(): ${given === undefined ? 'the handler is missing' : 'the handler is not a function'}. Pass what createCollector({ … }) of @sallyport/reports gives.`,
    )
  }
  const answer = async (request: NextRequest): Promise<Response> => {
    try {
      const found = address?.(request) ?? undefined
      return await handler(request, found === undefined ? {} : { address: found })
    } catch (error) {
      console.error(error)
      return new Response(null, { status: 500 })
    }
  }
  return { GET: answer, POST: answer, PUT: answer, PATCH: answer, DELETE: answer, OPTIONS: answer }
}
