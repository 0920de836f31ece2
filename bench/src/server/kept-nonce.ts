import type { ServerResponse } from 'node:http'

const NONCE: unique symbol = Symbol('nonce')

interface NoncedResponse extends ServerResponse {
  [NONCE]?: string
}

// Where code by hand keeps a nonce between the middleware that makes it and the handler that renders it.

export function keepNonce(response: NoncedResponse, nonce: string): void {
  response[NONCE] = nonce
}

export function keptNonce(response: NoncedResponse): string {
  return response[NONCE] ?? ''
}
