import { type AnswerDecision, applyHeaders, applyVary, decide, type Passage, type Policy } from '@sallyport/core'
import { NodePassage } from './passage.ts'
import { type NodeRequest, viewRequest } from './request.ts'
import { type NodeResponse, PASSAGE, readHeader } from './response.ts'
import { seal } from './seal.ts'

/**
 * Decides a request at its start. The headers are on the response at once, so they survive whatever the app does; what it
 * strips is put back and `Vary` is merged when the response's head is written. Headers the app sets itself win.
 *
 * Called again for the same response with another policy, it replaces the first decision and keeps a nonce already handed out.
 *
 * @returns undefined when the request has been answered: then the app must not be called.
 */
export function enter(policy: Policy, request: NodeRequest, response: NodeResponse): Passage | undefined {
  const earlier = response[PASSAGE]
  if (earlier?.policy === policy) return earlier
  const decision = decide(policy, viewRequest(request))
  // Somebody else has begun to answer: nothing is left to protect, and setting a header would throw.
  const open = !response.headersSent
  if (open) earlier?.withdraw()
  if (decision.kind === 'answer') {
    response[PASSAGE] = undefined
    if (open) answer(decision, response)
    return undefined
  }
  const passage = new NodePassage(policy, decision, response, earlier?.drawnNonce)
  response[PASSAGE] = passage
  if (open) {
    passage.write()
    seal(response)
  }
  return passage
}

function answer(decision: AnswerDecision, response: NodeResponse): void {
  const sink = {
    get: (name: string) => readHeader(response, name),
    set: (name: string, value: string) => response.setHeader(name, value),
  }
  applyHeaders(decision, sink)
  applyVary(decision, sink)
  // RFC 9110 §8.6: never with 204; with any other status a client has to be told that no body follows.
  if (decision.status !== 204) response.setHeader('content-length', '0')
  response.writeHead(decision.status)
  // A request body that nobody read does not matter: Node discards it, and the connection stays usable.
  response.end()
}
