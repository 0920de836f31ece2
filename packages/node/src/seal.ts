import { applyVary } from '@sallyport/core'
import { splitVary } from './explicit-headers.ts'
import { type NodeResponse, PASSAGE, WRITE_HEAD } from './response.ts'

/**
 * Makes the response complete its headers at the last moment. Every way of sending them goes through the response's own
 * `writeHead`: implicit headers, `flushHeaders` and hijacked responses too, in HTTP/1 and HTTP/2.
 */
export function seal(response: NodeResponse): void {
  if (response[WRITE_HEAD] !== undefined) return
  response[WRITE_HEAD] = response.writeHead
  response.writeHead = writeSealedHead
}

// One function for all responses: a closure for each would be an allocation more on every request.
function writeSealedHead(this: NodeResponse, status: number, ...rest: readonly unknown[]): unknown {
  const writeHead = this[WRITE_HEAD] ?? this.writeHead
  const passage = this[PASSAGE]
  // Once the headers are out, the error is Node's to raise.
  if (passage === undefined || this.headersSent) return writeHead.call(this, status, ...rest)
  passage.restore()
  if (passage.decision.vary.length === 0) return writeHead.call(this, status, ...rest)
  const { vary, args } = splitVary(rest)
  if (vary !== undefined) this.setHeader('vary', vary)
  applyVary(passage.decision, passage)
  return writeHead.call(this, status, ...args)
}
