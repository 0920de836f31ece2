import type { ServedPolicy } from '../group.ts'
import type { QueryResult, ReportQuery, StoredGroup } from '../store.ts'
import { type FieldReader, GROUP_TEXTS, readGroup, readNumber, readText } from './group-fields.ts'
import { compareGroups, compareTexts, type QueryBounds } from './query-bounds.ts'
import { fromStored, toStored } from './stored-text.ts'

/** Where the SQL of two databases parts. */
export interface Dialect {
  /** The name of one of our tables as a statement has it. */
  table(name: TableName): string
  /** The place of the n-th value, from 1. */
  place(position: number): string
  /** `hour:count` of all rows of a group, with commas between. */
  readonly series: string
  /** How many clients a row of `sallyport_reach` has. */
  readonly clients: string
  readonly vouched: string
}

export type TableName =
  | 'sallyport_group'
  | 'sallyport_hour'
  | 'sallyport_reach'
  | 'sallyport_policy'
  | 'sallyport_batch'
  | 'sallyport_migration'

export interface Statement {
  readonly text: string
  readonly values: readonly (string | number)[]
}

/**
 * One row a group: its fields, `n`, `total`, `series`, `clients`, `vouched`. The hours of the groups wanted are read once more, and not gathered at once for all,
 * since there can be many times as many groups as are wanted.
 */
export function groupsStatement(query: ReportQuery, bounds: QueryBounds, dialect: Dialect): Statement {
  const values: (string | number)[] = []
  const place = (value: string | number): string => dialect.place(values.push(value))
  const hours = `h.hour >= ${place(bounds.fromHour)} AND h.hour < ${place(bounds.toHour)}`
  const days = `r.day >= ${place(bounds.fromDay)} AND r.day < ${place(bounds.toDay)}`
  const conditions = [hours]
  for (const name of GROUP_TEXTS) {
    const value = query[name]
    if (value !== undefined) conditions.push(`g.${name} = ${place(toStored(value))}`)
  }
  // The rows of hours and days begin with their site: said once more of them, it is the way to them.
  const site = query.site === undefined ? undefined : place(toStored(query.site))
  if (site !== undefined) conditions.push(`h.site = ${site}`)
  if (query.fingerprint !== undefined) conditions.push(`g.fp = ${place(toStored(query.fingerprint))}`)
  if (query.noise !== undefined) conditions.push(`g.noise_rule IS ${query.noise ? 'NOT NULL' : 'NULL'}`)
  const ofSite = (table: string): string => (site === undefined ? '' : ` AND ${table}.site = ${site}`)
  const text = `
WITH wanted AS (
  SELECT h.site, h.fp, sum(h.n) AS n, count(*) OVER () AS total
  FROM ${dialect.table('sallyport_hour')} h
  JOIN ${dialect.table('sallyport_group')} g ON g.site = h.site AND g.fp = h.fp
  WHERE ${conditions.join(' AND ')}
  GROUP BY h.site, h.fp
  ORDER BY sum(h.n) DESC, h.fp, h.site
  LIMIT ${place(Math.max(bounds.limit, 1))}
), counted AS (
  SELECT h.site, h.fp, ${dialect.series} AS series
  FROM ${dialect.table('sallyport_hour')} h
  JOIN wanted w ON w.site = h.site AND w.fp = h.fp
  WHERE ${hours}${ofSite('h')}
  GROUP BY h.site, h.fp
), reached AS (
  SELECT r.site, r.fp, max(${dialect.clients}) AS clients, max(${dialect.vouched}) AS vouched
  FROM ${dialect.table('sallyport_reach')} r
  JOIN wanted w ON w.site = r.site AND w.fp = r.fp
  WHERE ${days}${ofSite('r')}
  GROUP BY r.site, r.fp
)
SELECT g.site, g.fp, g.first_at, g.last_at, ${GROUP_TEXTS.slice(1).map((name) => `g.${name}`)},
  g.noise_rule, g.noise_confidence, w.n, w.total, c.series,
  coalesce(d.clients, 0) AS clients, coalesce(d.vouched, 0) AS vouched
FROM wanted w
JOIN ${dialect.table('sallyport_group')} g ON g.site = w.site AND g.fp = w.fp
JOIN counted c ON c.site = w.site AND c.fp = w.fp
LEFT JOIN reached d ON d.site = w.site AND d.fp = w.fp`
  return { text, values }
}

/** One row a policy: `site`, `id`, `policy_text`, `served_from`, `served_to`. All names are in one value, as JSON. */
export function policiesStatement(groups: readonly StoredGroup[], dialect: Dialect, names: string): Statement {
  const named = new Map(groups.map(({ site, policy }) => [JSON.stringify([site, policy]), { site, policy }]))
  const asked = [...named.values()].map(({ site, policy }) => ({ site: toStored(site), id: toStored(policy) }))
  const text = `
SELECT p.site, p.id, p.policy_text, p.served_from, p.served_to
FROM ${dialect.table('sallyport_policy')} p
JOIN ${names} ON named.site = p.site AND named.id = p.id`
  return { text, values: [JSON.stringify(asked)] }
}

/** What a query comes to, from the rows of both statements. */
export function readGroups(
  rows: readonly unknown[],
  limit: number,
): { readonly groups: readonly StoredGroup[]; readonly total: number } {
  const fields = rows.map(fieldsOf)
  const [first] = fields
  const groups = fields.map(readStoredGroup).sort(compareGroups).slice(0, limit)
  return { groups, total: first === undefined ? 0 : readNumber(first, 'total') }
}

export function readPolicies(rows: readonly unknown[]): QueryResult['policies'] {
  return rows
    .map((row): ServedPolicy => {
      const field = fieldsOf(row)
      return {
        site: readText(field, 'site'),
        id: readText(field, 'id'),
        text: readText(field, 'policy_text'),
        from: readNumber(field, 'served_from'),
        to: readNumber(field, 'served_to'),
      }
    })
    .sort((one, other) => compareTexts(one.id, other.id) || compareTexts(one.site, other.site))
}

function readStoredGroup(field: FieldReader): StoredGroup {
  return {
    ...readGroup(field),
    fingerprint: readText(field, 'fp'),
    count: readNumber(field, 'n'),
    first: readNumber(field, 'first_at'),
    last: readNumber(field, 'last_at'),
    hours: readSeries(readText(field, 'series')),
    clients: readNumber(field, 'clients'),
    vouched: readNumber(field, 'vouched'),
  }
}

function readSeries(series: string): StoredGroup['hours'] {
  return series
    .split(',')
    .map((pair) => pair.split(':').map(Number))
    .map(([hour = 0, count = 0]) => [hour, count] as const)
    .sort(([one], [other]) => one - other)
}

/** What a driver gave as a row. Throws where that is none. */
export function fieldsOf(row: unknown): FieldReader {
  if (typeof row !== 'object' || row === null) throw new TypeError('the driver gives rows that are no objects')
  return (name) => {
    const value: unknown = Reflect.get(row, name)
    return typeof value === 'string' ? fromStored(value) : value
  }
}
