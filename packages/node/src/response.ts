import type { NodePassage } from './passage.ts'

/** What is used of a response: `ServerResponse` and `Http2ServerResponse` both fit. */
export interface NodeResponse {
  readonly headersSent: boolean
  getHeader(name: string): number | string | readonly string[] | undefined
  setHeader(name: string, value: string): unknown
  removeHeader(name: string): void
  writeHead(status: number, ...rest: readonly unknown[]): unknown
  end(): unknown
  /** The passage this response belongs to, once {@link enter} has let its request in. */
  [PASSAGE]?: NodePassage | undefined
  /** The response's own `writeHead`, once it is sealed. */
  [WRITE_HEAD]?: NodeResponse['writeHead']
}

// Properties rather than a WeakMap: they are written and read for every request.
export const PASSAGE: unique symbol = Symbol('sallyport.passage')
export const WRITE_HEAD: unique symbol = Symbol('sallyport.writeHead')

/** A response header as one line's text. */
export function readHeader(response: NodeResponse, name: string): string | undefined {
  const value = response.getHeader(name)
  if (value === undefined || typeof value === 'string') return value
  return typeof value === 'number' ? String(value) : value.join(', ')
}
