import type { ContinueDecision, Decision, HeaderPair, SetHeader } from './decision.ts'
import { mergeVary } from './http/vary.ts'
import { createNonce } from './nonce.ts'

/** Where headers go: a Node response, a Fastify reply, a `Headers` object or a plain record behind two functions. */
export interface HeaderSink {
  get(name: string): string | undefined
  /** Replaces. Names are always lower case. */
  set(name: string, value: string): void
}

/** Writes a decision's headers, CSP in its nonce-less form. Do it early, so that they survive errors and the app may override them. */
export function applyHeaders(decision: Decision, sink: HeaderSink): void {
  decision.eachHeader(sink, setOnSink)
}

function setOnSink(sink: HeaderSink, name: string, value: string): void {
  sink.set(name, value)
}

/** Merges a decision's names into the `Vary` that is there. Do it late, because an app that sets `Vary` replaces it. */
export function applyVary(decision: Decision, sink: HeaderSink): void {
  const { varyText } = decision
  if (varyText === undefined) return
  const existing = sink.get('vary')
  if (existing === undefined) sink.set('vary', varyText)
  else mergeIntoVary(existing, decision, sink)
}

function mergeIntoVary(existing: string, { vary }: Decision, sink: HeaderSink): void {
  const merged = mergeVary(existing, vary)
  if (merged !== undefined && merged !== existing) sink.set('vary', merged)
}

/**
 * Adds the decision's endpoints to a `Reporting-Endpoints` that the app has put in their place: of a policy whose endpoint is not declared, nothing is reported
 * (Reporting API §3.3). Where the app has removed the header, it meant that. Do it late.
 */
export function applyEndpoints(decision: Decision, sink: HeaderSink): void {
  if (decision.kind === 'answer' || decision.csp?.others === undefined) return
  const own = decision.csp.others.find(([name]) => name === 'reporting-endpoints')?.[1]
  if (own === undefined) return
  const existing = sink.get('reporting-endpoints')
  if (existing === undefined || existing.includes(own)) return
  sink.set('reporting-endpoints', existing.trim() === '' ? own : `${existing}, ${own}`)
}

/**
 * Draws the nonce of a response and writes the CSP that carries it. Call it when the app first asks for the nonce, and only
 * once per response. Returns `''`, and writes nothing, when the policy has no place for one.
 */
export function drawNonce(decision: Decision, sink: HeaderSink): string {
  if (decision.kind === 'answer' || decision.csp === null || !decision.csp.hasNonce) return ''
  const nonce = createNonce()
  for (const { name, chunks } of decision.csp.headers) sink.set(name, joinChunks(chunks, nonce))
  return nonce
}

/** The CSP headers of a decision: with the nonce in every slot, or in the nonce-less form. */
export function renderCsp(decision: Decision, nonce?: string): readonly HeaderPair[] {
  if (decision.kind === 'answer' || decision.csp === null) return NONE
  if (nonce === undefined || !decision.csp.hasNonce) return decision.csp.nonceless
  const { headers, others = NONE } = decision.csp
  const pairs: readonly HeaderPair[] = headers.map(({ name, chunks }) => [name, joinChunks(chunks, nonce)] as const)
  return others.length === 0 ? pairs : [...pairs, ...others]
}

/** Calls `set` with what {@link renderCsp} lists, without making a list. */
export function eachCspHeader<T>(
  decision: ContinueDecision,
  nonce: string | undefined,
  target: T,
  set: SetHeader<T>,
): void {
  const { csp } = decision
  if (csp === null) return
  if (nonce === undefined || !csp.hasNonce) {
    eachPair(csp.nonceless, target, set)
    return
  }
  const { headers, others } = csp
  // By index, here and below: engines take several times as long to iterate over frozen lists.
  for (let index = 0; index < headers.length; index++) {
    const header = headers[index]
    if (header !== undefined) set(target, header.name, joinChunks(header.chunks, nonce))
  }
  if (others !== undefined) eachPair(others, target, set)
}

function eachPair<T>(pairs: readonly HeaderPair[], target: T, set: SetHeader<T>): void {
  for (let index = 0; index < pairs.length; index++) {
    const pair = pairs[index]
    if (pair !== undefined) set(target, pair[0], pair[1])
  }
}

const NONE: readonly HeaderPair[] = Object.freeze([])

function joinChunks(chunks: readonly string[], nonce: string): string {
  let text = chunks[0] ?? ''
  for (let index = 1; index < chunks.length; index++) text += nonce + (chunks[index] ?? '')
  return text
}
