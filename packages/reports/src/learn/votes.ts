import type { ServedPolicy } from '../group.ts'
import type { ReportStore, StoredGroup } from '../store.ts'
import { queryAll } from './query-all.ts'

/** What of a group can vote: the days on which somebody who counts has sent it. */
export interface Vote {
  readonly group: StoredGroup
  /** By day since the epoch, UTC: how many distinct clients who count, up to 64. */
  readonly days: ReadonlyMap<number, number>
  /** Reports and hours of those days, whoever sent them. */
  readonly count: number
  readonly hours: readonly number[]
}

export interface Votes {
  /** By fingerprint. */
  readonly votes: readonly Vote[]
  /** Those that the groups were counted under, as far as the store has them. */
  readonly policies: readonly ServedPolicy[]
}

export interface VoteOptions {
  readonly site: string
  readonly from: number
  readonly to: number
  /** Whether clients count that nobody vouches for. */
  readonly trustsAnyone: boolean
}

interface OpenVote {
  readonly group: StoredGroup
  readonly days: Map<number, number>
  readonly hours: number[]
  count: number
}

const DAY = 86_400_000

/**
 * All groups that somebody who counts has sent, day by day: reach is kept by the day, and hours are counted of whoever sends, so that hours prove nothing. A
 * day is asked for whole, since what is counted most is what an attacker invents.
 */
export async function votesOf(store: ReportStore, options: VoteOptions): Promise<Votes> {
  const { site, from, to, trustsAnyone } = options
  const policies = new Map<string, ServedPolicy>()
  const votes = new Map<string, OpenVote>()
  for (let day = Math.floor(from / DAY); day * DAY <= to; day++) {
    const bounds = { from: Math.max(day * DAY, from), to: Math.min((day + 1) * DAY, to) }
    const found = await queryAll(store, { site, standing: 'consistent', ...bounds })
    for (const policy of found.policies) policies.set(policy.id, policy)
    for (const group of found.groups) {
      const clients = trustsAnyone ? Math.max(group.clients, group.vouched) : group.vouched
      if (clients === 0 || !canVote(group)) continue
      const vote: OpenVote = votes.get(group.fingerprint) ?? { group, days: new Map(), count: 0, hours: [] }
      vote.days.set(day, clients)
      vote.count += group.count
      vote.hours.push(...group.hours.map(([hour]) => hour))
      votes.set(group.fingerprint, vote)
    }
  }
  const inOrder = [...votes.values()].sort((one, other) => (one.group.fingerprint < other.group.fingerprint ? -1 : 1))
  return { votes: inOrder, policies: [...policies.values()] }
}

/** Neither what is invented nor what is not the app’s, however sure that is: a store may give more than was asked for. */
export function canVote({ standing, noise }: Pick<StoredGroup, 'standing' | 'noise'>): boolean {
  return standing === 'consistent' && noise === null
}

/** What speaks for a proposal. */
export interface Evidence {
  /** How many groups. */
  readonly groups: number
  /** The most distinct clients who count in one day and one group: at least as many there were. Up to 64. */
  readonly vouched: number
  /** On how many days somebody who counts has sent it. */
  readonly days: number
  /** Reports on those days, whoever sent them, and in how many hours. */
  readonly count: number
  readonly hours: number
  /** At most 20, in order. */
  readonly pages: readonly string[]
  readonly browsers: readonly StoredGroup['browser'][]
  /** The first and the last of the days, in milliseconds since the epoch. */
  readonly first: number
  readonly last: number
}

const MOST_PAGES = 20

export function evidenceOf(votes: readonly Vote[]): Evidence {
  const days = votes.flatMap((vote) => [...vote.days.keys()])
  // A client may be in many groups, so that those of several are not added up.
  const reach = votes.flatMap((vote) => [...vote.days.values()])
  return {
    groups: votes.length,
    vouched: Math.max(0, ...reach),
    days: new Set(days).size,
    count: votes.reduce((sum, { count }) => sum + count, 0),
    hours: new Set(votes.flatMap(({ hours }) => hours)).size,
    pages: [...new Set(votes.map(({ group }) => group.page))].sort().slice(0, MOST_PAGES),
    browsers: [...new Set(votes.map(({ group }) => group.browser))].sort(),
    first: Math.min(...days) * DAY,
    last: Math.max(...days) * DAY,
  }
}
