import { isAsked } from './cors/resolved-decisions.ts'
import { decide, ruleFor } from './decide.ts'
import type { Decision } from './decision.ts'
import type { Policy } from './policy.ts'
import type { RequestView } from './request.ts'

/**
 * What to do with a request, after asking the policy's origin resolver if this request's origin is a matter for it. A promise only
 * when the resolver takes its time. Never throws or rejects: a resolver that fails, or is late, refuses the origin.
 */
export function resolve(policy: Policy, request: RequestView): Decision | Promise<Decision> {
  if (!policy.resolves) return decide(policy, request)
  const { cors } = ruleFor(policy, request).parts
  const origin = request.header('origin')
  if (cors === null || cors.resolver === null || origin === undefined || !isAsked(cors, origin)) {
    return decide(policy, request)
  }
  const admission = cors.resolver.ask(origin, request)
  if (!(admission instanceof Promise)) return decide(policy, request, admission)
  return admission.then((answered) => decide(policy, request, answered))
}
