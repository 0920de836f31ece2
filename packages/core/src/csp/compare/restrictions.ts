import { sandboxFlags } from '../match/sandbox.ts'
import { directivesOf } from '../match/source-list.ts'
import { requiresTrustedTypes } from '../match/trusted-types.ts'
import { upgradesInsecureRequests } from '../match/upgrade.ts'
import { matchWebRtc } from '../match/webrtc.ts'
import { lowerAscii, type ParsedDirective, type ParsedPolicy } from '../parse.ts'
import type { Profile } from '../verdict.ts'

/** Whether one policy list restricts at least what another does, with the directives that are no source lists. */
export type Restriction = (
  required: readonly ParsedPolicy[],
  given: readonly ParsedPolicy[],
  profile: Profile,
) => boolean

export const RESTRICTIONS: readonly Restriction[] = [
  keepsSandbox,
  keepsTrustedTypes,
  (required, given) => !required.some(requiresTrustedTypes) || given.some(requiresTrustedTypes),
  (required, given) => matchWebRtc(required).outcome !== 'blocked' || matchWebRtc(given).outcome === 'blocked',
  // Loading over https what was asked for over http is less than loading it over http.
  (required, given) => !upgradesInsecureRequests(required) || upgradesInsecureRequests(given),
]

/** HTML: a page is under its sandboxing flags, which say what it may not do. */
export function keepsSandbox(
  required: readonly ParsedPolicy[],
  given: readonly ParsedPolicy[],
  profile: Profile,
): boolean {
  const flags = new Set(sandboxFlags(given, { profile }))
  return sandboxFlags(required, { profile }).every((flag) => flags.has(flag))
}

/** Trusted Types §4.3.3: the names of policies that may be created, by all directives. */
function keepsTrustedTypes(required: readonly ParsedPolicy[], given: readonly ParsedPolicy[]): boolean {
  const inner = policyNames(given)
  return policyNames(required).every((outer) => includesNames(outer, inner))
}

function policyNames(policies: readonly ParsedPolicy[]): readonly PolicyNames[] {
  return policies.flatMap((policy) => {
    const directive = directivesOf(policy).get('trusted-types')
    return directive === undefined ? [] : [readPolicyNames(directive)]
  })
}

function includesNames(outer: PolicyNames, lists: readonly PolicyNames[]): boolean {
  const [first, ...others] = lists
  if (first === undefined) return false
  const named = lists.find(({ isAny }) => !isAny)
  if (named === undefined)
    return outer.isAny && (outer.repeats || !first.repeats || others.some((each) => !each.repeats))
  const names = [...named.names].filter((name) => lists.every((each) => each.isAny || each.names.has(name)))
  if (names.length === 0) return true
  if (!outer.repeats && lists.every(({ repeats }) => repeats)) return false
  return outer.isAny || names.every((name) => outer.names.has(name))
}

interface PolicyNames {
  readonly names: ReadonlySet<string>
  /** `*` */
  readonly isAny: boolean
  /** `'allow-duplicates'` */
  readonly repeats: boolean
}

function readPolicyNames({ values }: ParsedDirective): PolicyNames {
  const names = new Set<string>()
  let isAny = false
  let repeats = false
  for (const { text } of values) {
    const lower = lowerAscii(text)
    if (text === '*') isAny = true
    else if (lower === "'allow-duplicates'") repeats = true
    else if (lower !== "'none'") names.add(text)
  }
  return { names, isAny, repeats }
}
