/** Fetch §2.2.1 "CORS-safelisted method": never refused by a browser, listed or not. */
export const SAFELISTED_METHODS: readonly string[] = Object.freeze(['GET', 'HEAD', 'POST'])

/** Fetch §2.2.1 "forbidden method". */
export const FORBIDDEN_METHODS: ReadonlySet<string> = new Set(['CONNECT', 'TRACE', 'TRACK'])

/** Fetch §2.2.1 "normalize": browsers send these in capitals, however the page writes them. */
export const NORMALISED_METHODS: ReadonlySet<string> = new Set(['DELETE', 'GET', 'HEAD', 'OPTIONS', 'POST', 'PUT'])

/** Methods of HTTP that browsers send as the page writes them. */
export const KNOWN_METHODS: ReadonlySet<string> = new Set(['PATCH', 'QUERY'])

/**
 * Fetch §2.2.2 "CORS-safelisted request-header", of which a page can send usual values anyway. Without Content-Type and Range, which
 * are safelisted for a few values only: JSON needs Content-Type listed.
 */
export const SAFELISTED_REQUEST_HEADERS: ReadonlySet<string> = new Set([
  'accept',
  'accept-language',
  'content-language',
])

/**
 * Fetch §2.2.2 "forbidden request-header": a page cannot set these. X-HTTP-Method, X-HTTP-Method-Override and X-Method-Override are
 * not among them: they are forbidden with the values CONNECT, TRACE and TRACK only.
 */
const FORBIDDEN_REQUEST_HEADERS: ReadonlySet<string> = new Set([
  'accept-charset',
  'accept-encoding',
  'access-control-request-headers',
  'access-control-request-method',
  'connection',
  'content-length',
  'cookie',
  'cookie2',
  'date',
  'dnt',
  'expect',
  'host',
  'keep-alive',
  'origin',
  'referer',
  'set-cookie',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'via',
])
const FORBIDDEN_REQUEST_PREFIXES: readonly string[] = ['proxy-', 'sec-']

export function isForbiddenRequestHeader(name: string): boolean {
  return FORBIDDEN_REQUEST_HEADERS.has(name) || FORBIDDEN_REQUEST_PREFIXES.some((prefix) => name.startsWith(prefix))
}

/** Fetch §2.2.2 "forbidden response-header name": a page cannot read these. */
export const FORBIDDEN_RESPONSE_HEADERS: ReadonlySet<string> = new Set(['set-cookie', 'set-cookie2'])

/** Fetch §2.2.2 "CORS-safelisted response-header name": a page can read these anyway. */
export const SAFELISTED_RESPONSE_HEADERS: ReadonlySet<string> = new Set([
  'cache-control',
  'content-language',
  'content-length',
  'content-type',
  'expires',
  'last-modified',
  'pragma',
])

/** Names of the CORS protocol's response side (Fetch §3.3.3): listing one as a request header is a mix-up. */
export const CORS_RESPONSE_HEADERS: ReadonlySet<string> = new Set([
  'access-control-allow-credentials',
  'access-control-allow-headers',
  'access-control-allow-methods',
  'access-control-allow-origin',
  'access-control-expose-headers',
  'access-control-max-age',
])

/** Names of the CORS protocol's request side (Fetch §3.3.2). */
export const CORS_REQUEST_HEADERS: ReadonlySet<string> = new Set([
  'access-control-request-headers',
  'access-control-request-method',
  'origin',
])
