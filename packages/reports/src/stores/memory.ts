import type { ServedPolicy } from '../group.ts'
import type { QueryResult, ReportQuery, ReportStore, StoredGroup, WriteBatch } from '../store.ts'
import { type GroupRow, HOURS_OF_DAY, mergePolicies, rowsOf } from './batch-rows.ts'
import { isAskedFor } from './group-fields.ts'
import { DayReach, type ReachOfDay } from './memory-reach.ts'
import { boundsOf, compareGroups, compareTexts, oldestHour, readRetention } from './query-bounds.ts'

export interface MemoryStoreOptions {
  /** Days, `Infinity` for ever. Default 30. */
  readonly retentionDays?: number
  /** Groups; beyond, the one that was not counted for the longest time goes. Default 10,000. */
  readonly maxGroups?: number
  /** Hours of all groups together; beyond, the oldest hour of every group goes. Default 500,000. */
  readonly maxHours?: number
  /** Clients' hashes of all groups together; beyond, the oldest day's become numbers and count no further. Default 500,000. */
  readonly maxClients?: number
}

// A batch is handed over again within seconds or not at all.
const KNOWN_BATCHES = 10_000
const KNOWN_POLICIES = 1_000

/**
 * Keeps what was counted in this process, within bounds, until it ends. For development and tests; and what the other stores are held to.
 */
export function memoryStore(options: MemoryStoreOptions = {}): ReportStore {
  return new MemoryStore(options)
}

interface KeptGroup extends GroupRow {
  /** In how many hours it was counted. */
  readonly hours: number
}

class MemoryStore implements ReportStore {
  // What was written last stands last, which is the order in which things go when there are too many.
  private readonly batches = new Set<string>()
  private readonly groups = new Map<string, KeptGroup>()
  private readonly policies = new Map<string, ServedPolicy>()
  private readonly hours = new Map<number, Map<string, number>>()
  private readonly reach: DayReach
  private readonly options: Required<MemoryStoreOptions>
  private hourRows = 0

  constructor({ retentionDays, maxGroups = 10_000, maxHours = 500_000, maxClients = 500_000 }: MemoryStoreOptions) {
    this.options = { retentionDays: readRetention(retentionDays), maxGroups, maxHours, maxClients }
    this.reach = new DayReach(maxClients)
  }

  async write(batch: WriteBatch): Promise<void> {
    if (this.batches.has(batch.id)) return
    const rows = rowsOf(batch)
    for (const row of rows.groups) this.putGroup(row)
    for (const { site, fingerprint, hour, count } of rows.hours) this.addHour(keyOf(site, fingerprint), hour, count)
    for (const { site, fingerprint, day, clients, vouched } of rows.reach)
      this.reach.add(day, keyOf(site, fingerprint), clients, vouched)
    for (const policy of rows.policies) this.putPolicy(policy)
    this.batches.add(batch.id)
    this.forget()
  }

  async query(query: ReportQuery = {}): Promise<QueryResult> {
    const bounds = boundsOf(query, this.options.retentionDays)
    const asked = new Set<string>()
    for (const [key, group] of this.groups) if (isAskedFor(group, query)) asked.add(key)
    const series = new Map<string, [hour: number, count: number][]>()
    for (const hour of [...this.hours.keys()].sort((one, other) => one - other)) {
      if (hour < bounds.fromHour || hour >= bounds.toHour) continue
      for (const [key, count] of this.hours.get(hour) ?? []) {
        if (!asked.has(key)) continue
        const known = series.get(key)
        if (known === undefined) series.set(key, [[hour, count]])
        else known.push([hour, count])
      }
    }
    const reach = this.reach.mostOf(bounds)
    const found: StoredGroup[] = []
    for (const [key, hours] of series) {
      const group = this.groups.get(key)
      if (group !== undefined) found.push(storedGroup(group, hours, reach.get(key)))
    }
    const groups = found.sort(compareGroups).slice(0, bounds.limit)
    return { groups, total: found.length, policies: this.policiesOf(groups) }
  }

