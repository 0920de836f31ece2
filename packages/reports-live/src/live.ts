import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { AdapterName, RunningServer } from '@sallyport/conformance'
import { beforeAll, describe, expect, test } from 'vitest'
import { appsOf, type LiveApp, readGroups, startApp, type Target } from './apps.ts'
import { PAGE } from './course.ts'
import { type Driven, drive } from './drive.ts'
import { ENGINES, type EngineName } from './engines.ts'
import { countOf } from './sightings.ts'
import type { Scheme } from './sites.ts'

export interface LiveOptions {
  readonly engine: EngineName
  readonly adapters: readonly AdapterName[]
  readonly targets: readonly Target[]
  readonly schemes: readonly Scheme[]
}

interface Seen extends Driven {
  /** What each app's collector has counted: how often, by page, policy and what was blocked. */
  readonly counted: ReadonlyMap<string, Readonly<Record<string, number>>>
}

/** One browser, led through pages that violate their policies: every violation is told to the app's own collector, once. */
export function describeLive({ engine: name, adapters, targets, schemes }: LiveOptions): void {
  const engine = ENGINES[name]
  const apps = appsOf(adapters, targets)

  describe(`reports of ${name}`, () => {
    let seen: Seen
    beforeAll(async () => {
      const path = engine.find()
      if (path === undefined) throw new Error(`${name} is not installed. See the README of this package.`)
      seen = await watch(path)
    })

    test.each(apps.map((app) => [app.name, app] as const))('%s: every violation is counted, once', (_, app) => {
      expect(seen.counted.get(app.name)).toEqual(expectedOf(app, seen))
    })

    test.each(apps.map((app) => [app.name, app] as const))('%s: nothing is sent twice', (_, app) => {
      const sightings = seen.sightings.get(app.name) ?? []
      const rows = stopsOf(app, seen).flatMap(({ origin, expected }) => expected.map((row) => ({ origin, row })))
      const sent = rows.map(({ origin, row }) => [`${origin} ${row.directive}`, countOf(sightings, origin, row)])
      expect(sent).toEqual(sent.map(([what]) => [what, 1]))
      expect(sightings).toHaveLength(rows.length)
    })

    test('every post is accepted', () => {
      expect([...seen.statuses]).toEqual([204])
    })
  })

  async function watch(path: string): Promise<Seen> {
    const folder = await mkdtemp(join(tmpdir(), 'sallyport-reports-live-'))
    const servers: RunningServer[] = []
    try {
      const driven = await drive({
        engine,
        path,
        apps: apps.map((app) => app.name),
        schemes,
        start: async (sites) => {
          const origins = new Map<string, string>()
          for (const app of apps) {
            const server = await startApp(app, sites, schemes, folder)
            servers.push(server)
            origins.set(app.name, server.url)
          }
          return origins
        },
      })
      const counted = new Map<string, Readonly<Record<string, number>>>()
      for (const app of apps) counted.set(app.name, await countsOf(app, folder))
      return { ...driven, counted }
    } finally {
      await Promise.all(servers.map((server) => server.close()))
      await rm(folder, { recursive: true, force: true })
    }
  }
}

async function countsOf(app: LiveApp, folder: string): Promise<Readonly<Record<string, number>>> {
  const groups = await readGroups(app, folder)
  return Object.fromEntries(
    groups.map(({ page, directive, blocked, disposition, browser, standing, noise, count }) => [
      keyOf(page, directive, blocked, disposition) +
        (standing === 'consistent' && noise === null ? ` in ${browser}` : ` ${standing}, ${noise?.rule}`),
      count,
    ]),
  )
}

function stopsOf(app: LiveApp, { stops }: Driven): Driven['stops'] {
  return stops.filter((stop) => stop.app === app.name)
}

function expectedOf(app: LiveApp, seen: Seen): Readonly<Record<string, number>> {
  return Object.fromEntries(
    stopsOf(app, seen).flatMap(({ origin, engine, expected }) =>
      expected.map(({ directive, blocked, disposition }) => [
        `${keyOf(`${origin}${PAGE}`, directive, blocked, disposition)} in ${engine}`,
        1,
      ]),
    ),
  )
}

function keyOf(page: string, directive: string, blocked: string, disposition: string): string {
  // Of a frame that was refused, engines tell the page's origin or its whole address, and one party or the other.
  return directive === 'frame-ancestors'
    ? `${new URL(page).origin} ${directive} ${disposition}`
    : `${page} ${directive} ${blocked} ${disposition}`
}
