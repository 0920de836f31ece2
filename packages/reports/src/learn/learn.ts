import { type Change, type CspChange, describeChanges, diff, type LintOptions } from '@sallyport/core/csp'
import type { ReportStore, StoredGroup } from '../store.ts'
import { appendOf, type SourceDirective } from './append-source.ts'
import { type Ballot, ballotsOf, createSeeker, isGranting, isRefusing, withGrants } from './ballots.ts'
import { type Candidate, type CandidatePolicy, readCandidate } from './candidate.ts'
import type { GroupGrant, Refusal } from './grant-for.ts'
import { riskOf } from './grant-risk.ts'
import { ADVICE, type Obstacle } from './obstacles.ts'
import { canVote, type Evidence, votesOf } from './votes.ts'

export interface LearnOptions extends LintOptions {
  /** What the app serves, or is to serve. It is the site’s own: each app of a topology learns by itself. */
  readonly policy: CandidatePolicy
  /** Whose reports. Default `'default'`, as the collector’s. */
  readonly site?: string
  /** Milliseconds since the epoch. Default: 30 days before `now`. */
  readonly from?: number
  /** Default: now. The same store and the same time give the same answer. */
  readonly now?: number
  /** How many distinct clients that the app vouches for have to have sent it in one day. Default 5. */
  readonly minClients?: number
  /** On how many days, UTC, one of them has to have sent it. Default 2. Hours are counted of everybody’s reports, and so would be anybody’s to fill. */
  readonly minDays?: number
  /**
   * Lets clients count that nobody vouches for. Anybody can post any report from any number of addresses, so this lets anybody write into the policy: for
   * test runs alone, behind a wall. Default false.
   */
  readonly dangerouslyTrustAnyClient?: boolean
}

/** A change for a person to accept. */
export interface Proposal {
  readonly site: string
  readonly directive: SourceDirective
  /** One exact source. */
  readonly source: string
  /** The same as a configuration takes it. */
  readonly change: CspChange
  /** What it loosens, with an example of each that the matcher blocks before and allows after. */
  readonly changes: readonly Change[]
  /** The same in words. */
  readonly words: readonly string[]
  readonly evidence: Evidence
  readonly risk: string
}

/** Why a group proposes nothing. Stable codes. */
export type LeadReason =
  | 'not-vouched' // nobody the app vouches for has sent it
  | 'too-few-clients'
  | 'too-few-days'
  | 'likely-noise'
  | 'too-many' // more is proposed already than a person can judge

/** Something to look at, which nothing follows from. */
export interface Lead {
  readonly group: StoredGroup
  readonly why: LeadReason
}

/** What was seen enough, and no exact source is the answer to. */
export interface LearnedAdvice {
  /** The group of it that was counted most. */
  readonly group: StoredGroup
  readonly obstacle: Obstacle
  readonly text: string
  readonly evidence: Evidence
}

export interface Learned {
  readonly site: string
  /** By directive and source. */
  readonly proposals: readonly Proposal[]
  /** What was counted most, at most 1,000. */
  readonly leads: readonly Lead[]
  readonly advice: readonly LearnedAdvice[]
  /** The policy with all that is proposed, as configurations have it; several with commas between. */
  readonly policy: string
}

const MONTH = 30 * 86_400_000
const MOST_PROPOSALS = 100

/**
 * Proposes what the policy should admit, from what browsers reported. Only checked groups without noise vote, by those clients alone that the app vouches for;
 * everything else is a lead. What is proposed is one exact source each, never a wildcard, a keyword or a scheme. Nothing is changed: a person accepts
 * it, or does not. Rejects with a ConfigError for what is no policy, and as the store does.
 */
export async function learn(store: ReportStore, options: LearnOptions): Promise<Learned> {
  const { policy, site = 'default', now = Date.now(), minClients = 5, minDays = 2 } = options
  const candidate = readCandidate(policy)
  const span = { site, from: options.from ?? now - MONTH, to: now }
  const cast = await votesOf(store, { ...span, trustsAnyone: options.dangerouslyTrustAnyClient === true })
  // What does not count may be cut off: an attacker pushes out nothing but leads.
  const most = await store.query({ ...span, standing: 'consistent' })
  const seeker = createSeeker(candidate, [...most.policies, ...cast.policies])
  const ballots = ballotsOf(cast.votes, seeker)
  const isWide = ({ evidence }: Ballot) => evidence.vouched >= minClients && evidence.days >= minDays
  const granted = ballots.filter(isWide).filter(isGranting).toSorted(byReach)
  const accepted = granted.slice(0, MOST_PROPOSALS).toSorted(byName)
  const narrow = [...granted.slice(MOST_PROPOSALS), ...ballots.filter((ballot) => !isWide(ballot))]
  const known = narrow.flatMap(({ votes, evidence }) => {
    const why =
      evidence.vouched < minClients ? 'too-few-clients' : evidence.days < minDays ? 'too-few-days' : 'too-many'
    return votes.map(({ group }): Lead => ({ group, why }))
  })
  const voted = new Set(cast.votes.map(({ group }) => group.fingerprint))
  const others = most.groups
    .filter(({ standing, noise }) => standing === 'consistent' && noise?.confidence !== 'sure')
    .filter((group) => !voted.has(group.fingerprint) && !seeker.allows(group))
    .map((group): Lead => ({ group, why: canVote(group) ? 'not-vouched' : 'likely-noise' }))
  return {
    site,
    proposals: accepted.map((ballot) => proposalOf(ballot, candidate, options)),
    leads: [...known, ...others],
    advice: ballots.filter(isWide).filter(isRefusing).map(adviceOf),
    policy: withGrants(candidate, accepted).texts.join(', '),
  }
}

function proposalOf(
  { outcome, evidence }: Ballot<GroupGrant>,
  candidate: Candidate,
  { site = 'default', bypasses, isPublicSuffix }: LearnOptions,
): Proposal {
  const { directive, source } = outcome
  const headersOf = ({ texts }: Candidate) => texts.map((header) => ({ header }))
  const changes = diff(headersOf(candidate), headersOf(outcome.candidate))
  const lint = { ...(bypasses ? { bypasses } : {}), ...(isPublicSuffix ? { isPublicSuffix } : {}) }
  return {
    site,
    directive,
    source,
    change: { append: appendOf(directive, source) },
    changes,
    words: describeChanges(changes),
    evidence,
    risk: riskOf({ directive, source, after: outcome.candidate.texts.join(', ') }, lint),
  }
}

function adviceOf({ outcome, votes, evidence }: Ballot<Refusal>): LearnedAdvice {
  const [first, ...others] = votes
  const { group } = others.reduce((most, vote) => (vote.count > most.count ? vote : most), first)
  const text = [ADVICE[outcome.obstacle], ...(outcome.detail === undefined ? [] : [outcome.detail])].join(' ')
  return { group, obstacle: outcome.obstacle, text, evidence }
}

function byReach(one: Ballot<GroupGrant>, other: Ballot<GroupGrant>): number {
  return other.evidence.vouched - one.evidence.vouched || other.evidence.days - one.evidence.days || byName(one, other)
}

function byName({ outcome: one }: Ballot<GroupGrant>, { outcome: other }: Ballot<GroupGrant>): number {
  const [first, second] = [`${one.directive} ${one.source}`, `${other.directive} ${other.source}`]
  return first === second ? 0 : first < second ? -1 : 1
}
