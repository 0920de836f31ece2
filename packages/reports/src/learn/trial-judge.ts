import type { Group } from '../group.ts'
import type { QueryResult, StoredGroup } from '../store.ts'
import type { Candidate } from './candidate.ts'
import { type GroupVerdict, judgeGroup } from './judge-group.ts'
import { policyIdsOf, readPolicyText } from './policy-forms.ts'

/** Says what a candidate does to a group. */
export type TrialJudge = (group: StoredGroup) => GroupVerdict

/**
 * Judges by the matcher, and by the candidate’s own trial where it has had one: what it reported itself it blocks; and what cannot be told from the reports
 * of another policy it lets through, if it was on trial since `begin` and did not report it.
 */
export function createTrialJudge(
  { policies, served: forms }: Candidate,
  { groups, policies: served }: Pick<QueryResult, 'groups' | 'policies'>,
  begin: number,
): TrialJudge {
  const idsFor = once((directive: string) => new Set(forms.flatMap((text) => [...policyIdsOf(text, directive)])))
  const isOwn = ({ policy, directive }: Group) => idsFor(directive).has(policy)
  const originals = new Map(served.map(({ site, id, text }) => [`${id} ${site}`, readPolicyText(text)]))
  const reported = new Set(groups.filter(isOwn).map(nameOf))
  const wasTried = ({ directive, last }: StoredGroup) =>
    served.some(({ id, from, to }) => idsFor(directive).has(id) && from <= begin && to >= last)
  // Many groups differ in what no policy looks at.
  const known = new Map<string, GroupVerdict>()
  return (group) => {
    const key = JSON.stringify([group.policy, group.directive, group.blocked, group.page, group.browser])
    const verdict = known.get(key) ?? judgeGroup(policies, group, originals.get(`${group.policy} ${group.site}`))
    known.set(key, verdict)
    if (isOwn(group)) return { ...verdict, outcome: 'blocked', dependsOn: [] }
    const isOpen = verdict.outcome === 'depends' || verdict.outcome === 'unknown'
    return isOpen && !reported.has(nameOf(group)) && wasTried(group) ? UNREPORTED : verdict
  }
}

const UNREPORTED: GroupVerdict = { outcome: 'allowed', verdict: null, dependsOn: [] }

function nameOf({ directive, blocked }: Group): string {
  return `${directive} ${blocked}`
}

function once<Value>(make: (key: string) => Value): (key: string) => Value {
  const made = new Map<string, Value>()
  return (key) => {
    const known = made.get(key)
    if (known !== undefined) return known
    const value = make(key)
    made.set(key, value)
    return value
  }
}
