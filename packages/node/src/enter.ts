import {
  type AnswerDecision,
  type ContinueDecision,
  changeDecision,
  composeDecisions,
  type Decision,
  decide,
  type Policy,
  type RequestView,
  resolve,
} from '@sallyport/core'
import { withdrawHeaders, writeHeaders } from './decision-headers.ts'
import type { Refusals } from './refusals.ts'
import { type NodeRequest, viewRequest } from './request.ts'
import { CHANGES, DECISION, type NodeResponse } from './response.ts'
import { seal, sealNew, takesList } from './seal.ts'

/**
 * Decides a request at its start. The headers are on the response at once, so they survive whatever the app does; what an error page
 * strips is put back and `Vary` is merged when the response's head is written. Headers the app sets itself win.
 *
 * Called again for the same response with another policy, it replaces the first decision and keeps a nonce already handed out.
 *
 * @param refusals Tells why, in development. Default null: nobody.
 * @returns false when the request has been answered: then the app must not be called. A promise only while an origin resolver is being
 * waited for; it never rejects.
 */
export function enter(
  policy: Policy,
  request: NodeRequest,
  response: NodeResponse,
  refusals: Refusals | null = null,
): boolean | Promise<boolean> {
  if (policy.resolves) return enterLater(policy, viewRequest(request), response, refusals)
  // A view that goes nowhere else is one that the compiler can do without.
  const decision = decide(policy, viewRequest(request))
  const text = refusals === null ? undefined : explain(policy, viewRequest(request), decision, refusals)
  // Nearly every request; the rest is kept out of the compiler's way.
  if (decision.kind === 'continue' && sealNew(response, decision)) {
    writeHeaders(decision, response)
    return true
  }
  return admit(decision, response, text)
}

function enterLater(
  policy: Policy,
  view: RequestView,
  response: NodeResponse,
  refusals: Refusals | null,
): boolean | Promise<boolean> {
  const go = (decision: Decision): boolean => admit(decision, response, explain(policy, view, decision, refusals))
  const decision = resolve(policy, view)
  return decision instanceof Promise ? decision.then(go) : go(decision)
}

/** What a refusal says of itself. */
function explain(policy: Policy, view: RequestView, decision: Decision, refusals: Refusals | null): string | undefined {
  refusals?.note(policy, view, decision)
  return refusals?.textFor(policy, view, decision)
}

function admit(given: Decision, response: NodeResponse, text: string | undefined): boolean {
  const earlier = response[DECISION]
  if (earlier === given) return true
  const decision = earlier === undefined || given.kind === 'answer' ? given : follow(earlier, given, response)
  // Somebody else has begun to answer: nothing is left to protect, and setting a header would throw.
  const open = !response.headersSent
  if (open && earlier !== undefined) withdrawHeaders(earlier, response)
  if (decision.kind === 'answer') {
    if (earlier !== undefined) response[DECISION] = undefined
    if (open) answer(decision, response, text)
    return false
  }
  response[DECISION] = decision
  if (open) {
    writeHeaders(decision, response)
    seal(response)
  }
  return true
}

/** What a decision about a response becomes where there has been one before it. */
function follow(earlier: ContinueDecision, given: ContinueDecision, response: NodeResponse): ContinueDecision {
  const decision = composeDecisions(earlier, given)
  // What is made part of the earlier one comes with that one's changes.
  if (decision !== given) return decision
  return (response[CHANGES] ?? []).reduce((changed, change) => changeDecision(changed, change).decision, decision)
}

function answer(decision: AnswerDecision, response: NodeResponse, text = ''): void {
  if (text === '' && takesList(response)) {
    response.writeHead(decision.status, listAnswer(decision))
    response.end('')
    return
  }
  writeHeaders(decision, response)
  if (text !== '') response.setHeader('content-type', 'text/plain; charset=utf-8')
  // RFC 9110 §8.6: never with 204; with any other status a client has to be told that no body follows.
  if (decision.status !== 204) response.setHeader('content-length', String(Buffer.byteLength(text)))
  response.writeHead(decision.status)
  // A request body that nobody read does not matter: Node discards it, and the connection stays usable.
  response.end(text)
}

/** As Node takes headers at the least cost. */
function listAnswer(decision: AnswerDecision): string[] {
  const { varyText, status } = decision
  const list = varyText === undefined ? [] : ['vary', varyText]
  decision.eachOwnHeader(list, pushLine)
  if (status !== 204) list.push('content-length', '0')
  return list
}

function pushLine(list: string[], name: string, value: string): void {
  list.push(name, value)
}
