import { fingerprintOf } from '../fingerprint.ts'
import type { FoldedGroup, Group } from '../group.ts'
import type { QueryResult, ReportQuery, StoredGroup, WriteBatch } from '../store.ts'

export const HOUR = 3_600_000
export const DAY: number = 24 * HOUR

/** The first hour of a day that lies ten days back. */
export const START: number = (Math.floor(Date.now() / DAY) - 10) * 24

const SOME_GROUP: Group = {
  site: 'shop',
  policy: '00000000000000aa',
  disposition: 'report',
  directive: 'script-src-elem',
  blocked: 'https://cdn.example',
  page: 'https://shop.example/orders/:id',
  browser: 'chromium',
  standing: 'consistent',
  noise: null,
}

/** A group as a fold has it: one report in the first hour, unless told otherwise. */
export function folded(parts: Partial<Omit<FoldedGroup, 'fingerprint'>> = {}): FoldedGroup {
  const { hour = START, count = 1, clients = [], vouched = [], ...group } = parts
  const { first = hour * HOUR, last = hour * HOUR + 1 } = group
  const whole: Group = { ...SOME_GROUP, ...groupOnly(group) }
  return { ...whole, fingerprint: fingerprintOf(whole), hour, count, first, last, clients, vouched }
}

function groupOnly({ first, last, ...group }: Partial<FoldedGroup>): Partial<Group> {
  return group
}

/** What the stores are to answer, from the batches in any order: counted anew each time, with nothing in common with how they count. */
export function bruteForce(batches: readonly WriteBatch[], query: ReportQuery): QueryResult {
  const once = new Map(batches.map((batch) => [batch.id, batch]))
  const all = [...once.values()].flatMap(({ groups }) => groups)
  const found = [...new Set(all.map(({ fingerprint }) => fingerprint))]
    .map((fingerprint) =>
      count(
        all.filter((one) => one.fingerprint === fingerprint),
        query,
      ),
    )
    .filter((group) => group !== undefined)
    .filter((group) => matches(group, query))
    .sort((one, other) => other.count - one.count || (one.fingerprint < other.fingerprint ? -1 : 1))
  const groups = found.slice(0, query.limit ?? 1_000)
  const served = [...once.values()].flatMap(({ policies }) => policies)
  const ids = [...new Set(groups.map(({ policy, site }) => `${policy} ${site}`))].sort()
  const policies = ids.flatMap((id) => {
    const same = served.filter((policy) => `${policy.id} ${policy.site}` === id)
    const [policy] = same
    if (policy === undefined) return []
    return [{ ...policy, from: Math.min(...same.map((one) => one.from)), to: Math.max(...same.map((one) => one.to)) }]
  })
  return { groups, total: found.length, policies }
}

function count(rows: readonly FoldedGroup[], { from, to }: ReportQuery): StoredGroup | undefined {
  const inside = rows.filter(({ hour }) => hour * HOUR >= (from ?? 0) && hour * HOUR < (to ?? Number.MAX_VALUE))
  const [row] = inside
  if (row === undefined) return undefined
  const { hour: _, clients: _clients, vouched: _vouched, ...group } = row
  const hours = [...new Set(inside.map(({ hour }) => hour))]
    .sort((one, other) => one - other)
    .map((hour) => [hour, sum(inside.filter((one) => one.hour === hour))] as const)
  // A day counts whole as soon as one of its hours is asked for.
  const dayIsAsked = (day: number): boolean =>
    Array.from({ length: 24 }, (_, index) => (day * 24 + index) * HOUR).some(
      (start) => start >= (from ?? 0) && start < (to ?? Number.MAX_VALUE),
    )
  const days = [...new Set(rows.map(({ hour }) => Math.floor(hour / 24)))].filter(dayIsAsked)
  const most = (names: (one: FoldedGroup) => readonly string[]): number =>
    Math.max(
      0,
      ...days.map((day) =>
        Math.min(64, new Set(rows.filter(({ hour }) => Math.floor(hour / 24) === day).flatMap(names)).size),
      ),
    )
  return {
    ...group,
    count: sum(inside),
    first: Math.min(...rows.map(({ first }) => first)),
    last: Math.max(...rows.map(({ last }) => last)),
    hours,
    clients: most(({ clients }) => clients),
    vouched: most(({ vouched }) => vouched),
  }
}

function sum(rows: readonly FoldedGroup[]): number {
  return rows.reduce((total, row) => total + row.count, 0)
}

function matches(group: StoredGroup, { from: _from, to: _to, limit: _limit, noise, ...texts }: ReportQuery): boolean {
  if (noise !== undefined && noise !== (group.noise !== null)) return false
  const fields = new Map<string, unknown>(Object.entries(group))
  return Object.entries(texts).every(([name, value]) => value === undefined || fields.get(name) === value)
}
