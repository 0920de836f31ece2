import { type Config, compile, type FetchHandler } from '@sallyport/core'
import { createCollector } from '@sallyport/reports'
import { sqliteStore } from '@sallyport/reports/sqlite'
import { echo } from './mounted.ts'

/** Has an app collect reports instead of telling what it was posted. Plain JSON: it goes to other processes. */
export interface Collecting {
  /** The SQLite file that they are kept in. */
  readonly file: string
  /** Of the app's pages. */
  readonly origins: readonly string[]
}

const FLUSH_INTERVAL = 100

/** What an app mounts on the path of reports. */
export function collectorFor(config: Config, collecting: Collecting | undefined): FetchHandler {
  if (collecting === undefined) return echo
  return createCollector({
    policies: compile(config),
    origins: collecting.origins,
    store: sqliteStore(collecting.file),
    flushInterval: FLUSH_INTERVAL,
  })
}
