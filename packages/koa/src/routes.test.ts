import Router from '@koa/router'
import Koa, { type Context, type Next } from 'koa'
import { afterEach, expect, onTestFinished, test, vi } from 'vitest'
import { type Headers, headerOf, preflight, start } from './app.test-kit.ts'
import { type CorsConfig, corsPolicy, cspPolicy, csrfPolicy, type PolicyRouter, sallyport } from './index.ts'

const warn = vi.spyOn(process, 'emitWarning').mockImplementation(() => {})
afterEach(() => warn.mockClear())

/** A policy that admits https://NAME.test, so that an answer tells which policy made it. */
function only(name: string): CorsConfig {
  return { origins: [`https://${name}.test`, 'https://any.test'], methods: ['GET', 'PUT', 'PATCH', 'DELETE'] }
}

function handler(ctx: Context): void {
  ctx.body = 'ok'
}

function passOn(_ctx: Context, next: Next): Promise<unknown> {
  return next()
}

function declareRoutes(): Router[] {
  const router = new Router()
  router.get('/plain', handler)
  router.get('/users/me', handler)
  router.get('/users/:id', corsPolicy(only('user')), handler)
  router.put('/users/:id', corsPolicy(only('change')), handler)
  router.get('/overlap/first', corsPolicy(only('first')), handler)
  router.get('/overlap/:any', corsPolicy(only('second')), handler)
  router.put('/off', corsPolicy(false), handler)
  router.all('/all', corsPolicy(only('all')), handler)
  router.options('/own-options', (ctx) => {
    ctx.body = 'own'
  })
  router.put('/own-options', corsPolicy(only('own')), handler)
  router.get('/both', corsPolicy(only('outer')), corsPolicy(only('inner')), handler)

  const inner = new Router({ prefix: '/inner' })
  inner.get('/', handler)
  inner.get('/tagged', corsPolicy(only('tagged')), handler)
  const team = new Router({ prefix: '/team' })
  team.use(corsPolicy(only('team')))
  team.get('/', handler)
  team.use(inner.routes())
  router.use(team.routes())

  const checked = new Router({ prefix: '/checked' })
  checked.all('/{*rest}', passOn)
  checked.get('/x', corsPolicy(only('checked')), handler)

  const one = new Router({ host: 'one.test' })
  one.get('/by-host', corsPolicy(only('one')), handler)
  const two = new Router({ host: /^two\.test/ })
  two.get('/by-host', corsPolicy(only('two')), handler)

  const last = new Router({ exclusive: true, prefix: '/last' })
  last.get('/x', corsPolicy(only('x')), handler)
  last.get('/:any', corsPolicy(only('last')), handler)
  const specific = new Router({ exclusive: 'specificity', prefix: '/specific' })
  specific.get('/:any', corsPolicy(only('any-of-them')), handler)
  specific.get('/x', corsPolicy(only('specific')), handler)
  return [router, checked, one, two, last, specific]
}

function startApp(routers: Router[], passed: readonly PolicyRouter[] = routers) {
  const app = new Koa()
  app.use(sallyport({ cors: only('base') }, { routers: passed }))
  for (const router of routers) app.use(router.routes())
  return start(app)
}

