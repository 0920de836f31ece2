import { ServerResponse } from 'node:http'
import { applyVary, type ContinueDecision } from '@sallyport/core'
import { areIntact, restoreHeaders, sinkOf } from './decision-headers.ts'
import { splitVary } from './explicit-headers.ts'
import { DECISION, type NodeResponse, WRITE_HEAD } from './response.ts'

/**
 * Makes the response complete its headers at the last moment. Every way of sending them goes through the response's own
 * `writeHead`: implicit headers, `flushHeaders` and hijacked responses too, in HTTP/1 and HTTP/2.
 */
export function seal(response: NodeResponse): void {
  const { writeHead } = response
  if (writeHead === writeSealedHead) return
  // Kept only where it is another's, since every property of a response costs.
  if (writeHead !== NODES_WRITE_HEAD) response[WRITE_HEAD] = writeHead
  response.writeHead = writeSealedHead
}

const NODES_WRITE_HEAD: NodeResponse['writeHead'] = ServerResponse.prototype.writeHead

// One function for all responses: a closure for each would be an allocation more on every request. To leave out an argument is the
// same as undefined for Node, and a rest parameter would be a list more.
function writeSealedHead(this: NodeResponse, status: number, reason?: unknown, headers?: unknown): unknown {
  const writeHead = this[WRITE_HEAD] ?? NODES_WRITE_HEAD
  const decision = this[DECISION]
  // Once the headers are out, the error is Node's to raise.
  if (decision === undefined || this.headersSent) return writeHead.call(this, status, reason, headers)
  if (!areIntact(decision, this)) restoreHeaders(decision, this)
  if (reason === undefined && headers === undefined) return writeHead.call(this, status)
  return writeHead.call(this, status, ...mergeExplicit(decision, this, [reason, headers]))
}

/** Headers given to `writeHead` replace those set before, so a `Vary` among them takes the place of the merged one. */
function mergeExplicit(
  decision: ContinueDecision,
  response: NodeResponse,
  args: readonly unknown[],
): readonly unknown[] {
  const { vary, args: rest } = splitVary(args)
  if (vary !== undefined) {
    response.setHeader('vary', vary)
    applyVary(decision, sinkOf(response))
  }
  return rest
}
