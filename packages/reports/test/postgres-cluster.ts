import { execFile, spawn } from 'node:child_process'
import { chownSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'
import { Client } from 'pg'
import type { TestProject } from 'vitest/node'
import { findPostgres } from '../../../scripts/postgres.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** Of a PostgreSQL that the tests have to themselves. */
    readonly postgresUrl: string
  }
}

const run = promisify(execFile)

// The server lives as long as this process: whatever becomes of it, the shell's input ends, and the shell ends the server and its files.
const GUARD = `"$1/postgres" -D "$2/data" -k "$2" -c listen_addresses= -c fsync=off -c synchronous_commit=off \
  -c full_page_writes=off -c shared_buffers=64MB -c dynamic_shared_memory_type=mmap >"$2/log" 2>&1 &
cat >/dev/null
kill -QUIT $!
wait
rm -rf "$2"`

const USER = 'sallyport'
const PATIENCE = 60_000

/** Vitest's global set-up: one throw-away PostgreSQL, on a socket in a folder of its own, reached by nobody from outside. */
export async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const programs = findPostgres()
  if (programs === undefined) throw new Error('no PostgreSQL found')
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-pg-'))
  const owner = await ordinaryUser()
  if (owner !== undefined) chownSync(folder, owner.uid, owner.gid)
  const url = `postgres://${USER}@${encodeURIComponent(folder)}/postgres`
  try {
    const data = ['-D', join(folder, 'data'), '-U', USER, '-A', 'trust', '-E', 'UTF8', '--locale=C', '-N']
    await run(join(programs, 'initdb'), data, { ...owner, cwd: folder })
  } catch (error) {
    rmSync(folder, { recursive: true, force: true })
    throw error
  }
  const guard = spawn('sh', ['-c', GUARD, 'sh', programs, folder], {
    ...owner,
    cwd: folder,
    // A Ctrl-C is for the tests, which then end.
    detached: true,
    stdio: ['pipe', 'ignore', 'inherit'],
  })
  const ended = new Promise<void>((resolve) => guard.once('exit', () => resolve()))
  const stop = async (): Promise<void> => {
    guard.stdin.end()
    await ended
  }
  try {
    await answers(url)
  } catch (error) {
    console.log(readFileSync(join(folder, 'log'), 'utf8'))
    await stop()
    throw error
  }
  provide('postgresUrl', url)
  return stop
}

/** PostgreSQL does not run as root. */
async function ordinaryUser(): Promise<{ readonly uid: number; readonly gid: number } | undefined> {
  if (process.getuid?.() !== 0) return undefined
  const [uid, gid] = await Promise.all(['-u', '-g'].map(async (what) => (await run('id', [what, 'nobody'])).stdout))
  return { uid: Number(uid), gid: Number(gid) }
}

async function answers(url: string): Promise<void> {
  for (const until = Date.now() + PATIENCE; ; await pause(50)) {
    const client = new Client({ connectionString: url })
    try {
      await client.connect()
      await client.query('SELECT 1')
      return
    } catch (error) {
      if (Date.now() > until) throw error
    } finally {
      await client.end().catch(() => undefined)
    }
  }
}
