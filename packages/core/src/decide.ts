import type { Decisions } from './cors/decisions.ts'
import type { Admission } from './cors/origin-resolver.ts'
import type { CorsPolicy } from './cors/policy.ts'
import { isRefused } from './csrf/decide.ts'
import type { Decision } from './decision.ts'
import { BY_PATTERN } from './origin/matcher.ts'
import type { Policy } from './policy.ts'
import type { RequestView } from './request.ts'
import type { Rule } from './rule.ts'
import { outlineAnswer, TemplateAnswer } from './template-decision.ts'

const CROSS_ORIGIN_REFUSED: Decision = Object.freeze(
  new TemplateAnswer(outlineAnswer(403, [], Object.freeze([]), 'cross-origin-refused')),
)

/**
 * What to do with a request. Total: never throws, waits, or looks at anything but its arguments. Where the policy has an origin
 * resolver, `resolve` asks it and passes on its `admission`; without one, origins it would have to be asked about are refused.
 */
export function decide(policy: Policy, request: RequestView, admission?: Admission): Decision {
  if (request.method === 'OPTIONS') return decideOptions(policy, request, admission)
  // Small, so that the compiler can make it part of its caller; what few policies need is elsewhere.
  const { base } = policy
  if (policy.findRule !== null || policy.guards || base.pick !== null) return decideByRule(policy, request, admission)
  return base.decideActual(request.header('origin'), admission)
}

function decideByRule(policy: Policy, request: RequestView, admission: Admission | undefined): Decision {
  const rule = policy.findRule === null ? policy.base : ruleFor(policy, request)
  if (policy.guards && isGuarded(policy, rule, request, admission)) return CROSS_ORIGIN_REFUSED
  return decisionsOf(rule, request).decideActual(request.header('origin'), admission)
}

/** At no cost where the CSP is the same for all. */
function decisionsOf(rule: Rule, request: RequestView): Decisions {
  return rule.pick === null ? rule : rule.pick(request)
}

function isGuarded(policy: Policy, rule: Rule, request: RequestView, admission: Admission | undefined): boolean {
  const { cors } = rule.parts
  const admits = admission === undefined ? cors?.admits : admitsWith(cors, admission)
  return isRefused(policy.base.parts, rule.parts, request, admits)
}

/** What the rule's CORS part admits, now that its resolver has spoken of this request's origin. */
function admitsWith(cors: CorsPolicy | null, { admitted }: Admission): CorsPolicy['admits'] | undefined {
  return admitted === true ? () => BY_PATTERN : cors?.admits
}

function decideOptions(policy: Policy, request: RequestView, admission: Admission | undefined): Decision {
  const origin = request.header('origin')
  const decisions = decisionsOf(ruleFor(policy, request), request)
  const requested = request.header('access-control-request-method')
  if (origin === undefined || requested === undefined) return decisions.decideOptions(origin, admission)
  return decisions.decidePreflight(origin, requested, request.header('access-control-request-headers'), admission)
}

/** The rule of the route that the request, or the request a preflight announces, would reach. */
export function ruleFor(policy: Policy, request: RequestView): Rule {
  return policy.findRule?.(request.path, routeMethod(request), request) ?? policy.base
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