test.each<[line: string, policy: string, headers?: Headers]>([
  ['GET /plain', 'base'],
  ['GET /users/1', 'user'],
  ['HEAD /users/1', 'user'],
  ['PUT /users/1', 'change'],
  ['GET /users/1?x=y', 'user'],
  ['GET /users/me', 'base'],
  ['PUT /users/me', 'change'],
  ['GET /overlap/first', 'first'],
  ['GET /overlap/other', 'second'],
  ['DELETE /all', 'all'],
  ['PUT /own-options', 'own'],
  ['GET /both', 'inner'],
  ['GET /team', 'team'],
  ['GET /team/inner', 'team'],
  ['GET /team/inner/tagged', 'tagged'],
  ['GET /checked/x', 'checked'],
  ['GET /by-host', 'one', { host: 'one.test' }],
  ['GET /by-host', 'two', { host: 'two.test:80' }],
  ['GET /last/x', 'last'],
  ['GET /specific/x', 'specific'],
])('%s: request and preflight take the policy of "%s"', async (line, policy, headers = {}) => {
  const send = await startApp(declareRoutes())
  const origin = `https://${policy}.test`
  const answer = await send(line, { origin, ...headers })
  expect(answer.status).toBe(200)
  expect(headerOf(answer, 'access-control-allow-origin')).toBe(origin)
  expect(await preflight(send, line, origin, headers)).toBe(origin)
  // A policy that fits is no proof: one that does not must refuse.
  expect(await preflight(send, line, 'https://other.test', headers)).toBe('403')
  expect(warn).not.toHaveBeenCalled()
})

test.each<[title: string, line: string, policy: string]>([
  ['a path without a route', 'GET /nowhere', 'base'],
  ['a method the path has no route for', 'DELETE /users/1', 'base'],
  ['a host without a route', 'GET /by-host', 'base'],
])('a preflight for %s takes the base', async (_title, line, policy) => {
  const send = await startApp(declareRoutes())
  expect(await preflight(send, line, `https://${policy}.test`)).toBe(`https://${policy}.test`)
})

test('a method in small letters is another method, which reaches no route', async () => {
  const send = await startApp(declareRoutes())
  expect(await preflight(send, 'put /users/1', 'https://change.test')).toBe('403')
})

test('corsPolicy(false) turns off the headers, and the preflight goes to the app', async () => {
  const send = await startApp(declareRoutes())
  expect(await send('PUT /off', { origin: 'https://base.test' })).toMatchObject({ status: 200, lines: [] })
  expect(await preflight(send, 'PUT /off', 'https://base.test')).toBe('404')
})

test('an OPTIONS request that is no preflight reaches the app', async () => {
  const send = await startApp(declareRoutes())
  expect(await send('OPTIONS /own-options', { origin: 'https://any.test' })).toMatchObject({ status: 200, body: 'own' })
})

test.each<[title: string, line: string, status: number]>([
  ['405', 'DELETE /plain', 405],
  ['501', 'QUERY /plain', 501],
  ['404', 'GET /nowhere', 404],
  ['the methods of a path', 'OPTIONS /plain', 200],
])("the router's own answers carry the base policy: %s", async (_title, line, status) => {
  const app = new Koa()
  const router = new Router()
  router.get('/plain', corsPolicy(only('plain')), handler)
  app.use(sallyport({ cors: only('base') }, { routers: [router] }))
  app.use(router.routes()).use(router.allowedMethods())
  const send = await start(app)
  const answer = await send(line, { origin: 'https://base.test' })
  expect(answer.status).toBe(status)
  expect(headerOf(answer, 'access-control-allow-origin')).toBe('https://base.test')
})

test('errors of middleware before the policy carry it', async () => {
  const router = new Router()
  router.get('/x', (ctx) => ctx.throw(401), corsPolicy(only('late')), handler)
  const send = await startApp([router])
  const answer = await send('GET /x', { origin: 'https://late.test' })
  expect(answer.status).toBe(401)
  expect(headerOf(answer, 'access-control-allow-origin')).toBe('https://late.test')
})

test('a router that was not passed: its policies hold for requests, and it is told that preflights miss them', async () => {
  const router = new Router()
  router.put('/x', corsPolicy(only('late')), csrfPolicy(true), handler)
  const send = await startApp([router], [])
  const answer = await send('PUT /x', { origin: 'https://late.test', 'sec-fetch-site': 'same-origin' })
  expect(headerOf(answer, 'access-control-allow-origin')).toBe('https://late.test')
  expect(await send('PUT /x', { origin: 'https://base.test' })).toEqual({ status: 403, lines: [], body: '' })
  expect(await preflight(send, 'PUT /x', 'https://base.test')).toBe('https://base.test')
  // Once for each policy, however many requests come.
  expect(warn.mock.calls.map(([message]) => message)).toEqual([
    expect.stringContaining('corsPolicy() on PUT /x'),
    expect.stringContaining('csrfPolicy() on PUT /x'),
  ])
})

