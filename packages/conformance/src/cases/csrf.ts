import type { Case, ExpectedHeaders } from '../case.ts'
import { APP, CONFIGS, STRANGER } from './configs.ts'

const { guarded, trusting, both } = CONFIGS

const SITE = 'sec-fetch-site'
const HOST = 'shop.example.com'
const PAY = 'https://pay.example.com'

type Row = readonly [title: string, headers: Readonly<Record<string, string | readonly string[]>>]

// Fetch Metadata §2.3 first: no page can set it. Without it, Origin against Host: with an unsafe method every browser sends
// Origin (Fetch §3.2), so a request that has neither comes from no page.
const PASSING: readonly Row[] = [
  ['from the own origin', { [SITE]: 'same-origin' }],
  ['by the visitor', { [SITE]: 'none' }],
  ['from the own origin by Fetch metadata, whatever Origin says', { [SITE]: 'same-origin', origin: STRANGER }],
  ['without Fetch metadata and Origin', {}],
  ['without Fetch metadata, Origin is the own host', { host: HOST, origin: `https://${HOST}` }],
  ['without Fetch metadata, Origin is the own host, over http', { host: HOST, origin: `http://${HOST}` }],
  ['without Fetch metadata, Origin is the own host and port', { host: `${HOST}:8443`, origin: `https://${HOST}:8443` }],
  ['without Fetch metadata, Host in capitals', { host: 'Shop.Example.com', origin: `https://${HOST}` }],
  // RFC 9110 §4.2.2: the default port may be named.
  ['without Fetch metadata, Host with the port of https', { host: `${HOST}:443`, origin: `https://${HOST}` }],
  ['without Fetch metadata, Host with the port of http', { host: `${HOST}:80`, origin: `http://${HOST}` }],
  ['without Fetch metadata, the host is an IPv6 address', { host: '[::1]:8080', origin: 'http://[::1]:8080' }],
  // Fetch §3.2: what Referrer-Policy: no-referrer makes of a page's own posts.
  ['from the own origin by Fetch metadata, Origin is opaque', { [SITE]: 'same-origin', origin: 'null' }],
]

const REFUSED: readonly Row[] = [
  ['from another site', { [SITE]: 'cross-site' }],
  ['from the same site', { [SITE]: 'same-site' }],
  ['from the same site, with its Origin', { [SITE]: 'same-site', host: HOST, origin: 'https://blog.example.com' }],
  ['from another site, whatever Origin says', { [SITE]: 'cross-site', host: HOST, origin: `https://${HOST}` }],
  ['with Fetch metadata that means nothing', { [SITE]: 'elsewhere' }],
  ['with Fetch metadata in capitals', { [SITE]: 'SAME-ORIGIN' }],
  ['with Fetch metadata twice', { [SITE]: ['same-origin', 'cross-site'] }],
  ['without Fetch metadata, Origin is another', { host: HOST, origin: STRANGER }],
  ['without Fetch metadata, Origin is opaque', { host: HOST, origin: 'null' }],
  [
    'without Fetch metadata, Origin is http and Host has the port of https',
    { host: `${HOST}:443`, origin: `http://${HOST}` },
  ],
  ['without Fetch metadata, Origin has a dot more', { host: HOST, origin: `https://${HOST}.` }],
  ['without Fetch metadata, Origin has another scheme', { host: HOST, origin: `app://${HOST}` }],
  // Nobody told the server of a proxy.
  [
    'without Fetch metadata, a header names another host',
    { host: HOST, origin: STRANGER, 'x-forwarded-host': 'evil.example' },
  ],
  ['without Fetch metadata, Origin has another port', { host: HOST, origin: `https://${HOST}:8443` }],
  ['without Fetch metadata, Origin starts with the host', { host: HOST, origin: `https://${HOST}.evil.example` }],
  ['without Fetch metadata, Origin ends in the host', { host: HOST, origin: `https://evil${HOST}` }],
  ['without Fetch metadata, Origin is the host alone', { host: HOST, origin: HOST }],
  ['without Fetch metadata, Origin twice', { host: HOST, origin: [`https://${HOST}`, STRANGER] }],
  ['without Fetch metadata, Origin empty', { host: HOST, origin: '' }],
]

// Some router may take each of these for the path of the rule, and another for another path.
const OTHER_SPELLINGS: readonly (readonly [title: string, path: string])[] = [
  ['an empty segment', '//ok'],
  ['an escape that needs none', '/%6fk'],
  ['an escape that needs none, and a query', '/o%6B?a=b'],
  ['a slash at the end', '/ok/'],
  ['capitals', '/OK'],
  ['a parameter', '/ok;a=b'],
  ['an encoded slash', '/ok%2f'],
  ['an encoded query', '/ok%3fa=b'],
  ['an encoded null', '/ok%00'],
]

const POLICY: ExpectedHeaders = { 'content-security-policy': "default-src 'self'" }
const NOTHING: ExpectedHeaders = {}

