import { randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { HelmetOptions } from 'helmet'
import { DIRECTIVES } from '../micro/candidates/csp-setup.ts'
import { HELMET_CSP_ONLY } from '../micro/candidates/helmet-options.ts'
import { keepNonce, keptNonce } from './kept-nonce.ts'

/** As helmet's README has it: a middleware makes a nonce, and functions read it. */
export function makeNonce(response: ServerResponse): void {
  keepNonce(response, randomBytes(16).toString('base64'))
}

const nonceSource = (_request: IncomingMessage, response: ServerResponse): string => `'nonce-${keptNonce(response)}'`

/** For `helmet` and `koa-helmet`: the CSP and nothing else. */
export const helmetOptions: HelmetOptions = {
  ...HELMET_CSP_ONLY,
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      ...DIRECTIVES,
      'script-src': [...DIRECTIVES['script-src'], nonceSource],
      'style-src': [...DIRECTIVES['style-src'], nonceSource],
    },
  },
}

/** For `@fastify/helmet`, which makes the nonces itself. */
export const fastifyHelmetOptions: HelmetOptions & { readonly enableCSPNonces: boolean } = {
  ...HELMET_CSP_ONLY,
  enableCSPNonces: true,
  contentSecurityPolicy: { useDefaults: false, directives: DIRECTIVES },
}
