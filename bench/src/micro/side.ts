import type { BenchRequest, Call, Fill } from './exchange.ts'
import { createSink, type SinkKind } from './sink.ts'

/** What is measured against what: a way to answer, and the requests it gets. */
export interface Side {
  readonly call: Call
  readonly fill: Fill
}

/** One side of a comparison, with its own copy of the measuring loop. */
export interface Runner {
  /** How many calls a slice has. */
  calls: number
  /** Fresh requests and empty responses for one slice; not measured. */
  prepare(): void
  /** Nanoseconds per call. */
  time(): number | Promise<number>
}

const SYNC_IN_FLIGHT = 8

/** `most`: the most calls in a slice, a power of two. */
export async function createRunner(name: string, { call, fill }: Side, kind: SinkKind, most: number): Promise<Runner> {
  const { timeSlice, timeAsyncSlice }: typeof import('./slice.ts') = await import(`./slice.ts?${name}`)
  const probe = createSink(kind, 1)
  const requests: readonly BenchRequest[] = Array.from({ length: most }, () => probe.createRequest())
  const runner: Runner = {
    calls: 1,
    prepare() {
      for (let slot = 0; slot < runner.calls; slot++) {
        const request = requests[slot]
        if (request !== undefined) fill(request)
      }
    },
    time: () => 0,
  }

  runner.prepare()
  const isAsync = requests[0] !== undefined && call(requests[0], probe.open(0)) instanceof Promise
  const sink = createSink(kind, isAsync ? most : SYNC_IN_FLIGHT)
  runner.time = isAsync
    ? async () => (await timeAsyncSlice(call, requests, sink, runner.calls)) / runner.calls
    : () => timeSlice(call, requests, sink, runner.calls) / runner.calls
  return runner
}
