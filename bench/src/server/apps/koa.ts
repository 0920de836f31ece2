import { createServer } from 'node:http'
import cors from '@koa/cors'
import { sallyport } from '@sallyport/koa'
import Koa, { type Context } from 'koa'
import helmet from 'koa-helmet'
import { helmetOptions, makeNonce } from '../helmet-setup.ts'
import { keepNonce, keptNonce } from '../kept-nonce.ts'
import { allowOrigin, listen, page, sallyportConfig, writeConstants } from '../set-up.ts'
import type { StartApp, Variant } from '../variant.ts'

export const startKoa: StartApp = (variant) => {
  const app = new Koa()
  const nonceOf = protect(app, variant)
  app.use((context) => {
    context.type = 'html'
    context.body = page(nonceOf(context))
  })
  return listen(createServer(app.callback()))
}

function protect(app: Koa, { guard, task }: Variant): (context: Context) => string {
  if (guard === 'bare') return () => ''
  if (guard === 'sallyport') {
    app.use(sallyport(sallyportConfig(task)))
    return (context) => context.state.cspNonce
  }
  if (guard === 'constants') {
    app.use((context, next) => {
      const nonce = writeConstants(task, (name, value) => context.set(name, value))
      keepNonce(context.res, nonce)
      return next()
    })
    return (context) => keptNonce(context.res)
  }
  app.use(cors({ origin: (context) => allowOrigin(context.get('Origin')), credentials: true, maxAge: 600 }))
  if (task === 'cors') return () => ''
  app.use((context, next) => {
    makeNonce(context.res)
    return next()
  })
  app.use(helmet(helmetOptions))
  return (context) => keptNonce(context.res)
}
