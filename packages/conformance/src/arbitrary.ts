import {
  type Config,
  ConfigError,
  type CorsConfig,
  type CspChange,
  type CspConfig,
  compile,
  type RouteConfig,
  type RoutePolicy,
} from '@sallyport/core'
import fc from 'fast-check'
import type { WireRequest } from './http.ts'

const ORIGINS = [
  'https://app.example.com',
  'https://*.example.org',
  'http://localhost:*',
  'https://api.example.com:8443',
]
const SENT_ORIGINS = [
  'https://app.example.com',
  'https://shop.example.org',
  'https://example.org',
  'http://localhost:3000',
  'https://api.example.com:8443',
  'https://evil.example',
  'https://app.example.com.evil.example',
  'null',
  '',
]
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']
const NAMES = ['x-one', 'x-two', 'content-type']

const some = (values: readonly string[]): fc.Arbitrary<string[]> => fc.subarray([...values], { minLength: 1 })
const starOr = (values: readonly string[]): fc.Arbitrary<'*' | string[]> =>
  fc.oneof(fc.constant('*' as const), some(values))

// fast-check leaves a key out, which is not the same as undefined.
const sharing = {
  methods: starOr(METHODS),
  allowedHeaders: starOr(NAMES),
  maxAge: fc.constantFrom(0, 5, 600),
  preflightStatus: fc.constantFrom(200, 204),
  preflightContinue: fc.boolean(),
  preflightDisclosure: fc.constantFrom('full', 'minimal'),
  preflightCacheControl: fc.constantFrom('no-store', 'public, max-age=600'),
  timingAllow: fc.boolean(),
  resourcePolicy: fc.constantFrom('same-origin', 'same-site', 'cross-origin', 'by-origins'),
} as const

const cors: fc.Arbitrary<CorsConfig | false> = fc.oneof(
  { weight: 1, arbitrary: fc.constant(false as const) },
  {
    weight: 3,
    arbitrary: fc.record(
      { ...sharing, origins: starOr(ORIGINS), exposedHeaders: starOr(['x-total', 'x-page']) },
      { requiredKeys: ['origins'] },
    ),
  },
  {
    weight: 3,
    arbitrary: fc.record(
      {
        ...sharing,
        origins: some(ORIGINS),
        exposedHeaders: some(['x-total', 'x-page']),
        credentials: fc.constant(true as const),
        dangerouslyAllowNullOrigin: fc.boolean(),
      },
      { requiredKeys: ['origins', 'credentials'] },
    ),
  },
  {
    weight: 1,
    arbitrary: fc.record(
      {
        ...sharing,
        origins: fc.constant('*' as const),
        credentials: fc.constant(true as const),
        dangerouslyReflectAnyOrigin: fc.constant(true as const),
      },
      { requiredKeys: ['origins', 'credentials', 'dangerouslyReflectAnyOrigin'] },
    ),
  },
)

const POLICIES: readonly CspConfig[] = [
  "default-src 'self'",
  { directives: { 'script-src': ["'nonce'", "'strict-dynamic'"], 'base-uri': ["'none'"] } },
  { directives: { 'frame-ancestors': ["'none'"] }, reportOnly: true },
  { directives: { 'frame-ancestors': ["'none'"] }, frameOptions: true },
  { directives: { 'default-src': ["'self'"], 'img-src': ["'self'"] }, minify: true },
  { directives: { 'script-src': ["'self'", "'nonce'"] }, reportOnly: true },
]
const CHANGES: readonly CspChange[] = [
  { append: { 'script-src': ['https://cdn.example.com'], 'img-src': ['data:'] } },
  { remove: { 'default-src': ["'self'"], 'script-src': ["'strict-dynamic'"] } },
  { replace: { 'frame-ancestors': ["'self'"], 'script-src': ["'nonce'"] }, to: 'enforced' },
  { restrict: { 'connect-src': ["'self'"] } },
]
const csp: fc.Arbitrary<NonNullable<RoutePolicy['csp']>> = fc.oneof(
  fc.constant(false as const),
  fc.subarray([...POLICIES, ...CHANGES], { minLength: 1 }),
  fc.constantFrom(...CHANGES),
)

const csrf = fc.oneof(
  fc.boolean(),
  fc.constant({ trustedOrigins: ['https://app.example.com'] }),
  fc.constant({ trustedOrigins: 'cors' as const }),
)

const parts: fc.Arbitrary<RoutePolicy> = fc.record({ cors, csp, csrf }, { requiredKeys: [] })

const route: fc.Arbitrary<RouteConfig> = fc
  .tuple(
    parts,
    fc.constantFrom('/ok', '/vary', '/html', '/set/*', '/own-options', '/:page', '/*'),
    fc.constantFrom(undefined, ['GET'], ['PUT', 'DELETE'], ['OPTIONS'], ['POST']),
  )
  .map(([policy, path, methods]) => ({ ...policy, path, ...(methods === undefined ? {} : { methods }) }))

/** Configurations that compile. */
export const arbitraryConfig: fc.Arbitrary<Config> = fc
  .tuple(parts, fc.array(route, { maxLength: 4 }))
  .map(([base, routes]): Config => (routes.length === 0 ? base : { ...base, routes }))
  .filter(compiles)

function compiles(config: Config): boolean {
  try {
    compile(config)
    return true
  } catch (error) {
    // Two rules for one path, or a guard that trusts everybody: not what this is about.
    if (error instanceof ConfigError) return false
    throw error
  }
}

/** Requests to some of the app's paths: plain ones, preflights and what is neither. */
export function arbitraryRequest(paths: readonly string[]): fc.Arbitrary<WireRequest> {
  const headers = fc.record(
    {
      origin: fc.oneof(
        fc.constantFrom(...SENT_ORIGINS),
        fc.array(fc.constantFrom(...SENT_ORIGINS), { minLength: 2, maxLength: 2 }),
      ),
      'access-control-request-method': fc.constantFrom(...METHODS, 'put', 'FOO', ''),
      'access-control-request-headers': fc.oneof(
        fc
          .array(fc.constantFrom(...NAMES, 'X-One', 'x-three', '', 'x y'), { maxLength: 4 })
          .map((names) => names.join(', ')),
        fc.array(fc.constantFrom(...NAMES), { minLength: 2, maxLength: 2 }),
      ),
      'sec-fetch-site': fc.constantFrom('same-origin', 'same-site', 'cross-site', 'none'),
    },
    { requiredKeys: [] },
  )
  return fc.record({
    // OPTIONS often enough to be a preflight now and then.
    method: fc.constantFrom('GET', 'OPTIONS', 'OPTIONS', 'OPTIONS', 'HEAD', 'POST', 'PUT', 'DELETE', 'PATCH'),
    path: fc.constantFrom(...paths),
    headers,
  })
}
