import type { Decision, Reason } from '../decision.ts'

/** A decision in words, for people: logs, a development console, a command line. Every text is safe for a terminal. */
export interface Explanation {
  readonly decision: Decision
  readonly reason: Reason
  /** The path of the route that decided, or `base`. */
  readonly rule: string
  /**
   * The option that decided, as a property path of the configuration: `routes[2].cors.origins`. Where a route of the framework has a part of
   * its own, what the framework calls that comes first: `config.cors.origins`, `@Cors().origins`.
   */
  readonly path: string
  /** The entry of that option that admitted the request; `'*'` where any would. */
  readonly entry?: string
  /** What happened and why, naming the values involved. */
  readonly message: string
  /** What would have admitted the request but for one thing, the nearest first; at most three. */
  readonly nearMisses: readonly NearMiss[]
  /** What the browser prints for the page's developer; absent where it prints nothing. */
  readonly browserMessages?: BrowserMessages
  /** The smallest change that lets the request through. Absent when nothing was refused, and when no change is advised. */
  readonly fix?: Fix
}

export interface NearMiss {
  readonly kind: NearMissKind
  /** As the configuration has it. */
  readonly entry: string
  readonly message: string
}

export type NearMissKind =
  | 'case' // letter case of an origin; no browser sends capitals
  | 'method-case' // `patch` for `PATCH`
  | 'trailing-dot'
  | 'port'
  | 'scheme'
  | 'www'
  | 'apex' // a wildcard does not cover the domain itself
  | 'subdomain' // an exact origin does not cover what is below it
  | 'rule' // another rule has it
  | 'header' // a misspelt header name
  | 'look-alike' // made to be taken for an entry: a warning, not an oversight
  | 'null'

/** The lines of the console, in order. Texts of Chromium 156 and Firefox 153. */
export interface BrowserMessages {
  readonly chromium: readonly string[]
  /** Empty where Firefox prints nothing. `<the app's>` stands for a status this side does not know. */
  readonly firefox: readonly string[]
}

export interface Fix {
  /** What to change, as a property path of the configuration; absent when it is not the configuration that has to change. */
  readonly path?: string
  /** One sentence, in the imperative. */
  readonly change: string
  /** What the change lets in. */
  readonly risk: string
  /** The change as data; empty when it cannot be one, a resolver's answer say. */
  readonly edits: readonly Edit[]
}

export interface Edit {
  readonly path: string
  /** `add` appends to the list there, making it when there is none; `set` puts the value there. */
  readonly action: 'add' | 'set'
  readonly value: unknown
}
