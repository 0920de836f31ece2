import type { DirectiveWords } from '../parse.ts'

/** A directive that a change sets; null: leaves out. */
export interface Replacement {
  readonly name: string
  readonly words: readonly string[] | null
}

/** Words that a change takes out; null: the whole directive. */
export interface Removal {
  readonly name: string
  readonly words: readonly string[] | null
}

/** A change whose every word has been checked, and which no later change of the given object reaches. */
export interface CheckedChange {
  /** Where it stands in the configuration. */
  readonly path: string
  readonly replace: readonly Replacement[]
  readonly remove: readonly Removal[]
  readonly append: readonly DirectiveWords[]
  /** Empty for none. */
  readonly restrict: readonly DirectiveWords[]
  readonly to: 'all' | 'enforced' | 'report-only'
  readonly fallbacks: boolean
}

/** Whether the change is for such a policy. */
export function isMeant({ to }: CheckedChange, { reportOnly }: { readonly reportOnly: boolean }): boolean {
  return to === 'all' || (to === 'report-only') === reportOnly
}
