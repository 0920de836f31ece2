import type { RecentReport } from './collector-options.ts'

const MOST_RECENT = 200

/** The last reports. In memory, and gone with the process. */
export class RecentRing {
  readonly #reports: RecentReport[] = []
  #next = 0

  get size(): number {
    return this.#reports.length
  }

  add(report: RecentReport): void {
    this.#reports[this.#next] = report
    this.#next = (this.#next + 1) % MOST_RECENT
  }

  /** Newest first. */
  read(): readonly RecentReport[] {
    return [...this.#reports.slice(this.#next), ...this.#reports.slice(0, this.#next)].reverse()
  }
}
