import type { QueryResult, ReportQuery, ReportStore, WriteBatch } from '../store.ts'
import { boundsOf, HOUR, readRetention } from './query-bounds.ts'
import { SqliteConnection } from './sqlite-connection.ts'
import { sqliteModule } from './sqlite-module.ts'
import { pruneSqlite } from './sqlite-prune.ts'
import { querySqlite } from './sqlite-query.ts'
import { writeToSqlite } from './sqlite-write.ts'

export interface SqliteStoreOptions {
  /** The file; made when first used, in a folder that exists. `:memory:` for none. Not on a network's file system, where several processes cannot share one. */
  readonly path: string
  /** Days, `Infinity` for ever. Default 30. What is older is in no answer, and is deleted in small steps after writes; its space is used again. */
  readonly retentionDays?: number
  /** Milliseconds to wait, without holding up the process, while others write; then the promise is rejected. Default 10,000. */
  readonly busyTimeout?: number
}

/**
 * Keeps what was counted in one SQLite file, by Node's own `node:sqlite`, for any number of processes of one machine. The tables are `sallyport_*`; their texts
 * have control characters and backslashes as `\uXXXX`.
 *
 * Throws an Error at once on a Node without `node:sqlite` (before 22.13), and a TypeError for options that are no number of days. The file is opened by the first
 * write or query, which is rejected when it cannot be, or when its schema is of a newer Sallyport.
 */
export function sqliteStore(options: string | SqliteStoreOptions): ReportStore {
  sqliteModule()
  return new SqliteStore(typeof options === 'string' ? { path: options } : options)
}

class SqliteStore implements ReportStore {
  private readonly connection: SqliteConnection
  private readonly retentionDays: number
  private nextPrune = 0

  constructor({ path, retentionDays, busyTimeout = 10_000 }: SqliteStoreOptions) {
    this.connection = new SqliteConnection({ path, busyTimeout })
    this.retentionDays = readRetention(retentionDays)
  }

  async write(batch: WriteBatch): Promise<void> {
    await this.connection.transact(() => writeToSqlite(this.connection, batch))
    await this.prune()
  }

  async query(query: ReportQuery = {}): Promise<QueryResult> {
    const bounds = boundsOf(query, this.retentionDays)
    return this.connection.read(() => querySqlite(this.connection, query, bounds))
  }

  async close(): Promise<void> {
    await this.connection.close()
  }

  private async prune(): Promise<void> {
    const now = Date.now()
    if (now < this.nextPrune) return
    this.nextPrune = now + HOUR / 6
    try {
      const isDone = await this.connection.transact(() => pruneSqlite(this.connection, this.retentionDays))
      if (!isDone) this.nextPrune = now
    } catch {
      // The batch is in: to reject would be to lie. What keeps rows from being deleted will keep the next ones from being written, and that is told.
    }
  }
}
