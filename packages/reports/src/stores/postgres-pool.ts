import type { PostgresClient } from './postgres-client.ts'

export interface OwnedPostgresClient extends PostgresClient {
  end(): Promise<void>
}

type PgModule = Pick<typeof import('pg'), 'default'>

// A flush is one statement, and a page asks one thing at a time.
const CONNECTIONS = 4
/** Milliseconds. */
const CONNECT_TIMEOUT = 10_000
const STATEMENT_TIMEOUT = 60_000

/** A pool of `pg`, which only those need who give a URL. Rejects with what to do where it is not installed. */
export async function connectPostgres(
  url: string,
  load: () => Promise<PgModule> = () => import('pg'),
): Promise<OwnedPostgresClient> {
  const pg = await load().catch((error: unknown) => {
    throw new Error(
      'postgresStore({ url }) needs the package pg, which cannot be loaded: npm install pg, or give a client of another package: postgresStore({ client })',
      { cause: error },
    )
  })
  const pool = new pg.default.Pool({
    connectionString: url,
    max: CONNECTIONS,
    connectionTimeoutMillis: CONNECT_TIMEOUT,
    statement_timeout: STATEMENT_TIMEOUT,
    application_name: 'sallyport',
    // A script that has nothing else to do may end.
    allowExitOnIdle: true,
  })
  // A connection that breaks while nobody uses it is an event without a listener otherwise, which ends the process. The next statement connects anew.
  pool.on('error', () => undefined)
  return pool
}
