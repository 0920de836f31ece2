import { createServer } from 'node:http'
import { cspNonce, sallyport } from '@sallyport/node'
import cors from 'cors'
import express, { type Express, type Response } from 'express'
import helmet from 'helmet'
import { helmetOptions, makeNonce } from '../helmet-setup.ts'
import { keepNonce, keptNonce } from '../kept-nonce.ts'
import { corsOptions, listen, page, sallyportConfig, writeConstants } from '../set-up.ts'
import type { StartApp, Variant } from '../variant.ts'

export const startExpress: StartApp = (variant) => {
  const app = express()
  const nonceOf = protect(app, variant)
  app.get('/', (_request, response) => {
    response.type('html').send(page(nonceOf(response)))
  })
  return listen(createServer(app))
}

function protect(app: Express, { guard, task }: Variant): (response: Response) => string {
  if (guard === 'bare') return () => ''
  if (guard === 'sallyport') {
    app.use(sallyport(sallyportConfig(task)))
    return cspNonce
  }
  if (guard === 'constants') {
    app.use((_request, response, next) => {
      const nonce = writeConstants(task, (name, value) => response.setHeader(name, value))
      keepNonce(response, nonce)
      next()
    })
    return keptNonce
  }
  app.use(cors(corsOptions))
  if (task === 'cors') return () => ''
  app.use((_request, response, next) => {
    makeNonce(response)
    next()
  })
  app.use(helmet(helmetOptions))
  return keptNonce
}
