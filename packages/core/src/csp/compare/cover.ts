import { NAVIGATIONS } from '../match/request.ts'
import { requiresTrustedTypes } from '../match/trusted-types.ts'
import { upgradesInsecureRequests } from '../match/upgrade.ts'
import type { ParsedPolicy } from '../parse.ts'
import type { Profile } from '../verdict.ts'
import { type Allowance, includerOf, meetAllowances } from './allowance.ts'
import { arrivalsAt } from './arrival.ts'
import type { PageOrigin } from './page-origin.ts'
import { type ReadPolicy, readPolicy } from './source-list.ts'
import type { AspectFacts, Surface } from './surfaces.ts'
import type { UrlContext } from './url-source.ts'

/** The enforced policies of one response as a profile reads them. */
export interface Side {
  readonly policies: readonly ReadPolicy[]
  readonly facts: AspectFacts
  readonly upgrades: boolean
}

export function readSide(policies: readonly ParsedPolicy[], profile: Profile): Side {
  return {
    policies: policies.map((policy) => readPolicy(policy, profile)),
    facts: { profile, requiresTrustedTypes: policies.some((policy) => requiresTrustedTypes(policy, profile)) },
    upgrades: upgradesInsecureRequests(policies, { profile }),
  }
}

/** Whether `given` lets nothing happen on a surface that `required` does not. Never a wrong yes. */
export function coversSurface(surface: Surface, required: Side, given: Side, page: PageOrigin): boolean {
  const context = contextOf(surface, required, given, page)
  const limits = given.policies.flatMap((policy) => {
    const allowances = surface.allowances(policy, given.facts)
    return allowances === undefined ? [] : [allowances]
  })
  return required.policies.every((policy) => {
    const allowed = surface.allowances(policy, required.facts)
    return allowed === undefined || coversAspects(allowed, limits, context)
  })
}

/** More lists than a page has are not met, since each takes as long as it has sources. */
const MET = 8

/** Each aspect by itself: one of the given lists is narrow enough, or else what all of them have in common is. */
function coversAspects(
  allowed: readonly Allowance[],
  limits: readonly (readonly Allowance[])[],
  context: UrlContext,
): boolean {
  return allowed.every((outer, aspect) => {
    if (outer.all) return true
    const inner = limits.flatMap((limit) => limit[aspect] ?? [])
    const [first, ...others] = inner
    if (first === undefined) return false
    const includes = includerOf(outer, context)
    if (inner.some(includes)) return true
    if (others.length === 0) return false
    // What the first of them have in common is wider than what all have.
    return includes(others.slice(0, MET).reduce((meeting, each) => meetAllowances(meeting, each, context), first))
  })
}

function contextOf({ name }: Surface, required: Side, given: Side, page: PageOrigin): UrlContext {
  const { profile } = given.facts
  const arrivals = arrivalsAt(name, required, given, page, profile)
  return { page, profile, navigations: navigationsOf(name), arrivals }
}

/** Beacons and pings that were redirected are judged outside the page, as navigations are. */
function navigationsOf(name: string): readonly boolean[] {
  if (NAVIGATIONS.has(name) || name === 'frame-ancestors') return [true]
  return name === 'connect-src' ? [false, true] : [false]
}
