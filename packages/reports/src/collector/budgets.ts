import type { Standing } from '../group.ts'
import type { CollectorLimits } from './collector-options.ts'
import type { SipHash } from './siphash.ts'
import { Tally } from './tally.ts'

const MINUTE = 60_000
const HOUR = 3_600_000

type BudgetLimits = Pick<CollectorLimits, 'reportsPerClient' | 'newGroups' | 'newGroupsPerClient'>

/** How much each client, and all of them, may still send: reports by the minute of the clock, new groups by the hour. */
export class Budgets {
  readonly #limits: BudgetLimits
  readonly #reports = new Tally()
  readonly #groups = new Tally()
  #minute = 0
  #hour = 0
  #newGroups = 0
  #newDoubtful = 0
  #newVouched = 0

  constructor(limits: BudgetLimits) {
    this.#limits = limits
  }

  /** How many of so many reports are within the client's budget; they are charged at once. */
  takeReports(client: SipHash, count: number, now: number): number {
    const minute = Math.floor(now / MINUTE)
    if (minute !== this.#minute) {
      this.#minute = minute
      this.#reports.clear()
    }
    return this.#reports.take(client, count, this.#limits.reportsPerClient)
  }

  /**
   * Whether a new group is within the budgets; charged if it is.
   *
   * @param isVouched whether the app knows who sent the report.
   */
  takeGroup(client: SipHash, standing: Standing, isVouched: boolean, now: number): boolean {
    const hour = Math.floor(now / HOUR)
    if (hour !== this.#hour) {
      this.#hour = hour
      this.#groups.clear()
      this.#newGroups = 0
      this.#newDoubtful = 0
      this.#newVouched = 0
    }
    const { newGroups, newGroupsPerClient } = this.#limits
    // What anybody can forge keeps out nothing that somebody is vouched for: that has as much for itself.
    if (isVouched) {
      if (this.#newVouched >= newGroups || this.#groups.take(client, 1, newGroupsPerClient) === 0) return false
      this.#newVouched++
      return true
    }
    // Forged reports and those of altered policies come in endless variety. They get half, so that they cannot keep real ones out.
    const isDoubtful = standing !== 'consistent'
    if (this.#newGroups >= newGroups || (isDoubtful && this.#newDoubtful >= newGroups / 2)) return false
    if (this.#groups.take(client, 1, newGroupsPerClient) === 0) return false
    this.#newGroups++
    if (isDoubtful) this.#newDoubtful++
    return true
  }
}
