import { type CspChange, changeDecision, describeFinding } from '@sallyport/core'
import { replaceCsp } from './decision-headers.ts'
import { CHANGES, DECISION, type NodeResponse } from './response.ts'
import { warnOnce } from './warn-once.ts'

/**
 * Changes the content security policy of one response, before its headers go out: `changeCsp(response, { append: { 'img-src': [host] } })`.
 * Several changes are made together, so their order means nothing.
 *
 * Never throws, since a page under the policy that it had is better than none. A change that cannot be made leaves that as it is, and a
 * process warning says why, once.
 *
 * @returns whether the change was made.
 */
export function changeCsp(response: NodeResponse, change: CspChange): boolean {
  const decision = response[DECISION]
  if (decision === undefined) {
    return refuse('the response has not passed through Sallyport. Run it before the handlers that render pages.')
  }
  if (response.headersSent) {
    return refuse('the headers of the response were sent already. Make it before the first byte of the body.')
  }
  const { decision: changed, findings } = changeDecision(decision, change)
  if (findings.length > 0) return refuse(findings.slice(0, MOST_TOLD).map(describeFinding).join('\n  '))
  response[CHANGES] = [...(response[CHANGES] ?? []), change]
  response[DECISION] = changed
  replaceCsp(decision, changed, response)
  return true
}

// What a request is made of may be wrong in as many places as it likes.
const MOST_TOLD = 5

function refuse(why: string): false {
  warnOnce(`A change to the CSP of one response was not made, which keeps the policy it had: ${why}`)
  return false
}
