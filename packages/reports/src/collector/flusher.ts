import type { ServedPolicy } from '../group.ts'
import type { ReportSink, ReportStore, WriteBatch } from '../store.ts'
import { runLater } from './attempt.ts'
import { Delivery, type DeliveryContext } from './delivery.ts'
import type { Fold } from './fold.ts'
import { SinkQueue } from './sink-queue.ts'

/** So many changed groups do not wait for the interval. */
const MANY_GROUPS = 1_000
/** Milliseconds between flushes all the same: where thousands of groups are reported all the time, to write each of them at every report would undo the folding. */
const SHORTEST_INTERVAL = 1_000
/** One transaction's worth. */
const MOST_IN_BATCH = 2_000
/** How often a store hears that a policy is still served. */
const POLICY_INTERVAL = 3_600_000

export interface FlushOptions {
  readonly store: ReportStore
  readonly sinks: readonly ReportSink[]
  /** Milliseconds. */
  readonly flushInterval: number
  readonly waitingGroups: number
  readonly policies: () => readonly ServedPolicy[]
}

/**
 * Hands what was folded to the store, one batch at a time. A batch that the store did not take is kept as it is and offered again under its name, so that a store that had
 * it all the same counts it once; what comes meanwhile goes on being folded, which is why an outage costs memory by groups and hours, and not by reports.
 */
export class Flusher {
  readonly #fold: Fold
  readonly #options: FlushOptions
  readonly #context: DeliveryContext
  readonly #store: Delivery
  readonly #sinks: readonly SinkQueue[]
  /** When a store was last told of each policy. */
  readonly #told = new Map<string, number>()
  #kept: WriteBatch | undefined
  #running: Promise<void> | undefined
  #queued: Promise<void> | undefined
  #timer: ReturnType<typeof setTimeout> | undefined
  #isSoon = false
  #flushedAt = 0
  #isClosed = false

  constructor(fold: Fold, options: FlushOptions, context: DeliveryContext) {
    this.#fold = fold
    this.#options = options
    this.#context = context
    this.#store = new Delivery(options.store, 'The store', context)
    this.#sinks = options.sinks.map(
      (sink, index) => new SinkQueue(sink, `Sink ${index + 1}`, options.waitingGroups, context),
    )
  }

  /** Groups that the store is being given, beside those that the fold holds. */
  get inHand(): number {
    return this.#kept?.groups.length ?? 0
  }

  /** Milliseconds since the epoch: since when the store takes nothing; undefined while it does. */
  get storeDownSince(): number | undefined {
    return this.#store.downSince
  }

  /** For tests. */
  get sizes(): { readonly policies: number; readonly sinks: readonly number[] } {
    return { policies: this.#told.size, sinks: this.#sinks.map(({ size }) => size) }
  }

  /** Something was folded: sees to it that it is handed over in time. */
  wake(): void {
    if (this.#isClosed) return
    // A store that is down is left alone until its pause is over.
    const isSoon = this.#fold.waiting >= MANY_GROUPS
    if (this.#timer !== undefined) {
      if (this.#isSoon || !isSoon) return
      clearTimeout(this.#timer)
    }
    this.#isSoon = isSoon
    const wait = Math.max(this.#store.pause, isSoon ? this.#untilNext : this.#options.flushInterval)
    this.#timer = runLater(() => {
      this.#timer = undefined
      this.#isSoon = false
      void this.flush()
    }, wait)
  }

  /** Resolves when the store has all that was folded before the call, or was found to be down. */
  flush(): Promise<void> {
    // One that runs may have taken its batch already.
    this.#queued ??= (this.#running ?? Promise.resolve()).then(() => {
      this.#queued = undefined
      this.#running = this.#drain().finally(() => {
        this.#running = undefined
      })
      return this.#running
    })
    return this.#queued
  }

  async close(): Promise<void> {
    this.#isClosed = true
    clearTimeout(this.#timer)
    await this.flush()
    this.#loseRest()
    await Promise.all([this.#store.close(), ...this.#sinks.map((sink) => sink.close())])
  }

  get #untilNext(): number {
    const shortest = Math.min(SHORTEST_INTERVAL, this.#options.flushInterval)
    const since = Date.now() - this.#flushedAt
    // A clock that was set back is no reason to wait.
    return since < 0 ? 0 : Math.max(0, shortest - since)
  }

  async #drain(): Promise<void> {
    // No more than is there now: under load there is always more.
    let left = this.#fold.waiting
    this.#flushedAt = Date.now()
    for (;;) {
      if (this.#kept === undefined) {
        if (left <= 0) break
        this.#kept = this.#cut()
        left -= this.#kept.groups.length
      }
      if (!(await this.#store.write(this.#kept))) break
      for (const { site, id } of this.#kept.policies) this.#told.set(`${site} ${id}`, Date.now())
      this.#kept = undefined
    }
    if (this.#kept !== undefined || this.#fold.waiting > 0) this.wake()
  }

  #cut(): WriteBatch {
    const groups = this.#fold.take(MOST_IN_BATCH)
    const batch: WriteBatch = { id: crypto.randomUUID(), groups, policies: this.#policiesDue() }
    for (const sink of this.#sinks) sink.offer(batch)
    return batch
  }

  /** Those that the store has not heard of for an hour. */
  #policiesDue(): readonly ServedPolicy[] {
    const now = Date.now()
    const served = this.#options.policies()
    const due = served.filter(({ site, id }) => now - (this.#told.get(`${site} ${id}`) ?? 0) >= POLICY_INTERVAL)
    if (this.#told.size > served.length) {
      const names = new Set(served.map(({ site, id }) => `${site} ${id}`))
      for (const name of this.#told.keys()) if (!names.has(name)) this.#told.delete(name)
    }
    return due
  }

  /** What the store did not take at the end is told, not kept secret. */
  #loseRest(): void {
    let lost = sum(this.#kept?.groups ?? [])
    this.#kept = undefined
    for (let left = this.#fold.take(MOST_IN_BATCH); left.length > 0; left = this.#fold.take(MOST_IN_BATCH))
      lost += sum(left)
    if (lost === 0) return
    this.#context.counters.lost += lost
    this.#context.problems.forget('lost', 'The store')
    this.#context.problems.say(
      'lost',
      `The store was down when the collector was closed: ${lost} counted reports are lost.`,
      'The store',
    )
  }
}

function sum(groups: readonly { readonly count: number }[]): number {
  return groups.reduce((total, { count }) => total + count, 0)
}
