import fc from 'fast-check'
import Fastify, { type FastifyInstance, type FastifyServerOptions, type HTTPMethods } from 'fastify'
import { expect, test, vi } from 'vitest'
import { type Answer, headerOf, listen, type Send } from './app.test-kit.ts'
import { type CorsConfig, sallyport } from './index.ts'

const FRIEND = 'https://app.example.com'

/** Told from all others by the header name that only it exposes and allows. */
function only(name: string): CorsConfig {
  return { origins: [FRIEND], methods: '*', exposedHeaders: [name], allowedHeaders: [name, 'accept-version'] }
}

interface RouteSpec {
  readonly methods: readonly HTTPMethods[]
  readonly path: string
  readonly context: number
  readonly host: boolean
  readonly version: boolean
  readonly slash: 'both' | 'slash' | 'no-slash'
  readonly own: boolean
}

interface ContextSpec {
  readonly prefix: string
  readonly policy: boolean
  readonly notFound: boolean
  readonly innerFirst: boolean
}

interface RequestSpec {
  /** Undefined: the method of the route. */
  readonly method: string | undefined
  readonly route: number
  readonly fill: string
  readonly rest: string
  readonly spoil: (path: string) => string
  readonly host: boolean
  readonly version: boolean
}

interface Request {
  readonly method: string
  readonly path: string
  readonly host: boolean
  readonly version: boolean
}

const METHODS: readonly HTTPMethods[] = ['GET', 'HEAD', 'PUT', 'DELETE', 'QUERY', 'PROPFIND', 'OPTIONS']

const pattern = fc
  .tuple(
    fc.array(fc.constantFrom('a', 'b', 'A', ':p', ':p-:q', ':p(^\\d+$)', ':p.json', 'é', '%20', 'a::b'), {
      maxLength: 3,
    }),
    fc.constantFrom('', '', '', '/', '/*', '/:o?'),
  )
  .map(
    ([segments, end]) =>
      segments.map((segment, index) => `/${segment.replaceAll(/[pq]/g, (name) => name + index)}`).join('') + end || '/',
  )
  .filter((path) => !path.includes('%20%'))

const route: fc.Arbitrary<RouteSpec> = fc.record({
  methods: fc.oneof(
    { weight: 1, arbitrary: fc.constant(METHODS) },
    { weight: 4, arbitrary: fc.uniqueArray(fc.constantFrom(...METHODS), { minLength: 1, maxLength: 3 }) },
  ),
  path: fc.oneof({ weight: 9, arbitrary: pattern }, { weight: 1, arbitrary: fc.constant('*') }),
  context: fc.nat({ max: 3 }),
  host: fc.boolean(),
  version: fc.boolean(),
  slash: fc.constantFrom('both', 'slash', 'no-slash'),
  own: fc.boolean(),
})

const context: fc.Arbitrary<ContextSpec> = fc.record({
  prefix: fc.constantFrom('', '/a', '/b', '/:t', '/a/'),
  policy: fc.boolean(),
  notFound: fc.boolean(),
  innerFirst: fc.boolean(),
})

const SEGMENTS = [
  'a',
  'b',
  'A',
  '1',
  '12',
  'x-y',
  'q.json',
  '%61',
  'a%2Fb',
  '%2e',
  '.',
  '..',
  '',
  '%C3%A9',
  'a;b',
  '%20',
  'a:b',
  '*',
  '%',
  '%25',
  'x'.repeat(101),
]

const keep = (path: string) => path
const request: fc.Arbitrary<RequestSpec> = fc.record({
  method: fc.oneof(
    { weight: 3, arbitrary: fc.constant(undefined) },
    { weight: 1, arbitrary: fc.constantFrom(...METHODS) },
  ),
  route: fc.nat({ max: 7 }),
  fill: fc.constantFrom('a', '1', '12', 'x-y', 'q.json', 'a%2Fb', 'a;b', '%2e'),
  rest: fc.oneof(
    { weight: 4, arbitrary: fc.constant('') },
    {
      weight: 1,
      arbitrary: fc.array(fc.constantFrom(...SEGMENTS), { maxLength: 3 }).map((rest) => `/${rest.join('/')}`),
    },
  ),
  spoil: fc.constantFrom<((path: string) => string)[]>(
    keep,
    keep,
    keep,
    (path) => path.toUpperCase(),
    (path) => `${path}/`,
    (path) => path.replace('/', '//'),
    (path) => path.replace('a', '%61'),
    (path) => `${path}?x=/b`,
    (path) => `${path};v=1`,
    (path) => `${path}#a`,
  ),
  host: fc.boolean(),
  version: fc.boolean(),
})

/** A request that most often reaches some route, not always the one it is made from. */
function aim(spec: RequestSpec, contexts: readonly ContextSpec[], routes: readonly RouteSpec[]): Request {
  const route = routes[spec.route % routes.length]
  const level = Math.min(route?.context ?? 0, contexts.length - 1)
  const prefix = contexts.slice(1, level + 1).map((context) => context.prefix)
  const pattern = `${prefix.join('')}${route?.path ?? ''}`.replaceAll('//', '/')
  const path = pattern
    .replace(/\/:[a-z0-9]+\?$|\*$/, '')
    .replaceAll('::', '\n')
    .replaceAll(/:[a-z]+\d*(\(.*?\))?/g, spec.fill)
    .replaceAll('\n', ':')
    .replaceAll('é', '%C3%A9')
  const methods = route?.methods ?? []
  return {
    method: spec.method ?? methods[spec.route % methods.length] ?? 'GET',
    path: spec.spoil(`${path.startsWith('/') ? '' : '/'}${path}${spec.rest}`),
    host: spec.host || route?.host === true,
    version: spec.version,
  }
}

