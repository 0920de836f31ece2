import { limitOf } from '../size-limit.ts'
import type { LintContext } from './context.ts'
import { aboutPolicy, type LintFinding } from './lint-finding.ts'
import type { LintPolicy } from './lint-policy.ts'

/** All policies that headers carry count together, for so they travel. */
export function checkSize({ policies }: LintContext): readonly LintFinding[] {
  let total = 0
  let longest: LintPolicy | undefined
  for (const policy of policies) {
    if (policy.parsed.delivery === 'meta') continue
    total += policy.parsed.length
    if (longest === undefined || policy.parsed.length > longest.parsed.length) longest = policy
  }
  const limit = limitOf(total)
  if (limit === undefined || longest === undefined) return []
  const message = `The policies have ${total} bytes, ${limit.why}.`
  return [
    aboutPolicy(longest, '', 'oversized-policy', total, message, {
      severity: limit.severity,
      fix: "Trust scripts by nonce with 'strict-dynamic' instead of by host, and give each page what it needs.",
      see: 'https://www.rfc-editor.org/rfc/rfc9110#section-5.4',
    }),
  ]
}
