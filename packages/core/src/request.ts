/** The part of a request a decision reads. Adapters make one from their framework's request. */
export interface RequestView {
  readonly method: string
  /** The request target as it came in: path, with or without a query. Not decoded. */
  readonly path: string
  /**
   * `https` when the client is known to use TLS, whether this server ends it or a proxy that the framework was told to trust. Anything
   * else counts as not known. A getter, when finding it out costs: it is read only where it decides, about a guard or about where policies report.
   * Default: not known.
   */
  readonly scheme?: string | undefined
  /** Host and port as the client knows them (RFC 9110 §7.2), by the framework's own rules for trusted proxies. Read as rarely. Default: `Host`. */
  readonly authority?: string | undefined
  /** A header's value by lower-case name; several lines joined with `, `. */
  header(name: string): string | undefined
}
