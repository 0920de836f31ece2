import Router from '@koa/router'
import Koa from 'koa'
import { afterEach, expect, test, vi } from 'vitest'
import { headerOf, start } from './app.test-kit.ts'
import { type CspChange, cspPolicy, sallyport } from './index.ts'

const CSP = 'content-security-policy'
const DATA: CspChange = { append: { 'img-src': ['data:'] } }
const BLOB: CspChange = { append: { 'img-src': ['blob:'] } }

const warn = vi.spyOn(process, 'emitWarning').mockImplementation(() => {})
afterEach(() => void warn.mockClear())

test.each([
  ['given to the middleware', true],
  ['not given, so that their words are heard late', false],
])('changes of routers, routes and responses come after one another: routers %s', async (_title, given) => {
  const router = new Router()
  router.get('/plain', (ctx) => {
    ctx.body = 'plain'
  })
  router.get('/route', cspPolicy(DATA), (ctx) => {
    ctx.body = 'route'
  })
  router.get('/both', cspPolicy(DATA), cspPolicy(BLOB), (ctx) => {
    ctx.body = 'both'
  })
  router.get('/response', cspPolicy(DATA), (ctx) => {
    ctx.csp(BLOB)
    ctx.body = 'response'
  })
  router.get('/early', (ctx, next) => {
    ctx.csp(BLOB)
    return next()
  })
  router.get('/early', cspPolicy(DATA), (ctx) => {
    ctx.body = 'early'
  })
  router.get('/throws', cspPolicy(DATA), (ctx) => {
    ctx.csp(BLOB)
    throw new Error('thrown by the app')
  })
  const app = new Koa()
  app.use(sallyport({ csp: "img-src 'self'" }, given ? { routers: [router] } : {})).use(router.routes())
  const send = await start(app)
  const paths = ['/plain', '/route', '/both', '/response', '/early', '/throws']
  const sent = await Promise.all(paths.map((path) => send(`GET ${path}`)))
  expect(sent.map((answer) => headerOf(answer, CSP))).toEqual([
    "img-src 'self'",
    "img-src 'self' data:",
    "img-src 'self' data: blob:",
    "img-src 'self' data: blob:",
    "img-src 'self' data: blob:",
    "img-src 'self' data: blob:",
  ])
})

test('a second middleware whose policy is a change changes that of the first', async () => {
  const app = new Koa()
  app.use(sallyport({ csp: "img-src 'self'", cors: { origins: ['https://a.test'] } }))
  app.use(sallyport({ csp: DATA }))
  app.use((ctx) => {
    ctx.body = 'ok'
  })
  const answer = await (await start(app))('GET /', { origin: 'https://a.test' })
  expect(headerOf(answer, CSP)).toBe("img-src 'self' data:")
  expect(headerOf(answer, 'access-control-allow-origin')).toBe('https://a.test')
})

test('a change that does not fit the policy it meets: the page has that policy, and Node prints why, once', async () => {
  const router = new Router()
  router.get('/', cspPolicy({ append: { 'script-src': ["'nonce'"] } }), (ctx) => {
    ctx.body = 'ok'
  })
  const app = new Koa()
  app.use(sallyport({ csp: "script-src 'unsafe-inline'" }, { routers: [router] })).use(router.routes())
  const send = await start(app)
  for (let count = 0; count < 2; count++) {
    const answer = await send('GET /')
    expect([answer.status, headerOf(answer, CSP)]).toEqual([200, "script-src 'unsafe-inline'"])
  }
  expect(warn).toHaveBeenCalledExactlyOnceWith(expect.stringContaining('unsafe-inline-conflict'), 'SallyportWarning')
})

test('a change that is wrong by itself stops the app', () => {
  const unquoted: { readonly append: object } = { append: { 'img-src': ['self'] } }
  expect(() => Reflect.apply(cspPolicy, undefined, [unquoted])).toThrow('cspPolicy().append.img-src[0]')
})

test('what the app has put on its context stays there', async () => {
  const app = new Koa()
  Object.assign(app.context, { csp: 'mine' })
  app.use(sallyport({ csp: "img-src 'self'" }))
  app.use((ctx) => {
    ctx.body = String(ctx.csp)
  })
  expect((await (await start(app))('GET /')).body).toBe('mine')
})
