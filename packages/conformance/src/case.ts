import type { Config } from '@sallyport/core'
import type { WireRequest } from './http.ts'

/** One row of the contract: under this configuration, this request gets this response, whatever the adapter. */
export interface Case {
  /** Unique among all cases. */
  readonly title: string
  readonly config: Config
  readonly request: WireRequest
  readonly expect: Expectation
}

export interface Expectation {
  /** `'any'`: the framework answers, each with a status of its own. */
  readonly status: number | 'any'
  /** Every header of ours. One that is not named here must be absent; one that is must come on one line. */
  readonly headers: ExpectedHeaders
  /** Headers beyond ours that must not be there. Default: none. */
  readonly absent?: readonly string[]
  /** Text the body must contain, from which it shows who answered; `''` for an empty body. Not looked at when left out. */
  readonly body?: string
}

/**
 * List-valued headers are compared as sets. In a policy, `{nonce}` stands for a nonce; wherever it stands it is the same one, the body
 * holds it too, and a second response has another.
 */
export type ExpectedHeaders = Readonly<Partial<Record<ContractHeader, string>>>

export type ContractHeader =
  | 'access-control-allow-origin'
  | 'access-control-allow-credentials'
  | 'access-control-allow-methods'
  | 'access-control-allow-headers'
  | 'access-control-expose-headers'
  | 'access-control-max-age'
  | 'vary'
  | 'content-security-policy'
  | 'content-security-policy-report-only'
  | 'x-frame-options'
  | 'reporting-endpoints'
  | 'timing-allow-origin'
  | 'cross-origin-resource-policy'
  | 'cache-control' // the app's own business otherwise

const POLICY_HEADERS: ReadonlySet<string> = new Set([
  'vary',
  'content-security-policy',
  'content-security-policy-report-only',
  'x-frame-options',
  'reporting-endpoints',
  'timing-allow-origin',
  'cross-origin-resource-policy',
])

/** Whether the contract has a say about a response header: then it may only be there when it is expected. */
export function isContractHeader(name: string): boolean {
  return name.startsWith('access-control-') || POLICY_HEADERS.has(name)
}
