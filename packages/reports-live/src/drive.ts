import { startLoopback } from '../../differential/src/server/loopback.ts'
import { planCourse, type Stop } from './course.ts'
import type { Engine } from './engines.ts'
import { createGate } from './gate.ts'
import { hostsOf, type Scheme, type Sites } from './sites.ts'

/** Milliseconds after which a page is left although reports of it are missing. */
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
  /** Reports that came, by app, and the statuses that they were answered with. */
  readonly received: ReadonlyMap<string, number>
  readonly statuses: ReadonlySet<number>
  /** The addresses of pages that were left before all of their reports had come. */
  readonly impatient: readonly string[]
}

/**
 * Sends a browser to every page of every app, in one window and as fast as the reports come.
 *
 * @throws {Error} when the browser ends early.
 */
export async function drive({ engine, path, apps, schemes, start }: DriveOptions): Promise<Driven> {
  const received = new Map<string, number>()
  const statuses = new Set<number>()
  const impatient: string[] = []
  const over = Promise.withResolvers<void>()
  let origins: ReadonlyMap<string, string> = new Map()
  let wake = (): void => {}
  const state: { sites?: Sites; stops: readonly Stop[] } = { stops: [] }

  const isComplete = async (stop: Stop): Promise<void> => {
    const enough = (from: number): boolean => (received.get(stop.app) ?? 0) - from >= stop.expected.length
    const from = starts.get(stop) ?? 0
    const deadline = Date.now() + PATIENCE
    while (!enough(from) && Date.now() < deadline) {
      await new Promise<void>((resolve) => {
        wake = resolve
        setTimeout(resolve, 250)
      })
    }
    if (!enough(from)) impatient.push(stop.url)
  }
  const starts = new Map<Stop, number>()
  const next = async (at: string): Promise<string> => {
    const index = state.stops.findIndex(({ url }) => url === at)
    const stop = state.stops[index]
    if (stop !== undefined) await isComplete(stop)
    const following = state.stops[index + 1]
    if (following === undefined) {
      setTimeout(over.resolve, QUIET)
      return 'about:blank'
    }
    starts.set(following, received.get(following.app) ?? 0)
    return following.url
  }
  const gate = createGate({
    sites: () => sites,
    appAt: (app) => origins.get(app),
    onReports: (app, body, status) => {
      received.set(app, (received.get(app) ?? 0) + countReports(body))
      statuses.add(status)
      wake()
    },
    next,
  })
  const loopback = await startLoopback(gate, (_request, socket) => void socket.destroy(), hostsOf(apps))
  const sites = engine.sites(loopback)
  state.stops = planCourse(engine.name, sites, apps, schemes)
  try {
    origins = await start(sites)
    const browser = await engine.start(path, state.stops[0]?.url ?? '', loopback)
    void browser.ended.then((output) => over.reject(new Error(`${engine.name} ended early:\n${output}`)))
    try {
      await over.promise
    } finally {
      await browser.stop()
    }
  } finally {
    await loopback.close()
  }
  return { sites, stops: state.stops, received, statuses, impatient }
}

/** A body is one report, or a list of them. */
function countReports(body: string): number {
  const value: unknown = JSON.parse(body)
  return Array.isArray(value) ? value.length : 1
}
