import type { CspChange } from '@sallyport/core'
import { changeCsp as change, cspNonce as nonceOf } from '@sallyport/node'
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

/**
 * Changes the content security policy of one response, before its headers go out: `changeCsp(response, { append: { 'img-src': [host] } })`.
 * Takes what Nest hands out, on either platform. Several changes are made together, so their order means nothing.
 * Never throws: one that cannot be made leaves the policy as it is, and a process warning says why.
 *
 * @returns whether the change was made.
 */
export function changeCsp(response: PlatformResponse, cspChange: CspChange): boolean {
  return change(rawResponse(response), cspChange)
}
