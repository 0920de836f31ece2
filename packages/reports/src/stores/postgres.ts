import type { QueryResult, ReportQuery, ReportStore, WriteBatch } from '../store.ts'
import { readNumber } from './group-fields.ts'
import { policiesStatement, readPolicies } from './policies-statement.ts'
import type { PostgresClient } from './postgres-client.ts'
import { connectPostgres, type OwnedPostgresClient } from './postgres-pool.ts'
import { prunePostgres } from './postgres-prune.ts'
import { groupsStatement, readGroups } from './postgres-query.ts'
import { DEFAULT_SCHEMA, type NameTable, postgresMigrations, SCHEMA_VERSION, tablesIn } from './postgres-schema.ts'
import { writeStatement, writeValues } from './postgres-write.ts'
import { boundsOf, HOUR, readRetention } from './query-bounds.ts'
import { fieldsOf } from './stored-row.ts'

export type { PostgresClient } from './postgres-client.ts'
export { postgresMigrations } from './postgres-schema.ts'

export interface PostgresStoreOptions {
  /** A pool or a client of your own, which stays yours: `close` leaves it open. It is asked one thing at a time. Or else a `url`. */
  readonly client?: PostgresClient
  /** `postgres://user:password@host/database`. Needs the package `pg`, loaded by the first write or query. */
  readonly url?: string
  /** The schema that the tables are in. Default `sallyport`. */
  readonly schema?: string
  /** Days, `Infinity` for ever. Default 30. What is older is in no answer, and is deleted in small steps after writes. */
  readonly retentionDays?: number
}

/**
 * Keeps what was counted in PostgreSQL, for any number of processes and machines: each flush is one statement, which adds. Tested with PostgreSQL 15.
 *
 * The tables are made by the first write or query, or by whoever runs {@link postgresMigrations}. Their texts have control characters and backslashes as `\uXXXX`.
 *
 * Every key begins with the site, so that Citus can spread the tables over machines; this was not tried with Citus itself:
 * ```sql
 * SELECT create_distributed_table('sallyport.sallyport_group', 'site');
 * SELECT create_distributed_table('sallyport.sallyport_hour', 'site', colocate_with => 'sallyport.sallyport_group');
 * -- and so on with sallyport_reach, sallyport_policy and sallyport_batch
 * ```
 *
 * Throws a TypeError for options that make no sense. Where the database cannot be reached, or its schema is of a newer Sallyport, the promises are rejected.
 */
export function postgresStore(options: PostgresStoreOptions): ReportStore {
  return new PostgresStore(options)
}

// A serializable database, or a deadlock with somebody else's statement: nothing has happened, and the next time is another.
const TRY_AGAIN: readonly unknown[] = ['40001', '40P01']
const TRIES = 5

const NAMES = 'json_to_recordset($1::text::json) AS named(site text, id text)'

class PostgresStore implements ReportStore {
  private readonly url: string
  private readonly schema: string
  private readonly table: NameTable
  private readonly insert: string
  private readonly retentionDays: number
  private readonly client: PostgresClient | undefined
  private owned: Promise<OwnedPostgresClient> | undefined
  private migrated: Promise<void> | undefined
  private nextPrune = 0
  private isClosed = false

  constructor(options: PostgresStoreOptions) {
    if ((options.client === undefined) === (options.url === undefined))
      throw new TypeError('postgresStore takes either client or url')
    if (options.url !== undefined && !isUrl(options.url))
      throw new TypeError('postgresStore: url is none; write postgres://user:password@host:5432/database')
    this.client = options.client === undefined ? undefined : oneAtATime(options.client)
    this.url = options.url ?? ''
    this.schema = options.schema ?? DEFAULT_SCHEMA
    this.table = tablesIn(this.schema)
    this.insert = writeStatement(this.table)
    this.retentionDays = readRetention(options.retentionDays)
  }

  async write(batch: WriteBatch): Promise<void> {
    const client = await this.ready()
    await attempt(() => client.query(this.insert, [...writeValues(batch)]))
    await this.prune(client)
  }

  async query(query: ReportQuery = {}): Promise<QueryResult> {
    const bounds = boundsOf(query, this.retentionDays)
    const client = await this.ready()
    const asked = groupsStatement(query, bounds, this.table)
    const found = await client.query(asked.text, [...asked.values])
    const { groups, total } = readGroups(found.rows, bounds.limit)
    const named = policiesStatement(groups, this.table('sallyport_policy'), NAMES)
    const policies = await client.query(named.text, [...named.values])
    return { groups, total, policies: readPolicies(policies.rows) }
  }

  async close(): Promise<void> {
    this.isClosed = true
    const owned = this.owned
    this.owned = undefined
    if (owned !== undefined) await (await owned).end()
  }

  /** A connection to tables that are there. What failed is tried again the next time. */
  private async ready(): Promise<PostgresClient> {
    if (this.isClosed) throw new Error('the store is closed')
    const client = await this.connect()
    this.migrated ??= this.migrate(client)
    try {
      await this.migrated
    } catch (error) {
      this.migrated = undefined
      throw error
    }
    return client
  }

  private async connect(): Promise<PostgresClient> {
    if (this.client !== undefined) return this.client
    this.owned ??= connectPostgres(this.url)
    try {
      return await this.owned
    } catch (error) {
      this.owned = undefined
      throw error
    }
  }

  private async migrate(client: PostgresClient): Promise<void> {
    const version = await this.version(client)
    if (version > SCHEMA_VERSION)
      throw new Error(
        `the schema ${this.schema} has version ${version}, and this Sallyport knows ${SCHEMA_VERSION}: update Sallyport`,
      )
    // Not run when there is nothing to do: the role may have no right to.
    if (version < SCHEMA_VERSION) await client.query(postgresMigrations(this.schema))
  }

  private async version(client: PostgresClient): Promise<number> {
    const migrations = this.table('sallyport_migration')
    const { rows } = await client.query('SELECT to_regclass($1::text) IS NOT NULL AS is_there', [migrations])
    const [there] = rows
    if (there === undefined || fieldsOf(there)('is_there') !== true) return 0
    const found = await client.query(`SELECT coalesce(max(version), 0) AS version FROM ${migrations}`)
    const [row] = found.rows
    return row === undefined ? 0 : readNumber(fieldsOf(row), 'version')
  }

  private async prune(client: PostgresClient): Promise<void> {
    const now = Date.now()
    if (now < this.nextPrune) return
    this.nextPrune = now + HOUR / 6
    try {
      const isDone = await prunePostgres(client, this.table, this.retentionDays)
      if (!isDone) this.nextPrune = now
    } catch {
      // The batch is in: to reject would be to lie. Whatever it was, it is tried again.
    }
  }
}

async function attempt(work: () => Promise<unknown>): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      await work()
      return
    } catch (error) {
      const code: unknown = error instanceof Error && 'code' in error ? error.code : undefined
      if (!TRY_AGAIN.includes(code) || tries >= TRIES) throw error
      await new Promise((resolve) => setTimeout(resolve, tries * 20 * Math.random()))
    }
  }
}

/** A single connection of `pg` cannot be asked two things at once, and a pool does not mind. */
function oneAtATime(client: PostgresClient): PostgresClient {
  let queue: Promise<unknown> = Promise.resolve()
  return {
    query(text, values) {
      const answer = queue.then(() => client.query(text, values))
      queue = answer.catch(() => undefined)
      return answer
    },
  }
}

function isUrl(text: string): boolean {
  // `postgres://user@/database?host=/run/postgresql` has no host, and is what PostgreSQL's own tools take.
  return URL.canParse(text) || URL.canParse(text.replace('@/', '@host/'))
}
