import type { ReportStore } from '../store.ts'
import { memoryStore } from './memory.ts'
import { postgresStore } from './postgres.ts'
import { sqliteStore } from './sqlite.ts'

export interface OpenStoreOptions {
  /** Days, `Infinity` for ever. Default 30. */
  readonly retentionDays?: number
}

const EXAMPLES = 'memory:, sqlite:./reports.db, file:///var/lib/app/reports.db or postgres://user@host/database'

/**
 * The store that a URL names, so that moving from one to the other is another value in the environment:
 *
 * - `memory:` keeps what was counted in the process, see {@link memoryStore};
 * - `sqlite:./reports.db`, `sqlite:/var/lib/reports.db`, `file:./reports.db`, `file:///var/lib/reports.db`: a SQLite file, see `sqliteStore`;
 * - `postgres://…` or `postgresql://…`, with the package `pg` installed, see `postgresStore`.
 *
 * Files and connections are opened by the first write or query. Throws a TypeError for any other URL, without repeating it, and an Error where Node has no SQLite.
 */
export function openStore(url: string, { retentionDays }: OpenStoreOptions = {}): ReportStore {
  // An unset variable of the environment must not open anything.
  if (typeof url !== 'string' || url === '')
    throw new TypeError(`openStore: the URL is ${describe(url)}; write ${EXAMPLES}`)
  const options = retentionDays === undefined ? {} : { retentionDays }
  const colon = url.indexOf(':')
  const scheme = url.slice(0, Math.max(colon, 0)).toLowerCase()
  const rest = url.slice(colon + 1)
  switch (scheme) {
    case 'memory':
      return memoryStore(options)
    case 'sqlite':
    case 'file':
      return sqliteStore({ path: pathOf(rest, scheme), ...options })
    case 'postgres':
    case 'postgresql':
      return postgresStore({ url, ...options })
    default:
      throw new TypeError(
        `openStore: ${scheme === '' ? 'a text without a scheme' : `${scheme}:`} names no store; write ${EXAMPLES}`,
      )
  }
}

function describe(url: unknown): string {
  return url === undefined || url === '' ? 'unset' : `a ${typeof url}`
}

function pathOf(rest: string, scheme: string): string {
  const path = rest.startsWith('///') ? rest.slice(2) : rest
  // `sqlite://reports.db` would be a host.
  if (path === '' || path.startsWith('//'))
    throw new TypeError(
      `openStore: ${scheme}: names no file; write ${scheme}:./reports.db or ${scheme}:///var/lib/app/reports.db`,
    )
  return scheme === 'file' ? decode(path) : path
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}
