import { type IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import type { BenchRequest, BenchResponse } from './exchange.ts'

const socket = new Socket()

/** Node's own request, without a connection. */
export class RealRequest extends IncomingMessage implements BenchRequest {
  override method = 'GET'
  override url = '/'

  constructor(headers: IncomingHttpHeaders) {
    super(socket)
    this.httpVersionMajor = 1
    this.httpVersionMinor = 1
    this.headers = headers
  }

  get path(): string {
    return this.url
  }

  header(name: string): string | undefined {
    const value = this.headers[name]
    return typeof value === 'string' ? value : undefined
  }
}

/** Node's own response: it validates names and values and renders the head, but has nowhere to send it. */
export class RealResponse extends ServerResponse implements BenchResponse {
  get(name: string): string | undefined {
    const value = this.getHeader(name)
    return typeof value === 'string' ? value : undefined
  }

  set(name: string, value: string): void {
    this.setHeader(name, value)
  }

  readHeaders(): Readonly<Record<string, string>> {
    // Headers given to writeHead are in the head, and nowhere else.
    const [, ...lines] = String(Reflect.get(this, '_header')).trimEnd().split('\r\n')
    return Object.fromEntries(
      lines.map((line) => {
        const [name = '', ...value] = line.split(': ')
        return [name.toLowerCase(), value.join(': ')]
      }),
    )
  }
}
