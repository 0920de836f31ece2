import { describeFinding, type Policy } from '@sallyport/core'

const WARNED = new WeakSet<Policy>()

/** Has Node print what is doubtful about a policy, once, for frameworks without a logger. */
export function emitWarnings(policy: Policy): void {
  if (WARNED.has(policy)) return
  WARNED.add(policy)
  for (const finding of policy.findings) {
    if (finding.severity === 'warning') process.emitWarning(describeFinding(finding), 'SallyportWarning')
  }
}
