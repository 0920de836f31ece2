import type { BenchRequest, BenchResponse, Call } from '../exchange.ts'
import { type CspCandidate, DIRECTIVES } from './csp-setup.ts'
import { HELMET_CSP_ONLY } from './helmet-options.ts'
import { requirePeer } from './peer.ts'

type Hook = (request: Exchange, reply: Reply, next: () => void) => Promise<unknown>

interface Exchange {
  readonly raw: BenchRequest
  readonly routeOptions: { readonly config: object }
}

/** What the hooks use of a Fastify reply. */
class Reply {
  readonly raw: BenchResponse
  helmet: unknown = null
  cspNonce: unknown = null

  constructor(raw: BenchResponse) {
    this.raw = raw
  }
}

export const fastifyHelmetCsp: CspCandidate = {
  createStatic: () => createCall(false),
  createNonced: () => createCall(true),
}

const next = (): void => undefined
const routeOptions = { config: {} }

function createCall(enableCSPNonces: boolean): Call {
  const plugin: (fastify: object, options: object) => Promise<void> = requirePeer('@fastify/helmet')
  const hooks: Hook[] = []
  const fastify = {
    hasReplyDecorator: () => false,
    decorateReply: next,
    addHook: (name: string, hook: Hook) => name === 'onRequest' && hooks.push(hook),
  }
  plugin(fastify, {
    ...HELMET_CSP_ONLY,
    enableCSPNonces,
    contentSecurityPolicy: { useDefaults: false, directives: DIRECTIVES },
  })
  const [configure, apply] = hooks
  if (configure === undefined || apply === undefined) throw new Error('@fastify/helmet has not set its two hooks.')
  return (raw, response) => {
    const request = { raw, routeOptions }
    const reply = new Reply(response)
    return configure(request, reply, next).then(() => apply(request, reply, next))
  }
}
