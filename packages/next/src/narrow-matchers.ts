/** One matcher of Next.js's `functions-config-manifest.json`; a proxy runs when one of them matches. */
export interface ProxyMatcher {
  readonly regexp: string
  readonly originalSource: string
  readonly has?: readonly { readonly type: 'header' | 'cookie'; readonly key: string }[]
}

/** What a proxy without `config.matcher` has. */
const ALL: ProxyMatcher = { regexp: '^.*$', originalSource: '/:path*' }

// Requests for a page that carries its own policy in which the proxy still has a say: what may change something (the guard, and pages
// rendered for a form), and drafts, which are rendered per request. A body has one of the two (RFC 9112 §6), and browsers say
// `Content-Length: 0` with a POST that has none (Fetch, HTTP-network-or-cache fetch step 8.5).
const WITH_BODY = ['content-length', 'transfer-encoding'].map(
  (key): ProxyMatcher => ({ ...ALL, has: [{ type: 'header', key }] }),
)
const DRAFT: ProxyMatcher = { ...ALL, has: [{ type: 'cookie', key: '__prerender_bypass' }] }

// Each is compared on each request; beyond it the proxy runs.
const MOST_PATHS = 5_000

/**
 * Matchers that leave these paths alone, unless more than a page is asked for. Running any proxy at all, an empty one too, costs Next.js
 * about half as much again as sending a static page.
 */
export function narrowMatchers(paths: readonly string[]): readonly ProxyMatcher[] {
  const plain = paths.filter(isPlain).slice(0, MOST_PATHS)
  if (plain.length === 0) return [ALL]
  const skipped = plain.map((path) => path.replaceAll('.', String.raw`\.`)).join('|')
  return [{ ...ALL, regexp: `^(?!(?:${skipped})$).*$` }, ...WITH_BODY, DRAFT]
}

const PLAIN = new Set('abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/-_.~')

/** Spelled the same in a URL and in a file name, and with no meaning in an expression but that of the dot. */
function isPlain(path: string): boolean {
  return path.startsWith('/') && [...path].every((character) => PLAIN.has(character))
}
