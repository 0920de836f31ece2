import type { Case, ExpectedHeaders } from '../case.ts'
import { APP, CONFIGS, STRANGER } from './configs.ts'

const { listed, anyone, opaque, reflecting, empty } = CONFIGS

// Fetch §3.3.3: what an actual response says to an origin it is shared with. To any other it says nothing, and either way that
// it depends on the origin.
const SHARED: ExpectedHeaders = {
  'access-control-allow-credentials': 'true',
  'access-control-expose-headers': 'x-total, x-page',
  vary: 'origin',
}
const REFUSED: ExpectedHeaders = { vary: 'origin' }
const OPEN: ExpectedHeaders = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': '*',
  'timing-allow-origin': '*',
  'cross-origin-resource-policy': 'cross-origin',
}

const ALLOWED_ORIGINS: readonly (readonly [title: string, origin: string])[] = [
  ['listed', APP],
  ['listed with its port', 'https://api.example.com:8443'],
  ['with a scheme of its own', 'app://shell'],
  ['one label below a wildcard', 'https://shop.example.org'],
  ['three labels below a wildcard', 'https://a.b.c.example.org'],
  ['in punycode below a wildcard', 'https://xn--mnchen-3ya.example.org'],
  ['with a port where any is allowed', 'http://localhost:3000'],
  ['with the highest port where any is allowed', 'http://localhost:65535'],
  ['with the default port where any is allowed', 'http://localhost'],
]

const REFUSED_ORIGINS: readonly (readonly [title: string, origin: string | readonly string[]])[] = [
  ['unknown', STRANGER],
  ['with a listed one as its first labels', 'https://app.example.com.evil.example'],
  ['ending in a listed host without a dot', 'https://evilapp.example.com'],
  ['with a dash for the dot', 'https://app-example.com'],
  ['with another character for the dot', 'https://appXexample.com'],
  ['below a listed one', 'https://sub.app.example.com'],
  ['above a listed one', 'https://example.com'],
  ['with another scheme', 'http://app.example.com'],
  ['with a port', 'https://app.example.com:8443'],
  ['without its port', 'https://api.example.com'],
  ['with the default port spelled out', 'https://app.example.com:443'],
  ['with capitals in the host', 'https://APP.example.com'],
  ['with capitals in the scheme', 'HTTPS://app.example.com'],
  ['with a trailing dot', 'https://app.example.com.'],
  ['with a trailing slash', 'https://app.example.com/'],
  ['with a path', 'https://app.example.com/ok'],
  ['with a user name', 'https://app.example.com@evil.example'],
  ['with credentials before it', 'https://user@app.example.com'],
  ['without a scheme', 'app.example.com'],
  ['a scheme alone', 'https://'],
  ['the apex of a wildcard', 'https://example.org'],
  ['ending in the apex of a wildcard without a dot', 'https://evilexample.org'],
  ['with an empty label below a wildcard', 'https://.example.org'],
  ['with an empty label in the middle', 'https://a..example.org'],
  ['with a wildcard apex as its first labels', 'https://shop.example.org.evil.example'],
  ['with a port below a wildcard', 'https://shop.example.org:8443'],
  ['with another scheme below a wildcard', 'http://shop.example.org'],
  ['with a trailing dot below a wildcard', 'https://shop.example.org.'],
  ['with a fragment before the apex', 'https://evil.example#.example.org'],
  ['with a query before the apex', 'https://evil.example?.example.org'],
  ['with a path before the apex', 'https://evil.example/.example.org'],
  ['with a backslash before the apex', 'https://evil.example\\.example.org'],
  ['with a comma before the apex', 'https://evil.example,.example.org'],
  ['with a space before the apex', 'https://evil.example .example.org'],
  ['the wildcard pattern itself', 'https://*.example.org'],
  ['with a host of 5,000 characters', `https://${'a.'.repeat(2494)}example.org`],
  ['with another scheme where any port is allowed', 'https://localhost:3000'],
  ['with a longer host where any port is allowed', 'http://localhost.evil.example:3000'],
  ['with a name for a port', 'http://localhost:http'],
  ['with an empty port', 'http://localhost:'],
  ['with two ports', 'http://localhost:3000:3000'],
  ['opaque (null)', 'null'],
  ['opaque in capitals', 'NULL'],
  ['a star', '*'],
  ['empty', ''],
  ['twice on one line', `${APP}, ${APP}`],
  ['twice with a space', `${APP} ${STRANGER}`],
  ['on two lines, the listed one first', [APP, STRANGER]],
  ['on two lines, the listed one last', [STRANGER, APP]],
  ['with a byte beyond ASCII', 'https://app.example.com\u00e9'],
]

type Headers = Readonly<Record<string, string>>

const ANYONE: readonly (readonly [title: string, headers: Headers])[] = [
  ['without Origin', {}],
  ['an unknown origin', { origin: STRANGER }],
  ['the opaque origin', { origin: 'null' }],
  ['something that is no origin', { origin: '<script>' }],
  ['a cookie', { origin: STRANGER, cookie: 'session=1' }],
]

const OUTSIDERS: readonly (readonly [title: string, headers: Headers])[] = [
  ['to a refused origin', { origin: STRANGER }],
  ['to a request without Origin', {}],
]

