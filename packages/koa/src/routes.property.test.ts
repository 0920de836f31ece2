import Router, { type RouterMiddleware } from '@koa/router'
import fc from 'fast-check'
import Koa from 'koa'
import mount from 'koa-mount'
import { expect, test, vi } from 'vitest'
import { headerOf, listen, serverOf } from './app.test-kit.ts'
import { type CorsConfig, corsPolicy, sallyport } from './index.ts'

const FRIEND = 'https://app.example.com'

/** Told from all others by the header name that only it exposes and allows. */
function only(name: string): CorsConfig {
  return { origins: [FRIEND], methods: '*', exposedHeaders: [name], allowedHeaders: [name] }
}

type Kind = 'route' | 'plain route' | 'tag' | 'check' | 'use' | 'use tag' | 'use and answer' | 'redirect' | 'nested'

interface LayerSpec {
  readonly kind: Kind
  readonly methods: readonly string[]
  readonly path: string | RegExp
  readonly inner: readonly LayerSpec[]
}

interface RouterSpec {
  readonly options: ConstructorParameters<typeof Router>[0]
  readonly mount: string
  readonly layers: readonly LayerSpec[]
}

const METHODS = ['GET', 'HEAD', 'PUT', 'DELETE', 'PROPFIND', 'OPTIONS']

const path = fc.oneof(
  {
    weight: 9,
    arbitrary: fc
      .tuple(
        fc.array(fc.constantFrom('a', 'b', 'A', ':p', ':p-x', '%61'), { maxLength: 3 }),
        fc.constantFrom('', '', '/', '{/:o}', '/{*rest}'),
      )
      .map(
        ([segments, end]) =>
          `${segments.map((segment, index) => `/${segment.replace('p', `p${index}`)}`).join('')}${end}` || '/',
      ),
  },
  { weight: 1, arbitrary: fc.constantFrom(/^\/a.*$/, /b/i) },
)

const KINDS: readonly Kind[] = [
  'route',
  'route',
  'route',
  'plain route',
  'plain route',
  'tag',
  'check',
  'use',
  'use tag',
  'use and answer',
  'redirect',
]

const { layer } = fc.letrec<{ layer: LayerSpec }>((tie) => ({
  layer: fc.record({
    kind: fc.oneof(
      { weight: 8, arbitrary: fc.constantFrom(...KINDS) },
      { weight: 2, arbitrary: fc.constant<Kind>('nested') },
    ),
    methods: fc.oneof(
      fc.constant(['all']),
      fc.uniqueArray(fc.constantFrom(...METHODS), { minLength: 1, maxLength: 3 }),
    ),
    path,
    inner: fc.oneof({ maxDepth: 2 }, fc.constant([]), fc.array(tie('layer'), { maxLength: 3 })),
  }),
}))

const router: fc.Arbitrary<RouterSpec> = fc.record({
  options: fc.record(
    {
      prefix: fc.constantFrom('/a', '/:t', '/p'),
      host: fc.constantFrom<(string | RegExp)[]>('one.test', /^one/),
      exclusive: fc.constantFrom<(boolean | 'specificity')[]>(true, 'specificity'),
      sensitive: fc.boolean(),
      strict: fc.boolean(),
      routerPath: fc.constant('/a/b'),
    },
    { requiredKeys: [] },
  ),
  mount: fc.constantFrom('/', '/', '/m', '/m/', '/a'),
  layers: fc.array(layer, { minLength: 1, maxLength: 6 }),
})

const SEGMENTS = ['a', 'b', 'A', 'm', 'p', '1', 'q-x', '%61', 'a%2Fb', '%2e', '.', '..', '', '%C3%A9', 'a;b', '%', '*']

interface RequestSpec {
  /** Undefined: the method of the layer. */
  readonly method: string | undefined
  readonly router: number
  readonly layer: number
  readonly inner: number
  readonly fill: string
  readonly rest: string
  readonly spoil: (path: string) => string
  readonly host: string
}

const keep = (path: string) => path
const request: fc.Arbitrary<RequestSpec> = fc.record({
  method: fc.oneof(
    { weight: 3, arbitrary: fc.constant(undefined) },
    { weight: 1, arbitrary: fc.constantFrom(...METHODS) },
  ),
  router: fc.nat({ max: 2 }),
  layer: fc.nat({ max: 5 }),
  inner: fc.nat({ max: 2 }),
  fill: fc.constantFrom('a', 'b', '1', 'q-x', 'a%2Fb', 'A'),
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
  ),
  host: fc.constantFrom('one.test', 'one.test', 'two.test'),
})

