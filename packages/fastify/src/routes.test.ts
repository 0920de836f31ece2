import Fastify, { type FastifyInstance, type FastifyServerOptions } from 'fastify'
import { expect, onTestFinished, test, vi } from 'vitest'
import { type Headers, headerOf, preflight, start } from './app.test-kit.ts'
import { type CorsConfig, sallyport } from './index.ts'

/** A policy that admits https://NAME.test, so that an answer tells which policy made it. */
function only(name: string): CorsConfig {
  return {
    origins: [`https://${name}.test`, 'https://any.test'],
    methods: ['GET', 'PUT', 'PATCH', 'DELETE'],
    allowedHeaders: [VERSION],
  }
}

const VERSION = 'accept-version'
const handler = async () => 'ok'

/** Every kind of route Fastify has, most with a policy of their own. */
async function declareRoutes(app: FastifyInstance) {
  app.get('/plain', handler)
  app.get('/users/:id', { config: { cors: only('user') } }, handler)
  app.put('/users/:id', { config: { cors: only('change') } }, handler)
  app.get('/users/me', { config: { cors: only('me') } }, handler)
  app.get('/off', { config: { cors: false } }, handler)
  app.put('/off', { config: { cors: false } }, handler)
  app.get('/files/*', { config: { cors: only('files') } }, handler)
  app.route({ method: ['PUT', 'PATCH'], url: '/several', config: { cors: only('several') }, handler })
  app.all('/all', { config: { cors: only('all') } }, async ({ method }) => method)
  app.options('/all-but-own', async () => 'own')
  app.put('/all-but-own', { config: { cors: only('own') } }, handler)
  app.get('/by-host', { constraints: { host: 'one.test' }, config: { cors: only('one') } }, handler)
  app.get('/by-host', { constraints: { host: 'two.test' }, config: { cors: only('two') } }, handler)
  app.get('/by-version', { constraints: { version: '1.0.0' }, config: { cors: only('version') } }, handler)
  app.put('/versions/me', { constraints: { version: '1.0.0' }, config: { cors: only('me-1') } }, handler)
  app.put('/versions/:id', { config: { cors: only('all-versions') } }, handler)
  await app.register(
    async (team) => {
      await team.register(sallyport, { cors: only('team') })
      team.get('/', handler)
      team.get('/own', { config: { cors: only('team-own') } }, handler)
      await team.register(async (inner) => {
        inner.get('/inner', handler)
      })
    },
    { prefix: '/team' },
  )
  // Contexts without a prefix, side by side.
  for (const name of ['left', 'right']) {
    await app.register(async (side) => {
      await side.register(sallyport, { cors: only(name) })
      side.get(`/${name}`, handler)
    })
  }
}

async function startApp(options: FastifyServerOptions = {}) {
  const app = Fastify({ ...options, forceCloseConnections: true })
  await app.register(sallyport, { cors: only('base') })
  await declareRoutes(app)
  return start(app)
}

test.each<[line: string, policy: string, headers?: Headers]>([
  ['GET /plain', 'base'],
  ['GET /users/1', 'user'],
  ['PUT /users/1', 'change'],
  ['GET /users/me', 'me'],
  ['PUT /users/me', 'change'],
  ['GET /users/me?id=1', 'me'],
  ['GET /files/a/b/c', 'files'],
  ['PUT /several', 'several'],
  ['PATCH /several', 'several'],
  ['DELETE /all', 'all'],
  ['PUT /all-but-own', 'own'],
  ['GET /by-host', 'one', { host: 'one.test' }],
  ['GET /by-host', 'two', { host: 'two.test' }],
  ['GET /team', 'team'],
  ['GET /team/', 'team'],
  ['GET /team/own', 'team-own'],
  ['GET /team/inner', 'team'],
  ['GET /left', 'left'],
  ['GET /right', 'right'],
])('%s: request and preflight take the policy of "%s"', async (line, policy, headers = {}) => {
  const send = await startApp()
  const origin = `https://${policy}.test`
  const answer = await send(line, { origin, ...headers })
  expect(answer).toMatchObject({ status: 200 })
  expect(headerOf(answer, 'access-control-allow-origin')).toBe(origin)
  expect(await preflight(send, line, origin, headers)).toBe(origin)
  // A policy that fits is no proof: one that does not must refuse.
  expect(await preflight(send, line, 'https://other.test', headers)).toBe('403')
})

