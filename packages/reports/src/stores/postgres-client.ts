/** What is asked of a database: `pg`'s Pool and Client and PGlite answer so as they are. */
export interface PostgresClient {
  query(text: string, values?: unknown[]): Promise<{ readonly rows: readonly unknown[] }>
}
