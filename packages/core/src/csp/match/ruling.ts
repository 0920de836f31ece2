import type { ParsedDirective, ParsedPolicy, Token } from '../parse.ts'
import { type PolicyInput, readPolicies } from '../policy-input.ts'
import type { NearMiss, Verdict, VerdictReason } from '../verdict.ts'

/** What one directive of one policy says; null where the policy has none for it. */
export type Ruling = Omit<Verdict, 'reports'> | null

/** Where a ruling comes from. */
export interface Authority {
  readonly policy: ParsedPolicy
  readonly directive: ParsedDirective
  readonly effectiveDirective: string
}

export function allow(authority: Authority, reason: VerdictReason, source: Token | null): Verdict {
  return { outcome: 'allowed', ...written(authority), source, reason }
}

export function block(
  authority: Authority,
  reason: VerdictReason,
  nearMisses: readonly NearMiss[] = [],
  source: Token | null = null,
): Verdict {
  const ruling = { outcome: 'blocked', ...written(authority), source, reason } as const
  return nearMisses.length === 0 ? ruling : { ...ruling, nearMisses }
}

/** Each of the facts, were it known, could admit it. */
export function depend(authority: Authority, dependsOn: readonly string[], source: Token | null = null): Verdict {
  return { outcome: 'depends', ...written(authority), source, reason: 'unknown-facts', dependsOn }
}

function written({ policy, directive, effectiveDirective }: Authority) {
  return { policy, directive: directive.name, effectiveDirective }
}

/** Of several rulings that all have to allow, the one that decides. Null when there is none. */
export function strictest(rulings: readonly Ruling[]): Ruling {
  const spoken = rulings.filter((ruling) => ruling !== null)
  const blocking = spoken.find(({ outcome }) => outcome === 'blocked')
  if (blocking !== undefined) return blocking
  const depending = spoken.filter(({ outcome }) => outcome === 'depends')
  const [first] = depending
  if (first === undefined) return spoken[0] ?? null
  return { ...first, dependsOn: [...new Set(depending.flatMap(({ dependsOn = [] }) => dependsOn))] }
}

/** CSP3 §4.1.2, §4.2.3, §4.2.4: every enforced policy has to allow; report-only ones are judged aside. */
export function judge(
  inputs: readonly PolicyInput[],
  effectiveDirective: string | null,
  rule: (policy: ParsedPolicy, all: readonly ParsedPolicy[]) => Ruling,
): Verdict {
  const all = readPolicies(inputs)
  const enforced: Ruling[] = []
  const reports: Verdict[] = []
  for (const policy of all) {
    const ruling = rule(policy, all)
    if (policy.disposition === 'enforce') enforced.push(ruling)
    else if (ruling !== null && ruling.outcome !== 'allowed') reports.push(ruling)
  }
  const verdict = strictest(enforced) ?? unspoken(effectiveDirective, 'no-directive')
  return reports.length === 0 ? verdict : { ...verdict, reports }
}

/** When no policy has anything to say. */
export function unspoken(effectiveDirective: string | null, reason: VerdictReason): Verdict {
  return { outcome: 'allowed', policy: null, directive: null, effectiveDirective, source: null, reason }
}
