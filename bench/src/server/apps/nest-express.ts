import type { ServerResponse } from 'node:http'
import { NestFactory } from '@nestjs/core'
import { ExpressAdapter, type NestExpressApplication } from '@nestjs/platform-express'
import { cspNonce } from '@sallyport/nest'
import helmet from 'helmet'
import { helmetOptions, makeNonce } from '../helmet-setup.ts'
import { keepNonce, keptNonce } from '../kept-nonce.ts'
import { corsOptions, portOf, writeConstants } from '../set-up.ts'
import type { StartApp, Variant } from '../variant.ts'
import { createModule, type NestResponse, rawOf } from './nest.ts'

export const startNestExpress: StartApp = async (variant) => {
  const module = createModule(variant, nonceReader(variant))
  const app = await NestFactory.create<NestExpressApplication>(module, new ExpressAdapter(), { logger: false })
  protect(app, variant)
  await app.listen(0, '127.0.0.1')
  return portOf(app.getHttpServer())
}

function nonceReader({ guard, task }: Variant): (response: NestResponse) => string {
  if (guard === 'bare' || task === 'cors') return () => ''
  if (guard === 'sallyport') return (response) => cspNonce(rawOf(response))
  return (response) => keptNonce(rawOf(response))
}

function protect(app: NestExpressApplication, { guard, task }: Variant): void {
  if (guard === 'constants') {
    app.use((_request: unknown, response: ServerResponse, next: () => void) => {
      const nonce = writeConstants(task, (name, value) => response.setHeader(name, value))
      keepNonce(response, nonce)
      next()
    })
  }
  if (guard !== 'peer') return
  app.enableCors(corsOptions)
  if (task === 'cors') return
  app.use((_request: unknown, response: ServerResponse, next: () => void) => {
    makeNonce(response)
    next()
  })
  app.use(helmet(helmetOptions))
}