  async close(): Promise<void> {
    // Nothing to hand back; what was counted can still be asked for.
  }

  private putGroup(row: GroupRow): void {
    const key = keyOf(row.site, row.fingerprint)
    const known = this.groups.get(key)
    this.groups.delete(key)
    this.groups.set(key, {
      ...row,
      first: Math.min(row.first, known?.first ?? row.first),
      last: Math.max(row.last, known?.last ?? row.last),
      hours: known?.hours ?? 0,
    })
  }

  private addHour(key: string, hour: number, count: number): void {
    const counts = this.hours.get(hour) ?? new Map<string, number>()
    this.hours.set(hour, counts)
    const known = counts.get(key)
    counts.set(key, count + (known ?? 0))
    if (known === undefined) this.countHours(key, 1)
  }

  private putPolicy(policy: ServedPolicy): void {
    const key = keyOf(policy.site, policy.id)
    const known = this.policies.get(key)
    this.policies.delete(key)
    this.policies.set(key, known === undefined ? { ...policy } : mergePolicies(known, policy))
  }

  private policiesOf(groups: readonly StoredGroup[]): readonly ServedPolicy[] {
    const named = new Set(groups.map(({ site, policy }) => keyOf(site, policy)))
    const found = [...named].flatMap((key) => {
      const policy = this.policies.get(key)
      return policy === undefined ? [] : [{ ...policy }]
    })
    return found.sort((one, other) => compareTexts(one.id, other.id) || compareTexts(one.site, other.site))
  }

  private forget(): void {
    const oldest = oldestHour(this.options.retentionDays)
    for (const hour of this.hours.keys()) if (hour < oldest) this.forgetHour(hour)
    this.reach.forgetBefore(Math.floor(oldest / HOURS_OF_DAY))
    while (this.groups.size > this.options.maxGroups) this.forgetGroup(firstOf(this.groups))
    while (this.hourRows > this.options.maxHours) this.forgetHour(leastOf(this.hours))
    while (this.policies.size > KNOWN_POLICIES) this.policies.delete(firstOf(this.policies))
    while (this.batches.size > KNOWN_BATCHES) this.batches.delete(firstOf(this.batches))
  }

  private forgetHour(hour: number): void {
    const keys = [...(this.hours.get(hour)?.keys() ?? [])]
    this.hours.delete(hour)
    for (const key of keys) this.countHours(key, -1)
  }

  private forgetGroup(key: string): void {
    this.groups.delete(key)
    this.reach.forgetGroup(key)
    for (const [hour, counts] of this.hours) {
      if (!counts.delete(key)) continue
      this.hourRows -= 1
      if (counts.size === 0) this.hours.delete(hour)
    }
  }

  /** A group without an hour is none. */
  private countHours(key: string, change: number): void {
    this.hourRows += change
    const group = this.groups.get(key)
    if (group === undefined) return
    if (group.hours + change > 0) this.groups.set(key, { ...group, hours: group.hours + change })
    else this.forgetGroup(key)
  }
}

function storedGroup(
  { hours: _, ...group }: KeptGroup,
  hours: StoredGroup['hours'],
  reach: ReachOfDay | undefined,
): StoredGroup {
  const count = hours.reduce((sum, [, one]) => sum + one, 0)
  return { ...group, count, hours, clients: reach?.clients ?? 0, vouched: reach?.vouched ?? 0 }
}

function keyOf(site: string, name: string): string {
  return `${name} ${site}`
}

function leastOf(keyed: ReadonlyMap<number, unknown>): number {
  let least = Number.POSITIVE_INFINITY
  for (const key of keyed.keys()) least = Math.min(least, key)
  return least
}

function firstOf<Key>(keyed: ReadonlyMap<Key, unknown> | ReadonlySet<Key>): Key {
  for (const key of keyed.keys()) return key
  throw new RangeError('nothing to forget')
}
