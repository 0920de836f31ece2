import type { BenchRequest } from '../exchange.ts'
import { allowByFunction, type CorsCandidate, listOrOne, MAX_AGE } from './cors-setup.ts'
import { requirePeer } from './peer.ts'

const RESOLVED = Promise.resolve()
const next = (): Promise<void> => RESOLVED

export const honoCors: CorsCandidate = (setup) => {
  const { cors }: { cors: (options: object) => (context: HonoContext, next: () => Promise<void>) => unknown } =
    requirePeer('hono/cors')
  const { origins, expressions, methods: allowMethods, allowedHeaders: allowHeaders } = setup
  const allows = allowByFunction(setup)
  const middleware = cors({
    origin: expressions === undefined ? listOrOne(origins) : (asked: string) => (allows(asked) ? asked : null),
    credentials: true,
    maxAge: MAX_AGE,
    ...(allowMethods === undefined ? {} : { allowMethods }),
    ...(allowHeaders === undefined ? {} : { allowHeaders }),
  })
  return (request, response) => {
    const context = new HonoContext(request)
    response.fetched = context.res.headers
    return middleware(context, next)
  }
}

/** What the middleware uses of a Hono context, and cheaper than Hono's own. */
class HonoContext {
  readonly req: HonoRequest
  readonly res: { readonly headers: Headers }

  constructor(request: BenchRequest) {
    this.req = new HonoRequest(request)
    this.res = { headers: new Headers() }
  }

  header(name: string, value: string): void {
    this.res.headers.append(name, value)
  }
}

class HonoRequest {
  readonly #request: BenchRequest

  constructor(request: BenchRequest) {
    this.#request = request
  }

  get method(): string {
    return this.#request.method
  }

  header(name: string): string | undefined {
    return this.#request.header(name.toLowerCase())
  }
}
