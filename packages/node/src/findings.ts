import type { Finding, Policy } from '@sallyport/core'

/** A finding as one line of a log. */
export function describeFinding({ path, message, fix, code }: Finding): string {
  return `${path}: ${message}${fix === undefined ? '' : ` ${fix}`} [${code}]`
}

const WARNED = new WeakSet<Policy>()

/** Has Node print what is doubtful about a policy, once, for frameworks without a logger. */
export function emitWarnings(policy: Policy): void {
  if (WARNED.has(policy)) return
  WARNED.add(policy)
  for (const finding of policy.findings) {
    if (finding.severity === 'warning') process.emitWarning(describeFinding(finding), 'SallyportWarning')
  }
}
