import Fastify, { type RouteHandler } from 'fastify'
import { createHandle, frameworkErrors, sallyport } from './index.ts'

const handler: RouteHandler = (_request, reply) => reply.send(reply.cspNonce.toUpperCase())

export async function accepted(): Promise<void> {
  const handle = createHandle({ cors: { origins: '*' } })
  const app = Fastify({ frameworkErrors: frameworkErrors(handle) })
  await app.register(sallyport, { cors: { origins: ['https://app.example.com'], credentials: true }, csrf: true })
  await app.register(sallyport, handle)
  await app.register(sallyport, handle.current)
  app.get('/a', { config: { cors: false, csp: false, csrf: false } }, handler)
  app.get('/b', { config: { csp: [{ directives: { 'default-src': ["'self'"] } }, "img-src 'none'"] } }, handler)
  app.get('/d', { config: { csp: { append: { 'img-src': ['data:'] } } } }, (_request, reply) =>
    reply.csp({ append: { 'img-src': ['blob:'] } }).send('d'),
  )
  app.route({ method: 'GET', url: '/c', config: { cors: { origins: ['https://*.example.com'] } }, handler })
}

export async function refused(): Promise<void> {
  const app = Fastify()
  // @ts-expect-error '*' means nothing to a browser once credentials are included
  await app.register(sallyport, { cors: { origins: '*', credentials: true } })
  // @ts-expect-error an unset variable is not an origin
  await app.register(sallyport, { cors: { origins: [process.env.APP_ORIGIN] } })

  // @ts-expect-error no part of this name
  app.get('/a', { config: { cor: false } }, handler)
  // @ts-expect-error no option of this name
  app.get('/b', { config: { cors: { origins: ['https://app.example.com'], method: ['PUT'] } } }, handler)
  // @ts-expect-error who may read is always said
  app.get('/c', { config: { cors: { methods: ['PUT'] } } }, handler)
  // @ts-expect-error true is no CORS configuration
  app.get('/d', { config: { cors: true } }, handler)
  // @ts-expect-error no directive of this name
  app.get('/e', { config: { csp: { directives: { 'scripts-src': ["'self'"] } } } }, handler)
  // @ts-expect-error a keyword without its quotes
  app.get('/h', { config: { csp: { append: { 'img-src': ['self'] } } } }, handler)
  // @ts-expect-error a part that is named has a value
  app.get('/f', { config: { csrf: undefined } }, handler)

  app.get('/g', (_request, reply) => {
    // @ts-expect-error the nonce is drawn, not given
    reply.cspNonce = 'mine'
    // @ts-expect-error no directive of this name
    reply.csp({ append: { 'image-src': ['data:'] } })
    // @ts-expect-error a keyword without its quotes
    reply.csp({ append: { 'img-src': ['self'] } })
  })
}
