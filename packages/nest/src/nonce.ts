import { cspNonce as nonceOf } from '@sallyport/node'
import { type PlatformResponse, rawResponse } from './platform.ts'

/**
 * The nonce of a response, for code that has the response but no handler parameters: exception filters, interceptors, view helpers.
 * Takes what Nest hands out, on either platform.
 *
 * @throws {Error} when the headers are already out, or the response never passed {@link SallyportModule}.
 */
export function cspNonce(response: PlatformResponse): string {
  return nonceOf(rawResponse(response))
}
