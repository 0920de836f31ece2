import { compilePolicy } from './compile.ts'
import { optionsOf } from './compile-options.ts'
import type { RoutePolicy } from './config.ts'
import { ConfigError, type Finding } from './finding.ts'
import type { Policy } from './policy.ts'
import { checkObject } from './validate.ts'

const OVERRIDDEN = new WeakMap<Policy, Map<RoutePolicy, Policy>>()

/**
 * The same policy with parts replaced in every rule: how a framework's own route takes part. Remembered for as long as the policy
 * lives, so pass the same object again rather than an equal one.
 *
 * @throws {ConfigError} when a part cannot be used.
 */
export function overridePolicy(policy: Policy, override: RoutePolicy): Policy {
  const known = OVERRIDDEN.get(policy) ?? new Map<RoutePolicy, Policy>()
  OVERRIDDEN.set(policy, known)
  const made = known.get(override) ?? makeOverride(policy, override)
  known.set(override, made)
  return made
}

/** Warnings about an overridden policy that the policy itself did not have. Each once: an override stands in every route too. */
export function overrideWarnings(policy: Policy, overridden: Policy): readonly Finding[] {
  return overridden.findings.filter(
    ({ severity, path, code }) =>
      severity === 'warning' &&
      !path.startsWith('routes[') &&
      !policy.findings.some((known) => known.path === path && known.code === code),
  )
}

/**
 * Makes every override of one policy for another, before that one takes its place: what would fail has to fail now, not when a
 * request comes.
 *
 * @throws {ConfigError} when an override does not fit the other policy.
 */
export function carryOverrides(from: Policy, to: Policy): void {
  for (const [override, made] of OVERRIDDEN.get(from) ?? []) {
    // One that says nothing made no policy of its own.
    if (made !== from) carryOverrides(made, overridePolicy(to, override))
  }
}

function makeOverride(policy: Policy, override: RoutePolicy): Policy {
  const config = policy.toJSON()
  if (!checkOverride(override)) return policy
  const parts = pickParts(override)
  const routes = config.routes === undefined ? {} : { routes: config.routes.map((route) => ({ ...route, ...parts })) }
  // A route's CORS may be for one method of its path, and what says no CORS has to vary by what makes a preflight all the same.
  return compilePolicy({ ...config, ...parts, ...routes }, optionsOf(policy), parts.cors !== undefined)
}

function checkOverride(override: RoutePolicy): boolean {
  const findings: Finding[] = []
  const valid = checkObject(override, ['cors', 'csp', 'csrf'], { path: '', findings })
  if (!valid || findings.length > 0) throw new ConfigError(findings)
  return Object.keys(override).length > 0
}

// An explicit undefined means "not given", as it does everywhere else.
function pickParts({ cors, csp, csrf }: RoutePolicy): RoutePolicy {
  return {
    ...(cors === undefined ? {} : { cors }),
    ...(csp === undefined ? {} : { csp }),
    ...(csrf === undefined ? {} : { csrf }),
  }
}
