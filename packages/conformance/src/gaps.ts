import type { AdapterName } from './adapter.ts'
import type { Expectation } from './case.ts'
import { reported } from './cases/reported.ts'

/** A case that an adapter does not meet, and what comes instead. */
export interface Gap {
  readonly adapters: readonly AdapterName[]
  readonly titles: readonly string[]
  readonly reason: string
  /** What differs from the case's own expectation; a header set to `undefined` is absent. */
  readonly instead: {
    readonly status?: Expectation['status']
    readonly headers?: Readonly<Record<string, string | undefined>>
    readonly body?: string
  }
}

/** Of the configuration `routed`, what the rule for `GET /ok` says. */
const ROUTE_RULE: Gap['instead']['headers'] = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'x-total',
  vary: undefined,
}

/** Nothing about the configuration `listed`. */
const NOT_SHARED: Gap['instead']['headers'] = {
  'access-control-allow-origin': undefined,
  'access-control-allow-credentials': undefined,
  'access-control-expose-headers': undefined,
  vary: undefined,
}

/**
 * All of them, in one place. The suite asserts each: that the contract is not met, and that this is what comes. A gap that has closed
 * fails until its row is removed.
 */
export const GAPS: readonly Gap[] = [
  {
    adapters: ['fetch', 'next'],
    titles: [
      'a path with a dot segment: the base',
      'a path with two dots: the base',
      'a path with encoded dots: the base',
      'a path with half-encoded dots: the base',
    ],
    reason: "a Request's URL is parsed before anybody sees it (URL §4.4), so the app routes by what the policy saw",
    instead: { headers: ROUTE_RULE },
  },
  {
    adapters: ['fetch'],
    titles: ['a path with a backslash: the base'],
    reason: 'in a URL a backslash is a slash (URL §4.4), so the app routes by what the policy saw',
    instead: { headers: ROUTE_RULE },
  },

  {
    adapters: ['next'],
    titles: [
      'a path nobody serves: shared',
      'a path nobody serves, POST: shared',
      'a path nobody serves, HEAD: shared',
      'a path nobody serves, refused: only Vary',
      'a path nobody serves, POST, refused: only Vary',
      'a path nobody serves, HEAD, refused: only Vary',
      'the root: shared',
      'the root, refused: only Vary',
      'a malformed escape: shared',
      'a malformed escape, refused: only Vary',
      'an escape that is no text: shared',
      'an escape that is no text, refused: only Vary',
      'OPTIONS for a path nobody serves',
      'a path below one with a rule: the base',
      'a path in capitals: the base',
      'a path with an encoded slash: the base',
      'a path with an encoded backslash: the base',
      'sharing and a policy on one page',
      'a page without Origin: the policy, and Vary',
    ],
    reason: 'Next.js puts its own Vary in place of the proxy’s on every page, the one for 404 included',
    instead: { headers: { vary: undefined } },
  },
  {
    adapters: ['next'],
    titles: ['an app that names Origin itself: once'],
    reason: 'Next.js appends what a route handler puts into Vary to what the proxy put there',
    instead: { headers: { vary: 'origin, origin' } },
  },
  {
    adapters: ['next'],
    titles: ['an app that names Origin among others: once'],
    reason: 'Next.js appends what a route handler puts into Vary to what the proxy put there',
    instead: { headers: { vary: 'accept, accept-encoding, origin, origin' } },
  },
  {
    adapters: ['next'],
    titles: ['the app’s own value of a header of ours: kept, on one line'],
    reason: 'Next.js lets the proxy win over a route handler',
    instead: { headers: { 'cross-origin-resource-policy': 'cross-origin' } },
  },
  {
    adapters: ['next'],
    titles: ['the app’s own policy for one response: kept'],
    reason: 'Next.js lets the proxy win over a route handler',
    instead: {
      headers: { 'content-security-policy': "script-src 'strict-dynamic' https:; object-src 'none'; base-uri 'none'" },
    },
  },

  {
    adapters: ['next'],
    titles: [
      'a nonce that nobody reads is not drawn: a path nobody serves',
      'a nonce that nobody reads is not drawn: a page',
    ],
    reason: 'a prerendered page has scripts without a nonce, and would stay dead under the nonce-less form',
    instead: { headers: { 'content-security-policy': "object-src 'none'; base-uri 'none'" } },
  },
  {
    adapters: ['next'],
    titles: ['a path nobody serves, under a policy: all of it'],
    reason: 'the page for 404 is prerendered too, and its Vary is the one of Next.js',
    instead: { headers: { 'content-security-policy': "frame-ancestors 'none'", vary: undefined } },
  },

  {
    adapters: ['next'],
    titles: ['a 304 under a policy with a nonce: the one that came with the body holds'],
    reason:
      'a proxy has decided before a route handler says 304; its body came with the same nonce-less form, so nothing breaks',
    instead: {
      headers: { 'content-security-policy': "script-src 'strict-dynamic' https:; object-src 'none'; base-uri 'none'" },
    },
  },
  {
    adapters: ['next'],
    titles: ['a 304 under several policies: those without a nonce'],
    reason:
      'a proxy has decided before a route handler says 304; its body came with the same nonce-less form, so nothing breaks',
    instead: {
      headers: {
        'content-security-policy': reported(
          'enforce',
          "default-src 'self'; script-src 'self'; style-src 'none'",
          "frame-ancestors 'none'",
        ),
      },
    },
  },
  {
    adapters: ['next'],
    titles: [
      'a page that reads its nonce: no shared cache may keep it',
      'a page that reads its nonce and was meant for shared caches: browsers alone may keep it',
      'a page that asks for a nonce where there is none: shared caches may keep it',
    ],
    reason: 'Next.js itself says that no cache may keep a page that is rendered per request',
    instead: { headers: { 'cache-control': 'private, no-cache, no-store, max-age=0, must-revalidate' } },
  },

  {
    adapters: ['next'],
    titles: [
      'a path with a trailing slash: the base',
      'a path with an empty segment: the base',
      'a path with a dot segment at the end: the base',
      'a path with two dots at the end: the base',
      'a path with a backslash: the base',
    ],
    reason: 'Next.js redirects to the path in its normal form before the proxy runs',
    instead: { status: 308, headers: { vary: undefined } },
  },
  {
    adapters: ['next'],
    titles: [
      'a preflight for a path with an empty segment: the base',
      'csrf: false on a route: not for a path with an empty segment',
      'csrf: false on a route: not for a path with a slash at the end',
    ],
    reason: 'Next.js redirects to the path in its normal form before the proxy runs',
    instead: { status: 308, headers: { vary: undefined }, body: '/ok' },
  },
  {
    adapters: ['next'],
    titles: ['a request target in absolute form'],
    reason: 'Next.js redirects to the path in its normal form before the proxy runs',
    instead: { status: 308, headers: NOT_SHARED },
  },
  {
    adapters: ['next'],
    titles: ['OPTIONS for the server as a whole', 'a preflight for the server as a whole'],
    reason: 'Next.js fails before the proxy runs',
    instead: { status: 500, headers: NOT_SHARED, body: 'Internal Server Error' },
  },
]
