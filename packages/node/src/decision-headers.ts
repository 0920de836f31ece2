import {
  applyEndpoints,
  applyVary,
  type ContinueDecision,
  type Decision,
  eachCspHeader,
  type HeaderPair,
  type HeaderSink,
  renderCsp,
} from '@sallyport/core'
import { peekHeader, putHeader } from './put-header.ts'
import { DECISION, NONCE, type NodeResponse, readHeader } from './response.ts'

/** Writes every header of a decision, `Vary` merged into what is there. A nonce that was handed out stays the one that is sent. */
export function writeHeaders(decision: Decision, response: NodeResponse): void {
  // First, because asking costs least while there are no headers.
  mergeVary(decision, response)
  decision.eachOwnHeader(response, putHeader)
  if (decision.kind === 'continue') eachCspHeader(decision, response[NONCE], response, putHeader)
}

/**
 * Whether the headers are as {@link writeHeaders} left them, judged by one of them: whoever strips headers for an error page strips all,
 * and whoever removes a single one, other than `Vary`, means it.
 */
export function areIntact(decision: ContinueDecision, response: NodeResponse): boolean {
  const { varyText } = decision
  if (varyText !== undefined) return peekHeader(response, 'vary') === varyText
  const first = decision.firstHeader
  return first === undefined || peekHeader(response, first) !== undefined
}

/** Writes the headers that the response lacks: Koa's error path, for one, strips them all. */
export function restoreHeaders(decision: ContinueDecision, response: NodeResponse): void {
  mergeVary(decision, response)
  decision.eachOwnHeader(response, setMissing)
  writeMissingCsp(decision, response)
  mergeEndpoints(decision, response)
}

function mergeVary(decision: Decision, response: NodeResponse): void {
  const { varyText } = decision
  if (varyText === undefined) return
  if (peekHeader(response, 'vary') === undefined) putHeader(response, 'vary', varyText)
  else applyVary(decision, sinkOf(response))
}

/** Adds the decision's endpoints, if it has any, to those of the app. */
export function mergeEndpoints(decision: ContinueDecision, response: NodeResponse): void {
  if (declaresEndpoints(decision)) applyEndpoints(decision, sinkOf(response))
}

function declaresEndpoints({ csp }: ContinueDecision): boolean {
  const others = csp?.others
  if (others === undefined) return false
  // Not by iteration, which takes long over a frozen list.
  for (let index = 0; index < others.length; index++) if (others[index]?.[0] === 'reporting-endpoints') return true
  return false
}

function writeMissingCsp(decision: ContinueDecision, response: NodeResponse): void {
  eachCspHeader(decision, response[NONCE], response, setMissing)
}

function setMissing(response: NodeResponse, name: string, value: string): void {
  if (peekHeader(response, name) === undefined) putHeader(response, name, value)
}

/** Takes the headers back, except those the app has changed since. */
export function withdrawHeaders(decision: ContinueDecision, response: NodeResponse): void {
  removeUnchanged([...decision.headers, ...renderCsp(decision, response[NONCE])], response)
  if (peekHeader(response, 'vary') === decision.varyText) response.removeHeader('vary')
}

/** Writes the policy of one decision where that of another still stands, and where there is none. What the app set itself stays. */
export function replaceCsp(old: ContinueDecision, next: ContinueDecision, response: NodeResponse): void {
  const before = renderCsp(old, response[NONCE])
  const after = renderCsp(next, response[NONCE])
  for (const [name, value] of after) {
    const now = peekHeader(response, name)
    if (now === undefined || now === textIn(before, name)) putHeader(response, name, value)
  }
  // Only these: engines make a hash table of an object that a property was removed from.
  removeUnchanged(
    before.filter(([name]) => textIn(after, name) === undefined),
    response,
  )
}

/** The same for a policy whose nonce has just been drawn. */
export function writeNoncedCsp(decision: ContinueDecision, response: NodeResponse): void {
  eachCspHeader(decision, response[NONCE], response, putNonced)
}

function putNonced(response: NodeResponse, name: string, value: string): void {
  const now = peekHeader(response, name)
  if (now === undefined || now === noncelessOf(response, name)) putHeader(response, name, value)
}

function noncelessOf(response: NodeResponse, name: string): string | undefined {
  const headers = response[DECISION]?.csp?.nonceless ?? []
  for (let index = 0; index < headers.length; index++) if (headers[index]?.[0] === name) return headers[index]?.[1]
  return undefined
}

function textIn(headers: readonly HeaderPair[], name: string): string | undefined {
  return headers.find(([each]) => each === name)?.[1]
}

function removeUnchanged(headers: readonly HeaderPair[], response: NodeResponse): void {
  for (const [name, value] of headers) if (peekHeader(response, name) === value) response.removeHeader(name)
}

/** A response as the core writes to it. */
function sinkOf(response: NodeResponse): HeaderSink {
  return {
    get: (name) => readHeader(response, name),
    set: (name, value) => response.setHeader(name, value),
  }
}
