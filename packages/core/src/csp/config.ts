import type { Directives } from './directives.ts'

/** One policy: typed directives, or the text of a header, which is checked just the same. */
export type CspConfig = CspObject | string

export interface CspObject {
  /** By directive name; values in order, keywords in their quotes. */
  readonly directives: Directives
  /** Report violations without blocking. Default false. */
  readonly reportOnly?: boolean
}
