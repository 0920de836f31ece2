import type { Config } from '@sallyport/core'

// The configurations of the tables. All are plain JSON, as a file can hold it. Each is a server per adapter, and for Next.js a
// process: a new row is cheap, a new configuration is not.

export const APP = 'https://app.example.com'
export const STRANGER = 'https://evil.example'
export const ADMIN = 'https://admin.example.com'

/** Exact origins and patterns, with credentials. */
const listed: Config = {
  cors: {
    origins: [APP, 'https://api.example.com:8443', 'https://*.example.org', 'http://localhost:*', 'app://shell'],
    credentials: true,
    methods: ['GET', 'PUT', 'DELETE'],
    allowedHeaders: ['content-type', 'x-requested-with', 'x-trace'],
    exposedHeaders: ['x-total', 'x-page'],
    maxAge: 600,
  },
  csrf: false,
}

/** Everything to everybody, without credentials. */
const anyone: Config = {
  cors: {
    origins: '*',
    methods: '*',
    allowedHeaders: '*',
    exposedHeaders: '*',
    maxAge: 0,
    timingAllow: true,
    resourcePolicy: 'cross-origin',
  },
}

/** The opaque origin is trusted too; timings and embedding go with the origins. */
const opaque: Config = {
  cors: { origins: [APP], dangerouslyAllowNullOrigin: true, timingAllow: true, resourcePolicy: 'same-site' },
}

/** Every origin, method and header is answered by name. */
const reflecting: Config = {
  cors: {
    origins: '*',
    credentials: true,
    dangerouslyReflectAnyOrigin: true,
    methods: '*',
    allowedHeaders: '*',
  },
  csrf: false,
}

/** A preflight is answered with a status of one's own. */
const status200: Config = { cors: { origins: [APP], methods: ['PATCH'], preflightStatus: 200 } }

/** The app answers preflights. */
const continued: Config = {
  cors: { origins: [APP], methods: ['PUT'], allowedHeaders: ['x-trace'], maxAge: 60, preflightContinue: true },
}

/** A preflight is told no more than it asks for, caches keep what is granted, and timings and embedding go with the origins. */
const discreet: Config = {
  cors: {
    origins: [APP],
    methods: ['PUT', 'DELETE'],
    allowedHeaders: ['x-trace', 'x-other'],
    maxAge: 60,
    timingAllow: true,
    resourcePolicy: 'by-origins',
    preflightDisclosure: 'minimal',
    preflightCacheControl: 'public, max-age=60',
  },
  routes: [{ path: '/set/*', cors: { origins: '*', timingAllow: true, resourcePolicy: 'by-origins' } }],
}

/** A policy for each method of one path, over a base that trusts one origin. */
const mixed: Config = {
  cors: { origins: [APP], methods: ['PATCH'] },
  routes: [
    { path: '/ok', methods: ['GET'], cors: { origins: '*', exposedHeaders: ['x-total'] } },
    {
      path: '/ok',
      methods: ['PUT'],
      cors: { origins: [ADMIN, 'https://other.example.com'], methods: ['PUT'], credentials: true },
    },
    { path: '/ok', methods: ['DELETE'], cors: false },
  ],
}

/** Origins beyond the listed one are looked up: `withResolver` puts in by what. */
const resolved: Config = {
  cors: { origins: [APP], credentials: true, methods: ['PUT'], allowedHeaders: ['x-trace'] },
  csrf: false,
}

/** Nothing at all. */
const empty: Config = {}

/** Rules by path and method over a base that trusts one origin. */
const routed: Config = {
  cors: { origins: [APP], methods: ['PUT'] },
  routes: [
    { path: '/ok', methods: ['GET'], cors: { origins: '*', exposedHeaders: ['x-total'] } },
    {
      path: '/ok',
      methods: ['DELETE'],
      cors: { origins: ['https://admin.example.com'], methods: ['DELETE'], credentials: true },
      csrf: false,
    },
    { path: '/set/*', cors: { origins: ['https://set.example.com'] } },
    { path: '/set/:name/exact', cors: { origins: ['https://exact.example.com'] } },
    { path: '/set/x-literal/exact', cors: { origins: ['https://literal.example.com'] } },
  ],
}

/** Parts of the site take no part in CORS; one has it although the base has not. */
const switchedOff: Config = {
  cors: { origins: '*' },
  routes: [
    { path: '/ok', cors: false },
    { path: '/own-options', cors: false },
    { path: '/vary', cors: { origins: [APP], timingAllow: true } },
  ],
}

/** A policy without nonces, given as text. */
const staticCsp: Config = { csp: "default-src 'self'; object-src 'none'; frame-ancestors 'none'" }

