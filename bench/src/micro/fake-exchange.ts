import type { IncomingHttpHeaders } from 'node:http'
import type { BenchRequest, BenchResponse } from './exchange.ts'

export class FakeRequest implements BenchRequest {
  method = 'GET'
  url = '/'
  headers: IncomingHttpHeaders

  constructor(headers: IncomingHttpHeaders) {
    this.headers = headers
  }

  get path(): string {
    return this.url
  }

  header(name: string): string | undefined {
    const value = readNamed(this.headers, name)
    return typeof value === 'string' ? value : undefined
  }
}

/** As `@sallyport/node` reads them. */
function readNamed(headers: IncomingHttpHeaders, name: string): unknown {
  if (name === 'origin') return headers.origin
  if (name === 'access-control-request-method') return headers['access-control-request-method']
  if (name === 'access-control-request-headers') return headers['access-control-request-headers']
  return headers[name]
}

export class FakeResponse implements BenchResponse {
  statusCode = 200
  readonly names: string[] = ['', '', '', '', '', '', '', '']
  readonly values: string[] = ['', '', '', '', '', '', '', '']
  count = 0
  fetched: Headers | undefined

  reset(): void {
    this.count = 0
    this.statusCode = 200
  }

  setHeader(name: string, value: string): void {
    this.names[this.count] = name
    this.values[this.count] = value
    this.count++
  }

  getHeader(name: string): string | undefined {
    // Latest first, because setting appends. Only Vary is ever asked for, in any case, and no other name is as short.
    for (let index = this.count - 1; index >= 0; index--) {
      if (this.names[index]?.length === name.length) return this.values[index]
    }
    return undefined
  }

  removeHeader(): void {}

  get headersSent(): boolean {
    return false
  }

  writeHead(): void {}

  end(): void {}

  get(name: string): string | undefined {
    return this.getHeader(name)
  }

  set(name: string, value: string): void {
    this.setHeader(name, value)
  }

  readHeaders(): Readonly<Record<string, string>> {
    const entries = this.names.slice(0, this.count).map((name, index) => [name.toLowerCase(), this.values[index] ?? ''])
    return { ...Object.fromEntries(this.fetched ?? []), ...Object.fromEntries(entries) }
  }
}

const wire = Buffer.alloc(65536)

/** Replaces what is set twice, as a server does, because what is left is written out. */
export class FlatResponse extends FakeResponse {
  override setHeader(name: string, value: string): void {
    for (let index = 0; index < this.count; index++) {
      if (this.names[index] !== name) continue
      this.values[index] = value
      return
    }
    super.setHeader(name, value)
  }

  flush(): void {
    for (let index = 0; index < this.count; index++) wire.write(this.values[index] ?? '', 'latin1')
  }
}
