import type { Standing } from '../group.ts'
import type { StoredGroup } from '../store.ts'
import type { FacetValue, PageData, Series, Tally } from './page-data.ts'
import { FACETS, type Facet, type PageQuery, STANDINGS } from './page-query.ts'

/** Buckets of the time shown. */
export interface Buckets {
  /** Hours since the epoch. */
  readonly first: number
  readonly hours: number
  readonly length: number
}

const MOST_SERIES = 8
const MOST_VALUES = 50

type Counted = Pick<PageData, 'matched' | 'noise' | 'standings' | 'facets'> & {
  /** The groups that match, the highest count first. */
  readonly groups: readonly StoredGroup[]
}

/** Counts groups under all filters, and for the values of each filter under all others: so that every number says what choosing it would show. */
export function countGroups(all: readonly StoredGroup[], query: PageQuery): Counted {
  const matched = new Counter()
  const noise = new Counter()
  const standings = new Map<string, Counter>()
  const facets = new Map<string, Map<string, Counter>>(FACETS.map((facet) => [facet, new Map()]))
  const groups: StoredGroup[] = []
  for (const group of all) {
    const failed = failedFilters(group, query)
    const [only, second] = failed
    if (second !== undefined) continue
    if (only === undefined) {
      groups.push(group)
      matched.add(group)
    }
    if (only === undefined || only === 'standing') counterOf(standings, group.standing).add(group)
    if (group.noise !== null && (only === undefined || only === 'noise')) noise.add(group)
    for (const facet of FACETS) {
      if (only !== undefined && only !== facet) continue
      const values = facets.get(facet)
      if (values !== undefined) counterOf(values, group[facet]).add(group)
    }
  }
  return {
    matched: matched.read(),
    noise: noise.read(),
    standings: tallyStandings(standings),
    facets: {
      site: ranked(facets, 'site', query),
      directive: ranked(facets, 'directive', query),
      blocked: ranked(facets, 'blocked', query),
      page: ranked(facets, 'page', query),
      browser: ranked(facets, 'browser', query),
      disposition: ranked(facets, 'disposition', query),
    },
    groups: groups.sort(compareGroups),
  }
}

function failedFilters(group: StoredGroup, query: PageQuery): readonly string[] {
  const failed: string[] = FACETS.filter((facet) => query[facet] !== undefined && query[facet] !== group[facet])
  if (group.standing !== query.standing) failed.push('standing')
  if (query.noise === 'hide' && group.noise !== null) failed.push('noise')
  return failed
}

/** The highest values. The one that is filtered by is always among them, so that it can be unchosen. */
function ranked(
  facets: ReadonlyMap<string, ReadonlyMap<string, Counter>>,
  facet: Facet,
  query: PageQuery,
): readonly FacetValue[] {
  const values = rank(facets.get(facet) ?? new Map())
  const chosen = query[facet]
  const shown = values.slice(0, MOST_VALUES)
  if (chosen === undefined || shown.some(({ value }) => value === chosen)) return shown
  return [...shown, values.find(({ value }) => value === chosen) ?? { value: chosen, reports: 0 }]
}

/** How often each value occurs among the groups, the highest first. */
export function rankBy(groups: readonly StoredGroup[], facet: Facet): readonly FacetValue[] {
  const values = new Map<string, Counter>()
  for (const group of groups) counterOf(values, group[facet]).add(group)
  return rank(values).slice(0, MOST_VALUES)
}

function rank(values: ReadonlyMap<string, Counter>): readonly FacetValue[] {
  return [...values]
    .map(([value, counter]) => ({ value, reports: counter.reports }))
    .sort((one, other) => other.reports - one.reports || compareTexts(one.value, other.value))
}

function tallyStandings(counters: ReadonlyMap<string, Counter>): Readonly<Record<Standing, Tally>> {
  const [consistent, unknown, inconsistent, foreign] = STANDINGS.map((standing) => counters.get(standing)?.read())
  const none = { groups: 0, reports: 0 }
  return {
    consistent: consistent ?? none,
    'unknown-policy': unknown ?? none,
    inconsistent: inconsistent ?? none,
    foreign: foreign ?? none,
  }
}

/** The groups' reports over time, by directive. */
export function seriesOf(groups: readonly StoredGroup[], buckets: Buckets): readonly Series[] {
  const named = rankBy(groups, 'directive').slice(0, MOST_SERIES)
  const series = named.map(({ value }) => ({ directive: value, counts: zeros(buckets) }))
  const other = { directive: '', counts: zeros(buckets) }
  const known = new Map(series.map((one) => [one.directive, one.counts]))
  let hasOther = false
  for (const group of groups) {
    const counts = known.get(group.directive)
    hasOther ||= counts === undefined
    addHours(counts ?? other.counts, group, buckets)
  }
  return hasOther ? [...series, other] : series
}

/** One group's reports over time. */
export function countsOf(group: StoredGroup, buckets: Buckets): readonly number[] {
  const counts = zeros(buckets)
  addHours(counts, group, buckets)
  return counts
}

function addHours(counts: number[], { hours }: StoredGroup, buckets: Buckets): void {
  for (const [hour, count] of hours) {
    // Where a clock runs ahead, the last bucket takes what is later.
    const index = Math.min(Math.floor((hour - buckets.first) / buckets.hours), buckets.length - 1)
    const known = counts[index]
    if (known !== undefined) counts[index] = known + count
  }
}

function zeros({ length }: Buckets): number[] {
  return Array.from({ length }, () => 0)
}

function compareGroups(one: StoredGroup, other: StoredGroup): number {
  return other.count - one.count || compareTexts(one.fingerprint, other.fingerprint)
}

function compareTexts(one: string, other: string): number {
  if (one === other) return 0
  return one < other ? -1 : 1
}

class Counter {
  groups = 0
  reports = 0

  add({ count }: StoredGroup): void {
    this.groups += 1
    this.reports += count
  }

  read(): Tally {
    return { groups: this.groups, reports: this.reports }
  }
}

function counterOf(counters: Map<string, Counter>, key: string): Counter {
  const known = counters.get(key)
  if (known !== undefined) return known
  const counter = new Counter()
  counters.set(key, counter)
  return counter
}
