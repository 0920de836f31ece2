import { randomBytes } from 'node:crypto'
import type { BenchRequest, BenchResponse } from '../exchange.ts'
import { type CspCandidate, DIRECTIVES, WITH_NONCE } from './csp-setup.ts'
import { requirePeer } from './peer.ts'

type Middleware = (request: BenchRequest, response: BenchResponse, next: (error?: unknown) => void) => void

interface Helmet {
  contentSecurityPolicy(options: object): Middleware
}

const next = (): void => undefined

export const helmetCsp: CspCandidate = {
  createStatic() {
    const helmet: Helmet = requirePeer('helmet')
    const middleware = helmet.contentSecurityPolicy({ useDefaults: false, directives: DIRECTIVES })
    return (request, response) => middleware(request, response, next)
  },
  createNonced() {
    const helmet: Helmet = requirePeer('helmet')
    // As its README shows: a nonce made first, and a function that reads it in each place.
    let nonce = ''
    const readNonce = (): string => `'nonce-${nonce}'`
    const directives = Object.fromEntries(
      Object.entries(DIRECTIVES).map(([name, values]) => [
        name,
        WITH_NONCE.includes(name) ? [...values, readNonce] : values,
      ]),
    )
    const middleware = helmet.contentSecurityPolicy({ useDefaults: false, directives })
    return (request, response) => {
      nonce = randomBytes(16).toString('base64')
      middleware(request, response, next)
    }
  },
}
