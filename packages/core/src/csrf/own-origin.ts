import type { RequestView } from '../request.ts'

/**
 * Whether an `Origin` is that of the server the request was sent to, as far as the request can tell.
 *
 * A request that came without TLS may have had it up to a proxy that nobody told the framework about. There `https:` and `http:` are
 * both taken for the own scheme: an `http:` page of the own host can be forged by whoever holds the network, but refusing an app's
 * own forms behind such a proxy would make people switch the guard off.
 */
export function isOwnOrigin(origin: string, request: RequestView): boolean {
  const separator = origin.indexOf('://')
  const scheme = origin.slice(0, Math.max(separator, 0))
  const secure = request.scheme === 'https'
  if (scheme !== 'https' && (scheme !== 'http' || secure)) return false
  // RFC 9110 §4.2.3: a host has no case. A browser writes its Origin in lower case, whatever was typed.
  const authority = (request.authority ?? request.header('host') ?? '').toLowerCase()
  if (authority === '') return false
  const own = origin.slice(separator + 3)
  if (own === authority) return true
  // URL §4.5: an origin leaves out the default port of its scheme, Host may name it. A proxy that ends TLS may name the port behind it, 80.
  const port = scheme === 'https' && (secure || authority.endsWith(':443')) ? ':443' : ':80'
  return `${own}${port}` === authority
}
