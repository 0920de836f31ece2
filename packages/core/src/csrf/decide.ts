import type { CorsPolicy } from '../cors/policy.ts'
import { NO_MATCH } from '../origin/matcher.ts'
import type { RequestView } from '../request.ts'
import type { CsrfPolicy } from './compile.ts'

/** RFC 9110 §9.2.1 and RFC 10008: methods that ask for no change. Only other methods are guarded. */
export function isSafeMethod(method: string): boolean {
  return method === 'GET' || method === 'HEAD' || method === 'OPTIONS' || method === 'QUERY'
}

/** Whether an unsafe request was made by another site's page. */
export function isForeignRequest(csrf: CsrfPolicy, cors: CorsPolicy | null, request: RequestView): boolean {
  const site = request.header('sec-fetch-site')
  // Fetch Metadata §2.3: set by the browser, out of a page's reach. `none` is the visitor's own doing.
  if (site === 'same-origin' || site === 'none') return false
  const origin = request.header('origin')
  if (site === undefined || site === '') {
    // An older browser, or no browser. Browsers send Origin with every unsafe request (Fetch §3.2); without it, no page is at work.
    if (origin === undefined) return false
    if (isOwnOrigin(origin, request.header('host'))) return false
  }
  return origin === undefined || !isTrusted(csrf, cors, origin)
}

function isTrusted({ trusted }: CsrfPolicy, cors: CorsPolicy | null, origin: string): boolean {
  // Any sandboxed frame has the null origin, so trusting it for reading does not extend to writing.
  if (trusted === null || origin === 'null') return false
  if (trusted === 'cors') return cors !== null && cors.admits(origin) !== NO_MATCH
  return trusted.find(origin) !== NO_MATCH
}

// The scheme is unknown behind a proxy that ends TLS, so only host and port are compared.
function isOwnOrigin(origin: string, host: string | undefined): boolean {
  const separator = origin.indexOf('://')
  return host !== undefined && separator > 0 && origin.slice(separator + 3) === host.toLowerCase()
}
