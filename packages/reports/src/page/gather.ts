import type { Collector } from '../collector/collector-options.ts'
import { fingerprintOf } from '../fingerprint.ts'
import type { ServedPolicy } from '../group.ts'
import type { GroupExplanation } from '../learn/explain-group.ts'
import { governorOf } from '../learn/judge-group.ts'
import { readPolicyText } from '../learn/policy-forms.ts'
import type { StoredGroup } from '../store.ts'
import { type Buckets, countGroups, countsOf, rankBy, seriesOf } from './count.ts'
import type { GroupDetail, GroupRow, PageData } from './page-data.ts'
import { type PageQuery, RANGES } from './page-query.ts'
import type { Reading, StoreReader } from './reader.ts'
import type { ExplainGroup } from './reports-page.ts'

const HOUR = 3_600_000
const MOST_RECENT = 5

export interface Sources {
  readonly reader: StoreReader
  readonly collector: Collector | undefined
  readonly explain: ExplainGroup
}

/** All that the page shows under these filters. Rejects when the store does. */
export async function gatherPageData(query: PageQuery, sources: Sources): Promise<PageData> {
  const { bucketHours, buckets: length } = RANGES[query.range]
  const buckets = bucketsUntil(Math.floor(Date.now() / HOUR), bucketHours, length)
  const from = buckets.first * HOUR
  const reading = await sources.reader.read(query, from)
  const { groups, ...counted } = countGroups(reading.groups, query)
  return {
    range: { name: query.range, from, bucketHours, buckets: length },
    ...counted,
    series: seriesOf(groups, buckets),
    groups: groups.slice(0, query.limit).map((group) => rowOf(group, buckets)),
    unread: reading.unread,
    detail: query.group === undefined ? null : detailOf(query.group, reading, buckets, sources),
    health: sources.collector?.health() ?? null,
  }
}

/** The last buckets up to and with this hour. Those of days begin at midnight UTC, those of six hours at 0, 6, 12 and 18. */
function bucketsUntil(hour: number, hours: number, length: number): Buckets {
  const last = hour - (hour % hours)
  return { first: last - (length - 1) * hours, hours, length }
}

function rowOf(group: StoredGroup, buckets: Buckets): GroupRow {
  const { hours, ...row } = group
  return { ...row, counts: countsOf(group, buckets) }
}

function detailOf(
  fingerprint: string,
  { groups, policies }: Reading,
  buckets: Buckets,
  { collector, explain }: Sources,
): GroupDetail | 'missing' {
  const group = groups.find((one) => one.fingerprint === fingerprint)
  if (group === undefined) return 'missing'
  const policy = policies.find(({ site, id }) => site === group.site && id === group.policy)
  const alike = groups.filter(
    ({ site, directive, blocked, standing }) =>
      site === group.site && directive === group.directive && blocked === group.blocked && standing === group.standing,
  )
  return {
    group: rowOf(group, buckets),
    policy: policy === undefined ? null : policyDetail(policy, group),
    explanation: explainSafely(explain, group, policy?.text),
    alike: {
      groups: alike.length,
      reports: alike.reduce((sum, { count }) => sum + count, 0),
      pages: rankBy(alike, 'page').slice(0, 10),
      browsers: rankBy(alike, 'browser'),
    },
    recent: recentOf(fingerprint, collector),
  }
}

function policyDetail({ text, from, to }: ServedPolicy, group: StoredGroup): GroupDetail['policy'] {
  const parsed = readPolicyText(text)
  const decided = parsed === undefined ? undefined : governorOf(parsed, group.directive)
  return { text, from, to, decided: decided?.name ?? null }
}

function explainSafely(
  explain: ExplainGroup,
  group: StoredGroup,
  policyText: string | undefined,
): GroupExplanation | null {
  try {
    return explain(group, policyText)
  } catch {
    // The app's own function; all else about the group is still worth showing.
    return null
  }
}

function recentOf(fingerprint: string, collector: Collector | undefined): GroupDetail['recent'] {
  const reports = collector?.recent() ?? []
  return reports
    .filter((report) => fingerprintOf(report) === fingerprint)
    .slice(0, MOST_RECENT)
    .map(({ at, sample, sourceFile, lineNumber }) => ({ at, sample, sourceFile, lineNumber }))
}
