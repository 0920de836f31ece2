import Fastify, { type FastifyInstance } from 'fastify'
import { expect, test, vi } from 'vitest'
import { headerOf, preflight, type Send, start } from './app.test-kit.ts'
import { sallyport } from './plugin.ts'

const ROOT = 'https://root.test'
const CHILD = 'https://child.test'
const ROOT_ONLY = { cors: { origins: [ROOT] } }
const CHILD_ONLY = { cors: { origins: [CHILD] } }

interface Admitted {
  readonly actual: readonly string[]
  readonly preflight: readonly string[]
}

/** Who of the two may read the answer to a request, and who is granted its preflight. */
async function admitted(send: Send, line: string): Promise<Admitted> {
  const actual: string[] = []
  const granted: string[] = []
  for (const origin of [ROOT, CHILD]) {
    if (headerOf(await send(line, { origin }), 'access-control-allow-origin') === origin) actual.push(origin)
    if ((await preflight(send, line, origin)) === origin) granted.push(origin)
  }
  return { actual, preflight: granted }
}

const NOBODY: Admitted = { actual: [], preflight: [] }
const ROOTS = { actual: [ROOT], preflight: [ROOT] }
const CHILDS = { actual: [CHILD], preflight: [CHILD] }

async function startApp(build: (app: FastifyInstance) => unknown): Promise<Send> {
  const app = Fastify({ forceCloseConnections: true })
  await build(app)
  return start(app)
}

test.each<[setting: 'both' | 'slash' | 'no-slash', line: string, status: number]>([
  ['both', 'GET /child', 200],
  ['both', 'GET /child/', 200],
  ['both', 'HEAD /child', 200],
  ['slash', 'GET /child/', 200],
  ['slash', 'GET /child', 404],
  ['no-slash', 'GET /child', 200],
  ['no-slash', 'GET /child/', 404],
])('the index of a prefix, prefixTrailingSlash %s: %s', async (prefixTrailingSlash, line, status) => {
  const send = await startApp(async (app) => {
    await app.register(sallyport, ROOT_ONLY)
    app.register(
      async (child) => {
        child.route({ method: 'GET', url: '/', prefixTrailingSlash, config: CHILD_ONLY, handler: () => 'index' })
      },
      { prefix: '/child' },
    )
  })
  expect((await send(line)).status).toBe(status)
  expect(await admitted(send, line)).toEqual(status === 200 ? CHILDS : ROOTS)
})

test('siblings without a prefix that share a path: the method says whose it is', async () => {
  const send = await startApp((app) => {
    app.register(async (one) => {
      await one.register(sallyport, ROOT_ONLY)
      one.get('/shared', () => 'read')
    })
    app.register(async (two) => {
      await two.register(sallyport, { cors: { ...CHILD_ONLY.cors, methods: ['PUT'] } })
      two.put('/shared', () => 'changed')
    })
  })
  expect(await admitted(send, 'GET /shared')).toEqual(ROOTS)
  expect(await admitted(send, 'PUT /shared')).toEqual(CHILDS)
})

test('only a child has a policy: its 404s have the headers, the root nothing', async () => {
  const send = await startApp((app) => {
    app.get('/', () => 'root')
    app.register(
      async (child) => {
        await child.register(sallyport, CHILD_ONLY)
        child.get('/items', () => 'items')
        child.setNotFoundHandler((_request, reply) => reply.code(404).send('not in the child'))
      },
      { prefix: '/child' },
    )
  })
  expect(await admitted(send, 'GET /')).toEqual(NOBODY)
  expect(await send('GET /', { origin: CHILD })).toEqual({ status: 200, lines: [], body: 'root' })
  expect(await admitted(send, 'GET /child/items')).toEqual(CHILDS)
  expect((await send('GET /child/lost')).body).toBe('not in the child')
  expect(await admitted(send, 'GET /child/lost')).toEqual(CHILDS)
})

