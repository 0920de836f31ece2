import {
  applyEndpoints,
  applyVary,
  type CompiledCsp,
  decide,
  explain,
  type HeaderSink,
  type Policy,
  type PolicySource,
  resolve,
  respondWith,
  withoutNonces,
} from '@sallyport/core'
import { type NextFetchEvent, type NextMiddleware, type NextRequest, NextResponse } from 'next/server.js'
import { runChanging } from './change-csp.ts'
import { toHandle } from './compile.ts'
import { createDevelopment } from './development.ts'
import { pageCsp } from './page-csp.ts'
import { passToRenderer, stripPassed } from './passed-headers.ts'
import { proxyConfig, warnAboutOtherConfig } from './proxy-config.ts'
import { developmentRefusals } from './refusals.ts'
import { createRenderings } from './rendering.ts'
import { createSealedBuild } from './sealed-build.ts'
import { warnAboutFindings } from './warning.ts'

/** The app's own proxy, run for every request that was let through. What it returns gets the headers too. */
export type ProxyHandler = NextMiddleware

export interface ProxyOptions {
  /** The app's own proxy. */
  readonly next?: ProxyHandler
  /**
   * Paths of what is rendered for every request, in the grammar of `routes`: `/account`, `/orders/:id`, `/app/*`. Needed
   * where the build's manifests cannot be read (the edge runtime, deployments without the `.next` folder), for paths that
   * `rewrites` of next.config serve, and for route handlers that read the nonce. What the manifests call kept stays without one.
   * Default: none.
   */
  readonly dynamic?: readonly string[]
}

/** What `proxy.ts` exports as `proxy`, and `middleware.ts` as `middleware`. */
export type Proxy = (request: NextRequest, event: NextFetchEvent) => Promise<Response>

/**
 * The proxy of a Next.js app: `export const proxy = sallyport({ cors, csp })`.
 *
 * @param source Default: the configuration that next.config is wrapped with (`withSallyport` of `@sallyport/next/config`).
 * @throws {ConfigError} at module load, with every problem of the configuration.
 * @throws {Error} at module load, when there is none, or none that next.config could hand over.
 */
export function sallyport(source?: PolicySource, options: ProxyHandler | ProxyOptions = {}): Proxy {
  const { next, dynamic = [] } = typeof options === 'function' ? { next: options } : options
  const handle = toHandle(proxyConfig(source))
  warnAboutFindings(handle.current)
  if (source !== undefined) warnAboutOtherConfig(handle.current.toJSON())
  const renderingOf = createRenderings(dynamic)
  const build = createSealedBuild()
  const refusals = developmentRefusals()
  const development = createDevelopment()

  return async (request, event) => {
    const answer = await development?.answer(request)
    if (answer !== undefined) return answer
    const { method, headers, url } = request
    const { pathname, search, protocol } = new URL(url)
    const policy = handle.current
    const view = {
      method,
      path: pathname + search,
      // By X-Forwarded-Proto, which Next.js believes. It can only make the guard stricter.
      scheme: protocol.slice(0, -1),
      header: (name: string) => headers.get(name) ?? undefined,
    }
    const decided = await resolve(policy, view)
    refusals?.note(policy, view, decided)
    if (decided.kind === 'answer') {
      return respondWith(decided, refusals === undefined ? undefined : explain(policy, view, decided))
    }

    // The renderer believes these headers, so what a client put there must not reach it, on any path.
    stripPassed(headers)
    const { result, decision } = await runChanging(request, decided, () => next?.(request, event))
    const response = writable(result ?? NextResponse.next())
    const maker = makerOf(request, response)
    const isOurs = maker.kind === 'renderer' && !response.headers.has('content-security-policy')
    const sent = isOurs && development !== undefined ? development.relax(decision, request) : decision
    // RFC 9111 §3.2: what the browser has kept has the nonce that its body came with.
    const page = pageCsp(response.status === 304 ? withoutNonces(decision) : sent, maker, request, {
      renderingOf,
      build,
      isChanged: decision !== decided,
      cspAt: (path) => cspOfPage(policy, request.nextUrl.basePath + path),
    })
    for (const [name, value] of [...decision.headers, ...page.csp]) {
      // What the app's own proxy set, it meant.
      if (!response.headers.has(name)) response.headers.set(name, value)
    }
    applyVary(decision, sinkOf(response.headers))
    applyEndpoints(decision, sinkOf(response.headers))
    if (maker.kind !== 'proxy') {
      const corsDecided = decision.reason !== 'no-cors'
      passToRenderer(response, request, { nonce: page.nonce, corsDecided, page: page.page })
    }
    return response
  }
}

/** Of a page that is made for no request in particular. */
function cspOfPage(policy: Policy, path: string): CompiledCsp | null {
  const decision = decide(policy, { method: 'GET', path, header: () => undefined })
  return decision.kind === 'continue' ? decision.csp : null
}

/** Who makes the body: the app's renderer, for a path without the base path; another server; or the app's own proxy. */
export type Maker = { readonly kind: 'renderer'; readonly path: string } | { readonly kind: 'other-server' | 'proxy' }

function makerOf(request: NextRequest, response: Response): Maker {
  const { basePath, origin, pathname } = request.nextUrl
  const rewritten = response.headers.get('x-middleware-rewrite')
  if (rewritten === null) {
    return response.headers.has('x-middleware-next') ? { kind: 'renderer', path: pathname } : { kind: 'proxy' }
  }
  const target = new URL(rewritten, request.url)
  if (target.origin !== origin) return { kind: 'other-server' }
  const isBelow = target.pathname === basePath || target.pathname.startsWith(`${basePath}/`)
  return { kind: 'renderer', path: isBelow ? target.pathname.slice(basePath.length) || '/' : target.pathname }
}

/** A copy with headers that can be set: those of `Response.redirect()` and of `fetch()` cannot. */
function writable(response: Response): Response {
  return response instanceof NextResponse ? response : new Response(response.body, response)
}

function sinkOf(headers: Headers): HeaderSink {
  return { get: (name) => headers.get(name) ?? undefined, set: (name, value) => headers.set(name, value) }
}
