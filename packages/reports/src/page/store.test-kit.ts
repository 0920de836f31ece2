import type { FoldedGroup } from '../group.ts'
import type { QueryResult, ReportQuery, ReportStore, StoredGroup, WriteBatch } from '../store.ts'

/** The least that is a store: keeps everything and answers by going through it. */
export class PlainStore implements ReportStore {
  readonly #rows: FoldedGroup[] = []
  readonly #policies = new Map<string, WriteBatch['policies'][number]>()
  readonly #known = new Set<string>()

  async write({ id, groups, policies }: WriteBatch): Promise<void> {
    if (this.#known.has(id)) return
    this.#known.add(id)
    this.#rows.push(...groups)
    for (const policy of policies) this.#policies.set(`${policy.site} ${policy.id}`, policy)
  }

  async query(query: ReportQuery = {}): Promise<QueryResult> {
    const groups = new Map<string, StoredGroup>()
    for (const row of this.#rows) {
      if (!isAskedFor(row, query)) continue
      groups.set(row.fingerprint, add(groups.get(row.fingerprint), row))
    }
    const sorted = [...groups.values()].sort((one, other) => other.count - one.count)
    return {
      groups: sorted.slice(0, query.limit ?? 1_000),
      total: sorted.length,
      policies: [...this.#policies.values()],
    }
  }

  async close(): Promise<void> {}
}

function isAskedFor(row: FoldedGroup, { from = 0, to = Infinity, noise, limit, ...conditions }: ReportQuery): boolean {
  const start = row.hour * 3_600_000
  if (start < from || start >= to) return false
  if (noise !== undefined && noise !== (row.noise !== null)) return false
  const fields: Readonly<Record<string, unknown>> = { ...row }
  return Object.entries(conditions).every(([name, value]) => value === undefined || fields[name] === value)
}

function add(known: StoredGroup | undefined, row: FoldedGroup): StoredGroup {
  const { hour, clients, vouched, ...group } = row
  const hours = new Map(known?.hours)
  hours.set(hour, (hours.get(hour) ?? 0) + row.count)
  return {
    ...group,
    count: row.count + (known?.count ?? 0),
    first: Math.min(row.first, known?.first ?? row.first),
    last: Math.max(row.last, known?.last ?? row.last),
    hours: [...hours].sort(([one], [other]) => one - other),
    clients: Math.max(clients.length, known?.clients ?? 0),
    vouched: Math.max(vouched.length, known?.vouched ?? 0),
  }
}
