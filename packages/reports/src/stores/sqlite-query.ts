import type { QueryResult, ReportQuery, StoredGroup } from '../store.ts'
import { CLIENT_BYTES } from './batch-rows.ts'
import { GROUP_TEXTS, readGroup, readNumber, readText } from './group-fields.ts'
import { policiesStatement, readPolicies } from './policies-statement.ts'
import { compareGroups, type QueryBounds } from './query-bounds.ts'
import type { SqliteConnection } from './sqlite-connection.ts'
import { fieldsOf } from './stored-row.ts'
import { fromStored, toStored } from './stored-text.ts'

// What is stored has no control characters, so that these part it. One row for all groups of an hour: the rows lie in this order, and nothing is sorted.
const HOURS = `
SELECT hour, group_concat(fp || char(9) || n, char(10)) AS cells FROM sallyport_hour
WHERE site = ? AND hour >= ? AND hour < ? GROUP BY hour`

const HOURS_OF_GROUP = `
SELECT hour, fp || char(9) || n AS cells FROM sallyport_hour
WHERE site = ? AND hour >= ? AND hour < ? AND fp = ? ORDER BY hour`

const REACH = `
SELECT group_concat(fp || char(9) || (length(clients) / ${CLIENT_BYTES}) || char(9) || (length(vouched) / ${CLIENT_BYTES}), char(10)) AS cells
FROM sallyport_reach WHERE site = ? AND day >= ? AND day < ? GROUP BY day`

const NAMES = `(SELECT value ->> 'site' AS site, value ->> 'id' AS id FROM json_each(?)) named`

/** Milliseconds after which requests get their turn. */
const TURN = 10

type GroupInMaking = Omit<StoredGroup, 'hours'> & { readonly hours: [hour: number, count: number][] }
type Making = { -readonly [Key in keyof GroupInMaking]: GroupInMaking[Key] }

/** An answer, put together in small steps: SQLite works in the thread that serves requests, and months of hours take it half a second. */
export async function querySqlite(
  connection: SqliteConnection,
  query: ReportQuery,
  bounds: QueryBounds,
): Promise<QueryResult> {
  const rest = resting()
  const sites = new Map<string, Map<string, Making>>()
  const asked = groupsAsked(query)
  for (const row of connection.each(asked.text, asked.values)) {
    const group = startOf(row)
    const ofSite = sites.get(group.site) ?? new Map<string, Making>()
    sites.set(group.site, ofSite.set(group.fingerprint, group))
    await rest()
  }
  for (const [site, groups] of sites) {
    const range = [toStored(site), bounds.fromHour, bounds.toHour]
    const [only] = groups.keys()
    const rows =
      groups.size === 1 && only !== undefined
        ? connection.each(HOURS_OF_GROUP, [...range, toStored(only)])
        : connection.each(HOURS, range)
    for (const row of rows) {
      const field = fieldsOf(row)
      const hour = readNumber(field, 'hour')
      for (const [fingerprint, count = 0] of cellsOf(row)) addHour(groups.get(fingerprint), hour, count)
      await rest()
    }
  }
  const found = [...sites.values()].flatMap((groups) => [...groups.values()].filter(({ count }) => count > 0))
  const groups = found.sort(compareGroups).slice(0, bounds.limit)
  for (const site of new Set(groups.map((group) => group.site))) {
    for (const row of connection.each(REACH, [toStored(site), bounds.fromDay, bounds.toDay])) {
      for (const [fingerprint, ...reach] of cellsOf(row)) addReach(sites.get(site)?.get(fingerprint), reach)
      await rest()
    }
  }
  const named = policiesStatement(groups, 'sallyport_policy', NAMES)
  return { groups, total: found.length, policies: readPolicies([...connection.each(named.text, named.values)]) }
}

function groupsAsked(query: ReportQuery): { readonly text: string; readonly values: readonly string[] } {
  const texts = GROUP_TEXTS.flatMap((name) => {
    const value = query[name]
    return value === undefined ? [] : [{ condition: `${name} = ?`, value: toStored(value) }]
  })
  if (query.fingerprint !== undefined) texts.push({ condition: 'fp = ?', value: toStored(query.fingerprint) })
  const conditions = texts.map(({ condition }) => condition)
  if (query.noise !== undefined) conditions.push(`noise_rule IS ${query.noise ? 'NOT NULL' : 'NULL'}`)
  const where = conditions.length === 0 ? '' : ` WHERE ${conditions.join(' AND ')}`
  return { text: `SELECT * FROM sallyport_group${where}`, values: texts.map(({ value }) => value) }
}

function startOf(row: unknown): Making {
  const field = fieldsOf(row)
  return {
    ...readGroup(field),
    fingerprint: readText(field, 'fp'),
    count: 0,
    first: readNumber(field, 'first_at'),
    last: readNumber(field, 'last_at'),
    hours: [],
    clients: 0,
    vouched: 0,
  }
}

function addHour(group: Making | undefined, hour: number, count: number): void {
  if (group === undefined) return
  group.count += count
  group.hours.push([hour, count])
}

function addReach(group: Making | undefined, [clients = 0, vouched = 0]: readonly number[]): void {
  if (group === undefined) return
  group.clients = Math.max(group.clients, clients)
  group.vouched = Math.max(group.vouched, vouched)
}

function* cellsOf(row: unknown): Generator<[fingerprint: string, ...numbers: number[]]> {
  const cells: unknown = typeof row === 'object' && row !== null ? Reflect.get(row, 'cells') : undefined
  if (typeof cells !== 'string') return
  for (const cell of cells.split('\n')) {
    const [fingerprint = '', ...numbers] = cell.split('\t')
    yield [fromStored(fingerprint), ...numbers.map(Number)]
  }
}

function resting(): () => Promise<void> | undefined {
  let since = performance.now()
  return () => {
    if (performance.now() - since < TURN) return undefined
    return new Promise((resolve) =>
      setImmediate(() => {
        since = performance.now()
        resolve()
      }),
    )
  }
}
