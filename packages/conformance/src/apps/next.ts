import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Config } from '@sallyport/core'
import { HOST, type RunningServer } from '../server.ts'
import type { AppSetting } from '../start.ts'

// From src/apps and from dist/apps alike.
const APP = fileURLToPath(new URL('../../next-app', import.meta.url))
const NEXT = createRequire(import.meta.url).resolve('next/dist/bin/next')

/** `next start` of the app in `next-app`, in a process of its own, which reads the configuration from its environment. */
export async function startNext(config: Config, port: number, { resolves }: AppSetting): Promise<RunningServer> {
  if (!existsSync(`${APP}/.next/BUILD_ID`)) await build()
  const server = spawn(process.execPath, [NEXT, 'start', '--hostname', HOST, '--port', String(port)], {
    cwd: APP,
    env: { ...environment(), SALLYPORT_CONFIG: JSON.stringify(config), SALLYPORT_RESOLVES: resolves ? '1' : '' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  // The process must not outlive this one, whichever way it ends.
  const kill = (): void => void server.kill('SIGKILL')
  process.once('exit', kill)
  server.once('exit', () => process.off('exit', kill))
  return { url: await readyUrl(server), close: () => stop(server) }
}

async function build(): Promise<void> {
  console.error('Building the Next.js app of the contract (about half a minute) …')
  const arguments_ = [NEXT, 'build']
  await promisify(execFile)(process.execPath, arguments_, { cwd: APP, env: environment() }).catch((error: unknown) => {
    throw new Error(`next build failed: ${textOf(error)}`, { cause: error })
  })
}

function textOf(error: unknown): string {
  return error instanceof Error
    ? Object.values(error)
        .filter((part) => typeof part === 'string')
        .join('\n')
    : String(error)
}

// A test runner's NODE_ENV=test is none that Next.js knows.
function environment(): NodeJS.ProcessEnv {
  return { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' }
}

/** Next.js says where it listens, and a little later that it is ready. */
function readyUrl(server: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let printed = ''
    server.once('error', reject)
    server.once('exit', (code) => reject(new Error(`next start ended with code ${code}:\n${printed}`)))
    const read = (data: Buffer): void => {
      printed += data
      const url = /Local:\s+(http:\/\/\S+)/.exec(printed)?.[1]
      if (url !== undefined && printed.includes('Ready in')) resolve(new URL(url).origin)
    }
    server.stdout?.on('data', read)
    server.stderr?.on('data', read)
  })
}

async function stop(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return
  const ended = once(server, 'exit')
  server.kill('SIGKILL')
  await ended
}
