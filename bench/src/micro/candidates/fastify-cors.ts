import type { BenchRequest, BenchResponse } from '../exchange.ts'
import { type CorsCandidate, listOrOne, MAX_AGE } from './cors-setup.ts'
import { requirePeer } from './peer.ts'

const done = (): void => undefined

export const fastifyCors: CorsCandidate = (setup) => {
  const plugin: (fastify: object, options: object, next: () => void) => void = requirePeer('@fastify/cors')
  const { methods, allowedHeaders } = setup
  const hooks: FastifyHook[] = []
  const fastify = {
    decorateRequest: done,
    options: done,
    addHook: (_name: string, hook: FastifyHook) => hooks.push(hook),
  }
  const options = {
    // A single text would be sent whoever asks; an expression is asked each time.
    origin: setup.expressions === undefined ? setup.origins : listOrOne(setup.expressions),
    credentials: true,
    maxAge: MAX_AGE,
    // As texts, because lists would be joined again for every request.
    ...(methods === undefined ? {} : { methods: methods.join(', ') }),
    ...(allowedHeaders === undefined ? {} : { allowedHeaders: allowedHeaders.join(', ') }),
  }
  plugin(fastify, options, done)
  const [hook] = hooks
  if (hook === undefined) throw new Error('@fastify/cors has set no hook.')
  return (request, response) => hook(new FastifyRequest(request), new FastifyReply(response), done)
}

type FastifyHook = (request: FastifyRequest, reply: FastifyReply, next: () => void) => void

const routeOptions = { config: {} }

/** What the hook uses of a Fastify request. */
class FastifyRequest {
  readonly raw: BenchRequest
  readonly headers: BenchRequest['headers']
  readonly routeOptions: { readonly config: object } = routeOptions
  corsPreflightEnabled = false

  constructor(raw: BenchRequest) {
    this.raw = raw
    this.headers = raw.headers
  }
}

/** What the hook uses of a Fastify reply, and cheaper than Fastify's own. */
class FastifyReply {
  readonly #response: BenchResponse

  constructor(response: BenchResponse) {
    this.#response = response
  }

  getHeader(name: string): unknown {
    return this.#response.getHeader(name)
  }

  header(name: string, value: string): this {
    this.#response.setHeader(name, value)
    return this
  }

  code(status: number): this {
    this.#response.statusCode = status
    return this
  }

  send(): void {
    this.#response.end()
  }
}
