import { describeFinding, type Policy } from '@sallyport/core'
import { DECISION, type NodeResponse } from './response.ts'

const WARNED = new WeakSet<Policy>()

/**
 * Has Node print what is doubtful about a policy, once, for frameworks without a logger. Not that there is nothing to change: that is seen
 * when a request comes, by {@link emitLoneChange}.
 */
export function emitWarnings(policy: Policy): void {
  if (WARNED.has(policy)) return
  WARNED.add(policy)
  for (const finding of policy.findings) {
    if (finding.severity === 'warning' && finding.code !== 'nothing-to-change') {
      process.emitWarning(describeFinding(finding), 'SallyportWarning')
    }
  }
}

const LONE = new WeakSet<Policy>()
// The last policy that has nothing more to say of this: it is asked about for every request, and the set takes long to look at.
let silent: Policy | undefined

/** Says that a policy changes one that no registration before it has brought, once. Call it before {@link enter}. */
export function emitLoneChange(policy: Policy, response: NodeResponse): void {
  if (policy === silent || response[DECISION] !== undefined) return
  silent = policy
  if (LONE.has(policy)) return
  LONE.add(policy)
  for (const finding of policy.findings) {
    if (finding.code === 'nothing-to-change') process.emitWarning(describeFinding(finding), 'SallyportWarning')
  }
}
