import { isRefused } from './csrf/decide.ts'
import type { Decision } from './decision.ts'
import type { Policy } from './policy.ts'
import type { RequestView } from './request.ts'
import { findRoute } from './route.ts'
import type { Rule } from './rule.ts'
import { SharedAnswer } from './shared-decision.ts'

const CROSS_ORIGIN_REFUSED = new SharedAnswer(403, [], Object.freeze([]), 'cross-origin-refused')

/** What to do with a request. Total: never throws, waits, or looks at anything but its arguments. */
export function decide(policy: Policy, request: RequestView): Decision {
  const { method } = request
  const origin = request.header('origin')
  if (method === 'OPTIONS') return decideOptions(policy, request, origin)
  const rule = policy.routes === null ? policy.base : ruleFor(policy, request)
  if (isRefused(policy.base.parts, rule.parts, request)) return CROSS_ORIGIN_REFUSED
  return rule.decideActual(origin)
}

function decideOptions(policy: Policy, request: RequestView, origin: string | undefined): Decision {
  const rule = ruleFor(policy, request)
  const requested = request.header('access-control-request-method')
  if (origin === undefined || requested === undefined) return rule.decideOptions(origin)
  return rule.decidePreflight(origin, requested, request.header('access-control-request-headers'))
}

/** The rule of the route that the request, or the request a preflight announces, would reach. */
export function ruleFor(policy: Policy, request: RequestView): Rule {
  if (policy.routes === null) return policy.base
  return findRoute(policy.routes, request.path, routeMethod(request)) ?? policy.base
}

/** Fetch §3.3.2: OPTIONS with `Origin` and `Access-Control-Request-Method`. Any other OPTIONS is the app's own business. */
export function isPreflight(request: RequestView): boolean {
  return (
    request.method === 'OPTIONS' &&
    request.header('origin') !== undefined &&
    request.header('access-control-request-method') !== undefined
  )
}

/** The method whose route decides: the one a preflight asks about, else the request's own. */
export function routeMethod(request: RequestView): string {
  const requested = isPreflight(request) ? request.header('access-control-request-method') : undefined
  return requested ?? request.method
}
