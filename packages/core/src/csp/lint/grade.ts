import type { PolicyInput } from '../policy-input.ts'
import { readContext } from './context.ts'
import type { LintDelivery, LintOptions } from './delivery.ts'
import { lintContext } from './lint.ts'
import { effectiveDirective } from './lint-policy.ts'

export type CspGrade = 'none' | 'weak' | 'fair' | 'strong'

/**
 * How good the enforced policies of one response are together, in one word:
 *
 * - `none`: none restricts scripts (by `script-src` or `default-src`).
 * - `weak`: {@link lintCsp} has an error about them.
 * - `fair`: it has a warning.
 * - `strong`: it has information at most.
 *
 * Policies that only report are left out.
 */
export function gradeCsp(
  policies: readonly PolicyInput[],
  delivery: LintDelivery = {},
  options: LintOptions = {},
): CspGrade {
  const context = readContext(policies, delivery, options)
  const enforced = context.policies.filter((policy) => policy.enforced)
  if (!enforced.some((policy) => effectiveDirective(policy, 'script-src') !== undefined)) return 'none'
  const severities = new Set(lintContext({ ...context, policies: enforced }).map(({ severity }) => severity))
  if (severities.has('error')) return 'weak'
  return severities.has('warning') ? 'fair' : 'strong'
}
