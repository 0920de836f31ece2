import type { DatabaseSync } from 'node:sqlite'

/**
 * What each version of the schema adds. Only ever appended to. The site leads every key, as in PostgreSQL. Of hours it is followed by the hour, so that what is
 * counted now lies side by side: a flush touches few pages, whatever the number of groups.
 */
const MIGRATIONS: readonly string[] = [
  `
CREATE TABLE sallyport_group (
  site TEXT NOT NULL, fp TEXT NOT NULL, first_at INTEGER NOT NULL, last_at INTEGER NOT NULL,
  policy TEXT NOT NULL, disposition TEXT NOT NULL, directive TEXT NOT NULL, blocked TEXT NOT NULL, page TEXT NOT NULL,
  browser TEXT NOT NULL, standing TEXT NOT NULL, noise_rule TEXT, noise_confidence TEXT,
  PRIMARY KEY (site, fp)
) STRICT, WITHOUT ROWID;
CREATE TABLE sallyport_hour (
  site TEXT NOT NULL, hour INTEGER NOT NULL, fp TEXT NOT NULL, n INTEGER NOT NULL,
  PRIMARY KEY (site, hour, fp)
) STRICT, WITHOUT ROWID;
CREATE TABLE sallyport_reach (
  site TEXT NOT NULL, day INTEGER NOT NULL, fp TEXT NOT NULL,
  clients TEXT NOT NULL, vouched TEXT NOT NULL, clients_n INTEGER NOT NULL, vouched_n INTEGER NOT NULL,
  PRIMARY KEY (site, day, fp)
) STRICT, WITHOUT ROWID;
CREATE TABLE sallyport_policy (
  site TEXT NOT NULL, id TEXT NOT NULL, policy_text TEXT NOT NULL, served_from INTEGER NOT NULL, served_to INTEGER NOT NULL,
  PRIMARY KEY (site, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE sallyport_batch (id TEXT NOT NULL PRIMARY KEY, at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE INDEX sallyport_batch_at ON sallyport_batch (at);`,
]

/** Brings the file to the newest version. Inside a transaction that writes, so that of several processes one does it. */
export function migrateSqlite(database: DatabaseSync): void {
  database.exec(
    'CREATE TABLE IF NOT EXISTS sallyport_migration (version INTEGER NOT NULL PRIMARY KEY, at INTEGER NOT NULL) STRICT',
  )
  const row = database.prepare('SELECT coalesce(max(version), 0) AS version FROM sallyport_migration').get()
  const version = Number(row?.version ?? 0)
  if (version > MIGRATIONS.length)
    throw new Error(
      `it has version ${version} of the schema, and this Sallyport knows ${MIGRATIONS.length}: update Sallyport`,
    )
  const done = database.prepare('INSERT INTO sallyport_migration (version, at) VALUES (?, ?)')
  for (const [index, statements] of MIGRATIONS.entries()) {
    if (index < version) continue
    database.exec(statements)
    done.run(index + 1, Date.now())
  }
}
