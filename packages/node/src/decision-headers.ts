import {
  applyEndpoints,
  applyVary,
  type ContinueDecision,
  type Decision,
  type HeaderSink,
  renderCsp,
} from '@sallyport/core'
import { NONCE, type NodeResponse, readHeader } from './response.ts'

/** Writes every header of a decision, `Vary` merged into what is there. A nonce that was handed out stays the one that is sent. */
export function writeHeaders(decision: Decision, response: NodeResponse): void {
  writeNewHeaders(decision, response)
  if (decision.kind === 'answer' || decision.csp === null) return
  const nonce = response[NONCE]
  if (nonce !== undefined) for (const [name, value] of renderCsp(decision, nonce)) response.setHeader(name, value)
}

/** The same for a response of which nobody can have asked a nonce yet. */
export function writeNewHeaders(decision: Decision, response: NodeResponse): void {
  const { varyText } = decision
  // First, because asking costs least while there are no headers.
  if (varyText !== undefined) {
    if (response.getHeader('vary') === undefined) response.setHeader('vary', varyText)
    else applyVary(decision, sinkOf(response))
  }
  decision.eachHeader(response, setHeader)
}

/**
 * Whether the headers are as {@link writeHeaders} left them, judged by one of them: whoever strips headers for an error page strips all,
 * and whoever removes a single one, other than `Vary`, means it.
 */
export function areIntact(decision: ContinueDecision, response: NodeResponse): boolean {
  const { varyText } = decision
  if (varyText !== undefined) return response.getHeader('vary') === varyText
  const first = decision.firstHeader
  return first === undefined || response.getHeader(first) !== undefined
}

/** Writes the headers that the response has lost: Koa's error path, for one, strips them all. */
export function restoreHeaders(decision: ContinueDecision, response: NodeResponse): void {
  for (const [name, value] of [...decision.headers, ...renderCsp(decision, response[NONCE])]) {
    if (response.getHeader(name) === undefined) response.setHeader(name, value)
  }
  applyVary(decision, sinkOf(response))
  applyEndpoints(decision, sinkOf(response))
}

/**
 * The headers given to `writeHead` and those of the decision that are not among them, in an object of its own. Undefined where that would
 * take a closer look: a list, or names in capitals.
 */
export function addHeaders(
  decision: ContinueDecision,
  response: NodeResponse,
  given: object,
): HeaderRecord | undefined {
  if (Array.isArray(given)) return undefined
  // Without lists of entries: this is done for every response.
  for (const name in given) if (name !== name.toLowerCase()) return undefined
  const all: HeaderRecord = { ...given }
  const target = { all, response }
  const nonce = response[NONCE]
  if (nonce !== undefined) for (const [name, value] of renderCsp(decision, nonce)) addMissing(target, name, value)
  decision.eachHeader(target, addMissing)
  if (decision.csp?.others !== undefined) addEndpoints(decision, target)
  const { varyText } = decision
  if (varyText === undefined) return all
  const vary = all.vary ?? response.getHeader('vary')
  if (vary === undefined) all.vary = varyText
  else applyVary(decision, { get: () => textOf(vary), set: (_, value) => (all.vary = value) })
  return all
}

/** Headers by their names in lower case, as `writeHead` takes them. */
export interface HeaderRecord {
  [name: string]: unknown
}

function addMissing(
  { all, response }: { readonly all: HeaderRecord; readonly response: NodeResponse },
  name: string,
  value: string,
): void {
  if (all[name] === undefined && response.getHeader(name) === undefined) all[name] = value
}

function addEndpoints(
  decision: ContinueDecision,
  { all, response }: { readonly all: HeaderRecord; readonly response: NodeResponse },
): void {
  const name = 'reporting-endpoints'
  const value = all[name] ?? response.getHeader(name)
  applyEndpoints(decision, {
    get: () => (value === undefined ? undefined : textOf(value)),
    set: (_, merged) => (all[name] = merged),
  })
}

/** A header's value as one line. */
export function textOf(value: unknown): string {
  return Array.isArray(value) ? value.join(', ') : String(value)
}

/** Takes the headers back, except those the app has changed since. */
export function withdrawHeaders(decision: ContinueDecision, response: NodeResponse): void {
  for (const [name, value] of [...decision.headers, ...renderCsp(decision, response[NONCE])]) {
    if (response.getHeader(name) === value) response.removeHeader(name)
  }
  if (response.getHeader('vary') === decision.varyText) response.removeHeader('vary')
}

/** Writes the policy of one decision where that of another still stands, and where there is none. What the app set itself stays. */
export function replaceCsp(old: ContinueDecision, next: ContinueDecision, response: NodeResponse): void {
  for (const [name, value] of renderCsp(old, response[NONCE])) {
    if (response.getHeader(name) === value) response.removeHeader(name)
  }
  for (const [name, value] of renderCsp(next, response[NONCE])) {
    if (response.getHeader(name) === undefined) response.setHeader(name, value)
  }
}

/** A response as the core writes to it. */
export function sinkOf(response: NodeResponse): HeaderSink {
  return {
    get: (name) => readHeader(response, name),
    set: (name, value) => response.setHeader(name, value),
  }
}

function setHeader(response: NodeResponse, name: string, value: string): void {
  response.setHeader(name, value)
}
