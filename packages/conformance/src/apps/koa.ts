import { createServer } from 'node:http'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import Router from '@koa/router'
import type { Config } from '@sallyport/core'
import { reports, sallyport } from '@sallyport/koa'
import Koa from 'koa'
import { listen, type RunningServer } from '../server.ts'
import type { AppSetting } from '../start.ts'
import { ECHO_PATH, echo, PAGE_PATH, page } from './mounted.ts'
import { CHANGE, HTML, noncePage, PIECES, REFUSED_CHANGE, STATIC_PAGE } from './page.ts'

export function startKoa(config: Config, port: number, { isBehindProxy }: AppSetting): Promise<RunningServer> {
  const app = new Koa({ proxy: isBehindProxy })
  // Koa prints every error an app throws; here they are thrown on purpose.
  app.silent = true
  const router = new Router()

  router.all('/ok', (ctx) => {
    ctx.body = { ok: true, method: ctx.method }
  })
  router.get('/html', (ctx) => {
    ctx.type = HTML
    ctx.body = noncePage(ctx.state.cspNonce)
  })
  router.get('/static', (ctx) => {
    ctx.type = HTML
    ctx.body = STATIC_PAGE
  })
  router.get('/changed', (ctx) => {
    ctx.csp(CHANGE)
    ctx.type = HTML
    ctx.body = noncePage(ctx.state.cspNonce)
  })
  router.get('/unchanged', (ctx) => {
    ctx.csp(REFUSED_CHANGE)
    ctx.type = HTML
    ctx.body = noncePage(ctx.state.cspNonce)
  })
  router.get('/cached', (ctx) => {
    ctx.set('cache-control', 'public, max-age=60')
    ctx.type = HTML
    ctx.body = noncePage(ctx.state.cspNonce)
  })
  router.get('/not-modified', (ctx) => {
    ctx.set('etag', '"1"')
    ctx.status = 304
  })
  router.get('/throw', () => {
    throw new Error('thrown by /throw')
  })
  router.get('/vary', (ctx) => {
    ctx.set('vary', 'accept')
    ctx.body = { vary: true }
  })
  router.get('/stream', (ctx) => {
    ctx.type = 'text/plain'
    ctx.body = Readable.from(PIECES)
  })
  router.get('/hijack', (ctx) => {
    ctx.respond = false
    ctx.res.writeHead(200, { 'content-type': 'text/plain', vary: 'accept' }).end('hijacked')
  })
  router.get('/own-options', (ctx) => {
    ctx.body = { ok: true, method: ctx.method }
  })
  router.options('/own-options', (ctx) => {
    ctx.set('allow', 'GET, OPTIONS')
    ctx.body = { own: 'options' }
  })
  router.get('/set/:name/:value', (ctx) => {
    const { name = '', value = '' } = ctx.params
    ctx.set(name, value)
    ctx.body = { set: name }
  })

  app.use(sallyport(config, { routers: [router] }))
  app.use(reports({ path: ECHO_PATH, handler: echo }))
  app.use(reports({ path: PAGE_PATH, handler: page }))
  // In the place of a body parser.
  app.use(async (ctx, next) => {
    await buffer(ctx.req)
    return next()
  })
  app.use(router.routes())
  return listen(createServer(app.callback()), port)
}
