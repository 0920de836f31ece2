import { MOST_CLIENTS } from './batch-rows.ts'
import type { QueryBounds } from './query-bounds.ts'

export interface ReachOfDay {
  readonly clients: number
  readonly vouched: number
}

type Distinct = Set<string> | number

/** The distinct clients of each group and day, with a bound on all of them together. */
export class DayReach {
  private readonly days = new Map<number, Map<string, { clients: Distinct; vouched: Distinct }>>()
  private readonly most: number
  private kept = 0

  constructor(most: number) {
    this.most = most
  }

  add(day: number, key: string, clients: readonly string[], vouched: readonly string[]): void {
    const groups = this.days.get(day) ?? new Map<string, { clients: Distinct; vouched: Distinct }>()
    this.days.set(day, groups)
    const reach = groups.get(key) ?? { clients: new Set<string>(), vouched: new Set<string>() }
    groups.set(key, reach)
    this.put(reach.clients, clients)
    this.put(reach.vouched, vouched)
    if (this.kept > this.most) this.sealOldest()
  }

  /** The most of one day, for each group, over the days asked for. */
  mostOf({ fromDay, toDay }: QueryBounds): ReadonlyMap<string, ReachOfDay> {
    const most = new Map<string, ReachOfDay>()
    for (const [day, groups] of this.days) {
      if (day < fromDay || day >= toDay) continue
      for (const [key, { clients, vouched }] of groups) {
        const known = most.get(key)
        most.set(key, {
          clients: Math.max(sizeOf(clients), known?.clients ?? 0),
          vouched: Math.max(sizeOf(vouched), known?.vouched ?? 0),
        })
      }
    }
    return most
  }

  forgetBefore(oldest: number): void {
    for (const day of this.days.keys()) {
      if (day >= oldest) continue
      this.seal(day)
      this.days.delete(day)
    }
  }

  forgetGroup(key: string): void {
    for (const [day, groups] of this.days) {
      const reach = groups.get(key)
      if (reach === undefined) continue
      this.kept -= hashesIn(reach.clients) + hashesIn(reach.vouched)
      groups.delete(key)
      if (groups.size === 0) this.days.delete(day)
    }
  }

  private put(known: Distinct, added: readonly string[]): void {
    if (typeof known === 'number') return
    for (const client of added) {
      if (known.size >= MOST_CLIENTS || known.has(client)) continue
      known.add(client)
      this.kept += 1
    }
  }

  private sealOldest(): void {
    for (const day of [...this.days.keys()].sort((one, other) => one - other)) {
      this.seal(day)
      if (this.kept <= this.most) return
    }
  }

  private seal(day: number): void {
    for (const reach of this.days.get(day)?.values() ?? []) {
      this.kept -= hashesIn(reach.clients) + hashesIn(reach.vouched)
      reach.clients = sizeOf(reach.clients)
      reach.vouched = sizeOf(reach.vouched)
    }
  }
}

function sizeOf(distinct: Distinct): number {
  return typeof distinct === 'number' ? distinct : distinct.size
}

function hashesIn(distinct: Distinct): number {
  return typeof distinct === 'number' ? 0 : distinct.size
}
