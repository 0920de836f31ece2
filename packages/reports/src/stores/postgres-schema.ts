export const DEFAULT_SCHEMA = 'sallyport'

const DIGITS = '0123456789'
const NAME_CHARACTERS = `abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_${DIGITS}`

// Rows are updated over and over: with room left on its page an update stays there, and touches no index.
const ROOM = 'WITH (fillfactor = 70)'

/** What each version of the schema adds. Only ever appended to. */
const MIGRATIONS: readonly ((table: NameTable) => readonly string[])[] = [
  (table) => [
    `CREATE TABLE ${table('sallyport_group')} (
      site text COLLATE "C" NOT NULL, fp text COLLATE "C" NOT NULL, first_at bigint NOT NULL, last_at bigint NOT NULL,
      policy text COLLATE "C" NOT NULL, disposition text NOT NULL, directive text NOT NULL, blocked text NOT NULL,
      page text NOT NULL, browser text NOT NULL, standing text NOT NULL, noise_rule text, noise_confidence text,
      PRIMARY KEY (site, fp)) ${ROOM}`,
    `CREATE TABLE ${table('sallyport_hour')} (
      site text COLLATE "C" NOT NULL, hour integer NOT NULL, fp text COLLATE "C" NOT NULL, n bigint NOT NULL,
      PRIMARY KEY (site, hour, fp)) ${ROOM}`,
    `CREATE TABLE ${table('sallyport_reach')} (
      site text COLLATE "C" NOT NULL, day integer NOT NULL, fp text COLLATE "C" NOT NULL,
      clients bigint[] NOT NULL, vouched bigint[] NOT NULL,
      PRIMARY KEY (site, day, fp)) ${ROOM}`,
    `CREATE TABLE ${table('sallyport_policy')} (
      site text COLLATE "C" NOT NULL, id text COLLATE "C" NOT NULL, policy_text text NOT NULL,
      served_from bigint NOT NULL, served_to bigint NOT NULL,
      PRIMARY KEY (site, id))`,
    `CREATE TABLE ${table('sallyport_batch')} (
      site text COLLATE "C" NOT NULL, id text COLLATE "C" NOT NULL, at bigint NOT NULL,
      PRIMARY KEY (site, id))`,
    `CREATE INDEX sallyport_batch_at ON ${table('sallyport_batch')} (at)`,
  ],
]

/** The version that this Sallyport writes. */
export const SCHEMA_VERSION: number = MIGRATIONS.length

type TableName =
  | 'sallyport_group'
  | 'sallyport_hour'
  | 'sallyport_reach'
  | 'sallyport_policy'
  | 'sallyport_batch'
  | 'sallyport_migration'

export type NameTable = (name: TableName) => string

/** Our tables in a schema. Throws a TypeError for a name that is none: it stands in statements as it is. */
export function tablesIn(schema: string): NameTable {
  const isName =
    schema.length > 0 &&
    schema.length <= 63 &&
    !DIGITS.includes(schema.charAt(0)) &&
    [...schema].every((character) => NAME_CHARACTERS.includes(character))
  if (!isName)
    throw new TypeError(
      `schema: ${JSON.stringify(schema)} is none; write letters, digits and underscores, at most 63, no digit first`,
    )
  return (name) => `"${schema}".${name}`
}

/**
 * The SQL that makes the tables, or brings them to the newest version: one statement, which may be run any number of times and by any number of processes at
 * once. `postgresStore` runs it itself when the tables are missing or old; where its role may not create tables, give it to whoever may, for example by
 * `node -p "require('@sallyport/reports/postgres').postgresMigrations()" | psql`, and grant the role `USAGE` on the schema and `SELECT, INSERT, UPDATE, DELETE` on
 * its tables. Default schema: `sallyport`.
 */
export function postgresMigrations(schema: string = DEFAULT_SCHEMA): string {
  const table = tablesIn(schema)
  const versions = MIGRATIONS.map((statements, index) => {
    const version = index + 1
    const lines = [
      `IF NOT EXISTS (SELECT 1 FROM ${table('sallyport_migration')} WHERE version = ${version}) THEN`,
      ...statements(table).map((statement) => `  ${statement};`),
      `  INSERT INTO ${table('sallyport_migration')} (version) VALUES (${version});`,
      'END IF;',
    ]
    return lines.map((line) => `  ${line}`).join('\n')
  })
  // A block, since what it does is then done by one connection and as a whole, even through a pool. The schema is only made where there is none: to ask
  // `IF NOT EXISTS` needs the right to make one.
  return `DO $sallyport$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('sallyport migrations of ${schema}'));
  IF to_regnamespace('"${schema}"') IS NULL THEN CREATE SCHEMA "${schema}"; END IF;
  IF to_regclass('${table('sallyport_migration')}') IS NULL THEN
    CREATE TABLE ${table('sallyport_migration')} (version integer PRIMARY KEY, at timestamptz NOT NULL DEFAULT now());
  END IF;
${versions.join('\n')}
END
$sallyport$;`
}
