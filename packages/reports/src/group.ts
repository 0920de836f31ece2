import type { Disposition } from '@sallyport/core/report'

/** What checking a report against the policies that were served came to. */
export type Standing =
  | 'consistent' // the policy was served, and does block this
  | 'unknown-policy' // no such policy was served: an extension or a proxy changed it, or the report is made up
  | 'inconsistent' // the policy was served, and does not block this
  | 'foreign' // of a page that is not ours

export type Browser = 'chromium' | 'firefox' | 'webkit' | 'other'

/** Why a group is probably nobody's fault. It is counted all the same. */
export interface Noise {
  /** The rule's name in the table of noise. */
  readonly rule: string
  readonly confidence: 'sure' | 'likely'
}

/** What reports have in common that are counted together. Redacted: nothing in it is a visitor's. Plain data. */
export interface Group {
  /** Which app it is about, by the operator's own name for it. */
  readonly site: string
  /** `policyId` of the policy that the report names. */
  readonly policy: string
  readonly disposition: Disposition
  /** The effective directive: `script-src-elem`. */
  readonly directive: string
  /** An origin, a scheme with its colon, or a keyword such as `inline`. `''` where the browser did not tell. */
  readonly blocked: string
  /** The page: its origin and its path with ids masked, such as `https://shop.example/orders/:id`; or its origin and `*` where there were too many. */
  readonly page: string
  readonly browser: Browser
  readonly standing: Standing
  readonly noise: Noise | null
}

/** What was counted of one group in one hour since the last flush. */
export interface FoldedGroup extends Group {
  /** `fingerprintOf` the group: 32 hexadecimal digits. */
  readonly fingerprint: string
  /** Whole hours since the epoch, UTC. */
  readonly hour: number
  readonly count: number
  /** Milliseconds since the epoch. */
  readonly first: number
  readonly last: number
  /** Hashes of who sent them, another salt each day: reach, not identity. At most 64. */
  readonly clients: readonly string[]
  /** The same of those whom the app vouched for (`CollectorOptions.vouch`). At most 64. */
  readonly vouched: readonly string[]
}

/** A policy that was served, so that what was counted under its id can be judged later. */
export interface ServedPolicy {
  readonly site: string
  readonly id: string
  /** Normalised (`normalizePolicy`). */
  readonly text: string
  /** Milliseconds since the epoch: when this process first and last knew of it. */
  readonly from: number
  readonly to: number
}