const UNREPEATABLE: readonly (readonly [title: string, origin: string | readonly string[]])[] = [
  ['the opaque origin, which is not trusted', 'null'],
  ['two origins', `${APP}, ${STRANGER}`],
  ['two lines', [APP, STRANGER]],
  ['markup', 'https://<script>alert(1)</script>'],
  ['a directive', "https://x; script-src 'unsafe-inline'"],
  ['a path', `${APP}/a`],
  ['a byte beyond ASCII', 'https://ex\u00e4mple.com'],
  ['no scheme', 'app.example.com'],
  ['5,000 characters', `https://${'a'.repeat(4992)}`],
]

export const CORS: readonly Case[] = [
  {
    title: 'without Origin: nothing but Vary',
    config: listed,
    request: { path: '/ok' },
    expect: { status: 200, headers: REFUSED, body: '"ok":true' },
  },
  ...ALLOWED_ORIGINS.map(
    ([title, origin]): Case => ({
      title: `an origin ${title}: shared`,
      config: listed,
      request: { path: '/ok', headers: { origin } },
      expect: { status: 200, headers: { ...SHARED, 'access-control-allow-origin': origin }, body: '"ok":true' },
    }),
  ),
  ...REFUSED_ORIGINS.map(
    ([title, origin]): Case => ({
      title: `an origin ${title}: not shared`,
      config: listed,
      request: { path: '/ok', headers: { origin } },
      // The response itself is not withheld: that is for the browser to do.
      expect: { status: 200, headers: REFUSED, body: '"ok":true' },
    }),
  ),
  ...['POST', 'PUT', 'DELETE', 'PATCH'].map(
    (method): Case => ({
      // PATCH is not listed: only a preflight asks about methods.
      title: `${method} from a listed origin: shared`,
      config: listed,
      request: { method, path: '/ok', headers: { origin: APP } },
      expect: {
        status: 200,
        headers: { ...SHARED, 'access-control-allow-origin': APP },
        body: `"method":"${method}"`,
      },
    }),
  ),
  {
    title: 'HEAD from a listed origin: as GET',
    config: listed,
    request: { method: 'HEAD', path: '/ok', headers: { origin: APP } },
    expect: { status: 200, headers: { ...SHARED, 'access-control-allow-origin': APP }, body: '' },
  },
  {
    title: 'QUERY from a listed origin: shared, whether the framework knows the method or not',
    config: listed,
    request: { method: 'QUERY', path: '/ok', headers: { origin: APP }, body: '{}' },
    expect: { status: 'any', headers: { ...SHARED, 'access-control-allow-origin': APP } },
  },
  {
    title: 'GET with Access-Control-Request-Method: no preflight',
    config: listed,
    request: {
      path: '/ok',
      headers: { origin: APP, 'access-control-request-method': 'PUT', 'access-control-request-headers': 'x-trace' },
    },
    expect: { status: 200, headers: { ...SHARED, 'access-control-allow-origin': APP }, body: '"method":"GET"' },
  },
  {
    title: 'a request target in absolute form',
    config: listed,
    request: { path: 'http://elsewhere.example/ok', headers: { origin: APP } },
    expect: { status: 'any', headers: { ...SHARED, 'access-control-allow-origin': APP } },
  },

  ...ANYONE.map(
    ([title, headers]): Case => ({
      title: `anyone, ${title}: a star, and no Vary`,
      config: anyone,
      request: { path: '/ok', headers },
      expect: { status: 200, headers: OPEN },
    }),
  ),

  {
    title: 'the opaque origin where it is trusted: shared by its name',
    config: opaque,
    request: { path: '/ok', headers: { origin: 'null' } },
    expect: {
      status: 200,
      headers: {
        'access-control-allow-origin': 'null',
        'timing-allow-origin': 'null',
        'cross-origin-resource-policy': 'same-site',
        vary: 'origin',
      },
    },
  },
  {
    title: 'timings go to the origins that may read',
    config: opaque,
    request: { path: '/ok', headers: { origin: APP } },
    expect: {
      status: 200,
      headers: {
        'access-control-allow-origin': APP,
        'timing-allow-origin': APP,
        'cross-origin-resource-policy': 'same-site',
        vary: 'origin',
      },
    },
  },
  ...OUTSIDERS.map(
    ([title, headers]): Case => ({
      title: `the resource policy goes ${title} too`,
      config: opaque,
      request: { path: '/ok', headers },
      expect: { status: 200, headers: { 'cross-origin-resource-policy': 'same-site', vary: 'origin' } },
    }),
  ),

  {
    title: 'reflecting: any origin, by name, with credentials',
    config: reflecting,
    request: { path: '/ok', headers: { origin: STRANGER } },
    expect: {
      status: 200,
      headers: {
        'access-control-allow-origin': STRANGER,
        'access-control-allow-credentials': 'true',
        vary: 'origin',
      },
    },
  },
  ...UNREPEATABLE.map(
    ([title, origin]): Case => ({
      title: `reflecting, ${title}: never repeated`,
      config: reflecting,
      request: { path: '/ok', headers: { origin } },
      expect: { status: 200, headers: { vary: 'origin' } },
    }),
  ),

  {
    title: 'no configuration: no header',
    config: empty,
    request: { path: '/ok', headers: { origin: APP } },
    expect: { status: 200, headers: {}, body: '"ok":true' },
  },
]
