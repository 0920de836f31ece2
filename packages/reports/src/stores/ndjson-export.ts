import type { FoldedGroup, ServedPolicy } from '../group.ts'
import type { ReportQuery, ReportStore, StoredGroup } from '../store.ts'
import { linesOf } from './ndjson-line.ts'
import { appender, type TextWritable } from './ndjson-sink.ts'
import { HOUR } from './query-bounds.ts'

const DAY = 24 * HOUR
const LINES_OF_BATCH = 500

/** What to export; everything left out is no condition. */
export type ExportQuery = Omit<ReportQuery, 'limit'>

/**
 * Writes what a store has as JSON lines, one for each hour of each group and one for each policy that they name, day by day, to a file, which grows, or to a stream.
 * {@link importNdjson} makes an equal store of it: counts, hours, first and last, and the reach of each day. Resolves with how many hours of groups that were.
 *
 * The hashes of clients do not leave the store: in their place are numbers, as many as there were. So importing what several stores exported gives the reach of
 * the one that had most, and never too much. Importing the same export twice within a day counts it once.
 */
export async function exportNdjson(
  store: ReportStore,
  target: string | TextWritable,
  query: ExportQuery = {},
): Promise<number> {
  const append = appender(target)
  const name = crypto.randomUUID()
  const told = new Set<string>()
  let batches = 0
  let hours = 0
  for await (const day of daysOf(store, query)) {
    const groups = day.groups.flatMap(foldedAgain)
    const policies = day.policies.filter(({ site, id }) => isFirst(told, JSON.stringify([site, id])))
    for (const batch of chunks(groups, policies)) await append(linesOf({ id: `export ${name} ${batches++}`, ...batch }))
    hours += groups.length
  }
  return hours
}

interface DayOfStore {
  readonly groups: readonly StoredGroup[]
  readonly policies: readonly ServedPolicy[]
}

/** Days with something in them, found by halving: a store says how much there is, not since when. */
async function* daysOf(store: ReportStore, query: ExportQuery): AsyncGenerator<DayOfStore> {
  const { from = 0, to = Date.now() + 2 * DAY } = query
  const open: [from: number, to: number][] = [[Math.floor(from / DAY), Math.ceil(to / DAY)]]
  for (let range = open.pop(); range !== undefined; range = open.pop()) {
    const [first, end] = range
    const inside = { ...query, from: Math.max(from, first * DAY), to: Math.min(to, end * DAY) }
    if (inside.from >= inside.to) continue
    if (end - first === 1) {
      const { groups, policies } = await store.query({ ...inside, limit: Number.MAX_SAFE_INTEGER })
      if (groups.length > 0) yield { groups, policies }
      continue
    }
    const { total } = await store.query({ ...inside, limit: 0 })
    const middle = first + Math.floor((end - first) / 2)
    if (total > 0) open.push([middle, end], [first, middle])
  }
}

/** A day of a group as a fold would have had it: the reach is in its first hour, and so it is the day's. */
function foldedAgain({ hours, clients, vouched, first, last, ...group }: StoredGroup): readonly FoldedGroup[] {
  return hours.map(([hour, count], index) => ({
    ...group,
    hour,
    count,
    first: Math.min(Math.max(first, hour * HOUR), (hour + 1) * HOUR - 1),
    last: Math.max(Math.min(last, (hour + 1) * HOUR - 1), hour * HOUR),
    clients: index === 0 ? numbersTo(clients) : [],
    vouched: index === 0 ? numbersTo(vouched) : [],
  }))
}

function numbersTo(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => String(index + 1))
}

function chunks(groups: readonly FoldedGroup[], policies: readonly ServedPolicy[]): readonly DayOfExport[] {
  const starts = Array.from({ length: Math.ceil(groups.length / LINES_OF_BATCH) }, (_, index) => index * LINES_OF_BATCH)
  return starts.map((start, index) => ({
    groups: groups.slice(start, start + LINES_OF_BATCH),
    policies: index === 0 ? policies : [],
  }))
}

interface DayOfExport {
  readonly groups: readonly FoldedGroup[]
  readonly policies: readonly ServedPolicy[]
}

function isFirst(known: Set<string>, key: string): boolean {
  const { size } = known
  return known.add(key).size > size
}
