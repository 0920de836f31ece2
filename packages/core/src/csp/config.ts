import type { Directives } from './directives.ts'

/** One policy: typed directives, or the text of a header, which is checked just the same. */
export type CspConfig = CspObject | string

export type CspObject = CspOptions & (UnsampledCsp | SampledCsp)

interface UnsampledCsp {
  /** Report violations without blocking. Default false. */
  readonly reportOnly?: boolean
  readonly sample?: never
}

interface SampledCsp {
  readonly reportOnly: true
  /** To whom a policy on trial is sent. Default: with every response. */
  readonly sample: CspSampleConfig
}

/**
 * A part of the sessions. Which, the value of a cookie decides, so that a session gets the policy on every page or on none; a request without the cookie gets it
 * never. A larger share holds every session of a smaller one, also where several policies are sampled, which are drawn together. Nothing is added to `Vary`: a
 * shared cache may hand either response to anybody, which changes the share and nothing else, since a policy on trial blocks nothing.
 */
export interface CspSampleConfig {
  /** From 0, nobody, to 1, everybody who has the cookie. */
  readonly share: number
  /** The name of a cookie that stays the same for a session: the session's own. The same one in all policies of a list. */
  readonly cookie: string
}

interface CspOptions {
  /** By directive name; values in order, keywords in their quotes. */
  readonly directives: Directives
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
