import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { sqliteModule } from './sqlite-module.ts'
import { migrateSqlite } from './sqlite-schema.ts'

// SQLite waits inside the call, and so would every request of the app; we wait outside of it.
const WAIT_INSIDE = 5
const FIRST_PAUSE = 5
const LONGEST_PAUSE = 100
const BUSY = 5
const LOCKED = 6

export interface SqliteConnectionOptions {
  readonly path: string
  /** Milliseconds. */
  readonly busyTimeout: number
}

/** An open file. One thing at a time is done with it, in the order asked for, and again while another process is writing. */
export class SqliteConnection {
  private readonly options: SqliteConnectionOptions
  private readonly statements = new Map<string, StatementSync>()
  private readonly reading = new Set<StatementSync>()
  private database: DatabaseSync | undefined
  private queue: Promise<unknown> = Promise.resolve()
  private isClosed = false

  constructor(options: SqliteConnectionOptions) {
    this.options = options
  }

  /** Whole or not at all. What `work` does must come to its end without waiting for anything. */
  transact<Result>(work: () => Result): Promise<Result> {
    return this.inTurn(() => this.whenFree(() => this.attempt(work)))
  }

  /** What several statements find at one moment. What `work` does may wait in between; only what is written here waits for it. */
  read<Result>(work: () => Promise<Result>): Promise<Result> {
    return this.inTurn(async () => {
      await this.whenFree(() => this.look())
      try {
        return await work()
      } catch (error) {
        throw this.told(error)
      } finally {
        // It has written nothing.
        if (this.database !== undefined) rollBack(this.database)
      }
    })
  }

  /** Compiled once. */
  statement(text: string): StatementSync {
    const known = this.statements.get(text)
    if (known !== undefined) return known
    const made = this.open().prepare(text)
    this.statements.set(text, made)
    return made
  }

  /** One row after another. Compiled for this once: there are too many of its kind to keep. */
  *each(text: string, values: readonly (string | number)[]): Generator<unknown> {
    const statement = this.open().prepare(text)
    // Node 22.13 finalises a statement that nobody holds, though its rows are still being read.
    this.reading.add(statement)
    try {
      yield* statement.iterate(...values)
    } finally {
      this.reading.delete(statement)
    }
  }

  close(): Promise<void> {
    return this.inTurn(async () => {
      this.isClosed = true
      this.statements.clear()
      this.database?.close()
      this.database = undefined
    })
  }

  private inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const done = this.queue.then(work)
    this.queue = done.catch(() => undefined)
    return done
  }

  private async whenFree<Result>(work: () => Result): Promise<Result> {
    const until = Date.now() + this.options.busyTimeout
    for (let pause = FIRST_PAUSE; ; pause = Math.min(pause * 2, LONGEST_PAUSE)) {
      try {
        return work()
      } catch (error) {
        if (!isBusy(error)) throw this.told(error)
        if (Date.now() >= until)
          throw new Error(`${this.options.path}: other processes kept it locked for ${this.options.busyTimeout} ms`)
      }
      // Not the same pause in every process, or they would meet again.
      await new Promise((resolve) => setTimeout(resolve, pause * (0.5 + Math.random())))
    }
  }

  /** Begins a transaction that reads: with the first look at a table. */
  private look(): void {
    const database = this.open()
    database.exec('BEGIN')
    try {
      database.exec('SELECT 1 FROM sallyport_migration')
    } catch (error) {
      rollBack(database)
      throw error
    }
  }

  private attempt<Result>(work: () => Result): Result {
    const database = this.open()
    database.exec('BEGIN IMMEDIATE')
    try {
      const result = work()
      database.exec('COMMIT')
      return result
    } catch (error) {
      rollBack(database)
      throw error
    }
  }

  private open(): DatabaseSync {
    if (this.database !== undefined) return this.database
    if (this.isClosed) throw new Error('the store is closed')
    const { DatabaseSync } = sqliteModule()
    const database = new DatabaseSync(this.options.path)
    try {
      // What a process wrote before it was killed is kept; what the machine wrote before its power failed may not be, and the file stays sound.
      database.exec(`PRAGMA busy_timeout = ${WAIT_INSIDE}`)
      database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA trusted_schema = OFF')
      database.exec('BEGIN IMMEDIATE')
      migrateSqlite(database)
      database.exec('COMMIT')
    } catch (error) {
      database.close()
      throw error
    }
    this.database = database
    return database
  }

  private told(error: unknown): Error {
    const reason = error instanceof Error ? error.message : String(error)
    const advice = reason.includes('unable to open')
      ? ' (does its folder exist, and may this process write there?)'
      : ''
    return new Error(`${this.options.path}: ${reason}${advice}`, { cause: error })
  }
}

/** Some errors have ended the transaction by themselves, and Node 22.13 cannot say whether one is open. */
function rollBack(database: DatabaseSync): void {
  try {
    database.exec('ROLLBACK')
  } catch {
    // There was none, which is as good.
  }
}

function isBusy(error: unknown): boolean {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number') return false
  // The low byte is the kind, the others say why.
  const kind = error.errcode & 0xff
  return kind === BUSY || kind === LOCKED
}
