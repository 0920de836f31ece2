import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Config } from '@sallyport/core'
import { NONCE } from '@sallyport/core/csp'
import { DIRECTIVES, serialise } from '../micro/candidates/csp-setup.ts'
import { handNonce } from '../micro/candidates/hand-nonce.ts'
import { APP } from '../micro/origins.ts'
import type { Task } from './variant.ts'

// The same policy for everybody, in the words of each.

const ORIGINS = [APP, 'https://admin.example.com', 'https://partner.example.org']

export function sallyportConfig(task: Task): Config {
  const cors = { origins: ORIGINS, credentials: true, maxAge: 600 } as const
  if (task === 'cors') return { cors, csrf: false }
  const nonced = {
    ...DIRECTIVES,
    'script-src': [...DIRECTIVES['script-src'], NONCE],
    'style-src': [...DIRECTIVES['style-src'], NONCE],
  } as const
  return { cors, csrf: false, csp: { directives: nonced } }
}

/** For `cors` and `@fastify/cors`. */
export const corsOptions: { origin: string[]; credentials: boolean; maxAge: number } = {
  origin: ORIGINS,
  credentials: true,
  maxAge: 600,
}

/** For `@koa/cors`, which knows no lists. */
export function allowOrigin(asked: string): string {
  return ORIGINS.includes(asked) ? asked : ''
}

const [start = '', middle = '', end = ''] = serialise('|').split('|')
const createNonce = handNonce()

/** The headers by hand, without a look at the request: less than any correct guard can do. Returns the nonce. */
export function writeConstants(task: Task, set: (name: string, value: string) => unknown): string {
  set('vary', 'origin')
  set('access-control-allow-origin', APP)
  set('access-control-allow-credentials', 'true')
  if (task === 'cors') return ''
  const nonce = createNonce()
  set('content-security-policy', start + nonce + middle + nonce + end)
  return nonce
}

export function page(nonce: string): string {
  return `<!doctype html><title>Bench</title><script nonce="${nonce}">document.title = 'Run'</script>`
}

/** Listens on a free port. */
export function listen(server: Server): Promise<number> {
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(portOf(server))))
}

export function portOf(server: { address(): AddressInfo | string | null }): number {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The server listens on no port.')
  return address.port
}