export const CSRF: readonly Case[] = [
  ...PASSING.map(
    ([title, headers]): Case => ({
      title: `POST ${title}: passes`,
      config: guarded,
      request: { method: 'POST', path: '/ok', headers },
      expect: { status: 200, headers: NOTHING, body: '"method":"POST"' },
    }),
  ),
  ...REFUSED.map(
    ([title, headers]): Case => ({
      title: `POST ${title}: refused`,
      config: guarded,
      request: { method: 'POST', path: '/ok', headers },
      expect: { status: 403, headers: NOTHING, body: '' },
    }),
  ),
  ...['PUT', 'DELETE'].map(
    (method): Case => ({
      title: `${method} from another site: refused`,
      config: guarded,
      request: { method, path: '/ok', headers: { [SITE]: 'cross-site', origin: STRANGER } },
      expect: { status: 403, headers: NOTHING, body: '' },
    }),
  ),
  ...['GET', 'HEAD'].map(
    (method): Case => ({
      // RFC 9110 §9.2.1: nothing is asked to change.
      title: `${method} from another site: passes`,
      config: guarded,
      request: { method, path: '/ok', headers: { [SITE]: 'cross-site', origin: STRANGER } },
      expect: { status: 200, headers: NOTHING },
    }),
  ),
  {
    title: 'OPTIONS from another site: passes',
    config: guarded,
    request: { method: 'OPTIONS', path: '/ok', headers: { [SITE]: 'cross-site', origin: STRANGER } },
    expect: { status: 200, headers: NOTHING, body: '"method":"OPTIONS"' },
  },
  {
    title: 'POST with a body from another site: refused',
    config: guarded,
    request: {
      method: 'POST',
      path: '/ok',
      headers: { [SITE]: 'cross-site', 'content-type': 'application/x-www-form-urlencoded' },
      body: 'amount=1000&to=mallory',
    },
    expect: { status: 403, headers: NOTHING, body: '' },
  },
  {
    title: 'POST from another site to a path nobody serves: refused',
    config: guarded,
    request: { method: 'POST', path: '/missing', headers: { [SITE]: 'cross-site' } },
    expect: { status: 403, headers: NOTHING, body: '' },
  },
  {
    title: 'csrf: false on a route: passes',
    config: guarded,
    request: { method: 'PATCH', path: '/ok', headers: { [SITE]: 'cross-site', origin: STRANGER } },
    expect: { status: 200, headers: NOTHING, body: '"method":"PATCH"' },
  },
  ...OTHER_SPELLINGS.map(
    ([title, path]): Case => ({
      title: `csrf: false on a route: not for a path with ${title}`,
      config: guarded,
      request: { method: 'PATCH', path, headers: { [SITE]: 'cross-site', origin: STRANGER } },
      expect: { status: 403, headers: NOTHING, body: '' },
    }),
  ),

  {
    title: 'POST from the trusted origin: passes',
    config: trusting,
    request: { method: 'POST', path: '/ok', headers: { [SITE]: 'cross-site', origin: PAY } },
    expect: {
      status: 200,
      headers: { ...POLICY, 'access-control-allow-origin': PAY, vary: 'origin' },
      body: '"method":"POST"',
    },
  },
  {
    title: 'POST from the trusted origin, without Fetch metadata: passes',
    config: trusting,
    request: { method: 'POST', path: '/ok', headers: { origin: PAY } },
    expect: { status: 200, headers: { ...POLICY, 'access-control-allow-origin': PAY, vary: 'origin' } },
  },
  {
    title: 'POST from an origin that may only read: refused, no header',
    config: trusting,
    request: { method: 'POST', path: '/ok', headers: { [SITE]: 'cross-site', origin: APP } },
    expect: { status: 403, headers: NOTHING, body: '' },
  },
  {
    title: 'GET from an origin that may only read: shared',
    config: trusting,
    request: { path: '/ok', headers: { [SITE]: 'cross-site', origin: APP } },
    expect: { status: 200, headers: { ...POLICY, 'access-control-allow-origin': APP, vary: 'origin' } },
  },
  ...(
    [
      ['a look-alike of the trusted origin', `${PAY}.evil.example`],
      ['the trusted host over http', 'http://pay.example.com'],
      ['the opaque origin', 'null'],
      ['the trusted origin and another', `${PAY}, ${STRANGER}`],
    ] satisfies readonly (readonly [string, string])[]
  ).map(
    ([title, origin]): Case => ({
      title: `POST from ${title}: refused`,
      config: trusting,
      request: { method: 'POST', path: '/ok', headers: { [SITE]: 'cross-site', origin } },
      expect: { status: 403, headers: NOTHING, body: '' },
    }),
  ),
  {
    title: 'POST from another site without Origin, where some are trusted: refused',
    config: trusting,
    request: { method: 'POST', path: '/ok', headers: { [SITE]: 'cross-site' } },
    expect: { status: 403, headers: NOTHING, body: '' },
  },
  {
    title: 'a preflight is not guarded',
    config: trusting,
    request: {
      method: 'OPTIONS',
      path: '/ok',
      headers: { [SITE]: 'cross-site', origin: APP, 'access-control-request-method': 'POST' },
    },
    expect: {
      status: 204,
      headers: {
        'access-control-allow-origin': APP,
        'access-control-allow-methods': 'GET, HEAD, POST',
        vary: 'origin, access-control-request-method, access-control-request-headers',
      },
      body: '',
    },
  },

  {
    title: "trustedOrigins: 'cors', POST from an origin that may read: passes",
    config: both,
    request: { method: 'POST', path: '/ok', headers: { [SITE]: 'cross-site', origin: APP } },
    expect: {
      status: 200,
      headers: {
        'access-control-allow-origin': APP,
        'access-control-allow-credentials': 'true',
        'content-security-policy': "script-src 'self'; frame-ancestors 'none'",
        vary: 'origin',
      },
      body: '"method":"POST"',
    },
  },
  {
    title: "trustedOrigins: 'cors', POST from any other: refused",
    config: both,
    request: { method: 'POST', path: '/ok', headers: { [SITE]: 'cross-site', origin: STRANGER } },
    expect: { status: 403, headers: NOTHING, body: '' },
  },
]
