type SqliteModule = typeof import('node:sqlite')

/** Node's own SQLite. Only asked for when a store is made: where there is none, everything else works. */
export function sqliteModule(): SqliteModule {
  const found: SqliteModule | undefined = process.getBuiltinModule('node:sqlite')
  if (found !== undefined) return found
  throw new Error(
    `sqliteStore needs node:sqlite, which Node ${process.version} does not have: update to Node 22.13 or newer, ` +
      'or keep reports with memoryStore or postgresStore, which work from Node 22.12.',
  )
}
