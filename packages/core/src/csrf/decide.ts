import type { CorsPolicy } from '../cors/policy.ts'
import { normalisePath } from '../http/path.ts'
import { NO_MATCH } from '../origin/matcher.ts'
import type { RequestView } from '../request.ts'
import type { CsrfPolicy } from './compile.ts'
import { isOwnOrigin } from './own-origin.ts'

/** What the guard reads of a rule. */
export interface GuardedParts {
  readonly cors: Pick<CorsPolicy, 'admits'> | null
  readonly csrf: CsrfPolicy | null
}

/** Says which origins the CORS part of a rule admits: any number but {@link NO_MATCH}. */
type Admits = CorsPolicy['admits']

/**
 * Whether the guard refuses a request for which `parts` hold, over those of the base. `admits` is asked only for
 * `trustedOrigins: 'cors'`; who already knows what CORS says of the request's origin hands it over.
 */
export function isRefused(
  base: GuardedParts,
  parts: GuardedParts,
  request: RequestView,
  admits: Admits | undefined = parts.cors?.admits,
): boolean {
  if (parts.csrf === null && base.csrf === null) return false
  if (isSafeMethod(request.method) && !isWebSocketHandshake(request)) return false
  if (parts.csrf !== null && isForeignRequest(parts.csrf, admits, request)) return true
  // A router that takes /%77ebhook for another path than /webhook must not serve it with the guard of /webhook.
  if (base.csrf === null || parts === base || isNormal(request.path)) return false
  return isForeignRequest(base.csrf, base.cors?.admits, request)
}

/** RFC 9110 §9.2.1 and RFC 10008: methods that ask for no change. */
function isSafeMethod(method: string): boolean {
  return method === 'GET' || method === 'HEAD' || method === 'OPTIONS' || method === 'QUERY'
}

/**
 * RFC 6455 §4.1: a GET that opens a channel on which everything may be said, with the visitor's cookies and past CORS. No page can set
 * `Upgrade` on any other request (Fetch §2.2.2), so looking for the name anywhere in it guards no request of a page by mistake.
 */
export function isWebSocketHandshake(request: RequestView): boolean {
  if (request.method !== 'GET') return false
  const upgrade = request.header('upgrade')
  return upgrade !== undefined && (upgrade === 'websocket' || upgrade.toLowerCase().includes('websocket'))
}

/** Whether another site's page made the request; only asked when that matters. */
function isForeignRequest({ own, trusted }: CsrfPolicy, admits: Admits | undefined, request: RequestView): boolean {
  const site = request.header('sec-fetch-site')
  // Fetch Metadata §2.3: set by the browser, out of a page's reach. `none` is the visitor's own doing. Origin is not looked at: with
  // Referrer-Policy: no-referrer a page's posts to its own server carry the null origin (Fetch §3.2).
  if (site === 'same-origin' || site === 'none') return false
  const origin = request.header('origin')
  if (site === undefined || site === '') {
    // An older browser, an http: server (Fetch Metadata §2.3 again), a WebSocket handshake, or no browser. Browsers send Origin with
    // every unsafe request (Fetch §3.2) and handshake (RFC 6455 §4.1); without it, no page is at work.
    if (origin === undefined) return false
    if (own === null ? isOwnOrigin(origin, request) : own.find(origin) !== NO_MATCH) return false
  }
  // Any sandboxed frame has the null origin, so trusting it for reading does not extend to writing.
  if (origin === undefined || origin === 'null' || trusted === null) return true
  if (trusted === 'cors') return admits === undefined || admits(origin) === NO_MATCH
  return trusted.find(origin) === NO_MATCH
}

/** Whether the path is spelled in the one way that nobody can read otherwise. */
function isNormal(target: string): boolean {
  const path = normalisePath(target)
  if (path === undefined || !target.startsWith(path)) return false
  const rest = target.slice(path.length)
  return rest === '' || rest.startsWith('?') || rest.startsWith('#')
}
