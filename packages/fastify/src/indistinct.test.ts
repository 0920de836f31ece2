import Fastify, { type FastifyInstance, type RouteOptions } from 'fastify'
import { afterEach, expect, test, vi } from 'vitest'
import { headerOf, preflight, start } from './app.test-kit.ts'
import { type CorsConfig, sallyport } from './index.ts'

const emitted = vi.spyOn(process, 'emitWarning').mockImplementation(() => {})
afterEach(() => emitted.mockClear())

function only(name: string): CorsConfig {
  return { origins: [`https://${name}.test`], methods: ['PUT'], allowedHeaders: ['accept-version', 'x-tenant'] }
}

const TENANT = {
  name: 'tenant',
  storage: () => {
    const handlers = new Map<unknown, never>()
    return {
      get: (tenant: unknown) => handlers.get(tenant) ?? null,
      set: (tenant: unknown, handler: never) => void handlers.set(tenant, handler),
    }
  },
  deriveConstraint: ({ headers }: { readonly headers: Readonly<Record<string, unknown>> }) => headers['x-tenant'],
}

const OWN_VERSION = { ...TENANT, name: 'version', deriveConstraint: () => '1.0.0' }

async function createApp(prepare?: (app: FastifyInstance) => unknown): Promise<FastifyInstance> {
  const app = Fastify()
  prepare?.(app)
  await app.register(sallyport, { cors: only('base') })
  return app
}

type RouteConstraint = NonNullable<RouteOptions['constraints']>

function put(app: FastifyInstance, name: string, constraints: RouteConstraint, own = true): void {
  app.put('/x', { constraints, ...(own ? { config: { cors: only(name) } } : {}) }, async () => name)
}

test.each<[title: string, declare: (app: FastifyInstance) => void, warning: readonly unknown[]]>([
  [
    'two versions',
    (app) => {
      put(app, 'one', { version: '1.0.0' })
      put(app, 'two', { version: '2.0.0' })
    },
    [expect.stringMatching('route PUT /x differs from the route PUT /x declared before it by version,')],
  ],
  [
    'a constraint of the app',
    (app) => {
      app.addConstraintStrategy(TENANT)
      put(app, 'one', { tenant: 'a' })
      put(app, 'two', {})
    },
    [expect.stringMatching('by tenant, which a preflight does not tell')],
  ],
  [
    'two versions under the same policy',
    (app) => {
      put(app, 'one', { version: '1.0.0' }, false)
      put(app, 'two', { version: '2.0.0' }, false)
    },
    [],
  ],
  [
    'one with a version and one without, which a preflight tells apart',
    (app) => {
      put(app, 'one', { version: '1.0.0' })
      put(app, 'two', {})
    },
    [],
  ],
  [
    'two hosts, which a preflight tells apart',
    (app) => {
      put(app, 'one', { host: 'one.test' })
      put(app, 'two', { host: 'two.test' })
    },
    [],
  ],
])('routes that a preflight cannot tell apart are told of at the start: %s', async (_title, declare, warning) => {
  const app = await createApp()
  declare(app)
  await app.ready()
  expect(emitted.mock.calls.map(([message]) => message)).toEqual(warning)
  await app.close()
})

test('the first of them answers the preflights of both', async () => {
  const app = await createApp((app) => app.addConstraintStrategy(TENANT))
  put(app, 'one', { tenant: 'a' })
  put(app, 'two', {})
  const send = await start(app)
  expect(await preflight(send, 'PUT /x', 'https://one.test')).toBe('https://one.test')
  const answer = await send('PUT /x', { origin: 'https://two.test' })
  expect(headerOf(answer, 'access-control-allow-origin')).toBe('https://two.test')
})

test("a version strategy of the app's own may look anywhere: what the preflight announces does not count", async () => {
  const app = await createApp((app) => app.addConstraintStrategy(OWN_VERSION))
  put(app, 'one', { version: '1.0.0' })
  const send = await start(app)
  expect((await send('PUT /x')).body).toBe('one')
  expect(await preflight(send, 'PUT /x', 'https://one.test')).toBe('https://one.test')
})
