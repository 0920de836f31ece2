import { existsSync, readdirSync } from 'node:fs'
import { delimiter, join } from 'node:path'

// Debian and Red Hat keep the server's programs off the PATH, a folder for each version.
const homes = ['/usr/lib/postgresql', '/usr/lib64/postgresql', '/opt/homebrew/opt', '/usr/local/opt']

/**
 * The folder with the programs of the PostgreSQL that tests start: `POSTGRES_BIN`, else the first on the PATH, else the newest installed; `undefined` when there
 * is none. A `POSTGRES_BIN` without them counts as none.
 */
export function findPostgres(): string | undefined {
  const chosen = process.env.POSTGRES_BIN
  if (chosen) return hasServer(chosen) ? chosen : undefined
  const folders = (process.env.PATH ?? '').split(delimiter)
  return [...folders, ...homes.flatMap(versionsIn)].find(hasServer)
}

function versionsIn(home: string): readonly string[] {
  if (!existsSync(home)) return []
  const versions = readdirSync(home).toSorted((one, other) => other.localeCompare(one, 'en', { numeric: true }))
  return versions.map((version) => join(home, version, 'bin'))
}

function hasServer(folder: string): boolean {
  return folder !== '' && ['initdb', 'postgres'].every((program) => existsSync(join(folder, program)))
}
