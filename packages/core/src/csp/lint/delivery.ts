/** What else is known of the response whose policies are looked at. */
export interface LintDelivery {
  /** The page's address, or only its scheme: `http:`. Default `https:`. */
  readonly page?: string
  /**
   * The other headers of the response by name, in any case. When they are given, what is not among them is not sent. `X-Frame-Options` and
   * `Reporting-Endpoints` are looked at.
   */
  readonly headers?: LintHeaders
}

/** An object as `node:http` has it, where a list is one line each, or whatever gives pairs, as Fetch's `Headers` do. */
export type LintHeaders =
  | Readonly<Record<string, string | number | readonly string[] | undefined>>
  | Iterable<readonly [name: string, value: string]>

/** What the core cannot know by itself. */
export interface LintOptions {
  /** Hosts that let a list of hosts be bypassed: `bypasses` of `@sallyport/csp-bypasses`. */
  readonly bypasses?: Bypasses
  /** Whether anyone can have a name below a domain: `isPublicSuffix` of `@sallyport/public-suffixes`. Default: of one label alone. */
  readonly isPublicSuffix?: (domain: string) => boolean
}

/** Addresses as `//host/path`. */
export interface Bypasses {
  /** Those that answer with a call of whatever function the address names. */
  readonly jsonp: readonly string[]
  /** The hosts among them whose answers run only where `'unsafe-eval'` is allowed. */
  readonly jsonpNeedingEval?: readonly string[]
  /** Copies of AngularJS, which runs what it finds in attributes. */
  readonly angular: readonly string[]
}
