import type { IncomingHttpHeaders } from 'node:http'
import type { RequestView } from '@sallyport/core'

/** What is read of a request: `IncomingMessage` and `Http2ServerRequest` both fit. */
export interface NodeRequest {
  readonly method?: string | undefined
  readonly url?: string | undefined
  /** Where Connect, Express and Fastify keep the URL before a mount point or a rewrite changed it. */
  readonly originalUrl?: string | undefined
  readonly headers: IncomingHttpHeaders
}

/** A decision's view of a Node request, HTTP/1 or HTTP/2. */
export function viewRequest(request: NodeRequest): RequestView {
  return new NodeRequestView(request)
}

class NodeRequestView implements RequestView {
  readonly #request: NodeRequest

  constructor(request: NodeRequest) {
    this.#request = request
  }

  get method(): string {
    return this.#request.method ?? 'GET'
  }

  get path(): string {
    // The URL the browser asked for: the only one the configured routes can speak of.
    return this.#request.originalUrl ?? this.#request.url ?? '/'
  }

  header(name: string): string | undefined {
    const { headers } = this.#request
    // RFC 9113 §8.3.1: HTTP/2 has :authority instead of Host. HTTP/1 cannot spell a name that starts with a colon.
    const value = name === 'host' ? (headers[':authority'] ?? headers.host) : headers[name]
    if (typeof value === 'string') return value
    return Array.isArray(value) ? value.join(', ') : undefined
  }
}