/** A request that most often reaches some route, not always the one it is made from. */
function aim(
  spec: RequestSpec,
  routers: readonly RouterSpec[],
): { readonly method: string; readonly path: string; readonly host: string } {
  const router = routers[spec.router % routers.length]
  const layer = router?.layers[spec.layer % router.layers.length]
  const inner = layer?.kind === 'nested' ? layer.inner[spec.inner % Math.max(layer.inner.length, 1)] : undefined
  const parts = [router?.mount, router?.options?.prefix, layer?.path, inner?.path]
  const pattern = parts.map((part) => (typeof part === 'string' ? part : part instanceof RegExp ? '/ab' : '')).join('')
  const path = pattern
    .replaceAll(/\{.*?\}/g, '')
    .replaceAll(/\/\/+/g, '/')
    .replaceAll(/:[a-z]+\d*/g, spec.fill)
  const [first = 'GET'] = (inner ?? layer)?.methods ?? []
  return {
    method: spec.method ?? (first === 'all' ? 'PUT' : first),
    path: spec.spoil(`${path.startsWith('/') ? '' : '/'}${path}${spec.rest}`),
    host: spec.host,
  }
}

/** Whoever answers says which policy was the last that it had passed. */
const answer: RouterMiddleware = (ctx) => {
  ctx.status = 200
  ctx.set('x-policy', ctx.state.last ?? 'base')
}

function build(specs: readonly RouterSpec[]): Koa {
  let count = 0
  const tag = (): RouterMiddleware => {
    count += 1
    const name = `p${count}`
    const policy = corsPolicy(only(name))
    const noting: RouterMiddleware = (ctx, next) => {
      ctx.state.last = name
      return policy(ctx, next)
    }
    return Object.assign(noting, policy)
  }
  const passOn: RouterMiddleware = (_ctx, next) => next()
  const fill = (router: Router, layers: readonly LayerSpec[]) => {
    for (const { kind, methods, path, inner } of layers) {
      const add = (...stack: RouterMiddleware[]) =>
        methods[0] === 'all'
          ? router.all(path, ...stack)
          : router.register(path, [...methods], stack, { pathAsRegExp: path instanceof RegExp })
      if (kind === 'route') add(tag(), answer)
      if (kind === 'plain route') add(answer)
      if (kind === 'tag') add(tag())
      if (kind === 'check') router.all(path, passOn)
      if (kind === 'use') router.use(path, passOn)
      if (kind === 'use tag') router.use(path, tag())
      if (kind === 'use and answer') router.use(path, answer)
      if (kind === 'redirect' && typeof path === 'string' && path.startsWith('/')) router.redirect(path, '/elsewhere')
      if (kind === 'nested' && typeof path === 'string') {
        const nested = new Router()
        fill(nested, inner)
        router.use(path, nested.routes())
      }
    }
  }
  const app = new Koa()
  const routers = specs.map((spec) => {
    const router = new Router(spec.options)
    fill(router, spec.layers)
    return { mount: spec.mount, router }
  })
  app.use(sallyport({ cors: only('base') }, { routers }))
  app.use(async (ctx, next) => {
    await next()
    // A redirect, or nobody.
    if (!ctx.response.get('x-policy')) ctx.set('x-policy', ctx.state.last ?? 'base')
  })
  for (const { mount: at, router } of routers) {
    const routes = router.routes()
    // The router's type wants what it adds to the context to be there.
    app.use(mount(at, (ctx: Koa.Context, next) => Reflect.apply(routes, undefined, [ctx, next])))
  }
  return app
}

// A server for every run: in the thorough mode no more than this, or it would take half an hour.
const RUNS = Math.min(Number(process.env.SALLYPORT_RUNS ?? 100), 2000)

test('the policy that the answering route has passed decides, for the request and its preflight', {
  timeout: RUNS * 1000,
}, async () => {
  const warn = vi.spyOn(process, 'emitWarning').mockImplementation(() => {})
  await fc.assert(
    fc.asyncProperty(
      fc.array(router, { minLength: 1, maxLength: 3 }),
      fc.array(request, { minLength: 6, maxLength: 6 }),
      async (routers, requests) => {
        const { send, close } = await listen(serverOf(build(routers)))
        try {
          for (const spec of requests) {
            const { method, path, host } = aim(spec, routers)
            const place = { origin: FRIEND, host }
            const actual = await send(`${method} ${path}`, place)
            const preflight = await send(`OPTIONS ${path}`, { ...place, 'access-control-request-method': method })
            const policy = headerOf(actual, 'x-policy')
            const where = `${method} ${path} (${actual.status})`
            expect(headerOf(actual, 'access-control-expose-headers'), where).toBe(policy)
            expect(headerOf(preflight, 'access-control-allow-headers'), `preflight of ${where}`).toBe(policy)
          }
        } finally {
          close()
        }
      },
    ),
    { numRuns: RUNS },
  )
  expect(warn).not.toHaveBeenCalled()
})
