import fc from 'fast-check'
import { compile } from './compile.ts'
import type { Config, CorsConfig, RouteConfig, RoutePolicy } from './config.ts'
import type { OriginResolver, ResolvedOrigins } from './cors/origin-resolver.ts'
import { ConfigError } from './finding.ts'
import type { Policy } from './policy.ts'
import type { RequestView } from './request.ts'

export const LISTED: readonly string[] = [
  'https://a.test',
  'https://b.test:8443',
  'https://*.c.test',
  'http://localhost:*',
]
/** Whom resolvers admit. One of them for a tenant only. */
export const RESOLVED: readonly string[] = ['https://r.test', 'https://tenant.test']
/** Whoever some policy admits, and others. */
export const SENT: readonly string[] = [
  'https://a.test',
  'https://b.test:8443',
  'https://x.c.test',
  'http://localhost:3000',
  ...RESOLVED,
  'https://evil.test',
  'null',
  'garbage',
  '',
]
export const METHODS: readonly string[] = ['PUT', 'DELETE', 'PATCH', 'PURGE']
export const NAMES: readonly string[] = ['x-a', 'x-b', 'authorization']

const some = <T>(values: readonly T[]): fc.Arbitrary<T[]> => fc.subarray([...values], { minLength: 1 })
const starOr = (values: readonly string[]): fc.Arbitrary<'*' | string[]> =>
  fc.oneof(fc.constant('*' as const), some(values))

const answersAtOnce: OriginResolver = (origin) => RESOLVED.includes(origin)
const answersLater: OriginResolver = async (origin) => RESOLVED.includes(origin)
const readsTenant: OriginResolver = (origin, request) =>
  origin === 'https://r.test' || (origin === 'https://tenant.test' && request.header('x-tenant') === 't')
const readsPath: OriginResolver = async (origin, { path }) => origin === 'https://r.test' && path.startsWith('/r')
const fails: OriginResolver = () => {
  throw new Error('the database is away')
}
const resolver: fc.Arbitrary<OriginResolver | ResolvedOrigins> = fc.oneof(
  fc.constantFrom(answersAtOnce, answersLater, readsTenant, readsPath, fails),
  fc.record(
    {
      resolve: fc.constantFrom(answersAtOnce, answersLater, readsTenant),
      known: some(LISTED),
      cacheSeconds: fc.constantFrom(0, 60),
      cacheEntries: fc.constantFrom(1, 1000),
    },
    { requiredKeys: ['resolve'] },
  ),
)

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
const exposed = some(['x-total', 'x-page'])

const listing: fc.Arbitrary<CorsConfig> = fc.oneof(
  fc.record(
    { ...sharing, origins: some(LISTED), exposedHeaders: exposed, dangerouslyAllowNullOrigin: fc.boolean() },
    { requiredKeys: ['origins'] },
  ),
  fc.record(
    {
      ...sharing,
      origins: some(LISTED),
      exposedHeaders: exposed,
      credentials: fc.constant(true as const),
      dangerouslyAllowNullOrigin: fc.boolean(),
    },
    { requiredKeys: ['origins', 'credentials'] },
  ),
)
const opening: fc.Arbitrary<CorsConfig> = fc.oneof(
  fc.record(
    { ...sharing, origins: fc.constant('*' as const), exposedHeaders: starOr(['x-total']) },
    { requiredKeys: ['origins'] },
  ),
  fc.record(
    {
      ...sharing,
      origins: fc.constant('*' as const),
      credentials: fc.constant(true as const),
      dangerouslyReflectAnyOrigin: fc.constant(true as const),
      dangerouslyAllowNullOrigin: fc.boolean(),
    },
    { requiredKeys: ['origins', 'credentials', 'dangerouslyReflectAnyOrigin'] },
  ),
)
const resolving: fc.Arbitrary<CorsConfig> = fc.oneof(
  fc.record(
    { ...sharing, origins: resolver, exposedHeaders: exposed, dangerouslyAllowNullOrigin: fc.boolean() },
    { requiredKeys: ['origins'] },
  ),
  fc.record(
    { ...sharing, origins: resolver, credentials: fc.constant(true as const) },
    { requiredKeys: ['origins', 'credentials'] },
  ),
)

