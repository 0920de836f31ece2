import type { CompiledCsp } from './csp/policy.ts'

/** A header name, in lower case, and its value. */
export type HeaderPair = readonly [name: string, value: string]

/** Why a decision came out as it did. Stable: logs, tests and `explain` use these codes. */
export type Reason =
  | 'no-cors' // no CORS policy applies
  | 'no-origin' // not a CORS request
  | 'origin-allowed'
  | 'origin-refused'
  | 'preflight-allowed'
  | 'preflight-origin-refused'
  | 'preflight-method-refused'
  | 'preflight-header-refused'
  | 'cross-origin-refused' // the cross-origin request guard

/** What to do with a request. Often frozen and shared between requests: copy before changing. */
export type Decision = AnswerDecision | ContinueDecision

/** Reply now, without asking the app. */
export interface AnswerDecision {
  readonly kind: 'answer'
  readonly status: number
  readonly headers: readonly HeaderPair[]
  /** Names to merge into `Vary`. */
  readonly vary: readonly string[]
  readonly reason: Reason
}

/** Let the app reply, with these headers added. */
export interface ContinueDecision {
  readonly kind: 'continue'
  readonly headers: readonly HeaderPair[]
  /** Names to merge into the app's own `Vary`, as late as possible. */
  readonly vary: readonly string[]
  readonly csp: CompiledCsp | null
  readonly reason: Reason
}

/** Freezes pairs that requests share: none may change what another one gets. */
export function freezePairs(pairs: readonly HeaderPair[]): readonly HeaderPair[] {
  for (const pair of pairs) Object.freeze(pair)
  return Object.freeze(pairs)
}
