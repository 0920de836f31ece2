import type { ReportSink, WriteBatch } from '../store.ts'
import { runLater } from './attempt.ts'
import { Delivery, type DeliveryContext } from './delivery.ts'

/** What goes to one sink beside the store, in order, at the sink's own pace. When too much waits, the oldest is given up. */
export class SinkQueue {
  readonly #delivery: Delivery
  readonly #name: string
  readonly #context: DeliveryContext
  readonly #most: number
  #waiting: WriteBatch[] = []
  #groups = 0
  #running: Promise<void> | undefined
  #timer: ReturnType<typeof setTimeout> | undefined
  #isClosed = false

  /** @param most How many groups may wait. */
  constructor(sink: ReportSink, name: string, most: number, context: DeliveryContext) {
    this.#delivery = new Delivery(sink, name, context)
    this.#name = name
    this.#most = most
    this.#context = context
  }

  get size(): number {
    return this.#groups
  }

  offer(batch: WriteBatch): void {
    this.#waiting.push(batch)
    this.#groups += batch.groups.length
    while (this.#groups > this.#most && this.#waiting.length > 1) this.#giveUp()
    if (this.#delivery.pause === 0) void this.#run()
  }

  /** What can be delivered still is. */
  async close(): Promise<void> {
    this.#isClosed = true
    clearTimeout(this.#timer)
    await this.#run()
    await this.#delivery.close()
  }

  #giveUp(): void {
    this.#groups -= this.#waiting.shift()?.groups.length ?? 0
    this.#context.problems.say(
      'lost',
      `${this.#name} is down for so long that it will not hear of some reports. The store has them.`,
      this.#name,
    )
  }

  #run(): Promise<void> {
    this.#running ??= this.#drain().finally(() => {
      this.#running = undefined
    })
    return this.#running
  }

  async #drain(): Promise<void> {
    for (;;) {
      const [batch] = this.#waiting
      if (batch === undefined) return
      if (!(await this.#delivery.write(batch))) break
      // It may have been given up meanwhile.
      if (this.#waiting[0] !== batch) continue
      this.#waiting.shift()
      this.#groups -= batch.groups.length
    }
    clearTimeout(this.#timer)
    if (!this.#isClosed) this.#timer = runLater(() => void this.#run(), this.#delivery.pause)
  }
}
