import { compilePolicy } from './compile.ts'
import { optionsOf } from './compile-options.ts'
import type { Config, CspSetting, RoutePolicy } from './config.ts'
import { isOnlyChanges, layerCsp } from './csp/change/layer.ts'
import { ConfigError, type Finding } from './finding.ts'
import type { Policy } from './policy.ts'
import { checkObject } from './validate.ts'

const OVERRIDDEN = new WeakMap<Policy, Map<RoutePolicy, Policy>>()

/** Where a route of the framework says its own parts, as its users write it: `config.cors`, `@Cors()`. For explanations. */
export interface OverridePlaces {
  readonly cors: string
  readonly csrf: string
}

const PLACES: OverridePlaces = { cors: "the route's own cors", csrf: "the route's own csrf" }

/** What a policy was made of, for `explain`. */
export interface OverrideSource {
  /** The policy below all overrides. */
  readonly base: Policy
  /** Of the parts that were replaced. */
  readonly places: Partial<OverridePlaces>
}

const SOURCES = new WeakMap<Policy, OverrideSource>()

/** Undefined for a policy that was not overridden. */
export function overrideSource(policy: Policy): OverrideSource | undefined {
  return SOURCES.get(policy)
}

/**
 * The same policy with parts replaced in every rule: how a framework's own route takes part. Remembered for as long as the policy
 * lives, so pass the same object again rather than an equal one.
 *
 * @param places What `explain` calls the replaced parts.
 * @throws {ConfigError} when a part cannot be used.
 */
export function overridePolicy(policy: Policy, override: RoutePolicy, places: OverridePlaces = PLACES): Policy {
  const known = OVERRIDDEN.get(policy) ?? new Map<RoutePolicy, Policy>()
  OVERRIDDEN.set(policy, known)
  const made = known.get(override) ?? makeOverride(policy, override, places)
  known.set(override, made)
  return made
}

/** Those made so far. */
export function overridesOf(policy: Policy): readonly Policy[] {
  return [...(OVERRIDDEN.get(policy)?.values() ?? [])]
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
    if (made === from) continue
    const places = { ...PLACES, ...SOURCES.get(made)?.places }
    carryOverrides(made, overridePolicy(to, override, places))
  }
}

function makeOverride(policy: Policy, override: RoutePolicy, places: OverridePlaces): Policy {
  const config = policy.toJSON()
  if (!checkOverride(override)) return policy
  const parts = pickParts(override)
  const { csp, ...others } = parts
  const base = { ...config, ...others, ...(csp === undefined ? {} : { csp: layerCsp(config.csp || undefined, csp) }) }
  const routes =
    config.routes === undefined
      ? {}
      : { routes: config.routes.map((route) => ({ ...route, ...others, ...layerRoute(config, route, csp) })) }
  // A route's CORS may be for one method of its path, and what says no CORS has to vary by what makes a preflight all the same.
  const made = compilePolicy({ ...base, ...routes }, optionsOf(policy), parts.cors !== undefined)
  const source = SOURCES.get(policy) ?? { base: policy, places: {} }
  const own = {
    ...(parts.cors === undefined ? {} : { cors: places.cors }),
    ...(parts.csrf === undefined ? {} : { csrf: places.csrf }),
  }
  SOURCES.set(made, { base: source.base, places: { ...source.places, ...own } })
  return made
}

/** A route that changes the base's policy changes it as it was: the override comes after both. */
function layerRoute({ csp: base }: Config, { csp: own }: RoutePolicy, above: CspSetting | undefined): RoutePolicy {
  if (above === undefined) return {}
  // What it takes from the base is changed there.
  if (own === undefined) return isOnlyChanges(above) ? {} : { csp: above }
  const below = isOnlyChanges(own) ? layerCsp(base || undefined, own) : own
  return { csp: layerCsp(below, above) }
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
