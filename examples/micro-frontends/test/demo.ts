import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { type ClientRequest, get } from 'node:http'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createTopology, type Topology } from '../topology.ts'

const root = join(import.meta.dirname, '../../..')

/** The demo as a visitor starts it, on ports of its own. */
export interface RunningDemo {
  readonly topology: Topology
  readonly env: Readonly<Record<string, string>>
  /** Asks it to stop as Ctrl-C does; resolves with the exit code. */
  stop(): Promise<number | null>
}

export async function startDemo(): Promise<RunningDemo> {
  const folder = await mkdtemp(join(tmpdir(), 'demo-'))
  const env = { PORT_BASE: String(await freePorts()), REPORTS: `sqlite:${join(folder, 'reports.db')}` }
  const { child, ended, said } = runDemo(env)
  await Promise.race([
    said('Press Ctrl-C'),
    ended.then(({ code, output }) => {
      throw new Error(`The demo ended with ${code}:\n${output}`)
    }),
  ])
  return {
    topology: createTopology(env),
    env,
    stop: async () => {
      child.kill('SIGINT')
      const { code } = await ended
      await rm(folder, { recursive: true, force: true })
      return code
    },
  }
}

interface DemoProcess {
  readonly child: ChildProcess
  readonly ended: Promise<{ readonly code: number | null; readonly output: string }>
  /** Resolves once its output holds the text. */
  said(text: string): Promise<void>
}

export function runDemo(env: Readonly<Record<string, string>>, ...args: readonly string[]): DemoProcess {
  const child = spawn(process.execPath, ['scripts/demo.ts', ...args], {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  const waiting = new Map<string, () => void>()
  const hear = (text: string): void => {
    output += text
    for (const [wanted, resolve] of waiting) if (output.includes(wanted)) resolve()
  }
  child.stdout.setEncoding('utf8').on('data', hear)
  child.stderr.setEncoding('utf8').on('data', hear)
  const ended = new Promise<{ code: number | null; output: string }>((resolve) =>
    child.once('close', (code) => resolve({ code, output })),
  )
  return { child, ended, said: (text) => new Promise((resolve) => waiting.set(text, resolve)) }
}

/** What the API tells the shell, gathered from the same stream that the shell reads. */
export function gatherActivity({ origins, listen }: Topology, into: Record<string, unknown>[]): ClientRequest {
  let rest = ''
  return ask(origins.api, listen('api').port, '/activity', { origin: origins.shell }, (text) => {
    const events = (rest + text).split('\n\n')
    rest = events.pop() ?? ''
    for (const event of events) {
      const data = event.split('\n').find((line) => line.startsWith('data: '))
      if (data !== undefined) into.push(JSON.parse(data.slice('data: '.length)))
    }
  })
}

/** What reached the attacker. */
export function readLoot({ attacker, listen }: Topology): Promise<string> {
  return new Promise((resolve) => ask(attacker, listen('attacker').port, '/loot', {}, resolve))
}

// Node need not know *.localhost, so the address is the number and the name goes into `Host`.
function ask(
  origin: string,
  port: number,
  path: string,
  headers: Readonly<Record<string, string>>,
  hear: (text: string) => void,
): ClientRequest {
  const options = { host: '127.0.0.1', port, path, headers: { host: new URL(origin).host, ...headers } }
  return get(options, (response) => response.setEncoding('utf8').on('data', hear)).on('error', () => {})
}

/** The first of six ports in a row that nobody uses. */
async function freePorts(): Promise<number> {
  for (let base = 4100; base < 4900; base += 10) {
    const free = await Promise.all([0, 1, 2, 3, 4, 5].map((offset) => isFree(base + offset)))
    if (free.every(Boolean)) return base
  }
  throw new Error('no six free ports from 4100 on')
}

export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer().once('error', () => resolve(false))
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)))
  })
}
