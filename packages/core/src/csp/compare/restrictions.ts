import { sandboxFlags } from '../match/sandbox.ts'
import { requiresTrustedTypes } from '../match/trusted-types.ts'
import { upgradesInsecureRequests } from '../match/upgrade.ts'
import { matchWebRtc } from '../match/webrtc.ts'
import type { ParsedPolicy } from '../parse.ts'
import type { Profile } from '../verdict.ts'
import { includesPolicyNames, policyNamesOf } from './trusted-types.ts'

/** Whether one policy list restricts at least what another does, with the directives that are no source lists. */
export type Restriction = (
  required: readonly ParsedPolicy[],
  given: readonly ParsedPolicy[],
  profile: Profile,
) => boolean

export const RESTRICTIONS: readonly Restriction[] = [
  keepsSandbox,
  keepsTrustedTypes,
  (required, given, profile) => !requireTrustedTypes(required, profile) || requireTrustedTypes(given, profile),
  (required, given, profile) =>
    matchWebRtc(required, { profile }).outcome !== 'blocked' || matchWebRtc(given, { profile }).outcome === 'blocked',
  // Loading over https what was asked for over http is less than loading it over http.
  (required, given, profile) =>
    !upgradesInsecureRequests(required, { profile }) || upgradesInsecureRequests(given, { profile }),
]

function requireTrustedTypes(policies: readonly ParsedPolicy[], profile: Profile): boolean {
  return policies.some((policy) => requiresTrustedTypes(policy, profile))
}

/** HTML: a page is under its sandboxing flags, which say what it may not do. */
export function keepsSandbox(
  required: readonly ParsedPolicy[],
  given: readonly ParsedPolicy[],
  profile: Profile,
): boolean {
  const flags = new Set(sandboxFlags(given, { profile }))
  return sandboxFlags(required, { profile }).every((flag) => flags.has(flag))
}

function keepsTrustedTypes(
  required: readonly ParsedPolicy[],
  given: readonly ParsedPolicy[],
  profile: Profile,
): boolean {
  const inner = policyNamesOf(given, profile)
  return policyNamesOf(required, profile).every((outer) => includesPolicyNames(outer, inner))
}
