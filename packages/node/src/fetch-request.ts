import { createBody, type MessageBody, type MessageStream } from './message-body.ts'
import { type NodeRequest, type ServerAddress, viewRequest } from './request.ts'

/** What is read of a request to make a `Request` of it: `IncomingMessage` and `Http2ServerRequest` both fit. */
export interface NodeMessage extends NodeRequest, MessageStream {}

/** Says that nobody waits for the answer any more. */
export interface Farewell {
  readonly writableFinished?: boolean
  once(event: 'close', listener: () => void): unknown
}

/**
 * A `Request` made of a request of Node's. Its URL is absolute, its body a stream that nobody has read from yet.
 *
 * It is made piece by piece, as it is looked at: a whole one costs more than to receive the request. So it cannot be passed to `new Request()`; what its `clone()`
 * gives can.
 *
 * @param address Where the framework says the server is. Default: what the request itself says.
 */
export function toRequest(
  message: NodeMessage,
  response: Farewell,
  address: Partial<ServerAddress> = {},
): { readonly request: Request; readonly body: MessageBody } {
  const body = createBody(message)
  const request: object = new LazyRequest(message, response, address, body)
  if (!(request instanceof Request)) throw new TypeError('Request has been replaced by another class.')
  return { request, body }
}

class LazyRequest {
  readonly #message: NodeMessage
  readonly #response: Farewell
  readonly #address: Partial<ServerAddress>
  readonly #body: MessageBody
  #url: string | undefined
  #headers: Headers | undefined
  #signal: AbortSignal | undefined
  #whole: Request | undefined

  constructor(message: NodeMessage, response: Farewell, address: Partial<ServerAddress>, body: MessageBody) {
    this.#message = message
    this.#response = response
    this.#address = address
    this.#body = body
  }

  get method(): string {
    return this.#message.method ?? 'GET'
  }

  get url(): string {
    this.#url ??= urlOf(this.#message, this.#address)
    return this.#url
  }

  get headers(): Headers {
    this.#headers ??= this.#whole?.headers ?? headersOf(this.#message)
    return this.#headers
  }

  get body(): ReadableStream<Uint8Array> | null {
    if (this.#whole !== undefined) return this.#whole.body
    return this.#hasBody ? this.#body.stream() : null
  }

  get bodyUsed(): boolean {
    return this.#whole === undefined ? this.#body.isUsed : this.#whole.bodyUsed
  }

  /** Aborted when the client leaves before it has the whole answer. */
  get signal(): AbortSignal {
    if (this.#signal !== undefined) return this.#signal
    const controller = new AbortController()
    this.#response.once('close', () => {
      if (this.#response.writableFinished !== true) controller.abort()
    })
    this.#signal = controller.signal
    return this.#signal
  }

  /** For all that is asked for more seldom. */
  get whole(): Request {
    this.#whole ??= new Request(this.url, {
      method: this.method,
      headers: this.headers,
      signal: this.signal,
      ...(this.#hasBody ? { body: this.#body.stream(), duplex: 'half' } : {}),
    })
    return this.#whole
  }

  // Fetch, new Request(), step 34: those two cannot have one.
  get #hasBody(): boolean {
    return this.method !== 'GET' && this.method !== 'HEAD'
  }
}

for (const name of Object.getOwnPropertyNames(Request.prototype)) {
  if (Object.hasOwn(LazyRequest.prototype, name)) continue
  Object.defineProperty(LazyRequest.prototype, name, {
    configurable: true,
    get(this: LazyRequest): unknown {
      const { whole } = this
      const value: unknown = Reflect.get(whole, name)
      return typeof value === 'function' ? value.bind(whole) : value
    },
  })
}
// So that who asks `instanceof Request` is told yes.
Object.setPrototypeOf(LazyRequest.prototype, Request.prototype)

function urlOf(message: NodeMessage, { protocol, host }: Partial<ServerAddress>): string {
  const view = viewRequest(message)
  const scheme = (protocol ?? view.scheme) === 'https' ? 'https' : 'http'
  const authority = host ?? view.authority ?? ''
  // A target such as `*` is no path.
  const path = view.path.startsWith('/') ? view.path : '/'
  const url = `${scheme}://${authority}${path}`
  return new URL(isAuthority(authority) && URL.canParse(url) ? url : `${scheme}://localhost${path}`).href
}

// A client writes into `Host` what it likes, and each of these would make another URL of it.
const DELIMITERS: readonly string[] = ['/', '?', '#', '@', '\\']

function isAuthority(text: string): boolean {
  return text !== '' && !DELIMITERS.some((delimiter) => text.includes(delimiter))
}

function headersOf({ headers }: NodeMessage): Headers {
  const result = new Headers()
  for (const name in headers) {
    // RFC 9113 §8.3: what HTTP/2 says of the request line.
    if (name.startsWith(':')) continue
    const value = headers[name]
    if (typeof value === 'string') result.append(name, value)
    else for (const one of value ?? []) result.append(name, one)
  }
  return result
}
