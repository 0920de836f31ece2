import type { ReportSink, WriteBatch } from '../store.ts'
import { attempt, pauseAfter, WRITE_TIME } from './attempt.ts'
import type { Counters } from './health.ts'
import { describeError, type ProblemLog } from './problem-log.ts'

export interface DeliveryContext {
  readonly counters: Counters
  readonly problems: ProblemLog
}

/** One store or sink, and how it has been doing. */
export class Delivery {
  readonly #sink: ReportSink
  readonly #name: string
  readonly #context: DeliveryContext
  #failures = 0
  #restedAt = 0
  #downSince: number | undefined

  /** @param name How messages call it: `The store`. */
  constructor(sink: ReportSink, name: string, context: DeliveryContext) {
    this.#sink = sink
    this.#name = name
    this.#context = context
  }

  /** How long it should be left alone yet, in milliseconds. */
  get pause(): number {
    return this.#failures === 0 ? 0 : Math.max(0, this.#restedAt - Date.now())
  }

  /** Milliseconds since the epoch: since when it takes nothing; undefined while it does. */
  get downSince(): number | undefined {
    return this.#downSince
  }

  /** Whether it has the batch now. Never rejects. */
  async write(batch: WriteBatch): Promise<boolean> {
    const failure = await attempt(() => this.#sink.write(batch), WRITE_TIME)
    const { counters, problems } = this.#context
    if (failure === undefined) {
      if (this.#failures > 0) {
        problems.forget('sink-recovered', this.#name)
        problems.say('sink-recovered', `${this.#name} takes reports again.`, this.#name)
        problems.forget('sink-error', this.#name)
        problems.forget('lost', this.#name)
      }
      this.#failures = 0
      this.#downSince = undefined
      return true
    }
    this.#failures++
    this.#downSince ??= Date.now()
    this.#restedAt = Date.now() + pauseAfter(this.#failures)
    counters.sinkErrors++
    problems.say(
      'sink-error',
      `${this.#name} took no reports: ${describeError(failure.error)}. They are kept, and offered again.`,
      this.#name,
    )
    return false
  }

  async close(): Promise<void> {
    const failure = await attempt(() => this.#sink.close(), WRITE_TIME)
    if (failure === undefined) return
    this.#context.counters.sinkErrors++
    this.#context.problems.say(
      'sink-error',
      `${this.#name} did not close: ${describeError(failure.error)}.`,
      this.#name,
    )
  }
}
