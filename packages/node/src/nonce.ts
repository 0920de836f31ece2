import { createNonce } from '@sallyport/core'
import { writeNoncedCsp } from './decision-headers.ts'
import { DECISION, NONCE, type NodeResponse } from './response.ts'

/**
 * The nonce of a response's Content-Security-Policy, drawn when first read; `''` when the policy has no place for one.
 *
 * @throws {Error} when the middleware has not seen this response, and when first read after the headers were sent.
 */
export function cspNonce(response: NodeResponse): string {
  const decision = response[DECISION]
  if (decision === undefined) {
    throw new Error(
      'The CSP nonce of a response that has not passed through Sallyport was read. Run it before the handlers that render pages.',
    )
  }
  if (decision.csp?.hasNonce !== true) return ''
  const known = response[NONCE]
  if (known !== undefined) return known
  if (response.headersSent) {
    throw new Error(
      'The CSP nonce was first read after the response headers were sent, when no header can carry it any more. Read it before the first byte of the body.',
    )
  }
  const nonce = createNonce()
  response[NONCE] = nonce
  writeNoncedCsp(decision, response)
  return nonce
}
