import type { BenchRequest, BenchResponse, Call } from './exchange.ts'
import type { Sink } from './sink.ts'

// Loaded once for the baseline and once for the candidate, under two URLs: each then has inline caches and machine code of its
// own, and neither makes the other's calls polymorphic.

/** Nanoseconds for answering the first `calls` requests, one after the other. */
export function timeSlice(call: Call, requests: readonly BenchRequest[], sink: Sink, calls: number): number {
  const start = performance.now()
  for (let slot = 0; slot < calls; slot++) {
    const request = requests[slot]
    if (request === undefined) break
    const response = sink.open(slot)
    call(request, response)
    sink.finish(response)
  }
  return (performance.now() - start) * 1e6
}

/** The same for a candidate that goes on after it has returned: until it has answered all of them. */
export async function timeAsyncSlice(
  call: Call,
  requests: readonly BenchRequest[],
  sink: Sink,
  calls: number,
): Promise<number> {
  const start = performance.now()
  const responses: BenchResponse[] = []
  let last: unknown
  for (let slot = 0; slot < calls; slot++) {
    const request = requests[slot]
    if (request === undefined) break
    const response = sink.open(slot)
    responses.push(response)
    last = call(request, response)
  }
  // Promise jobs run first in, first out: all requests take the same steps, so the last one in is the last one done.
  await last
  for (const response of responses) sink.finish(response)
  return (performance.now() - start) * 1e6
}
