import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { cspNonce, sallyport } from '@sallyport/node'
import cors from 'cors'
import helmet from 'helmet'
import { helmetOptions, makeNonce } from '../helmet-setup.ts'
import { keptNonce } from '../kept-nonce.ts'
import { corsOptions, listen, page, sallyportConfig, writeConstants } from '../set-up.ts'
import type { StartApp, Variant } from '../variant.ts'

type Listener = (request: IncomingMessage, response: ServerResponse) => void

export const startNode: StartApp = (variant) => listen(createServer(createListener(variant)))

function createListener({ guard, task }: Variant): Listener {
  if (guard === 'bare') return (_request, response) => send(response, '')
  if (guard === 'constants') {
    return (_request, response) => {
      const nonce = writeConstants(task, (name, value) => response.setHeader(name, value))
      send(response, nonce)
    }
  }
  if (guard === 'sallyport') {
    const protect = sallyport(sallyportConfig(task))
    return (request, response) => protect(request, response, () => send(response, cspNonce(response)))
  }
  const allow = cors<IncomingMessage>(corsOptions)
  if (task === 'cors') return (request, response) => allow(request, response, () => send(response, ''))
  const secure = helmet(helmetOptions)
  return (request, response) => {
    makeNonce(response)
    allow(request, response, () => secure(request, response, () => send(response, keptNonce(response))))
  }
}

function send(response: ServerResponse, nonce: string): void {
  response.setHeader('content-type', 'text/html; charset=utf-8')
  response.end(page(nonce))
}
