/** The part of a request a decision reads. Adapters make one from their framework's request. */
export interface RequestView {
  readonly method: string
  /** The request target as it came in: path, with or without a query. Not decoded. */
  readonly path: string
  /** A header's value by lower-case name; several lines joined with `, `. */
  header(name: string): string | undefined
}
