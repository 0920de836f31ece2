import type { IncomingHttpHeaders } from 'node:http'
import type { HeaderSink, RequestView } from '@sallyport/core'

/** A request as every candidate can read it: Node's shape, and the core's {@link RequestView}. */
export interface BenchRequest extends RequestView {
  method: string
  url: string
  headers: IncomingHttpHeaders
}

/** A response as every candidate can write it: Node's shape, and the core's {@link HeaderSink}. */
export interface BenchResponse extends HeaderSink {
  statusCode: number
  readonly headersSent: boolean
  getHeader(name: string): number | string | string[] | undefined
  setHeader(name: string, value: string): unknown
  removeHeader(name: string): void
  writeHead(status: number, ...rest: readonly unknown[]): unknown
  end(): unknown
  /** Where a candidate that speaks Fetch leaves its headers. */
  fetched?: Headers | undefined
  /** By lower-case name; for checking, never measured. */
  readHeaders(): Readonly<Record<string, string>>
}

/** Answers one request. Returns a promise only when the candidate is asynchronous itself. */
export type Call = (request: BenchRequest, response: BenchResponse) => unknown

/** Puts what differs from request to request into one. */
export type Fill = (request: BenchRequest) => void

/** A short string like the ones Node's HTTP parser makes: flat, and not hashed yet. A constant would make look-ups several times cheaper. */
export function freshText(bytes: Buffer, start = 0, end: number = bytes.length): string {
  return bytes.toString('latin1', start, end)
}