test.each<[title: string, line: string, policy: string, headers?: Headers]>([
  ['a path without a route', 'GET /nowhere', 'base'],
  ['a method the path has no route for', 'DELETE /users/1', 'base'],
  ['a method in small letters, which reaches no route', 'put /users/1', '403'],
  ['a method no server knows', 'FROB /users/1', '403'],
  ['a method with a name every object has', 'constructor /users/1', '403'],
  ['a method with the name of the prototype', '__proto__ /users/1', '403'],
  ['an unrouted path below a context', 'GET /team/nowhere', 'base'],
  ['a host without a route', 'GET /by-host', 'base'],
  ['a version, which it announces', 'GET /by-version', 'version', { 'access-control-request-headers': VERSION }],
  ['no version of a route that has only one with', 'GET /by-version', 'base'],
  ['a version of a path that has a more specific route without', 'PUT /versions/me', 'all-versions'],
  ['the same path with a version', 'PUT /versions/me', 'me-1', { 'access-control-request-headers': VERSION }],
])('a preflight for %s', async (_title, line, policy, headers) => {
  const send = await startApp()
  const origin = `https://${policy === '403' ? 'base' : policy}.test`
  expect(await preflight(send, line, origin, headers)).toBe(policy === '403' ? '403' : origin)
})

test('cors: false turns off the headers, and the preflight goes to the app', async () => {
  const send = await startApp()
  expect(await send('GET /off', { origin: 'https://base.test' })).toMatchObject({ status: 200, lines: [] })
  expect(await preflight(send, 'PUT /off', 'https://base.test')).toBe('404')
})

test.each<[title: string, line: string, body: string]>([
  ["the app's own OPTIONS route", 'OPTIONS /all-but-own', 'own'],
  ['an all() route', 'OPTIONS /all', 'OPTIONS'],
])('an OPTIONS request that is no preflight reaches %s', async (_title, line, body) => {
  const send = await startApp()
  expect(await send(line, { origin: 'https://any.test' })).toMatchObject({ status: 200, body })
})

test("beside all('*'), which serves OPTIONS of every path, preflights still go by the announced route", async () => {
  const app = Fastify()
  await app.register(sallyport, { cors: only('base') })
  app.put('/own', { config: { cors: only('own') } }, handler)
  app.put('/off', { config: { cors: false } }, handler)
  app.all('*', { config: { cors: only('rest') } }, async ({ method, url }) => `${method} ${url}`)
  const send = await start(app)
  expect(await preflight(send, 'PUT /own', 'https://own.test')).toBe('https://own.test')
  expect(await preflight(send, 'PATCH /own', 'https://rest.test')).toBe('https://rest.test')
  expect(await preflight(send, 'PUT /elsewhere', 'https://rest.test')).toBe('https://rest.test')
  expect(await preflight(send, 'PUT /elsewhere', 'https://base.test')).toBe('403')
  expect(await send('OPTIONS /own', { origin: 'https://rest.test' })).toMatchObject({ body: 'OPTIONS /own' })
  // With CORS off, the preflight is the app's, and its answer grants nothing.
  expect(
    await send('OPTIONS /off', { origin: 'https://rest.test', 'access-control-request-method': 'PUT' }),
  ).toMatchObject({ status: 200, lines: ['vary: origin, access-control-request-method'], body: 'OPTIONS /off' })
})

test('a preflight that the policy leaves to the app reaches its OPTIONS route', async () => {
  const app = Fastify()
  await app.register(sallyport, { cors: { ...only('base'), preflightContinue: true } })
  app.options('/x', async (_request, reply) => reply.code(204).header('x-own', '1').send())
  app.put('/x', handler)
  const send = await start(app)
  const answer = await send('OPTIONS /x', { origin: 'https://base.test', 'access-control-request-method': 'PUT' })
  expect(answer.status).toBe(204)
  expect(headerOf(answer, 'x-own')).toBe('1')
  expect(headerOf(answer, 'access-control-allow-origin')).toBe('https://base.test')
})

test.each<[title: string, options: FastifyServerOptions, line: string]>([
  ['case does not count', { routerOptions: { caseSensitive: false } }, 'PUT /USERS/1'],
  ['a trailing slash does not count', { routerOptions: { ignoreTrailingSlash: true } }, 'PUT /users/1/'],
  ['double slashes do not count', { routerOptions: { ignoreDuplicateSlashes: true } }, 'PUT //users//1'],
  ['a longer parameter', { routerOptions: { maxParamLength: 300 } }, `PUT /users/${'x'.repeat(200)}`],
  ['a semicolon begins the query', { useSemicolonDelimiter: true }, 'PUT /users/1;a=b'],
  ['the URL is rewritten', { rewriteUrl: ({ url = '' }) => url.replace('/v2', '') }, 'PUT /v2/users/1'],
])("preflights follow the router's own options: %s", async (_title, options, line) => {
  const send = await startApp(options)
  expect((await send(line, { origin: 'https://change.test' })).status).toBe(200)
  expect(await preflight(send, line, 'https://change.test')).toBe('https://change.test')
})

test('under a prefix with a slash at its end, a route that nothing reaches hides no other one', async () => {
  const app = Fastify({ routerOptions: { ignoreTrailingSlash: true } })
  await app.register(
    async (team) => {
      await team.register(sallyport, { cors: only('team') })
      // Fastify serves this one at /a//.
      team.route({ method: 'PUT', url: '/', prefixTrailingSlash: 'slash', handler })
      team.route({ method: 'PUT', url: '/', config: { cors: only('both') }, handler })
    },
    { prefix: '/a/' },
  )
  const send = await start(app)
  const answer = await preflight(send, 'PUT /a/', 'https://both.test')
  expect(answer).toBe('https://both.test')
})

