import type { LintContext } from './context.ts'
import { aboutPolicy, type LintFinding } from './lint-finding.ts'

/** No policy at all, or none that blocks. */
export function checkEnforcement({ policies }: LintContext): readonly LintFinding[] {
  if (policies.some(({ enforced }) => enforced)) return []
  const first = policies[0]
  if (first !== undefined) {
    return [
      aboutPolicy(first, '', 'not-enforced', 'report-only', 'Every policy is report-only, so nothing is blocked.', {
        severity: 'warning',
        fix: 'Enforce it once its reports have nothing of your own pages in them.',
        see: 'https://w3c.github.io/webappsec-csp/#cspro-header',
      }),
    ]
  }
  return [
    {
      code: 'not-enforced',
      severity: 'error',
      path: 'policies',
      value: '',
      message: 'There is no policy, so nothing is blocked.',
      fix: 'Send a Content-Security-Policy header; strictCsp() makes one.',
      see: 'https://w3c.github.io/webappsec-csp/#csp-header',
      span: { offset: 0, length: 0 },
      policy: 0,
      directive: '',
    },
  ]
}