const options: fc.Arbitrary<FastifyServerOptions> = fc
  .record(
    {
      caseSensitive: fc.boolean(),
      ignoreTrailingSlash: fc.boolean(),
      ignoreDuplicateSlashes: fc.boolean(),
      useSemicolonDelimiter: fc.boolean(),
      maxParamLength: fc.constantFrom(2, 100, 200),
    },
    { requiredKeys: [] },
  )
  .chain((routerOptions) =>
    fc.record(
      {
        routerOptions: fc.constant(routerOptions),
        exposeHeadRoutes: fc.boolean(),
        rewriteUrl: fc.constant(({ url = '' }) => url.replace('/x-y', '/a')),
      },
      { requiredKeys: [] },
    ),
  )

/** The policy that the spec gives to whatever names itself: a route, or a context's 404. */
type Owners = Map<string, string | undefined>

async function build(
  serverOptions: FastifyServerOptions,
  contexts: readonly ContextSpec[],
  routes: readonly RouteSpec[],
): Promise<{ readonly app: FastifyInstance; readonly owners: Owners }> {
  const app = Fastify(serverOptions)
  app.addHttpMethod('PROPFIND')
  const owners: Owners = new Map()
  const fill = async (instance: FastifyInstance, level: number, outer: string | undefined) => {
    const spec = contexts[level]
    const policy = spec?.policy === true ? `c${level}` : outer
    if (spec?.policy === true) await instance.register(sallyport, { cors: only(`c${level}`) })
    if (spec?.notFound === true || level === 0) {
      owners.set(`n${level}`, policy)
      instance.setNotFoundHandler((_request, reply) => reply.code(404).header('x-name', `n${level}`).send())
    }
    const declare = () =>
      routes.forEach((route, index) => {
        if (Math.min(route.context, contexts.length - 1) !== level) return
        const name = `r${index}`
        owners.set(name, route.own && policy !== undefined ? name : policy)
        instance.route({
          method: [...route.methods],
          url: route.path,
          prefixTrailingSlash: route.slash,
          constraints: { ...(route.host ? { host: 'one.test' } : {}), ...(route.version ? { version: '1.0.0' } : {}) },
          config: route.own ? { cors: only(name) } : {},
          handler: (_request, reply) => reply.header('x-name', name).send(),
        })
      })
    // Routes that are declared before the first registration are never told of.
    const innerFirst = policy === undefined || spec?.innerFirst === true
    if (!innerFirst) declare()
    const inner = contexts[level + 1]
    if (inner !== undefined) {
      await instance.register(async (child) => fill(child, level + 1, policy), { prefix: inner.prefix })
    }
    if (innerFirst) declare()
  }
  await fill(app, 0, undefined)
  return { app, owners }
}

function hostOf({ host }: Pick<Request, 'host'>): Record<string, string> {
  return host ? { host: 'one.test' } : {}
}

async function ask(
  send: Send,
  { method, path, host, version }: Request,
): Promise<[request: Answer, preflight: Answer]> {
  const place = { origin: FRIEND, ...hostOf({ host }) }
  const actual = await send(`${method} ${path}`, { ...place, ...(version ? { 'accept-version': '1.0.0' } : {}) })
  const preflight = await send(`OPTIONS ${path}`, {
    ...place,
    'access-control-request-method': method,
    ...(version ? { 'access-control-request-headers': 'accept-version' } : {}),
  })
  return [actual, preflight]
}

// A server for every run: in the thorough mode no more than this, or it would take half an hour.
const RUNS = Math.min(Number(process.env.SALLYPORT_RUNS ?? 100), 2000)

test('the route that answers is the route whose policy decides, for the request and its preflight', {
  timeout: RUNS * 1000,
}, async () => {
  vi.spyOn(process, 'emitWarning').mockImplementation(() => {})
  await fc.assert(
    fc.asyncProperty(
      options,
      fc.array(context, { minLength: 1, maxLength: 4 }),
      fc.array(route, { minLength: 1, maxLength: 8 }),
      fc.array(request, { minLength: 6, maxLength: 6 }),
      async (serverOptions, contexts, routes, requests) => {
        const made = await build(serverOptions, contexts, routes).catch(() => undefined)
        // Routes that Fastify does not take together.
        fc.pre(made !== undefined)
        const { app, owners } = made
        const send = await listen(app)
        try {
          for (const aimed of requests) {
            const spec = aim(aimed, contexts, routes)
            const [actual, preflight] = await ask(send, spec)
            const name = headerOf(actual, 'x-name')
            // Fastify's own 400 and 414, given before any hook.
            if (name === undefined) continue
            const policy = owners.get(name)
            const where = `${spec.method} ${spec.path} reaches ${name}`
            expect(headerOf(actual, 'access-control-expose-headers'), where).toBe(policy)
            if ([400, 414].includes(preflight.status)) continue
            // An OPTIONS route of the app's hides from us which context would answer 404 to the other method.
            const options = name.startsWith('n') ? await send(`OPTIONS ${spec.path}`, hostOf(spec)) : undefined
            if (options !== undefined && headerOf(options, 'x-name') !== name) continue
            const allowed = headerOf(preflight, 'access-control-allow-headers')?.replace(',accept-version', '')
            expect(allowed, `preflight of ${where}`).toBe(policy)
          }
        } finally {
          await app.close()
        }
      },
    ),
    { numRuns: RUNS },
  )
})
