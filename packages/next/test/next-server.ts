import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
const env: NodeJS.ProcessEnv = { ...process.env, NEXT_TELEMETRY_DISABLED: '1', NODE_ENV: 'production' }

/** The folder of an installed `next`. */
export function nextFolder(name: 'next' | 'next15'): string {
  return dirname(createRequire(import.meta.url).resolve(`${name}/package.json`))
}

/** `next build`. Rejects, with what it printed, when that fails. */
export async function buildApp(
  next: string,
  app: string,
  more: NodeJS.ProcessEnv = {},
  args: readonly string[] = [],
): Promise<void> {
  await run(process.execPath, [join(next, 'dist/bin/next'), 'build', app, ...args], {
    env: { ...env, ...more },
    cwd: app,
  }).catch((error: { readonly stdout: string; readonly stderr: string }) => {
    throw new Error(`next build failed:\n${error.stdout}\n${error.stderr}`)
  })
}

export interface RunningApp {
  readonly url: string
  /** All it has printed so far. */
  readonly printed: () => string
  readonly close: () => Promise<void>
}

/** `next start` on a port that the system chooses. */
export function startApp(next: string, app: string, more: NodeJS.ProcessEnv = {}): Promise<RunningApp> {
  return serve('start', next, app, more)
}

/** `next dev`, the same way. */
export function developApp(next: string, app: string): Promise<RunningApp> {
  return serve('dev', next, app)
}

async function serve(
  command: 'start' | 'dev',
  next: string,
  app: string,
  more: NodeJS.ProcessEnv = {},
): Promise<RunningApp> {
  const server = spawn(process.execPath, [join(next, 'dist/bin/next'), command, app, '--port', '0'], {
    env: { ...env, ...more, ...(command === 'dev' ? { NODE_ENV: 'development' } : {}) },
    cwd: app,
  })
  let printed = ''
  server.stderr.on('data', (data) => {
    printed += data
  })
  const url = await new Promise<string>((resolve, reject) => {
    server.once('exit', () => reject(new Error(`next ${command} ended:\n${printed}`)))
    server.stdout.on('data', (data) => {
      printed += data
      const found = /Local:\s+(http:\S+)/.exec(printed)?.[1]
      if (found !== undefined && printed.includes('Ready in')) resolve(found)
    })
  })
  return { url, printed: () => printed, close: () => stop(server) }
}

async function stop(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null) return
  const ended = once(server, 'exit')
  server.kill()
  await ended
}
