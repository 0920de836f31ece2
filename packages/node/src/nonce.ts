import { type NodeResponse, PASSAGE } from './response.ts'

/**
 * The nonce of a response's Content-Security-Policy, drawn when first read; `''` when the policy has no place for one.
 *
 * @throws {Error} when the middleware has not seen this response, and when first read after the headers were sent.
 */
export function cspNonce(response: NodeResponse): string {
  const passage = response[PASSAGE]
  if (passage === undefined) {
    throw new Error(
      'The CSP nonce of a response that has not passed through Sallyport was read. Run it before the handlers that render pages.',
    )
  }
  return passage.nonce
}
