import type { Client, Collector, CollectorOptions } from './collector-options.ts'
import type { Intake } from './intake.ts'
import { Receiver } from './receiver.ts'

/** A collector and its inside, so that tests can see that nothing grows. */
export interface Assembled {
  readonly collector: Collector
  readonly receiver: Receiver
}

/** @param options Checked. */
export function assemble(options: CollectorOptions, intake: Intake): Assembled {
  const receiver = new Receiver(options, intake)
  const receive = (request: Request, client?: Client): Promise<Response> => receiver.receive(request, client)
  const collector = Object.assign(receive, {
    health: () => receiver.counters.read(receiver.groupsWaiting, receiver.flusher.storeDownSince),
    recent: () => receiver.recent(),
    flush: () => receiver.flusher.flush(),
    close: () => receiver.close(),
  })
  return { collector, receiver }
}
