import type { Directives } from './directives.ts'

/** One policy: typed directives, or the text of a header, which is checked just the same. */
export type CspConfig = CspObject | string

export interface CspObject {
  /** By directive name; values in order, keywords in their quotes. */
  readonly directives: Directives
  /** Report violations without blocking. Default false. */
  readonly reportOnly?: boolean
  /**
   * Also send `frame-ancestors` as `X-Frame-Options`, where that can say the same: `'none'` is `DENY`, `'self'` is `SAMEORIGIN`. Default
   * false, because every browser that knows `frame-ancestors` then ignores the other (CSP3 §6.4.2.2).
   */
  readonly frameOptions?: boolean
  /**
   * Leave out of the header what changes nothing: sources that others in the list cover, and directives that say what they would fall
   * back to. Default false, so that the header reads as it was written.
   */
  readonly minify?: boolean
}
