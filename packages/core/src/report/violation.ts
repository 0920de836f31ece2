export type Disposition = 'enforce' | 'report'

/**
 * One report of a violation, whichever engine sent it, in one shape (Reporting API §2; CSP3 §5.3, §5.5). All of it is whatever somebody posted: untrusted, not yet
 * redacted, and not to be stored or shown as it is.
 */
export interface Violation {
  /** The page, an absolute URL, or whatever stood in its place. */
  readonly documentUrl: string
  readonly referrer: string
  /** A URL, a scheme such as `data`, a keyword such as `inline`, `eval`, `wasm-eval`, `trusted-types-sink`, or `''`. */
  readonly blockedUrl: string
  /** In lower case: `script-src-elem`. Of an old report, what `violated-directive` begins with. */
  readonly effectiveDirective: string
  /** The policy as the browser says it was served. */
  readonly originalPolicy: string
  /** What the report says, or else the address that it was sent to. */
  readonly disposition: Disposition
  readonly statusCode: number
  /** The start of the script or style, where the policy says `'report-sample'`. */
  readonly sample: string
  readonly sourceFile: string
  /** 0 for not told. */
  readonly lineNumber: number
  readonly columnNumber: number
}

/** A `csp-hash` report: the hash of a script or style that ran, asked for by `'report-sha256'` (CSP3 §5.4). Untrusted likewise. */
export interface HashReport {
  readonly documentUrl: string
  readonly subresourceUrl: string
  /** `sha256-…` */
  readonly hash: string
  /** `subresource` */
  readonly type: string
  /** `script` */
  readonly destination: string
}
