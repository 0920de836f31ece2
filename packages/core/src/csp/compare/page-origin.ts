import { type SelfOrigin, selfOf } from '../match/self-origin.ts'

/** What is known of the page that `'self'` and sources without a scheme are resolved against. */
export interface PageOrigin {
  /** The schemes it may have; null for an opaque origin, where neither matches anything. */
  readonly schemes: readonly (string | null)[]
  /** Absent when the page is not told, or has none. */
  readonly self?: SelfOrigin
}

/** Any page over http or https. Others have to be told: a source without a scheme means something else there. */
const UNKNOWN: PageOrigin = { schemes: ['http', 'https'] }

/** Reads a page's address. What is no URL counts as not told. */
export function readPageOrigin(address: string | undefined): PageOrigin {
  const self = address === undefined ? 'invalid' : selfOf(address)
  if (self === 'invalid') return UNKNOWN
  return self === 'opaque' ? { schemes: [null] } : { schemes: [self.scheme], self }
}