test('a context inside takes the nearest policy', async () => {
  const send = await startApp(async (app) => {
    await app.register(sallyport, ROOT_ONLY)
    app.register(
      async (child) => {
        await child.register(sallyport, CHILD_ONLY)
        child.register(async (inner) => void inner.get('/items', () => 'items'), { prefix: '/inner' })
      },
      { prefix: '/child' },
    )
  })
  expect(await admitted(send, 'GET /child/inner/items')).toEqual(CHILDS)
})

test('a child registers before the root does: each has its own', async () => {
  const send = await startApp(async (app) => {
    await app.register(
      async (child) => {
        await child.register(sallyport, CHILD_ONLY)
        child.get('/items', (_request, reply) => `nonce: ${reply.cspNonce}`)
      },
      { prefix: '/child' },
    )
    await app.register(sallyport, ROOT_ONLY)
    app.get('/items', (_request, reply) => `nonce: ${reply.cspNonce}`)
  })
  expect(await admitted(send, 'GET /child/items')).toEqual(CHILDS)
  expect(await admitted(send, 'GET /items')).toEqual(ROOTS)
  for (const line of ['GET /items', 'GET /child/items']) expect((await send(line)).body).toBe('nonce: ')
})

test.each<[title: string, build: (app: FastifyInstance) => unknown, line: string, admits: Admitted]>([
  [
    'a prefix declared without a slash, beside a catch-all that takes the slash',
    async (app) => {
      await app.register(sallyport, ROOT_ONLY)
      app.register(
        async (child) => {
          child.get('', () => 'index')
          child.get('/*', { config: CHILD_ONLY }, () => 'rest')
        },
        { prefix: '/child' },
      )
    },
    'GET /child/',
    CHILDS,
  ],
  [
    'a more specific route outside of the only context with a policy',
    async (app) => {
      await app.register(async (child) => {
        await child.register(sallyport, CHILD_ONLY)
        child.get('/users/:id', () => 'child')
      })
      app.get('/users/me', () => 'root')
    },
    'GET /users/me',
    NOBODY,
  ],
  [
    'a more specific route that was declared before the registration',
    async (app) => {
      app.get('/users/me', () => 'early')
      await app.register(sallyport, ROOT_ONLY)
      app.get('/users/:id', { config: CHILD_ONLY }, () => 'late')
    },
    'GET /users/me',
    ROOTS,
  ],
  [
    'a config that a later hook gives the route',
    async (app) => {
      await app.register(sallyport, ROOT_ONLY)
      app.addHook('onRoute', (route) => {
        route.config = { ...route.config, ...CHILD_ONLY }
      })
      app.get('/hooked', () => 'hooked')
    },
    'GET /hooked',
    CHILDS,
  ],
  [
    'a path nobody serves, answered by the child',
    async (app) => {
      await app.register(sallyport, ROOT_ONLY)
      app.register(
        async (child) => {
          await child.register(sallyport, CHILD_ONLY)
          child.setNotFoundHandler((_request, reply) => reply.code(404).send('not in the child'))
        },
        { prefix: '/child' },
      )
    },
    'GET /child/lost',
    CHILDS,
  ],
  [
    'a path nobody serves, under a context that leaves the answer to the root',
    async (app) => {
      await app.register(sallyport, ROOT_ONLY)
      app.register(async (child) => void (await child.register(sallyport, CHILD_ONLY)), { prefix: '/child' })
    },
    'GET /child/lost',
    ROOTS,
  ],
])('request and preflight agree: %s', async (_title, build, line, admits) => {
  vi.spyOn(process, 'emitWarning').mockImplementation(() => {})
  expect(await admitted(await startApp(build), line)).toEqual(admits)
})

test('what a later hook gives a route is checked before the app is ready', async () => {
  const app = Fastify()
  await app.register(sallyport, ROOT_ONLY)
  app.addHook('onRoute', (route) => {
    route.config = { cors: { origins: [] } }
  })
  app.get('/hooked', () => 'hooked')
  await expect(app.ready()).rejects.toThrow('GET /hooked config.cors.origins')
})
