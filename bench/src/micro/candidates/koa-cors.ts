import type { BenchRequest, BenchResponse } from '../exchange.ts'
import { allowByFunction, type CorsCandidate, MAX_AGE } from './cors-setup.ts'
import { requirePeer } from './peer.ts'

const RESOLVED = Promise.resolve()
const next = (): Promise<void> => RESOLVED

export const koaCors: CorsCandidate = (setup) => {
  const cors: (options: object) => (context: KoaContext, next: () => Promise<void>) => unknown =
    requirePeer('@koa/cors')
  const vary: (response: BenchResponse, name: string) => void = requirePeer('vary')
  const allows = allowByFunction(setup)
  const { methods: allowMethods, allowedHeaders: allowHeaders } = setup
  const origin = (context: KoaContext): string => {
    const asked = context.get('Origin')
    return allows(asked) ? asked : ''
  }
  const middleware = cors({
    origin,
    credentials: true,
    maxAge: MAX_AGE,
    ...(allowMethods === undefined ? {} : { allowMethods }),
    ...(allowHeaders === undefined ? {} : { allowHeaders }),
  })
  return (request, response) => middleware(new KoaContext(request, response, vary), next)
}

/** What the middleware uses of a Koa context, and cheaper than Koa's own. */
class KoaContext {
  readonly #request: BenchRequest
  readonly #response: BenchResponse
  readonly #vary: (response: BenchResponse, name: string) => void

  constructor(request: BenchRequest, response: BenchResponse, vary: (response: BenchResponse, name: string) => void) {
    this.#request = request
    this.#response = response
    this.#vary = vary
  }

  get method(): string {
    return this.#request.method
  }

  set status(status: number) {
    this.#response.statusCode = status
  }

  get(name: string): string {
    return this.#request.header(name.toLowerCase()) ?? ''
  }

  set(name: string, value: string): void {
    this.#response.setHeader(name, value)
  }

  vary(name: string): void {
    this.#vary(this.#response, name)
  }
}
