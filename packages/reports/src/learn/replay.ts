import type { Browser } from '../group.ts'
import type { ReportStore, StoredGroup } from '../store.ts'
import { type CandidatePolicy, readCandidate } from './candidate.ts'
import type { GroupVerdict } from './judge-group.ts'
import { queryAll } from './query-all.ts'
import { adviseOnReplay, describeOutcome } from './replay-words.ts'
import { createTrialJudge } from './trial-judge.ts'

export interface ReplayOptions {
  /** Whose reports. Default `'default'`, as the collector’s. */
  readonly site?: string
  /** Milliseconds since the epoch. Default: all that the store has. */
  readonly from?: number
  /** Default: now. The same store and the same time give the same answer. */
  readonly now?: number
  /** How many hours nothing has to have been reported for that the candidate would break. Default 168: a week has all its days. */
  readonly quietHours?: number
  /** How many checked reports have to have arrived in these hours, of anything: silence alone may mean that none arrive. Default 1. */
  readonly minReports?: number
  /** Looks at groups alone that somebody the app vouches for has sent: others can hold a roll-out up with invented ones. Default false. */
  readonly vouchedOnly?: boolean
}

/** A group, and what the candidate says to it. */
export interface ReplayedGroup {
  readonly group: StoredGroup
  /** Why, in one line. */
  readonly words: string
  readonly count: number
  /** The most distinct clients in a day, up to 64. */
  readonly clients: number
  /** Milliseconds since the epoch. */
  readonly last: number
}

export interface QuietPeriod {
  readonly met: boolean
  /** Since when nothing was reported that would break, in milliseconds since the epoch; null when nothing was observed at all. */
  readonly since: number | null
  /** Whole hours since then. */
  readonly hours: number
  readonly need: number
}

/** What the answer rests on. */
export interface ReplayCoverage {
  /** Checked reports, noise included: proof that reports arrive. */
  readonly reports: number
  /** The same in the quiet period that is needed. */
  readonly recentReports: number
  /** Distinct hours with such a report. */
  readonly hours: number
  /** Distinct pages, as far as they are told apart. */
  readonly pages: number
  readonly browsers: readonly Browser[]
  /** Reports that were passed over: noise that is sure; of a foreign page, an unknown policy, inconsistent; not vouched for, where that is asked for. */
  readonly noiseIgnored: number
  readonly standingsIgnored: number
  readonly unvouchedIgnored: number
  /** False where the store had more groups than it gave. */
  readonly isComplete: boolean
}

export interface Replay {
  /** What was counted and the candidate blocks too. */
  readonly wouldBreak: readonly ReplayedGroup[]
  /** What it depends on something for that reports do not tell. */
  readonly mightBreak: readonly ReplayedGroup[]
  /** What the candidate lets through. */
  readonly wouldAllow: readonly ReplayedGroup[]
  readonly quiet: QuietPeriod
  readonly coverage: ReplayCoverage
  /** The quiet period is met, and nothing in it is open. */
  readonly ready: boolean
  /** The answer in a few lines, and what to do next. */
  readonly words: readonly string[]
}

const HOUR = 3_600_000

/**
 * What a candidate would still break, were it enforced: the matcher’s verdict on all that was counted, as the engine that reported it reads the
 * candidate. Looks at checked reports alone, without what is surely noise. Rejects with a ConfigError for what is no policy, and as the store does.
 */
export async function replay(
  policy: CandidatePolicy,
  store: ReportStore,
  options: ReplayOptions = {},
): Promise<Replay> {
  const { site = 'default', from, now = Date.now(), quietHours = 168, minReports = 1, vouchedOnly = false } = options
  const candidate = readCandidate(policy)
  const found = await queryAll(store, { site, ...(from === undefined ? {} : { from }) })
  const checked = found.groups.filter(({ standing }) => standing === 'consistent')
  const meant = checked.filter(({ noise }) => noise?.confidence !== 'sure')
  const looked = vouchedOnly ? meant.filter(({ vouched }) => vouched > 0) : meant
  const begin = now - quietHours * HOUR
  const judge = createTrialJudge(candidate, found, begin)
  const judged = looked.toSorted(byWeight).map((group) => ({ group, verdict: judge(group) }))
  const replayed = (wanted: readonly GroupVerdict['outcome'][]) =>
    judged
      .filter(({ verdict }) => wanted.includes(verdict.outcome))
      .map(({ group, verdict }) => ({
        group,
        words: describeOutcome(group, verdict),
        count: group.count,
        clients: group.clients,
        last: group.last,
      }))
  const wouldBreak = replayed(['blocked'])
  const mightBreak = replayed(['depends', 'unknown'])
  const coverage: ReplayCoverage = {
    ...coverageOf(checked, begin),
    noiseIgnored: countOf(checked) - countOf(meant),
    standingsIgnored: countOf(found.groups) - countOf(checked),
    unvouchedIgnored: countOf(meant) - countOf(looked),
    isComplete: found.isComplete,
  }
  const isObserved = coverage.recentReports >= Math.max(minReports, 1)
  const quiet = quietOf(wouldBreak, checked, { now, need: quietHours, isObserved })
  const open = mightBreak.filter(({ last }) => last >= begin)
  const ready = quiet.met && open.length === 0 && found.isComplete
  const result = { wouldBreak, mightBreak, wouldAllow: replayed(['allowed']), quiet, coverage, ready }
  return { ...result, words: adviseOnReplay(result, { now, site, open: open.length, minReports }) }
}

function coverageOf(checked: readonly StoredGroup[], begin: number) {
  const hours = checked.flatMap((group) => group.hours)
  const recent = hours.filter(([hour]) => (hour + 1) * HOUR > begin)
  return {
    reports: countOf(checked),
    recentReports: recent.reduce((sum, [, count]) => sum + count, 0),
    hours: new Set(hours.map(([hour]) => hour)).size,
    pages: new Set(checked.map(({ page }) => page)).size,
    browsers: [...new Set(checked.map(({ browser }) => browser))].sort(),
  }
}

function quietOf(
  wouldBreak: readonly ReplayedGroup[],
  checked: readonly StoredGroup[],
  { now, need, isObserved }: { readonly now: number; readonly need: number; readonly isObserved: boolean },
): QuietPeriod {
  if (checked.length === 0) return { met: false, since: null, hours: 0, need }
  const seen = checked.reduce((least, { first }) => Math.min(least, first), now)
  const since = wouldBreak.reduce((latest, { last }) => Math.max(latest, last), seen)
  const hours = Math.max(0, Math.floor((now - since) / HOUR))
  return { met: isObserved && hours >= need, since, hours, need }
}

function countOf(groups: readonly StoredGroup[]): number {
  return groups.reduce((sum, { count }) => sum + count, 0)
}

function byWeight(one: StoredGroup, other: StoredGroup): number {
  return other.count - one.count || (one.fingerprint < other.fingerprint ? -1 : 1)
}
