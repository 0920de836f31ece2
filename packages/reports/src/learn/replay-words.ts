import type { Group } from '../group.ts'
import { describeBlocked, describeFacts, describeMisses, shown } from './group-words.ts'
import type { GroupVerdict } from './judge-group.ts'
import type { Replay, ReplayedGroup } from './replay.ts'

const HOUR = 3_600_000

/** What a candidate says to a group, in one line. */
export function describeOutcome(group: Group, { outcome, verdict, dependsOn }: GroupVerdict): string {
  const what = `${describeBlocked(group)} on ${group.page === '' ? 'a page' : shown(group.page)}`
  const directive = verdict?.directive ?? shown(group.directive)
  switch (outcome) {
    case 'blocked': {
      const misses = verdict === null ? [] : describeMisses(verdict)
      return [`${what}: ${directive} blocks it.`, ...misses].join(' ')
    }
    case 'depends':
      return `${what}: ${directive} may block it, by ${describeFacts(dependsOn)}, which reports do not tell.`
    case 'unknown':
      return `${what}: the report does not say enough to tell.`
    case 'allowed': {
      const source = verdict?.source
      if (verdict === null) return `${what}: the candidate was on trial and did not report it.`
      return source
        ? `${what}: ${shown(source.text)} in ${directive} lets it through.`
        : `${what}: nothing restricts it.`
    }
  }
}

interface Situation {
  readonly now: number
  readonly site: string
  /** How many groups of the quiet period might break. */
  readonly open: number
  readonly minReports: number
}

/** The answer of a replay in a few lines. */
export function adviseOnReplay(
  { wouldBreak, wouldAllow, mightBreak, quiet, coverage, ready }: Omit<Replay, 'words'>,
  { now, site, open, minReports }: Situation,
): readonly string[] {
  if (coverage.reports === 0) {
    return [
      `Not observed: no checked report of the site ${shown(site)} is in the store, so nothing can be said.`,
      'A policy that blocks nothing and a collector that no browser reaches look alike. Open a page that breaks the policy on purpose, and see the report arrive.',
    ]
  }
  const { hours, need } = quiet
  const counts = [
    amount(wouldBreak, 'would break'),
    amount(mightBreak, 'might break'),
    amount(wouldAllow, 'would be let through'),
  ]
  const latest = wouldBreak.reduce((most, { last }) => Math.max(most, last), 0)
  const isSilent = coverage.recentReports < Math.max(minReports, 1)
  return [
    `Of ${plural(coverage.reports, 'checked report')} in ${plural(coverage.hours, 'hour')}: ${counts.join(', ')}.`,
    ...(wouldBreak.length === 0
      ? [`Nothing that would break was reported in the ${hours} hours that were observed; ${need} are needed.`]
      : [`The last that would break was reported ${ago(now - latest)}; ${hours} of ${need} quiet hours have passed.`]),
    ...(isSilent
      ? [
          `Not observed: ${coverage.recentReports} reports of any kind arrived in the last ${need} hours, and ${Math.max(minReports, 1)} are needed to know that they do arrive.`,
        ]
      : []),
    ...(open > 0
      ? [
          `${plural(open, 'group')} might break: serve the candidate as report-only beside the policy in force, and its own reports will tell.`,
        ]
      : []),
    ...(coverage.isComplete ? [] : ['The store had more groups than it gave: look at fewer hours.']),
    ready ? 'Ready to be enforced.' : 'Not ready to be enforced.',
  ]
}

/** A replay as lines for a terminal: the answer, then the groups, those that would break first. At most `most` of each kind. */
export function describeReplay(
  { words, wouldBreak, mightBreak }: Pick<Replay, 'words' | 'wouldBreak' | 'mightBreak'>,
  most = 20,
): readonly string[] {
  return [...words, ...section('Would break', wouldBreak, most), ...section('Might break', mightBreak, most)]
}

function section(title: string, groups: readonly ReplayedGroup[], most: number): readonly string[] {
  if (groups.length === 0) return []
  const lines = groups
    .slice(0, most)
    .map(
      ({ words, count, clients }) =>
        `  ${plural(count, 'report')} (${plural(clients, 'client')} a day at most): ${words}`,
    )
  const rest = groups.length - lines.length
  return [`${title}:`, ...lines, ...(rest > 0 ? [`  and ${rest} more`] : [])]
}

function amount(groups: readonly ReplayedGroup[], what: string): string {
  return `${groups.reduce((sum, { count }) => sum + count, 0)} ${what}`
}

export function plural(count: number, one: string): string {
  return `${count} ${one}${count === 1 ? '' : 's'}`
}

function ago(time: number): string {
  const hours = Math.floor(time / HOUR)
  if (hours < 1) return 'within the last hour'
  return hours === 1 ? 'an hour ago' : `${hours} hours ago`
}
