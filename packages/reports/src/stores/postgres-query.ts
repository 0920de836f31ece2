import type { ReportQuery, StoredGroup } from '../store.ts'
import { type FieldReader, GROUP_TEXTS, readGroup, readNumber, readText } from './group-fields.ts'
import type { NameTable } from './postgres-schema.ts'
import { compareGroups, type QueryBounds } from './query-bounds.ts'
import { fieldsOf } from './stored-row.ts'
import { toStored } from './stored-text.ts'

/** One row a group: its fields, `n`, `total`, `series`, `clients`, `vouched`. Hours are read once, whatever the limit: to look for them again takes as long. */
export function groupsStatement(
  query: ReportQuery,
  bounds: QueryBounds,
  table: NameTable,
): { readonly text: string; readonly values: readonly (string | number)[] } {
  const values: (string | number)[] = []
  const place = (value: string | number): string => `$${values.push(value)}`
  const conditions = [`h.hour >= ${place(bounds.fromHour)} AND h.hour < ${place(bounds.toHour)}`]
  for (const name of GROUP_TEXTS) {
    const value = query[name]
    if (value !== undefined) conditions.push(`g.${name} = ${place(toStored(value))}`)
  }
  // The rows of hours and days begin with their site: said once more of them, it is the way to them.
  const site = query.site === undefined ? undefined : place(toStored(query.site))
  if (site !== undefined) conditions.push(`h.site = ${site}`)
  if (query.fingerprint !== undefined) conditions.push(`g.fp = ${place(toStored(query.fingerprint))}`)
  if (query.noise !== undefined) conditions.push(`g.noise_rule IS ${query.noise ? 'NOT NULL' : 'NULL'}`)
  const text = `
WITH counted AS (
  SELECT h.site, h.fp, sum(h.n) AS n, count(*) OVER () AS total, string_agg(h.hour || ':' || h.n, ',') AS series
  FROM ${table('sallyport_hour')} h
  JOIN ${table('sallyport_group')} g ON g.site = h.site AND g.fp = h.fp
  WHERE ${conditions.join(' AND ')}
  GROUP BY h.site, h.fp
  ORDER BY sum(h.n) DESC, h.fp, h.site
  LIMIT ${place(Math.max(bounds.limit, 1))}
), reached AS (
  SELECT r.site, r.fp, max(cardinality(r.clients)) AS clients, max(cardinality(r.vouched)) AS vouched
  FROM ${table('sallyport_reach')} r
  JOIN counted c ON c.site = r.site AND c.fp = r.fp
  WHERE r.day >= ${place(bounds.fromDay)} AND r.day < ${place(bounds.toDay)}${site === undefined ? '' : ` AND r.site = ${site}`}
  GROUP BY r.site, r.fp
)
SELECT g.site, g.fp, g.first_at, g.last_at, ${GROUP_TEXTS.slice(1).map((name) => `g.${name}`)},
  g.noise_rule, g.noise_confidence, c.n, c.total, c.series,
  coalesce(d.clients, 0) AS clients, coalesce(d.vouched, 0) AS vouched
FROM counted c
JOIN ${table('sallyport_group')} g ON g.site = c.site AND g.fp = c.fp
LEFT JOIN reached d ON d.site = c.site AND d.fp = c.fp`
  return { text, values }
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
