import type { CheckedChange } from './change/checked-change.ts'
import type { DirectiveWords } from './parse.ts'
import type { CompiledCsp } from './policy.ts'
import type { CspReporting } from './reporting.ts'

/** One checked policy in words, with how it is to be sent. Frozen where it is shared. */
export interface PolicyWords {
  readonly directives: readonly DirectiveWords[]
  readonly reportOnly: boolean
  /** Also say `frame-ancestors` as `X-Frame-Options`. */
  readonly frameOptions?: boolean
  /** Leave out what says nothing. */
  readonly minify?: boolean
  /** A change has taken away where it reports to. */
  readonly unreported?: boolean
  /** Left out: for every session. */
  readonly sample?: CspSample
}

/** To whom a policy on trial is sent. */
export interface CspSample {
  /** Of the sessions, 0 to 1. */
  readonly share: number
  /** The name of the cookie that tells sessions apart. */
  readonly cookie: string
}

/** What compiled CSP was made of, for changing it. */
export interface CspSource {
  readonly policies: readonly PolicyWords[]
  /** Changes to whatever policy another registration has set. */
  readonly pending: readonly CheckedChange[]
  /** In no policy's words, so that a change finds there what was written. */
  readonly reporting?: CspReporting | undefined
}

// Beside the compiled form: what a response needs is not to be carried around with what only a change asks for.
const SOURCES = new WeakMap<CompiledCsp, CspSource>()
const NOTHING: CspSource = Object.freeze({ policies: Object.freeze([]), pending: Object.freeze([]) })

export function rememberSource(csp: CompiledCsp, source: CspSource): void {
  SOURCES.set(csp, source)
}

export function sourceOf(csp: CompiledCsp | null): CspSource {
  return (csp === null ? undefined : SOURCES.get(csp)) ?? NOTHING
}
