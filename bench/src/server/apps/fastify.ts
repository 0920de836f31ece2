import cors from '@fastify/cors'
import { sallyport } from '@sallyport/fastify'
import Fastify, { type FastifyInstance, type FastifyPluginAsync, type FastifyReply } from 'fastify'
import { requirePeer } from '../../micro/candidates/peer.ts'
import { fastifyHelmetOptions } from '../helmet-setup.ts'
import { keepNonce, keptNonce } from '../kept-nonce.ts'
import { corsOptions, page, portOf, sallyportConfig, writeConstants } from '../set-up.ts'
import type { StartApp, Variant } from '../variant.ts'

export const startFastify: StartApp = async (variant) => {
  const app = Fastify()
  const nonceOf = await protect(app, variant)
  app.get('/', (_request, reply) => reply.type('text/html; charset=utf-8').send(page(nonceOf(reply))))
  await app.listen({ port: 0, host: '127.0.0.1' })
  return portOf(app.server)
}

async function protect(app: FastifyInstance, { guard, task }: Variant): Promise<(reply: FastifyReply) => string> {
  if (guard === 'bare') return () => ''
  if (guard === 'sallyport') {
    await app.register(sallyport, sallyportConfig(task))
    return (reply) => reply.cspNonce
  }
  if (guard === 'constants') {
    app.addHook('onRequest', (_request, reply, next) => {
      // Fastify's own way, although a raw header is cheaper: its other hooks see these.
      const nonce = writeConstants(task, (name, value) => reply.header(name, value))
      keepNonce(reply.raw, nonce)
      next()
    })
    return (reply) => keptNonce(reply.raw)
  }
  await app.register(cors, corsOptions)
  if (task === 'cors') return () => ''
  // Both packages say what `reply.cspNonce` is; a program knows one of them only.
  const helmet: FastifyPluginAsync<object> = requirePeer('@fastify/helmet')
  await app.register(helmet, fastifyHelmetOptions)
  return (reply) => scriptNonce(reply.cspNonce)
}

export function scriptNonce(nonces: unknown): string {
  if (typeof nonces !== 'object' || nonces === null || !('script' in nonces)) return ''
  return String(nonces.script)
}
