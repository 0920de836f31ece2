/** One header's worth of CSP, cut at its nonce slots. Frozen. */
export interface CspHeader {
  readonly name: 'content-security-policy' | 'content-security-policy-report-only'
  /** The serialised policies; a nonce goes between each chunk and the next. One chunk: no slot. */
  readonly chunks: readonly string[]
  /** For a response whose nonce nobody read: without nonces, and without the fallbacks only a nonce makes harmless. */
  readonly nonceless: string
}

/** All CSP of one rule: at most one enforced and one report-only header, each a comma-joined list of policies. */
export interface CompiledCsp {
  readonly headers: readonly CspHeader[]
  readonly hasNonce: boolean
  /** The header pairs of a response whose nonce nobody read. */
  readonly nonceless: readonly (readonly [name: string, value: string])[]
  /** What goes with the policies, nonce or not, and is among `nonceless` too: `X-Frame-Options`, `Reporting-Endpoints`. Left out for nothing. */
  readonly others?: readonly (readonly [name: string, value: string])[]
}
