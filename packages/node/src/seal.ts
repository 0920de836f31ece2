import { ServerResponse } from 'node:http'
import { applyVary, type ContinueDecision } from '@sallyport/core'
import { areIntact, declaresEndpoints, mergeEndpoints, restoreHeaders, sinkOf } from './decision-headers.ts'
import { splitHeader } from './explicit-headers.ts'
import { addHeaders } from './held-headers.ts'
import { DECISION, HELD, NONCE, type NodeResponse, WRITE_HEAD } from './response.ts'
import { keepAdditionFromCaches, keepNonceFromCaches, keepStoredCsp } from './stored-responses.ts'

/**
 * Makes the response complete its headers at the last moment. Every way of sending them goes through the response's own
 * `writeHead`: implicit headers, `flushHeaders` and hijacked responses too, in HTTP/1 and HTTP/2.
 */
export function seal(response: NodeResponse, isHeld: boolean): void {
  const { writeHead } = response
  if (writeHead === writeOthersSealedHead) return
  if (writeHead === NODES_WRITE_HEAD || writeHead === writeSealedHead || writeHead === writeHeldHead) {
    response.writeHead = isHeld ? writeHeldHead : writeSealedHead
  } else {
    response[WRITE_HEAD] = writeHead
    response.writeHead = writeOthersSealedHead
  }
}

/** The same for a response that nothing has been done to, which most are. False for any other. */
export function sealNew(response: NodeResponse, decision: ContinueDecision, isHeld: boolean): boolean {
  if (!isNodes(response) || response.headersSent) return false
  response[DECISION] = decision
  if (isHeld) response[HELD] = true
  response.writeHead = isHeld ? writeHeldHead : writeSealedHead
  return true
}

/** Whether nobody stands between the response and Node, nor has set a header: then Node takes all from one list, at less than half the cost. */
export function takesList(response: NodeResponse): boolean {
  return isNodes(response) && response instanceof ServerResponse && response.getHeaderNames().length === 0
}

function isNodes(response: NodeResponse): boolean {
  return response.writeHead === NODES_WRITE_HEAD
}

const NO_ARGUMENTS: readonly unknown[] = Object.freeze([])

const NODES_WRITE_HEAD: NodeResponse['writeHead'] = ServerResponse.prototype.writeHead

// One function for all responses: a closure for each would be an allocation more on every request. To leave out an argument is the
// same as undefined for Node, and a rest parameter would be a list more.
function writeSealedHead(this: NodeResponse, status: number, reason?: unknown, headers?: unknown): unknown {
  if (status === 304) keepStoredCsp(this)
  if (reason !== undefined || headers !== undefined) return writeExplicitHead(this, status, reason, headers)
  const decision = this[DECISION]
  if (decision !== undefined) {
    if (!areIntact(decision, this)) restore(decision, this)
    else completeCsp(decision, this)
  }
  if (this[NONCE] !== undefined) keepNonceFromCaches(this, NO_ARGUMENTS)
  return NODES_WRITE_HEAD.call(this, status)
}

/** The same where the headers have waited for the head. */
function writeHeldHead(this: NodeResponse, status: number, reason?: unknown, headers?: unknown): unknown {
  if (status === 304) keepStoredCsp(this)
  if (reason !== undefined || headers !== undefined) return writeExplicitHead(this, status, reason, headers)
  const decision = this[DECISION]
  if (decision === undefined) return NODES_WRITE_HEAD.call(this, status)
  restore(decision, this)
  if (this[NONCE] !== undefined) keepNonceFromCaches(this, NO_ARGUMENTS)
  return NODES_WRITE_HEAD.call(this, status)
}

function writeExplicitHead(response: NodeResponse, status: number, reason: unknown, headers: unknown): unknown {
  const args = completeWith(response, headers === undefined ? [reason] : [reason, headers])
  return NODES_WRITE_HEAD.call(response, status, ...args)
}

/** The same where somebody else, or HTTP/2, has a `writeHead` of its own. */
function writeOthersSealedHead(this: NodeResponse, status: number, ...args: readonly unknown[]): unknown {
  const writeHead = this[WRITE_HEAD] ?? NODES_WRITE_HEAD
  if (status === 304) keepStoredCsp(this)
  return writeHead.call(this, status, ...completeWith(this, args))
}

function restore(decision: ContinueDecision, response: NodeResponse): void {
  // Once the headers are out, the error is Node's to raise.
  if (!response.headersSent) restoreHeaders(decision, response)
}

function completeCsp(decision: ContinueDecision, response: NodeResponse): void {
  if (decision.csp !== null && !response.headersSent) mergeEndpoints(decision, response)
}

function completeWith(response: NodeResponse, args: readonly unknown[]): readonly unknown[] {
  const decision = response[DECISION]
  if (decision === undefined || response.headersSent) return args
  const [only] = args
  if (response[HELD] === true && args.length === 1 && typeof only === 'object' && only !== null) {
    const all = addHeaders(decision, response, only)
    if (all !== undefined) {
      if (response[NONCE] !== undefined) keepAdditionFromCaches(response, all)
      return [all.record]
    }
  }
  if (response[HELD] === true || !areIntact(decision, response)) restoreHeaders(decision, response)
  else completeCsp(decision, response)
  const merged = mergeExplicit(decision, response, args)
  return response[NONCE] === undefined ? merged : keepNonceFromCaches(response, merged)
}

/** Headers given to `writeHead` replace those set before, so what is merged among them takes the place of the merged one. */
function mergeExplicit(
  decision: ContinueDecision,
  response: NodeResponse,
  args: readonly unknown[],
): readonly unknown[] {
  const { value: vary, args: rest } = splitHeader(args, 'vary')
  if (vary !== undefined) {
    response.setHeader('vary', vary)
    applyVary(decision, sinkOf(response))
  }
  return declaresEndpoints(decision) ? mergeExplicitEndpoints(decision, response, rest) : rest
}

function mergeExplicitEndpoints(
  decision: ContinueDecision,
  response: NodeResponse,
  args: readonly unknown[],
): readonly unknown[] {
  const { value, args: rest } = splitHeader(args, 'reporting-endpoints')
  if (value !== undefined) response.setHeader('reporting-endpoints', value)
  mergeEndpoints(decision, response)
  return rest
}
