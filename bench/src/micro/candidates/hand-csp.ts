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

/** The same with all that Sallyport sends beside: the older header for `frame-ancestors`, and what keeps a nonce from shared caches. */
export const handCspAndMore: CspCandidate = {
  createStatic() {
    const value = serialise()
    return (_request, response) => {
      response.setHeader('content-security-policy', value)
      response.setHeader('x-frame-options', 'SAMEORIGIN')
    }
  },
  createNonced() {
    const [start = '', middle = '', end = ''] = serialise('|').split('|')
    const createNonce = handNonce()
    return (_request, response) => {
      const nonce = createNonce()
      response.setHeader('content-security-policy', start + nonce + middle + nonce + end)
      response.setHeader('x-frame-options', 'SAMEORIGIN')
      response.setHeader('cache-control', 'private, no-cache')
    }
  },
}
