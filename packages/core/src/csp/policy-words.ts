import type { CheckedChange } from './change/checked-change.ts'
import type { DirectiveWords } from './parse.ts'
import type { CompiledCsp } from './policy.ts'

/** One checked policy in words, with how it is to be sent. Frozen where it is shared. */
export interface PolicyWords {
  readonly directives: readonly DirectiveWords[]
  readonly reportOnly: boolean
  /** Also say `frame-ancestors` as `X-Frame-Options`. */
  readonly frameOptions?: boolean
  /** Leave out what says nothing. */
  readonly minify?: boolean
}

/** What compiled CSP was made of, for changing it. */
export interface CspSource {
  readonly policies: readonly PolicyWords[]
  /** Changes to whatever policy another registration has set. */
  readonly pending: readonly CheckedChange[]
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
