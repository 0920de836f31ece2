import type { StoredGroup } from '../store.ts'

/** A group in words. All texts are plain; those that hold what was reported are untrusted. */
export interface GroupExplanation {
  /** What happened, in a sentence. */
  readonly summary: string
  /** Which policy and directive decided and why, a sentence each. */
  readonly details: readonly string[]
  /** The smallest change of the policy after which this would not be blocked; missing where none is advised. */
  readonly change?: {
    readonly directive: string
    readonly add: string
    /** The directive as it would stand in the policy. */
    readonly text: string
  }
  /** What the change would let in. */
  readonly risk?: string
  /** What to do, with the change or instead of it. */
  readonly advice?: string
}

/** @param policyText The policy that decided, normalised; undefined where no store has it. */
export type ExplainGroup = (group: StoredGroup, policyText: string | undefined) => GroupExplanation
