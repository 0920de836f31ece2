import type { Config } from './config.ts'
import type { Finding } from './finding.ts'
import type { Rule } from './rule.ts'

/** A compiled configuration: frozen, and safe to share between requests, apps and workers. */
export interface Policy {
  /** What {@link isPolicy} looks for. */
  readonly kind: 'sallyport-policy'
  /** For every request that no route covers. */
  readonly base: Rule
  /** The rule of the most specific route for a path and method. Null when there are no routes, so that no path is looked at. */
  readonly findRule: ((path: string, method: string) => Rule | undefined) | null
  /** Every rule: the base's, and those of routes. */
  readonly rules: readonly Rule[]
  /** Whether an origin resolver may have to be asked: then `resolve` decides, not `decide` alone. */
  readonly resolves: boolean
  /** Whether a rule has a cross-origin request guard: only then does it matter where the server is. */
  readonly guards: boolean
  /** Warnings and advice; errors were thrown. */
  readonly findings: readonly Finding[]
  /** The configuration this was compiled from; `compile` turns it into an equal policy. */
  toJSON(): Config
}

export function isPolicy(value: object): value is Policy {
  return 'kind' in value && value.kind === 'sallyport-policy'
}
