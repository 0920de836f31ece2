import { directivesOf } from '../match/source-list.ts'
import { lowerAscii, type ParsedDirective, type ParsedPolicy } from '../parse.ts'
import type { Profile } from '../verdict.ts'

/** What one `trusted-types` directive lets a page create. */
export interface PolicyNames {
  readonly names: ReadonlySet<string>
  /** `*` */
  readonly isAny: boolean
  /** `'allow-duplicates'` */
  readonly repeats: boolean
}

/** The directives of a policy list, each as it is read. */
export function policyNamesOf(policies: readonly ParsedPolicy[], profile: Profile): readonly PolicyNames[] {
  return policies.flatMap((policy) => {
    const directive = directivesOf(policy, profile).get('trusted-types')
    return directive === undefined ? [] : [readPolicyNames(directive)]
  })
}

/** Trusted Types §4.3.3: whether every policy lets a page create a Trusted Types policy of this name, or, with `again`, a second one. */
export function createsTypesPolicy(
  policies: readonly ParsedPolicy[],
  name: string,
  again: boolean,
  profile: Profile,
): boolean {
  const lists = policyNamesOf(policies, profile)
  return lists.every(({ names, isAny, repeats }) => (isAny || names.has(name)) && (repeats || !again))
}

/** Whether `outer` lets everything be created that all of `lists` let. */
export function includesPolicyNames(outer: PolicyNames, lists: readonly PolicyNames[]): boolean {
  if (lists.length === 0) return outer.isAny && outer.repeats
  const repeats = lists.every((each) => each.repeats)
  const named = lists.find(({ isAny }) => !isAny)
  if (named === undefined) return outer.isAny && (outer.repeats || !repeats)
  const names = [...named.names].filter((name) => lists.every((each) => each.isAny || each.names.has(name)))
  if (names.length === 0) return true
  if (repeats && !outer.repeats) return false
  return outer.isAny || names.every((name) => outer.names.has(name))
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
