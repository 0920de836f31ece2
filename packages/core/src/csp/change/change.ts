import type { DirectiveName, Directives, SandboxToken, SourceIn, SourceList } from '../directives.ts'
import type { HostSource } from '../source.ts'

type SourceListName = {
  [Name in DirectiveName]: NonNullable<Directives[Name]> extends SourceList<Name> ? Name : never
}[DirectiveName]

/** By directive name, what is added to its list. `'none'` is nothing that could be added. */
export type AppendedDirectives = {
  readonly [Name in Exclude<SourceListName, 'frame-ancestors'>]?: readonly SourceIn<Name>[]
} & {
  readonly 'frame-ancestors'?: readonly (HostSource | "'self'")[]
  /** Restrictions that are lifted. */
  readonly sandbox?: readonly SandboxToken[]
  readonly 'report-uri'?: readonly string[]
  readonly 'trusted-types'?: readonly ("'allow-duplicates'" | '*' | (string & {}))[]
}

/** By directive name, what is taken out of its list; `true`: the whole directive. */
export type RemovedDirectives = {
  readonly [Name in DirectiveName]?: true | (Name extends keyof AppendedDirectives ? AppendedDirectives[Name] : never)
}

/**
 * A change to a policy that is there already: of the app for a route, of the route for a response. The verbs are carried out in this
 * order, whatever the order they are written in: `replace`, `remove`, `append`, `restrict`.
 *
 * ```ts
 * routes: [{ path: '/map', csp: { append: { 'img-src': ['https://tiles.example.com'] } } }]
 * ```
 */
export interface CspChange {
  /**
   * Puts a directive in the place of the one of that name, or adds it: to each policy that governs the same, or else to the first.
   * `false`, where a directive takes it, leaves it out.
   */
  readonly replace?: Directives
  /**
   * Takes sources out of a list. A directive that is missing inherits first, as in `append`; a list that nothing is left of becomes
   * `'none'`.
   */
  readonly remove?: RemovedDirectives
  /**
   * Adds sources to a list, of which `'none'` is then no longer part. A directive that is missing first inherits the list a browser
   * reads instead (`default-src`, …), so that nothing is lost; where there is none either nothing is restricted, and nothing is added.
   */
  readonly append?: AppendedDirectives
  /**
   * One more policy, which browsers enforce beside the others: what it does not allow is blocked, whatever they say (CSP3 §8.1). It
   * reports to where the first of them does.
   */
  readonly restrict?: Directives
  /** Which policies are changed. Default `'all'`, because a route needs the same under a policy on trial as under one in force. */
  readonly to?: 'all' | 'enforced' | 'report-only'
  /**
   * Lets `append` put a nonce, a hash or `'strict-dynamic'` beside what it makes browsers ignore, `'unsafe-inline'` or a list of hosts,
   * which then only helps older ones. Default false: that is an error.
   */
  readonly fallbacks?: boolean
}

const VERBS: readonly string[] = ['replace', 'remove', 'append', 'restrict']
export const CHANGE_KEYS: readonly string[] = [...VERBS, 'to', 'fallbacks']

/** A configuration that changes a policy rather than being one. */
export function isChange(config: unknown): config is CspChange {
  if (typeof config !== 'object' || config === null || Array.isArray(config)) return false
  return !Object.hasOwn(config, 'directives') && CHANGE_KEYS.some((key) => Object.hasOwn(config, key))
}