/** Of every kind, with every option; none asks a resolver. */
export const staticCors: fc.Arbitrary<CorsConfig> = fc.oneof(listing, opening)
const cors: fc.Arbitrary<CorsConfig | false> = fc.oneof(
  { weight: 1, arbitrary: fc.constant(false as const) },
  { weight: 3, arbitrary: listing },
  { weight: 2, arbitrary: opening },
  { weight: 2, arbitrary: resolving },
)

/** What the policies below send as CSP, before a nonce is drawn. */
export const CSP: readonly string[] = ["default-src 'self'", "frame-ancestors 'none'"]
const csp = fc.constantFrom<NonNullable<RoutePolicy['csp']>>(false as const, "default-src 'self'", [
  { directives: { 'frame-ancestors': ["'none'"] }, reportOnly: true },
  "default-src 'self'",
])
const csrf = fc.constantFrom(false, true, { trustedOrigins: ['https://a.test'] }, { trustedOrigins: 'cors' as const })

const parts: fc.Arbitrary<RoutePolicy> = fc.record({ cors, csp, csrf }, { requiredKeys: ['cors'] })
const route: fc.Arbitrary<RouteConfig> = fc
  .tuple(
    fc.record({ cors, csp, csrf }, { requiredKeys: [] }),
    fc.constantFrom('/r', '/r/*', '/r/:id', '/*'),
    fc.constantFrom(undefined, ['GET'], ['PUT', 'DELETE'], ['OPTIONS'], ['POST']),
  )
  .map(([policy, path, methods]) => ({ ...policy, path, ...(methods === undefined ? {} : { methods }) }))

/** Configurations of every kind, mostly such that compile. */
export const arbitraryConfig: fc.Arbitrary<Config> = fc
  .tuple(parts, fc.uniqueArray(route, { maxLength: 3, selector: ({ path, methods = [] }) => `${path} ${methods}` }))
  .map(([base, routes]): Config => (routes.length === 0 ? base : { ...base, routes }))

/** Undefined for a configuration that is refused, such as a guard that would trust everybody. */
export function compiled(config: Config): Policy | undefined {
  try {
    return compile(config)
  } catch (error) {
    if (error instanceof ConfigError) return undefined
    throw error
  }
}

/** The headers that a decision, or a resolver above, may read. */
export interface SentHeaders {
  readonly origin?: string
  readonly 'access-control-request-method'?: string
  readonly 'access-control-request-headers'?: string
  readonly 'sec-fetch-site'?: string
  readonly 'x-tenant'?: string
  readonly host?: string
  readonly upgrade?: string
}

export const arbitraryHeaders: fc.Arbitrary<SentHeaders> = fc.record(
  {
    origin: fc.constantFrom(...SENT),
    'access-control-request-method': fc.constantFrom('GET', 'POST', 'put', '', ...METHODS),
    'access-control-request-headers': fc.constantFrom('', 'x-a', 'X-B , x-a', 'authorization', 'cookie', 'x a', '*'),
    'sec-fetch-site': fc.constantFrom('same-origin', 'cross-site'),
    'x-tenant': fc.constantFrom('t', 'u'),
  },
  { requiredKeys: [] },
)

/** OPTIONS often enough to be a preflight now and then. */
export const arbitraryTarget: fc.Arbitrary<{ readonly method: string; readonly path: string }> = fc.record({
  method: fc.constantFrom('GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'OPTIONS', 'OPTIONS'),
  path: fc.constantFrom('/', '/r', '/r/1', '/r/1/2', '//r', '/%72'),
})

export function viewOf(
  to: { readonly method: string; readonly path: string },
  headers: SentHeaders | Readonly<Record<string, string>>,
): RequestView {
  const values = new Map<string, string>(Object.entries(headers))
  return { ...to, header: (name) => values.get(name) }
}
