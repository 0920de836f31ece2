import { applyHeaders, applyVary, compile, type Decision, decide, drawNonce, type Policy } from '@sallyport/core'
import { NONCE } from '@sallyport/core/csp'
import { cspNonce, sallyport } from '@sallyport/node'
import type { Call } from '../exchange.ts'
import { type CspCandidate, DIRECTIVES } from './csp-setup.ts'

const nonced = {
  ...DIRECTIVES,
  'script-src': [...DIRECTIVES['script-src'], NONCE],
  'style-src': [...DIRECTIVES['style-src'], NONCE],
} as const

/** The core by itself, writing straight to the response. */
export const sallyportCoreCsp: CspCandidate = {
  createStatic() {
    const policy: Policy = compile({ csp: { directives: DIRECTIVES } })
    return (request, response) => {
      const decision: Decision = decide(policy, request)
      applyHeaders(decision, response)
      applyVary(decision, response)
    }
  },
  createNonced() {
    const policy: Policy = compile({ csp: { directives: nonced } })
    return (request, response) => {
      const decision: Decision = decide(policy, request)
      applyHeaders(decision, response)
      drawNonce(decision, response)
      applyVary(decision, response)
    }
  },
}

const next = (): void => undefined

/** As a Node server runs it, for responses that are real. */
export const sallyportNodeCsp: CspCandidate & { createUnread(): Call } = {
  /** A policy with a nonce that nobody reads: what is sent is the form without one. */
  createUnread() {
    const middleware = sallyport({ csp: { directives: nonced } })
    return (request, response) => middleware(request, response, next)
  },
  createNonced() {
    const middleware = sallyport({ csp: { directives: nonced } })
    return (request, response) => {
      middleware(request, response, next)
      cspNonce(response)
    }
  },
}
