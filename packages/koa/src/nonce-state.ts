import type { ServerResponse } from 'node:http'
import { cspNonce, decisionOf } from '@sallyport/node'

/** What the middleware adds to `ctx.state`. */
export interface SallyportState {
  /**
   * The nonce of this response's content security policy, drawn when first read; `''` when the policy has no place for one.
   *
   * @throws {Error} when first read after the response headers went out.
   */
  readonly cspNonce: string
}

const RESPONSE: unique symbol = Symbol('sallyport.response')

interface State {
  cspNonce?: string
  [RESPONSE]?: ServerResponse
}

// Enumerable, because view engines spread the state into what a template sees. Shared by all requests: an accessor of its own for
// each would take four times as long.
const NONCE_PROPERTY: PropertyDescriptor & ThisType<State> = {
  configurable: true,
  enumerable: true,
  get() {
    return this[RESPONSE] === undefined ? undefined : cspNonce(this[RESPONSE])
  },
}

/** Also where another policy has taken the place of the first: it may have a nonce where that one had none. */
export function exposeNonce(state: State, response: ServerResponse): void {
  if (RESPONSE in state) return
  // A plain property costs a tenth of an accessor, and most policies have no nonce.
  if (decisionOf(response)?.csp?.hasNonce !== true) {
    state.cspNonce = ''
    return
  }
  state[RESPONSE] = response
  Object.defineProperty(state, 'cspNonce', NONCE_PROPERTY)
}
