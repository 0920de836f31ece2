import type { Finding } from '../../finding.ts'
import type { LintContext } from './context.ts'
import { aboutPolicy, type LintFinding } from './lint-finding.ts'
import type { LintPolicy } from './lint-policy.ts'

/** From how many bytes on, who cuts or refuses the header, and how bad that is. The largest first. */
const LIMITS: readonly (readonly [bytes: number, severity: Finding['severity'], who: string])[] = [
  [8192, 'error', 'many servers and proxies refuse or cut header lines of 8 KB'],
  [4096, 'warning', 'proxies whose buffer for all headers has 4 KB refuse the response'],
  [2000, 'info', 'each response carries it, and some proxies and caches leave no more room'],
]

/** All policies that headers carry count together, for so they travel. */
export function checkSize({ policies }: LintContext): readonly LintFinding[] {
  let total = 0
  let longest: LintPolicy | undefined
  for (const policy of policies) {
    if (policy.parsed.delivery === 'meta') continue
    total += policy.parsed.length
    if (longest === undefined || policy.parsed.length > longest.parsed.length) longest = policy
  }
  const limit = LIMITS.find(([bytes]) => total >= bytes)
  if (limit === undefined || longest === undefined) return []
  const [bytes, severity, who] = limit
  const message = `The policies have ${total} bytes, more than ${bytes}: ${who}.`
  return [
    aboutPolicy(longest, '', 'oversized-policy', total, message, {
      severity,
      fix: "Trust scripts by nonce with 'strict-dynamic' instead of by host, and give each page what it needs.",
      see: 'https://www.rfc-editor.org/rfc/rfc9110#section-5.4',
    }),
  ]
}
