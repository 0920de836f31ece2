import { headers } from 'next/headers.js'
import { NONCE_HEADER, NONCE_STATE_HEADER } from './header-names.ts'

/**
 * The nonce of the response that is being rendered, for a server component or `generateMetadata`, or for a route handler whose path is
 * listed in `dynamic`. `''` when the policy
 * has no place for one. Asking for it makes the page render per request, as everything that reads request headers does.
 *
 * @throws {Error} where no nonce can be had, saying what to change: the page is kept between requests, or the proxy did not run.
 */
export async function cspNonce(): Promise<string> {
  const incoming = await headers()
  const state = incoming.get(NONCE_STATE_HEADER)
  switch (state) {
    case 'drawn':
      return incoming.get(NONCE_HEADER) ?? ''
    case 'no-slot':
      return ''
    case 'cacheable':
      throw new Error(
        'cspNonce(): this page, or its shell, is kept between requests (static, revalidated or partially prerendered), so many visitors would get the same nonce. ' +
          'List the hash of the script in the policy (script-src: [NONCE, "\'strict-dynamic\'", "\'sha256-…\'"]; the build of withSallyport() names it), ' +
          "or render the page per request (no generateStaticParams, no `revalidate`, `await connection()` from 'next/server').",
      )
    case 'handler':
      throw new Error(
        "cspNonce(): a route handler gets a nonce only if its path is listed: sallyport(config, { dynamic: ['/report'] }).",
      )
    case 'unknown':
      throw new Error(
        'cspNonce(): the proxy cannot tell that this page is rendered per request. ' +
          "List its path: sallyport(config, { dynamic: ['/account/*'] }).",
      )
    default:
      // HTTP has no request without a host; Next.js hands an empty list to what it renders ahead of any request.
      throw new Error(
        incoming.has('host')
          ? 'cspNonce(): the proxy did not run for this page. Export it from proxy.ts (middleware.ts before Next.js 16), beside or inside src, and let `config.matcher` cover the page.'
          : "cspNonce(): this page is rendered ahead of any request, so there is no nonce. Remove `dynamic = 'force-static'` from the page and its layouts, or do without the nonce here.",
      )
  }
}

export interface NonceProps {
  readonly nonce: string
  readonly suppressHydrationWarning: true
}

/**
 * `<script {...nonceProps(await cspNonce())}>`: browsers hide the nonce of a parsed element (HTML §3.2.6.5), which React would report as
 * a difference between server and client.
 */
export function nonceProps(nonce: string): NonceProps {
  return { nonce, suppressHydrationWarning: true }
}