test('only a context has a policy: the rest of the app is left alone', async () => {
  const app = Fastify()
  app.put('/outside', handler)
  app.options('/outside', async () => 'own')
  await app.register(async (child) => {
    await child.register(sallyport, { cors: only('child') })
    child.put('/inside', handler)
  })
  const send = await start(app)
  expect(await preflight(send, 'PUT /inside', 'https://child.test')).toBe('https://child.test')
  expect(await send('GET /nowhere', { origin: 'https://child.test' })).toMatchObject({ status: 404, lines: [] })
  expect(
    await send('OPTIONS /outside', { origin: 'https://child.test', 'access-control-request-method': 'PUT' }),
  ).toMatchObject({ status: 200, body: 'own', lines: [] })
})

test('a context that was there first takes part', async () => {
  const app = Fastify()
  app.register(async (early) => {
    early.put('/early', { config: { cors: only('early') } }, handler)
  })
  app.register(sallyport, { cors: only('base') })
  const send = await start(app)
  expect(headerOf(await send('PUT /early', { origin: 'https://early.test' }), 'access-control-allow-origin')).toBe(
    'https://early.test',
  )
})

test('registering without await: requests follow the route, and the first preflight that cannot is told of', async () => {
  const warn = vi.spyOn(process, 'emitWarning').mockImplementation(() => {})
  const app = Fastify()
  app.register(sallyport, { cors: only('base') })
  app.put('/late', { config: { cors: only('late') } }, handler)
  const send = await start(app)
  expect(headerOf(await send('PUT /late', { origin: 'https://late.test' }), 'access-control-allow-origin')).toBe(
    'https://late.test',
  )
  expect(warn).not.toHaveBeenCalled()
  expect(await preflight(send, 'PUT /late', 'https://base.test')).toBe('https://base.test')
  await preflight(send, 'PUT /late', 'https://base.test')
  expect(warn.mock.calls).toEqual([[expect.stringContaining('PUT /late'), 'SallyportWarning']])
  warn.mockRestore()
})

test('a route that was never checked and cannot be used answers nothing but an error', async () => {
  const app = Fastify()
  app.register(sallyport, { cors: only('base') })
  app.get('/late', { config: { cors: { origins: [] } } }, handler)
  const send = await start(app)
  expect(await send('GET /late', { origin: 'https://base.test' })).toMatchObject({ status: 500 })
})

test('the other parts of a policy go by route too', async () => {
  const app = Fastify()
  await app.register(sallyport, { csrf: true, csp: { directives: { 'default-src': ["'self'"] } } })
  app.post('/guarded', handler)
  app.post('/hook', { config: { csrf: false } }, handler)
  app.get('/bare', { config: { csp: false } }, handler)
  app.get('/strict', { config: { csp: { directives: { 'default-src': ["'none'"] } } } }, handler)
  const send = await start(app)
  const foreign = { 'sec-fetch-site': 'cross-site' }
  expect((await send('POST /guarded', foreign)).status).toBe(403)
  expect((await send('POST /hook', foreign)).status).toBe(200)
  expect(headerOf(await send('GET /bare'), 'content-security-policy')).toBeUndefined()
  expect(headerOf(await send('GET /strict'), 'content-security-policy')).toBe("default-src 'none'")
})

test('development: a preflight that a route’s own policy refuses is told where to change it', async () => {
  vi.stubEnv('NODE_ENV', 'development')
  const warn = vi.spyOn(process, 'emitWarning').mockImplementation(() => {})
  onTestFinished(() => {
    vi.unstubAllEnvs()
    warn.mockRestore()
  })
  const app = Fastify()
  await app.register(sallyport, { cors: { origins: ['https://app.test'] } })
  app.get('/own', { config: { cors: { origins: ['https://own.test'] } } }, handler)
  const send = await start(app)
  const { body } = await send('OPTIONS /own', { origin: 'https://app.test', 'access-control-request-method': 'GET' })
  expect(body).toContain('To allow it: Add "https://app.test" to config.cors.origins.')
})

test.each(['cors', 'csp', 'csrf'])('a policy beside the route’s config is warned of: %s', async (part) => {
  const warn = vi.spyOn(process, 'emitWarning').mockImplementation(() => {})
  onTestFinished(() => warn.mockRestore())
  const app = Fastify()
  await app.register(sallyport, { cors: only('base') })
  app.get('/stray', Object.assign({}, { [part]: false }), handler)
  app.get('/right', { config: { cors: false } }, handler)
  await app.ready()
  expect(warn.mock.calls).toEqual([
    [
      expect.stringContaining(`GET /stray ${part}: The option ${part} of a route does nothing here.`),
      'SallyportWarning',
    ],
  ])
})
