import { pathExpression } from './path-expression.ts'

/** One matcher of Next.js's `functions-config-manifest.json`; a proxy runs when one of them matches. */
export interface ProxyMatcher {
  readonly regexp: string
  readonly originalSource: string
  readonly has?: readonly { readonly type: 'header'; readonly key: string; readonly value?: string }[]
}

/** What a proxy without `config.matcher` has. */
const ALL: ProxyMatcher = { regexp: '^.*$', originalSource: '/:path*' }

// Requests for a page that carries its own policy in which the proxy still has a say: what may change something (the guard, and pages
// rendered for a form), and drafts, which are rendered per request. A body has one of the two (RFC 9112 §6), and browsers say
// `Content-Length: 0` with a POST that has none (Fetch, HTTP-network-or-cache fetch step 8.5).
const WITH_BODY = ['content-length', 'transfer-encoding'].map(
  (key): ProxyMatcher => ({ ...ALL, has: [{ type: 'header', key }] }),
)
// Not by the type `cookie`, for which Next.js takes the cookies of each request apart, twice, before it knows of the page.
const DRAFT: ProxyMatcher = { ...ALL, has: [{ type: 'header', key: 'cookie', value: '.*__prerender_bypass.*' }] }

// In characters. Next.js makes the expression anew for each request, and twice where the proxy is not run, which takes about a microsecond
// for every 700 of them, whatever the path; to run the proxy takes some 150.
const LONGEST = 16_000

/**
 * Matchers that leave these paths alone, unless more than a page is asked for, or as many of them as have a place. Running any proxy at all,
 * an empty one too, costs Next.js about half as much again as sending a static page.
 */
export function narrowMatchers(paths: readonly string[]): NarrowedMatchers {
  const { source, count } = pathExpression(paths.filter(isPlain), LONGEST)
  if (count === 0) return { matchers: [ALL], count }
  return { matchers: [{ ...ALL, regexp: `^(?!${source}$).*$` }, ...WITH_BODY, DRAFT], count }
}

export interface NarrowedMatchers {
  readonly matchers: readonly ProxyMatcher[]
  /** How many of the paths are left alone. */
  readonly count: number
}

const PLAIN = new Set('abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/-_.~')

/** Spelled the same in a URL and in a file name, and with no meaning in an expression but that of the dot and the slash. */
function isPlain(path: string): boolean {
  return path.startsWith('/') && [...path].every((character) => PLAIN.has(character))
}
