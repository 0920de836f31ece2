import { type CorsConfig, handle } from '@sallyport/core'
import type { NextRequest } from 'next/server.js'
import { controlFlowResponse } from './control-flow.ts'
import { CORS_DECIDED_HEADER } from './header-names.ts'
import { compileMethodPolicies } from './method-policies.ts'
import { developmentRefusals } from './refusals.ts'

/** A handler of `route.ts`. `context` holds the route's `params`. */
export type RouteHandler = (request: NextRequest, context: never) => Response | Promise<Response>

/** What a `route.ts` exports, by method. */
export interface RouteHandlers {
  readonly GET?: RouteHandler
  readonly HEAD?: RouteHandler
  readonly POST?: RouteHandler
  readonly PUT?: RouteHandler
  readonly PATCH?: RouteHandler
  readonly DELETE?: RouteHandler
  readonly OPTIONS?: RouteHandler
}

/** The same handlers, each behind the policy, and `OPTIONS`. */
export type GuardedHandlers<Handlers extends RouteHandlers> = {
  readonly [Method in keyof Handlers]: Handlers[Method] extends (...args: infer Args) => unknown
    ? (...args: Args) => Promise<Response>
    : never
} & (Handlers extends { readonly OPTIONS: RouteHandler }
  ? unknown
  : { readonly OPTIONS: (request: NextRequest) => Promise<Response> })

/** A policy of its own for each handler; `false`: none, so that nobody else's page reads its answers or gets a preflight for it. */
export type MethodPolicies<Handlers extends RouteHandlers> = {
  readonly [Method in Exclude<keyof Handlers, 'OPTIONS'>]: CorsConfig | false
} & {
  /** For `OPTIONS` requests that are no preflights. Default: none. */
  readonly OPTIONS?: CorsConfig | false
}

export interface CorsOptions {
  /**
   * Makes the response for an error that a handler threw; it gets the CORS headers, so that the calling page can read it. Report the
   * error from here. Default: log it, and answer 500.
   */
  readonly onError?: (error: unknown) => Response | Promise<Response>
}

/**
 * Puts the handlers of one `route.ts` behind a CORS policy of their own, preflights included:
 * `export const { GET, OPTIONS } = cors({ origins: ['https://app.example.com'] }, { GET: () => Response.json({}) })`.
 *
 * Instead of one policy for all, each method can have its own: `cors({ GET: { origins: '*' }, DELETE: false }, { GET, DELETE })`. A
 * preflight is decided by the policy of the method it announces.
 *
 * The proxy must leave the path to it: no `cors` in the configuration covers it, or a route of the configuration says `cors: false`.
 *
 * @throws {ConfigError} at module load, which fails the build.
 */
export function cors<const Handlers extends RouteHandlers>(
  policy: CorsConfig,
  handlers: Handlers,
  options?: CorsOptions,
): GuardedHandlers<Handlers>
export function cors<const Handlers extends RouteHandlers>(
  policies: MethodPolicies<NoInfer<Handlers>>,
  handlers: Handlers,
  options?: CorsOptions,
): GuardedHandlers<Handlers>
export function cors(
  policy: CorsConfig | Readonly<Partial<Record<keyof RouteHandlers, CorsConfig | false>>>,
  handlers: RouteHandlers,
  options: CorsOptions = {},
): RouteHandlers {
  const policies = compileMethodPolicies(policy)
  const { onError = answerError } = options
  const refusals = developmentRefusals()
  const guard =
    (method: string, handler: RouteHandler): RouteHandler =>
    async (request, context) => {
      checkUndecided(request)
      const response = await handle(policies.find(method, request), request, () => handler(request, context), {
        // Next.js throws to redirect, to answer 404 and to leave prerendering: those are no errors.
        onError: (error) => controlFlowResponse(error) ?? onError(error),
        ...(refusals === undefined ? {} : { refusals }),
      })
      if (method === 'OPTIONS' && policies.byMethod) varyByMethod(response)
      return response
    }
  const guarded = Object.entries(handlers).map(([method, handler]) => [method, guard(method, handler)])
  return { OPTIONS: guard('OPTIONS', allowing(handlers)), ...Object.fromEntries(guarded) }
}

// Another method of the path may be granted or refused: what OPTIONS is answered with depends on what makes a preflight.
const PREFLIGHT_MARKS = ['origin', 'access-control-request-method']

function varyByMethod({ headers }: Response): void {
  const named = (headers.get('vary') ?? '').split(',').map((name) => name.trim().toLowerCase())
  if (named.includes('*')) return
  for (const name of PREFLIGHT_MARKS) if (!named.includes(name)) headers.append('vary', name)
}

/** What Next.js answers by itself to an OPTIONS that is no preflight. */
function allowing(handlers: RouteHandlers): RouteHandler {
  const methods = new Set([...Object.keys(handlers), 'OPTIONS', ...('GET' in handlers ? ['HEAD'] : [])])
  const allow = [...methods].sort().join(', ')
  return () => new Response(null, { status: 204, headers: { allow } })
}

function checkUndecided(request: NextRequest): void {
  // What the proxy put on the response stays there: a handler can add headers, but not take them back.
  if (!request.headers.has(CORS_DECIDED_HEADER)) return
  const { pathname } = request.nextUrl
  throw new Error(
    `cors(): the proxy has already decided CORS for ${pathname}. Add { path: ${JSON.stringify(pathname)}, cors: false } to the routes of its configuration, or move this policy there.`,
  )
}

function answerError(error: unknown): Response {
  console.error(error)
  return new Response(null, { status: 500 })
}
