import type { ReportQuery, StoredGroup } from '../store.ts'
import { HOURS_OF_DAY } from './batch-rows.ts'

/** Milliseconds. */
export const HOUR = 3_600_000

/** A flush is repeated within minutes, or never. Milliseconds. */
export const BATCH_MEMORY: number = 24 * HOUR

const DEFAULT_RETENTION_DAYS = 30

const DEFAULT_LIMIT = 1_000
// What a column of four bytes holds, which hours since the epoch fill in 245,000 years.
const LEAST_HOUR = -(2 ** 31)
const LAST_HOUR = 2 ** 31 - 1

/** A query's hours, days and limit in whole numbers. What is older than the retention is in no answer, whether or not it has been pruned by now. */
export interface QueryBounds {
  readonly fromHour: number
  /** Exclusive, like `toDay`. */
  readonly toHour: number
  readonly fromDay: number
  readonly toDay: number
  readonly limit: number
}

/** Throws a TypeError for what is no time or no limit. */
export function boundsOf(query: ReportQuery, retentionDays: number): QueryBounds {
  const { from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY, limit = DEFAULT_LIMIT } = query
  if (Number.isNaN(from) || Number.isNaN(to)) throw new TypeError('from and to are milliseconds since the epoch')
  if (!Number.isSafeInteger(limit) || limit < 0) throw new TypeError(`limit: ${limit} is no whole number from 0`)
  const fromHour = clampHour(Math.max(Math.ceil(from / HOUR), oldestHour(retentionDays)))
  const toHour = clampHour(Math.ceil(to / HOUR))
  return {
    fromHour,
    toHour,
    fromDay: Math.floor(fromHour / HOURS_OF_DAY),
    toDay: Math.ceil(toHour / HOURS_OF_DAY),
    limit,
  }
}

/** The first hour that the retention keeps. */
export function oldestHour(retentionDays: number): number {
  return clampHour(Math.floor(Date.now() / HOUR) - Math.floor(retentionDays * HOURS_OF_DAY))
}

/** The option as it is, `Infinity` for ever. Throws a TypeError for what is no number of days. */
export function readRetention(retentionDays: number = DEFAULT_RETENTION_DAYS): number {
  if (!(retentionDays > 0)) throw new TypeError(`retentionDays: ${retentionDays} is no number of days above 0`)
  return retentionDays
}

/** The order of an answer: the highest count first; among equals, by fingerprint. */
export function compareGroups(one: StoredGroup, other: StoredGroup): number {
  return (
    other.count - one.count || compareTexts(one.fingerprint, other.fingerprint) || compareTexts(one.site, other.site)
  )
}

export function compareTexts(one: string, other: string): number {
  if (one === other) return 0
  return one < other ? -1 : 1
}

function clampHour(hour: number): number {
  return Math.min(Math.max(hour, LEAST_HOUR), LAST_HOUR)
}
