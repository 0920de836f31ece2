import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { delimiter, dirname } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { onTestFinished } from 'vitest'
import { root } from '../scripts/run.ts'

const patience = 180_000

// What pnpm, npx and vitest tell the programs they run. A registry, a proxy or a certificate that the user has set stays.
const told =
  /^(?:npm_(?!config_)|npm_config_(?:package|call|yes|.*prefix|user_agent)$|pnpm_|vitest|node_(?:env|path|options)$|(?:test|mode|dev|prod)$)/i

/** The environment of someone who has this Node and has never seen the workspace. */
export function outsideEnvironment(): Readonly<Record<string, string | undefined>> {
  const path = (process.env.PATH ?? '').split(delimiter).filter((one) => !one.startsWith(root))
  const own = Object.entries(process.env).filter(([name]) => !told.test(name))
  return { ...Object.fromEntries(own), PATH: [dirname(process.execPath), ...path].join(delimiter) }
}

/**
 * Starts an app by `npm start` on a free port given as `PORT`, and returns its address once it answers. Stopped when the
 * test ends. Throws with the app's own output when it stops early or does not answer in three minutes.
 */
export async function startApp(folder: string): Promise<string> {
  const port = await freePort()
  // Its own process group: npm, its shell and what that started have to end together.
  const app = spawn('npm', ['start'], {
    cwd: folder,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...outsideEnvironment(), PORT: String(port), NEXT_TELEMETRY_DISABLED: '1' },
  })
  let output = ''
  const gather = (chunk: Buffer): void => {
    output += chunk.toString()
  }
  app.stdout.on('data', gather)
  app.stderr.on('data', gather)
  const ended = once(app, 'close')
  onTestFinished(async () => {
    if (app.pid !== undefined && app.exitCode === null) process.kill(-app.pid, 'SIGTERM')
    await ended
  })

  const url = `http://127.0.0.1:${port}/`
  const deadline = Date.now() + patience
  while (!(await answers(url))) {
    if (app.exitCode !== null) throw new Error(`npm start ended with ${app.exitCode} in ${folder}:\n${output}`)
    if (Date.now() > deadline) throw new Error(`nothing answers at ${url} in ${folder}:\n${output}`)
    await wait(200)
  }
  return url
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('no port was given')
  return address.port
}

async function answers(url: string): Promise<boolean> {
  try {
    await fetch(url)
    return true
  } catch {
    return false
  }
}