/** One enforced policy with a nonce, and the fallbacks for old browsers that a nonce makes harmless. */
const nonceCsp: Config = {
  csp: {
    directives: {
      'script-src': ["'nonce'", "'strict-dynamic'", 'https:', "'unsafe-inline'"],
      'object-src': ["'none'"],
      'base-uri': ["'none'"],
    },
  },
}

/** Two enforced policies and two on trial, nonces in both headers; the routes have none, or another. */
const severalCsp: Config = {
  csp: [
    { directives: { 'script-src': ["'nonce'", "'strict-dynamic'"], 'base-uri': ["'none'"] } },
    { directives: { 'frame-ancestors': ["'self'"] } },
    { directives: { 'style-src': ["'self'", "'nonce'"] }, reportOnly: true },
    { directives: { 'img-src': ["'self'"] }, reportOnly: true },
  ],
  reporting: { endpoint: '/csp-reports' },
  routes: [
    { path: '/static', csp: false },
    { path: '/vary', csp: { directives: { 'default-src': ["'none'"] } } },
    { path: '/own-options', methods: ['GET'], csp: { directives: { 'default-src': ["'self'"] }, reportOnly: true } },
  ],
}

/** Policies that routes and responses change, one of them said as X-Frame-Options too. */
const changingCsp: Config = {
  csp: [
    {
      directives: {
        'default-src': ["'self'"],
        'script-src': ["'self'", "'nonce'"],
        'style-src': ["'nonce'"],
        'frame-ancestors': ["'none'"],
      },
      frameOptions: true,
    },
    { directives: { 'img-src': ["'self'"] }, reportOnly: true },
  ],
  reporting: { endpoint: '/csp-reports' },
  routes: [
    { path: '/ok', methods: ['GET'], csp: { append: { 'img-src': ['data:'], 'frame-ancestors': ["'self'"] } } },
    { path: '/ok', methods: ['POST'], csp: { restrict: { 'script-src': ["'none'"] }, to: 'enforced' } },
    { path: '/vary', csp: { remove: { 'style-src': ["'nonce'"], 'script-src': ["'self'"] } } },
    {
      path: '/stream',
      csp: [
        { replace: { 'default-src': ["'none'"], 'frame-ancestors': ['https://shell.example.com'] } },
        { append: { 'font-src': ["'self'"] }, to: 'enforced' },
      ],
    },
  ],
}

/** Policies that report, one of them to a sample of the sessions. Behind a proxy that says what scheme the client used. */
const reporting: Config = {
  csp: [
    {
      directives: {
        'script-src': ["'nonce'", "'strict-dynamic'"],
        'object-src': ["'none'"],
        'frame-ancestors': ["'self'"],
      },
    },
    { directives: { 'img-src': ["'self'"] }, reportOnly: true },
    { directives: { 'font-src': ["'self'"] }, reportOnly: true, sample: { share: 0.5, cookie: 'sid' } },
  ],
  reporting: { endpoint: '/csp-reports' },
}

/** The shortest form of a policy, which says all the same. */
const shortCsp: Config = {
  csp: {
    directives: {
      'default-src': ["'self'"],
      'img-src': ['https:', 'https://images.example.com', 'data:', 'data:'],
      'font-src': ["'self'"],
      'script-src': ["'self'", "'nonce'"],
    },
    minify: true,
  },
}

/** Reading and pages at once: what an ordinary app has. */
const both: Config = {
  cors: { origins: [APP], credentials: true },
  csrf: { trustedOrigins: 'cors' },
  csp: {
    directives: { 'script-src': ["'self'", "'nonce'"], 'frame-ancestors': ["'none'"] },
  },
}

/** Only the own origin may change anything. */
const guarded: Config = {
  csrf: true,
  routes: [{ path: '/ok', methods: ['PATCH'], csrf: false }],
}

/** One other origin may, too; reading is open to more. */
const trusting: Config = {
  cors: { origins: [APP, 'https://pay.example.com'] },
  csrf: { trustedOrigins: ['https://pay.example.com'] },
  csp: "default-src 'self'",
}

type ConfigName =
  | 'listed'
  | 'anyone'
  | 'opaque'
  | 'reflecting'
  | 'status200'
  | 'continued'
  | 'discreet'
  | 'mixed'
  | 'resolved'
  | 'empty'
  | 'routed'
  | 'switchedOff'
  | 'staticCsp'
  | 'nonceCsp'
  | 'severalCsp'
  | 'changingCsp'
  | 'reporting'
  | 'shortCsp'
  | 'both'
  | 'guarded'
  | 'trusting'

export const CONFIGS: Readonly<Record<ConfigName, Config>> = {
  listed,
  anyone,
  opaque,
  reflecting,
  status200,
  continued,
  discreet,
  mixed,
  resolved,
  empty,
  routed,
  switchedOff,
  staticCsp,
  nonceCsp,
  severalCsp,
  changingCsp,
  reporting,
  shortCsp,
  both,
  guarded,
  trusting,
}
