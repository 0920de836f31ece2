import type { CorsLibrary } from '@sallyport/core/cors'
import { requirePeer } from '../micro/candidates/peer.ts'

/** What a page's browser sends. */
export interface Sent {
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
}

/** What it gets. The app behind a library answers everything with 200 and sets nothing. */
export interface Received {
  readonly status: number
  readonly headers: ReadonlyMap<string, string>
}

export type Send = (request: Sent) => Promise<Received>

/** The real library with these options, fresh for each request: regular expressions remember where they stopped. */
export function startLibrary(library: CorsLibrary, options: () => unknown): Send {
  const ask = { cors: askCors, '@fastify/cors': askFastify, '@koa/cors': askKoa }[packageOf(library)]
  return async (request) => {
    const response = new Response()
    try {
      await ask(options(), request, response)
    } catch {
      return { status: 500, headers: new Map() }
    }
    return response
  }
}

export function packageOf(library: CorsLibrary): 'cors' | '@fastify/cors' | '@koa/cors' {
  if (library === 'nest-express') return 'cors'
  return library === 'nest-fastify' ? '@fastify/cors' : library
}

/** What the three use of a Node response, a Fastify reply and a Koa context. */
class Response implements Received {
  statusCode = 200
  readonly headers = new Map<string, string>()

  get status(): number {
    return this.statusCode
  }

  getHeader(name: string): string | undefined {
    return this.headers.get(name.toLowerCase())
  }

  /** A list becomes several lines, which a browser joins. */
  setHeader(name: string, value: unknown): void {
    if (value === undefined) throw new TypeError(`${name} is undefined`)
    this.headers.set(name.toLowerCase(), Array.isArray(value) ? value.map(String).join(', ') : String(value))
  }

  end(): void {}
}

function askCors(options: unknown, request: Sent, response: Response): Promise<void> {
  const cors: (options: unknown) => (request: Sent, response: Response, next: (error?: unknown) => void) => void =
    requirePeer('cors')
  return new Promise((resolve, reject) => {
    const next = (error?: unknown): void => (error ? reject(error) : resolve())
    response.end = () => resolve()
    cors(options)(request, response, next)
  })
}

type FastifyHook = (request: object, reply: object, next: (error?: unknown) => void) => void

function askFastify(options: unknown, request: Sent, response: Response): Promise<void> {
  const plugin: (fastify: object, options: unknown, next: (error?: unknown) => void) => void =
    requirePeer('@fastify/cors')
  return new Promise((resolve, reject) => {
    const settle = (error?: unknown): void => (error ? reject(error) : resolve())
    const hooks: FastifyHook[] = []
    const fastify = {
      decorateRequest: () => undefined,
      options: () => undefined,
      addHook: (_name: string, hook: FastifyHook) => hooks.push(hook),
    }
    plugin(fastify, options, (error) => error && reject(error))
    const reply = {
      getHeader: (name: string) => response.getHeader(name),
      // Fastify writes an undefined value as an empty one.
      header: (name: string, value: unknown) => {
        response.setHeader(name, value ?? '')
        return reply
      },
      code: (status: number) => {
        if (!Number.isInteger(status)) throw new TypeError('bad status')
        response.statusCode = status
        return reply
      },
      status: (status: number) => reply.code(status),
      type: () => reply,
      send: () => resolve(),
    }
    const view = { raw: request, headers: request.headers, routeOptions: { config: {} }, corsPreflightEnabled: false }
    for (const hook of hooks) hook(view, reply, settle)
  })
}

async function askKoa(options: unknown, request: Sent, response: Response): Promise<void> {
  const cors: (options: unknown) => (context: object, next: () => Promise<void>) => Promise<void> =
    requirePeer('@koa/cors')
  const context = {
    method: request.method,
    get: (name: string) => request.headers[name.toLowerCase()] ?? '',
    set: (name: string, value: unknown) => response.setHeader(name, value),
    vary: () => undefined,
    set status(status: number) {
      response.statusCode = status
    },
  }
  await cors(options)(context, () => Promise.resolve())
}