test('a policy without the middleware is an error that says what is missing', async () => {
  const app = new Koa()
  const router = new Router()
  router.get('/x', corsPolicy(false), handler)
  app.use(router.routes())
  const told: string[] = []
  app.on('error', (error: Error) => told.push(error.message))
  const send = await start(app)
  expect((await send('GET /x')).status).toBe(500)
  expect(told).toEqual(['corsPolicy() needs app.use(sallyport(config)) before the router.'])
})

test('the other parts of a policy go by route too', async () => {
  const app = new Koa()
  const router = new Router()
  router.post('/guarded', handler)
  router.post('/hook', csrfPolicy(false), handler)
  router.get('/bare', cspPolicy(false), handler)
  router.get('/strict', cspPolicy({ directives: { 'default-src': ["'none'"] } }), corsPolicy(only('strict')), handler)
  app.use(sallyport({ csrf: true, csp: { directives: { 'default-src': ["'self'"] } } }, { routers: [router] }))
  app.use(router.routes())
  const send = await start(app)
  const foreign = { 'sec-fetch-site': 'cross-site' }
  expect((await send('POST /guarded', foreign)).status).toBe(403)
  expect((await send('POST /hook', foreign)).status).toBe(200)
  expect(headerOf(await send('GET /bare'), 'content-security-policy')).toBeUndefined()
  const strict = await send('GET /strict', { origin: 'https://strict.test' })
  expect(headerOf(strict, 'content-security-policy')).toBe("default-src 'none'")
  expect(headerOf(strict, 'access-control-allow-origin')).toBe('https://strict.test')
})

test.each<[title: string, declare: () => unknown, message: string]>([
  ['corsPolicy', () => corsPolicy({ origins: ['a.test'] }), 'corsPolicy().origins[0]: '],
  ['cspPolicy', () => cspPolicy([]), 'cspPolicy(): '],
  ['csrfPolicy', () => csrfPolicy({ trustedOrigins: ['https://*.a.test'] }), 'csrfPolicy().trustedOrigins[0]: '],
])('mistakes are refused where the route is declared: %s', (_title, declare, message) => {
  expect(declare).toThrow(message)
})

test('development: a preflight that a route’s own policy refuses is told where to change it', async () => {
  onTestFinished(() => void vi.unstubAllEnvs())
  vi.stubEnv('NODE_ENV', 'development')
  const router = new Router()
  router.get('/own', corsPolicy({ origins: ['https://own.test'] }), handler)
  const app = new Koa()
  app.use(sallyport({ cors: { origins: ['https://app.test'] } }, { routers: [router] })).use(router.routes())
  const send = await start(app)
  const { body } = await send('OPTIONS /own', { origin: 'https://app.test', 'access-control-request-method': 'GET' })
  expect(body).toContain('To allow it: Add "https://app.test" to corsPolicy().origins.')
})

test('a policy that stands on a route uncalled is an error that says so, and the route stays closed', async () => {
  const router = new Router()
  router.get('/uncalled', Reflect.get({ corsPolicy }, 'corsPolicy'), handler)
  const app = new Koa()
  const errors: unknown[] = []
  app.on('error', (error) => errors.push(error))
  app.use(sallyport({ cors: only('base') }, { routers: [router] })).use(router.routes())
  expect((await (await start(app))('GET /uncalled')).status).toBe(500)
  expect(errors).toEqual([expect.objectContaining({ message: expect.stringContaining('Write corsPolicy(…)') })])
})
