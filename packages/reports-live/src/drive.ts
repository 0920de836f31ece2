import { startLoopback } from '../../differential/src/server/loopback.ts'
import { planCourse, type Stop } from './course.ts'
import type { Engine } from './engines.ts'
import { createGate } from './gate.ts'
import { countOf, readSightings, type Sighting } from './sightings.ts'
import { hostsOf, type Scheme, type Sites } from './sites.ts'
import type { Violating } from './violations.ts'

/** Milliseconds after which a page is left although reports of it are missing: more than the slowest engine takes to try again. */
const PATIENCE = 20_000
/** Milliseconds for what must not come: a report that was sent already. */
const QUIET = 4_000

export interface DriveOptions {
  readonly engine: Engine
  readonly path: string
  readonly apps: readonly string[]
  readonly schemes: readonly Scheme[]
  /** Called when it is known under which names the browser will find them. */
  readonly start: (sites: Sites) => Promise<ReadonlyMap<string, string>>
}

export interface Driven {
  readonly sites: Sites
  readonly stops: readonly Stop[]
  /** What came, by app. */
  readonly sightings: ReadonlyMap<string, readonly Sighting[]>
  /** What it was answered with. */
  readonly statuses: ReadonlySet<number>
}

/**
 * Sends a browser to every page of every app, in one window, and on to the next when all reports of a page have come.
 *
 * @throws {Error} when the browser ends early.
 */
export async function drive({ engine, path, apps, schemes, start }: DriveOptions): Promise<Driven> {
  const sightings = new Map<string, Sighting[]>(apps.map((app) => [app, []]))
  const statuses = new Set<number>()
  const over = Promise.withResolvers<void>()
  let origins: ReadonlyMap<string, string> = new Map()
  const news = new EventTarget()

  const complete = async ({ app, origin, expected }: Stop): Promise<void> => {
    const deadline = AbortSignal.timeout(PATIENCE)
    const isThere = (row: Violating): boolean => countOf(sightings.get(app) ?? [], origin, row) > 0
    while (!deadline.aborted && !expected.every(isThere)) {
      await new Promise((resolve) => {
        news.addEventListener('report', resolve, { once: true })
        deadline.addEventListener('abort', resolve, { once: true })
      })
    }
  }
  const next = async (at: string): Promise<string> => {
    const index = stops.findIndex(({ url }) => url === at)
    const stop = stops[index]
    if (stop !== undefined) await complete(stop)
    const following = stops[index + 1]
    if (following === undefined) setTimeout(over.resolve, QUIET)
    return following?.url ?? 'about:blank'
  }
  const gate = createGate({
    appAt: (host) => origins.get(sites.appOf(host)),
    onReports: (host, body, status) => {
      sightings.get(sites.appOf(host))?.push(...readSightings(body))
      statuses.add(status)
      news.dispatchEvent(new Event('report'))
    },
    next,
  })
  const loopback = await startLoopback(gate, (_request, socket) => void socket.destroy(), hostsOf(apps))
  const sites = engine.sites(loopback)
  const stops = planCourse(engine.name, sites, apps, schemes)
  try {
    origins = await start(sites)
    const browser = await engine.start(path, stops[0]?.url ?? '', loopback)
    void browser.ended.then((output) => over.reject(new Error(`${engine.name} ended early:\n${output}`)))
    try {
      await over.promise
    } finally {
      await browser.stop()
    }
  } finally {
    await loopback.close()
  }
  return { sites, stops, sightings, statuses }
}
