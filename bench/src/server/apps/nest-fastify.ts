import { NestFactory } from '@nestjs/core'
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify'
import { cspNonce } from '@sallyport/nest'
import { requirePeer } from '../../micro/candidates/peer.ts'
import { fastifyHelmetOptions } from '../helmet-setup.ts'
import { keepNonce, keptNonce } from '../kept-nonce.ts'
import { corsOptions, portOf, writeConstants } from '../set-up.ts'
import type { StartApp, Variant } from '../variant.ts'
import { scriptNonce } from './fastify.ts'
import { createModule, type NestResponse, rawOf } from './nest.ts'

export const startNestFastify: StartApp = async (variant) => {
  const module = createModule(variant, nonceReader(variant))
  const app = await NestFactory.create<NestFastifyApplication>(module, new FastifyAdapter(), { logger: false })
  await protect(app, variant)
  await app.listen(0, '127.0.0.1')
  return portOf(app.getHttpServer())
}

function nonceReader({ guard, task }: Variant): (response: NestResponse) => string {
  if (guard === 'bare' || task === 'cors') return () => ''
  if (guard === 'sallyport') return (response) => cspNonce(rawOf(response))
  if (guard === 'peer') return (response) => ('cspNonce' in response ? scriptNonce(response.cspNonce) : '')
  return (response) => keptNonce(rawOf(response))
}

async function protect(app: NestFastifyApplication, { guard, task }: Variant): Promise<void> {
  if (guard === 'constants') {
    const fastify = app.getHttpAdapter().getInstance()
    fastify.addHook('onRequest', (_request, reply, next) => {
      const nonce = writeConstants(task, (name, value) => reply.header(name, value))
      keepNonce(reply.raw, nonce)
      next()
    })
  }
  if (guard !== 'peer') return
  app.enableCors(corsOptions)
  if (task === 'cors') return
  const helmet: Parameters<NestFastifyApplication['register']>[0] = requirePeer('@fastify/helmet')
  await app.register(helmet, fastifyHelmetOptions)
}
