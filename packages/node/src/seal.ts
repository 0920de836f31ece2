import { ServerResponse } from 'node:http'
import type { ContinueDecision } from '@sallyport/core'
import { areIntact, mergeEndpoints, restoreHeaders } from './decision-headers.ts'
import { setExplicitHeaders } from './explicit-headers.ts'
import { DECISION, NONCE, type NodeResponse, WRITE_HEAD } from './response.ts'
import { keepNonceFromCaches, keepStoredCsp } from './stored-responses.ts'

/**
 * Makes the response complete its headers at the last moment. Every way of sending them goes through the response's own
 * `writeHead`: implicit headers, `flushHeaders` and hijacked responses too, in HTTP/1 and HTTP/2.
 */
export function seal(response: NodeResponse): void {
  const { writeHead } = response
  if (writeHead === writeSealedHead || writeHead === writeOthersSealedHead) return
  if (writeHead === NODES_WRITE_HEAD) {
    response.writeHead = writeSealedHead
  } else {
    response[WRITE_HEAD] = writeHead
    response.writeHead = writeOthersSealedHead
  }
}

/** The same for a response that nothing has been done to, which most are. False for any other. */
export function sealNew(response: NodeResponse, decision: ContinueDecision): boolean {
  if (!isNodes(response) || response.headersSent) return false
  response[DECISION] = decision
  response.writeHead = writeSealedHead
  return true
}

/** Whether nobody stands between the response and Node, nor has set a header: then Node takes all from one list, at less than half the cost. */
export function takesList(response: NodeResponse): boolean {
  return isNodes(response) && response instanceof ServerResponse && response.getHeaderNames().length === 0
}

function isNodes(response: NodeResponse): boolean {
  return response.writeHead === NODES_WRITE_HEAD
}

const NODES_WRITE_HEAD: NodeResponse['writeHead'] = ServerResponse.prototype.writeHead

// One function for all responses: a closure for each would be an allocation more on every request. To leave out an argument is the
// same as undefined for Node, and a rest parameter would be a list more.
function writeSealedHead(this: NodeResponse, status: number, reason?: unknown, headers?: unknown): unknown {
  if (reason !== undefined || headers !== undefined) {
    return writeExplicitHead(this, NODES_WRITE_HEAD, status, reason, headers)
  }
  // Once the headers are out, the error is Node's to raise.
  if (!this.headersSent) complete(this, status)
  return NODES_WRITE_HEAD.call(this, status)
}

/** The same where somebody else, or HTTP/2, has a `writeHead` of its own. */
function writeOthersSealedHead(this: NodeResponse, status: number, reason?: unknown, headers?: unknown): unknown {
  return writeExplicitHead(this, this[WRITE_HEAD] ?? NODES_WRITE_HEAD, status, reason, headers)
}

function writeExplicitHead(
  response: NodeResponse,
  writeHead: NodeResponse['writeHead'],
  status: number,
  reason: unknown,
  headers: unknown,
): unknown {
  if (response.headersSent) return writeHead.call(response, status, reason, headers)
  const given = headers ?? (typeof reason === 'string' ? undefined : reason)
  const isLeft = typeof given === 'object' && given !== null && !setExplicitHeaders(response, given)
  complete(response, status)
  if (isLeft) return writeHead.call(response, status, reason, headers)
  return typeof reason === 'string' ? writeHead.call(response, status, reason) : writeHead.call(response, status)
}

/** What waits for the head: a header of the app that is to be merged, or took the place of ours, and what an error page has stripped. */
function complete(response: NodeResponse, status: number): void {
  if (status === 304) keepStoredCsp(response)
  const decision = response[DECISION]
  if (decision !== undefined) {
    if (!areIntact(decision, response)) restoreHeaders(decision, response)
    else if (decision.csp !== null) mergeEndpoints(decision, response)
  }
  if (response[NONCE] !== undefined) keepNonceFromCaches(response)
}
