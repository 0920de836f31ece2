import type { ContinueDecision, CspChange } from '@sallyport/core'

/** What is used of a response: `ServerResponse` and `Http2ServerResponse` both fit. */
export interface NodeResponse {
  readonly headersSent: boolean
  getHeader(name: string): number | string | readonly string[] | undefined
  setHeader(name: string, value: string): unknown
  removeHeader(name: string): void
  writeHead(status: number, ...rest: readonly unknown[]): unknown
  end(text: string): unknown
  /** Under which decision the request was let in, once {@link enter} has done so. */
  [DECISION]?: ContinueDecision | undefined
  /** What was changed for this response alone. */
  [CHANGES]?: readonly CspChange[]
  /** The nonce, once somebody has read it. */
  [NONCE]?: string
  /** The response's `writeHead` before it was sealed, where it was not Node's own. */
  [WRITE_HEAD]?: NodeResponse['writeHead']
}

// Properties rather than a WeakMap: they are written and read for every request.
export const CHANGES: unique symbol = Symbol('sallyport.changes')
export const DECISION: unique symbol = Symbol('sallyport.decision')
export const NONCE: unique symbol = Symbol('sallyport.nonce')
export const WRITE_HEAD: unique symbol = Symbol('sallyport.writeHead')

/** A response header as one line's text. */
export function readHeader(response: NodeResponse, name: string): string | undefined {
  const value = response.getHeader(name)
  if (value === undefined || typeof value === 'string') return value
  return typeof value === 'number' ? String(value) : value.join(', ')
}

/** The decision under which {@link enter} let the request of this response in; undefined before, and after an answer. */
export function decisionOf(response: NodeResponse): ContinueDecision | undefined {
  return response[DECISION]
}
