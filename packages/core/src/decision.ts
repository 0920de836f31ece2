import type { CompiledCsp } from './csp/policy.ts'

/** A header name, in lower case, and its value. */
export type HeaderPair = readonly [name: string, value: string]

/** Why a decision came out as it did. Stable: logs, tests and `explain` use these codes. */
export type Reason =
  | 'no-cors' // no CORS policy applies
  | 'no-origin' // not a CORS request
  | 'origin-allowed'
  | 'origin-refused'
  | 'origin-unresolved' // the origin resolver gave no answer
  | 'preflight-allowed'
  | 'preflight-origin-refused'
  | 'preflight-origin-unresolved'
  | 'preflight-method-refused'
  | 'preflight-header-refused'
  | 'cross-origin-refused' // the cross-origin request guard

/** What to do with a request. Often shared between requests, and then frozen. */
export type Decision = AnswerDecision | ContinueDecision

interface DecisionHeaders {
  /** Without CSP. A new list each time it is read. */
  readonly headers: readonly HeaderPair[]
  /** Names to merge into `Vary`: into the app's own, as late as possible. */
  readonly vary: readonly string[]
  /** The same as one text; undefined for nothing. */
  readonly varyText: string | undefined
  readonly reason: Reason
  /** Calls `set` with every header but `Vary`, CSP in its nonce-less form, without making a list of them. */
  eachHeader<T>(target: T, set: SetHeader<T>): void
  /** The same without CSP. */
  eachOwnHeader<T>(target: T, set: SetHeader<T>): void
  /** The name with which `eachHeader` begins; undefined when it has nothing to say. */
  readonly firstHeader: string | undefined
}

export type SetHeader<T> = (target: T, name: string, value: string) => void

/** Reply now, without asking the app. */
export interface AnswerDecision extends DecisionHeaders {
  readonly kind: 'answer'
  readonly status: number
}

/** Let the app reply, with these headers added. */
export interface ContinueDecision extends DecisionHeaders {
  readonly kind: 'continue'
  readonly csp: CompiledCsp | null
}

/** Freezes pairs that requests share: none may change what another one gets. */
export function freezePairs(pairs: readonly HeaderPair[]): readonly HeaderPair[] {
  for (const pair of pairs) Object.freeze(pair)
  return Object.freeze(pairs)
}
