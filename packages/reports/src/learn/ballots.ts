import type { ParsedPolicy } from '@sallyport/core/csp'
import type { Group, ServedPolicy } from '../group.ts'
import { appendSource } from './append-source.ts'
import type { Candidate } from './candidate.ts'
import { type GroupGrant, grantFor, isGrant, type Refusal } from './grant-for.ts'
import { isLocal } from './grant-risk.ts'
import { originOf } from './group-question.ts'
import { judgeGroup } from './judge-group.ts'
import { readPolicyText } from './policy-forms.ts'
import { type Evidence, evidenceOf, type Vote } from './votes.ts'

export interface Seeker {
  /** Finds what would let a group through. */
  seek(group: Group): GroupGrant | Refusal
  /** Whether the policy does so already. */
  allows(group: Group): boolean
}

/** All votes for one thing, of whatever pages and browsers. */
export interface Ballot<Outcome extends GroupGrant | Refusal = GroupGrant | Refusal> {
  readonly outcome: Outcome
  readonly votes: readonly [Vote, ...Vote[]]
  readonly evidence: Evidence
}

/** Each answer is sought once: many groups differ in what no policy looks at. */
export function createSeeker(candidate: Candidate, served: readonly ServedPolicy[]): Seeker {
  const originals = new Map<string, ParsedPolicy | undefined>(served.map(({ id, text }) => [id, readPolicyText(text)]))
  return {
    seek: remember((group) => withoutRisky(grantFor(group, candidate, originals.get(group.policy)), group)),
    allows: remember(
      (group) => judgeGroup(candidate.policies, group, originals.get(group.policy)).outcome === 'allowed',
    ),
  }
}

function remember<Answer>(answer: (group: Group) => Answer): (group: Group) => Answer {
  const known = new Map<string, { readonly is: Answer }>()
  return (group) => {
    const { policy, directive, blocked, page, browser } = group
    const key = JSON.stringify([policy, directive, blocked, originOf(page), browser])
    const found = known.get(key) ?? { is: answer(group) }
    known.set(key, found)
    return found.is
  }
}

/** What a person may do after thought, and no report should suggest. */
function withoutRisky(found: GroupGrant | Refusal, { page }: Group): GroupGrant | Refusal {
  if (!isGrant(found)) return found
  if (found.source.endsWith(':')) return { obstacle: 'scheme' }
  const isOurs = URL.canParse(page) && isLocal(new URL(page).hostname)
  const isTheirs = URL.canParse(found.source) && isLocal(new URL(found.source).hostname)
  return isTheirs && !isOurs ? { obstacle: 'local' } : found
}

/** Those that the policy lets through already are left out. */
export function ballotsOf(votes: readonly Vote[], { seek }: Seeker): readonly Ballot[] {
  const ballots = new Map<string, { outcome: GroupGrant | Refusal; votes: [Vote, ...Vote[]] }>()
  for (const vote of votes) {
    const outcome = seek(vote.group)
    if (!isGrant(outcome) && outcome.obstacle === 'allowed') continue
    const { directive, blocked } = vote.group
    const key = JSON.stringify(
      isGrant(outcome) ? [outcome.directive, outcome.source] : [directive, blocked, outcome.obstacle],
    )
    const known = ballots.get(key)
    if (known === undefined) ballots.set(key, { outcome, votes: [vote] })
    else known.votes.push(vote)
  }
  return [...ballots]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([, { outcome, votes: cast }]) => ({ outcome, votes: cast, evidence: evidenceOf(cast) }))
}

export function isGranting(ballot: Ballot): ballot is Ballot<GroupGrant> {
  return isGrant(ballot.outcome)
}

export function isRefusing(ballot: Ballot): ballot is Ballot<Refusal> {
  return !isGrant(ballot.outcome)
}

/** The policy with every source that was granted. */
export function withGrants(candidate: Candidate, granted: readonly Ballot<GroupGrant>[]): Candidate {
  return granted.reduce((current, { outcome }) => {
    const appended = appendSource(current, outcome.directive, outcome.source)
    return typeof appended === 'string' ? current : appended.candidate
  }, candidate)
}
