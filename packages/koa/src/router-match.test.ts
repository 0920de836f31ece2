import Router from '@koa/router'
import Koa, { type Context, type Next } from 'koa'
import mount from 'koa-mount'
import { afterEach, expect, test, vi } from 'vitest'
import { headerOf, preflight, start } from './app.test-kit.ts'
import { type CorsConfig, corsPolicy, sallyport } from './index.ts'

const warn = vi.spyOn(process, 'emitWarning').mockImplementation(() => {})
afterEach(() => warn.mockClear())

/** A policy that admits https://NAME.test, so that an answer tells which policy made it. */
function only(name: string): CorsConfig {
  return { origins: [`https://${name}.test`], methods: ['GET', 'PUT'] }
}

function handler(ctx: Context): void {
  ctx.body = 'ok'
}

function passOn(_ctx: Context, next: Next): Promise<unknown> {
  return next()
}

function startApp(routers: readonly Router[]) {
  const app = new Koa()
  app.use(sallyport({ cors: only('base') }, { routers }))
  for (const router of routers) app.use(router.routes())
  return start(app)
}

test.each<[title: string, declare: (router: Router, second: Router) => void, line: string, policy: string]>([
  [
    'a redirect answers before a later route of the same path',
    (router) => {
      router.redirect('/old', '/new')
      router.get('/:any', corsPolicy(only('any-of-them')), handler)
    },
    'GET /old',
    'base',
  ],
  [
    'so does an all() route whose function takes no next',
    (router) => {
      router.all('/x', handler)
      router.get('/:any', corsPolicy(only('any-of-them')), handler)
    },
    'GET /x',
    'base',
  ],
  [
    'and middleware of a path that takes none',
    (router) => {
      router.use('/x', handler)
      router.get('/x', corsPolicy(only('late')), handler)
    },
    'GET /x',
    'base',
  ],
  [
    'a route that is nothing but a policy calls on',
    (router) => {
      router.all('/x', corsPolicy(only('all')))
      router.get('/x', corsPolicy(only('get')), handler)
    },
    'GET /x',
    'get',
  ],
  [
    'a router that only checks calls on to the next',
    (router, second) => {
      router.all('/{*rest}', passOn)
      second.get('/x', corsPolicy(only('second')), handler)
    },
    'GET /x',
    'second',
  ],
  [
    'what a router says about a path holds in the next one too',
    (router, second) => {
      router.all('/{*rest}', corsPolicy(only('first')))
      second.get('/x', handler)
    },
    'GET /x',
    'first',
  ],
])('%s', async (_title, declare, line, policy) => {
  const routers = [new Router(), new Router()] as const
  declare(...routers)
  const send = await startApp([...routers])
  const origin = `https://${policy}.test`
  expect(headerOf(await send(line, { origin }), 'access-control-allow-origin')).toBe(origin)
  expect(await preflight(send, line, origin)).toBe(origin)
  expect(warn).not.toHaveBeenCalled()
})

test.each<[line: string, policy: string]>([
  ['GET /api/x', 'mounted'],
  ['GET /api/', 'index'],
  ['GET /api', 'index'],
  ['GET /x', 'base'],
  ['GET /apix', 'base'],
  ['GET /API/x', 'base'],
])('a router below koa-mount is asked for what is below: %s is under "%s"', async (line, policy) => {
  const app = new Koa()
  const router = new Router()
  router.get('/x', corsPolicy(only('mounted')), handler)
  router.get('/', corsPolicy(only('index')), handler)
  const api = new Koa()
  api.use(router.routes())
  app.use(sallyport({ cors: only('base') }, { routers: [{ mount: '/api', router }] }))
  app.use(mount('/api', api))
  const send = await start(app)
  const origin = `https://${policy}.test`
  const answer = await send(line, { origin })
  expect(answer.status).toBe(policy === 'base' ? 404 : 200)
  expect(headerOf(answer, 'access-control-allow-origin')).toBe(origin)
  expect(await preflight(send, line, origin)).toBe(origin)
  expect(warn).not.toHaveBeenCalled()
})

test('routers whose routes have no policy are not asked, until one has', async () => {
  const router = new Router()
  router.get('/x', handler)
  const match = vi.spyOn(router, 'match')
  const app = new Koa()
  app.use(sallyport({ cors: only('base') }, { routers: [router] }))
  const send = await start(app)
  await send('GET /x')
  await preflight(send, 'PUT /x', 'https://base.test')
  expect(match).not.toHaveBeenCalled()
  router.put('/x', corsPolicy(only('added')), handler)
  expect(await preflight(send, 'PUT /x', 'https://added.test')).toBe('https://added.test')
})

test('a route that calls next() hides what comes after it from preflights, which is told when it happens', async () => {
  const router = new Router()
  router.get('/:any', (_ctx, next) => next())
  router.get('/x', corsPolicy(only('late')), handler)
  const send = await startApp([router])
  expect(await preflight(send, 'GET /x', 'https://late.test')).toBe('403')
  const answer = await send('GET /x', { origin: 'https://late.test' })
  expect(headerOf(answer, 'access-control-allow-origin')).toBe('https://late.test')
  expect(warn.mock.calls).toEqual([[expect.stringContaining('comes before it and calls next()'), 'SallyportWarning']])
})
