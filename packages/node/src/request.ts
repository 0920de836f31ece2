import type { IncomingHttpHeaders } from 'node:http'
import type { RequestView } from '@sallyport/core'

/** What is read of a request: `IncomingMessage` and `Http2ServerRequest` both fit. */
export interface NodeRequest extends Partial<ServerAddress> {
  readonly method?: string | undefined
  readonly url?: string | undefined
  /** Where Connect, Express and Fastify keep the URL before a mount point or a rewrite changed it. */
  readonly originalUrl?: string | undefined
  readonly headers: IncomingHttpHeaders
  readonly socket?: object | null
  /** Set by {@link tellAddress}. */
  [ADDRESS]?: Partial<ServerAddress>
}

/**
 * Where a framework says the server is, by its own setting for trusted proxies. Express has both on the request itself; what
 * Fastify's request and Koa's context have is handed to {@link tellAddress}.
 */
export interface ServerAddress {
  /** `https` or `http`, without a colon. */
  readonly protocol: string | undefined
  /** With the port, where there is one. */
  readonly host: string | undefined
}

const ADDRESS: unique symbol = Symbol('sallyport.address')

/** Has decisions about a request ask the framework for the server's own address. It is asked only when a decision depends on it. */
export function tellAddress(request: NodeRequest, address: Partial<ServerAddress>): void {
  request[ADDRESS] = address
}

/** A decision's view of a Node request, HTTP/1 or HTTP/2. */
export function viewRequest(request: NodeRequest): RequestView {
  return new NodeRequestView(request)
}

class NodeRequestView implements RequestView {
  readonly request: NodeRequest

  constructor(request: NodeRequest) {
    this.request = request
  }

  get method(): string {
    return this.request.method ?? 'GET'
  }

  get path(): string {
    // The URL the browser asked for: the only one the configured routes can speak of.
    return this.request.originalUrl ?? this.request.url ?? '/'
  }

  get scheme(): string | undefined {
    const request = this.request
    const told = textOf(addressOf(request).protocol)?.toLowerCase()
    // Some proxies say wss of a handshake.
    if (told !== undefined) return told === 'wss' ? 'https' : told
    // RFC 9113 §8.3.1: a proxy that speaks HTTP/2 to us passes on what the client used.
    return isEncrypted(request.socket) || request.headers[':scheme'] === 'https' ? 'https' : undefined
  }

  get authority(): string | undefined {
    return textOf(addressOf(this.request).host) ?? this.header('host')
  }

  header(name: string): string | undefined {
    const { headers } = this.request
    const value = readNamed(headers, name)
    if (typeof value === 'string') return value
    return Array.isArray(value) ? value.join(', ') : undefined
  }
}

// What CORS asks for is read by names that stand in the code: engines find those several times faster than one that is told.
function readNamed(headers: IncomingHttpHeaders, name: string): string | string[] | undefined {
  if (name === 'origin') return headers.origin
  if (name === 'access-control-request-method') return headers['access-control-request-method']
  if (name === 'access-control-request-headers') return headers['access-control-request-headers']
  return readAny(headers, name)
}

function readAny(headers: IncomingHttpHeaders, name: string): string | string[] | undefined {
  // RFC 9113 §8.3.1: HTTP/2 has :authority instead of Host. HTTP/1 cannot spell a name that starts with a colon.
  return name === 'host' ? (headers[':authority'] ?? headers.host) : headers[name]
}

function addressOf(request: NodeRequest): Partial<ServerAddress> {
  return request[ADDRESS] ?? request
}

// What a router or a middleware calls `host` is its own business.
function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

function isEncrypted(socket: object | null | undefined): boolean {
  return typeof socket === 'object' && socket !== null && Reflect.get(socket, 'encrypted') === true
}
