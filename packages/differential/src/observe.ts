import type { Engine } from './browser/engine.ts'
import type { Case, Sighting } from './case.ts'
import type { Journal } from './server/journal.ts'
import { startServer } from './server/server.ts'

/** All that was seen of a run. */
export interface Observation {
  readonly sightings: ReadonlyMap<string, Sighting>
  readonly journal: Journal
}

/** Milliseconds without a sighting after which the browser counts as stuck. */
const PATIENCE = 60_000

/**
 * Has a browser go through the cases.
 *
 * @throws {Error} when the browser ends early or is stuck.
 */
export async function observe(
  engine: Engine,
  path: string,
  cases: readonly Case[],
  onSighting: (seen: number) => void = () => {},
): Promise<Observation> {
  const sightings = new Map<string, Sighting>()
  const over = Promise.withResolvers<void>()
  const stuck = (): void =>
    over.reject(new Error(`${engine.name} is stuck: ${sightings.size} of ${cases.length} cases seen`))
  let timer = setTimeout(stuck, PATIENCE)
  const server = await startServer(cases, {
    onSighting: (sighting) => {
      sightings.set(sighting.id, sighting)
      clearTimeout(timer)
      timer = setTimeout(stuck, PATIENCE)
      onSighting(sightings.size)
    },
    onOver: () => over.resolve(),
  })
  try {
    const browser = await engine.start(path, server.start, server)
    void browser.ended.then((output) => over.reject(new Error(`${engine.name} ended early:\n${output}`)))
    try {
      await over.promise
    } finally {
      await browser.stop()
    }
  } finally {
    clearTimeout(timer)
    await server.close()
  }
  return { sightings, journal: server.journal }
}
