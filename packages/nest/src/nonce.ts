import { cspNonce as nonceOf } from '@sallyport/node'
import { type PlatformResponse, rawResponse } from './platform.ts'

/**
 * The nonce of a response, for code that has the response but no handler parameters: exception filters, interceptors, view helpers.
 * Takes what Nest hands out, on either platform. Same as `@CspNonce()`.
 *
 * @throws {Error} when the app does not import SallyportModule, or the headers are already out.
 */
export function cspNonce(response: PlatformResponse): string {
  return nonceOf(rawResponse(response))
}
