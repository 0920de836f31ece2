import { type CspChange, createHandle } from '@sallyport/core'
import Fastify, { type FastifyInstance } from 'fastify'
import { expect, test, vi } from 'vitest'
import { headerOf, type Send, start } from './app.test-kit.ts'
import { sallyport } from './plugin.ts'

const CSP = 'content-security-policy'
const DATA: CspChange = { append: { 'img-src': ['data:'] } }
const BLOB: CspChange = { append: { 'img-src': ['blob:'] } }

async function startApp(build: (app: FastifyInstance) => unknown): Promise<Send> {
  const app = Fastify({ forceCloseConnections: true })
  await build(app)
  return start(app)
}

test('a route’s config changes the app’s policy, and a response that of its route', async () => {
  const send = await startApp(async (app) => {
    await app.register(sallyport, { csp: "img-src 'self'" })
    app.get('/plain', () => 'plain')
    app.get('/route', { config: { csp: DATA } }, () => 'route')
    app.get('/response', { config: { csp: DATA } }, (_request, reply) => reply.csp(BLOB).send('response'))
  })
  const sent = await Promise.all(['/plain', '/route', '/response'].map((path) => send(`GET ${path}`)))
  expect(sent.map((answer) => headerOf(answer, CSP))).toEqual([
    "img-src 'self'",
    "img-src 'self' data:",
    "img-src 'self' data: blob:",
  ])
})

test('a context within another changes the policy around it, and keeps the rest', async () => {
  const send = await startApp(async (app) => {
    await app.register(sallyport, { csp: "img-src 'self'", cors: { origins: ['https://a.test'] } })
    app.get('/outer', () => 'outer')
    app.register(
      async (child) => {
        await child.register(sallyport, { csp: DATA })
        child.get('/', () => 'inner')
        child.get('/more', { config: { csp: BLOB } }, () => 'more')
      },
      { prefix: '/inner' },
    )
  })
  const sent = await Promise.all(
    ['/outer', '/inner', '/inner/more'].map((path) => send(`GET ${path}`, { origin: 'https://a.test' })),
  )
  expect(sent.map((answer) => headerOf(answer, CSP))).toEqual([
    "img-src 'self'",
    "img-src 'self' data:",
    "img-src 'self' data: blob:",
  ])
  expect(sent.map((answer) => headerOf(answer, 'access-control-allow-origin'))).toEqual(Array(3).fill('https://a.test'))
})

test('a context that has routes of its own as well', async () => {
  const send = await startApp(async (app) => {
    await app.register(sallyport, { csp: "img-src 'self'" })
    app.register(async (child) => {
      await child.register(sallyport, { csp: DATA, routes: [{ path: '/b', csp: BLOB }] })
      child.get('/a', () => 'a')
      child.get('/b', () => 'b')
    })
  })
  const sent = await Promise.all(['/a', '/b'].map((path) => send(`GET ${path}`)))
  expect(sent.map((answer) => headerOf(answer, CSP))).toEqual(["img-src 'self' data:", "img-src 'self' data: blob:"])
})

test('an update of either reaches the context; one that does not fit does not', async () => {
  const warn = vi.spyOn(process, 'emitWarning').mockImplementation(() => {})
  const outer = createHandle({ csp: "img-src 'self'" })
  const inner = createHandle({ csp: DATA })
  const send = await startApp(async (app) => {
    await app.register(sallyport, outer)
    app.register(async (child) => {
      await child.register(sallyport, inner)
      child.get('/a', () => 'a')
    })
  })
  const sent = async () => headerOf(await send('GET /a'), CSP)
  expect(await sent()).toBe("img-src 'self' data:")
  outer.update({ csp: "img-src https://a.test; script-src 'unsafe-inline'" })
  expect(await sent()).toBe("img-src https://a.test data:; script-src 'unsafe-inline'")
  inner.update({ csp: { append: { 'script-src': ["'nonce'"] } } })
  expect(await sent()).toBe("img-src https://a.test data:; script-src 'unsafe-inline'")
  expect(warn.mock.calls.map(([text]) => String(text)).join()).toContain('unsafe-inline-conflict')
})

test.each<[title: string, config: Readonly<Record<string, unknown>>, text: string]>([
  ['a source without quotes', { append: { 'img-src': ['self'] } }, 'GET /a config.csp.append.img-src[0]'],
  ['a nonce beside live inline scripts', { append: { 'script-src': ["'nonce'"] } }, 'unsafe-inline-conflict'],
])('a route’s change that cannot be made stops the app: %s', async (_title, csp, text) => {
  const app = Fastify()
  await app.register(sallyport, { csp: "img-src 'none'; script-src 'unsafe-inline'" })
  expect(() => Reflect.apply(app.get, app, ['/a', { config: { csp } }, () => 'a'])).toThrow(text)
})

test('a change that fits the app’s policy and not that of one of its rules', async () => {
  const app = Fastify()
  await app.register(sallyport, {
    csp: "img-src 'none'",
    routes: [{ path: '/a', csp: "script-src 'unsafe-inline'" }],
  })
  const csp: CspChange = { append: { 'script-src': ["'nonce'"] } }
  expect(() => app.get('/a', { config: { csp } }, () => 'a')).toThrow('routes[0].csp.append.script-src')
})
