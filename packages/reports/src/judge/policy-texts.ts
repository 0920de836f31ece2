import type { Policy } from '@sallyport/core'
import { parseCsp } from '@sallyport/core/csp'
import { type Disposition, servedPolicies } from '@sallyport/core/report'

/** A policy that responses are sent with. */
export interface PolicyText {
  readonly text: string
  /** Null where it is not known: then it may be either. */
  readonly disposition: Disposition | null
}

/** All policies that a source may put on a response, with a nonce and without. */
export function policyTexts(source: Policy | string): readonly PolicyText[] {
  if (typeof source !== 'string') return servedPolicies(source)
  // A header's value may hold several, parted by commas.
  return parseCsp(source)
    .filter(({ directives }) => directives.length > 0)
    .map(({ text }) => ({ text, disposition: null }))
}
