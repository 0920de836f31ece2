import type { Call } from '../exchange.ts'
import { type CspCandidate, serialise } from './csp-setup.ts'
import { handNonce } from './hand-nonce.ts'

/** The header cut at its nonces, and a nonce out of a pool. */
export const handCsp: CspCandidate = {
  createStatic() {
    const value = serialise()
    return (_request, response) => response.setHeader('content-security-policy', value)
  },
  createNonced() {
    const [start = '', middle = '', end = ''] = serialise('|').split('|')
    const createNonce = handNonce()
    return (_request, response) => {
      const nonce = createNonce()
      response.setHeader('content-security-policy', start + nonce + middle + nonce + end)
    }
  },
}

/** The same with what keeps a nonce from shared caches. */
export function createKeptNonce(): Call {
  const call = handCsp.createNonced()
  return (request, response) => {
    call(request, response)
    response.setHeader('cache-control', 'private, no-cache')
  }
}
