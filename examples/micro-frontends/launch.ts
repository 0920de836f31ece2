import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { request } from 'node:http'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { type AppName, topology } from './topology.ts'

interface Program {
  readonly name: AppName | 'attacker'
  readonly folder: string
  /** What Node runs, from the folder. */
  readonly args: readonly string[]
  /** What the build leaves; the start says so when it is missing. */
  readonly built?: string
}

const { port: shellPort } = topology.listen('shell')
const nextArgs = ['node_modules/next/dist/bin/next', 'start', '--hostname', '127.0.0.1', '--port', String(shellPort)]
const programs: readonly Program[] = [
  { name: 'api', folder: 'api', args: ['main.ts'] },
  { name: 'catalog', folder: 'teams/catalog', args: ['main.ts'] },
  {
    name: 'checkout',
    folder: 'teams/checkout',
    args: ['dist/teams/checkout/main.js'],
    built: 'dist/teams/checkout/main.js',
  },
  { name: 'account', folder: 'teams/account', args: ['main.ts'] },
  { name: 'attacker', folder: 'attacker', args: ['main.ts'] },
  { name: 'shell', folder: 'shell', args: nextArgs, built: '.next/BUILD_ID' },
]

const PATIENCE = 60_000
const LINES_KEPT = 40

/** Something about this machine, not about the code, keeps the demo from starting. The message is all there is to say. */
export class StartError extends Error {}

/** Throws a {@link StartError} that names every port that something else already listens on. */
async function checkPorts(): Promise<void> {
  const ports = programs.map((program) => ({ ...program, port: topology.listen(program.name).port }))
  const free = await Promise.all(ports.map(({ port }) => isFree(port)))
  const taken = ports.filter((_, index) => !free[index])
  if (taken.length === 0) return
  const lines = taken.map(({ name, folder, port }) => `  Port ${port} is taken; ${name} (${folder}) listens there.`)
  throw new StartError(
    `${lines.join('\n')}\n  Stop what uses ${taken.length === 1 ? 'it' : 'them'}, or move all six: PORT_BASE=5100 puts them on 5100 to 5105.`,
  )
}

const tour: string = `
  Open ${topology.origins.shell} in a browser. No hosts file, no certificates.

  To try:
    Put something into the cart in the Catalog frame: the Checkout frame, another team's app, shows it.
    Press "Run all" under "Try to break in", and allow the window it opens: it is the attacker's.
    Watch "Stopped" fill with what the browser reported and what the API refused.
    Open ${topology.origins.shell}/reports: all of it, checked and counted.
    Open ${topology.attacker}/frame by hand and look at its empty frames.
    Read the headers:  curl -i -H 'Host: ${new URL(topology.origins.catalog).host}' http://127.0.0.1:${topology.listen('catalog').port}/
`

/**
 * Starts all six apps, says where each is once it answers, then what to try, and stays until `stop` is aborted or an app ends by itself, which
 * is a {@link StartError}. When it settles, every app is gone.
 */
async function run(stop: AbortSignal): Promise<void> {
  for (const { name, folder, built } of programs) {
    if (built !== undefined && !existsSync(join(import.meta.dirname, folder, built))) {
      throw new StartError(`  ${name} is not built: ${folder}/${built} is missing.`)
    }
  }
  const stopped = new Promise<void>((resolve) => {
    if (stop.aborted) resolve()
    else stop.addEventListener('abort', () => resolve(), { once: true })
  })
  const running = programs.map(launch)
  const failed = Promise.all(running.map(({ ended }) => ended))
  try {
    const ready = Promise.all(
      running.map(async ({ name }) => {
        await answers(name, stop)
        if (!stop.aborted) console.log(`  ${name.padEnd(9)} ${originOf(name)}`)
      }),
    )
    await Promise.race([ready, stopped, failed])
    if (!stop.aborted) {
      console.log(tour)
      console.log('Press Ctrl-C to stop.')
    }
    await Promise.race([stopped, failed])
  } finally {
    failed.catch(() => {})
    await Promise.all(running.map(({ child }) => end(child)))
  }
}

/** {@link run} until Ctrl-C or a polite kill. Problems of the machine are told in words and make the exit code 1. */
export async function runUntilStopped(prepare?: () => Promise<void>): Promise<void> {
  const controller = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (!controller.signal.aborted) console.log('\nStopping …')
      controller.abort()
    })
  }
  try {
    await checkPorts()
    await prepare?.()
    if (controller.signal.aborted) return
    console.log('Starting six apps …')
    await run(controller.signal)
    console.log('Stopped. Nothing is left running.')
  } catch (error) {
    if (!(error instanceof StartError)) throw error
    console.error(`The demo cannot run:\n${error.message}`)
    process.exitCode = 1
  }
}

function originOf(name: AppName | 'attacker'): string {
  return name === 'attacker' ? topology.attacker : topology.origins[name]
}

interface Running {
  readonly name: AppName | 'attacker'
  readonly child: ChildProcess
  /** Never resolves; rejects when the app ends, with its last words. */
  readonly ended: Promise<never>
}

function launch({ name, folder, args }: Program): Running {
  const env = {
    ...process.env,
    NODE_ENV: 'production',
    NEXT_TELEMETRY_DISABLED: '1',
    // These say where one app listens; six cannot share them.
    HOST: undefined,
    PORT: undefined,
  }
  // The channel closes with this process, even when it is killed: then the app goes as well, and none is left behind.
  const leash = 'data:text/javascript,process.on("disconnect",()=>process.exit())'
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', '--import', leash, ...args], {
    cwd: join(import.meta.dirname, folder),
    env,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  const output: string[] = []
  const keep = (text: string): void => {
    output.push(text)
    if (output.length > LINES_KEPT) output.shift()
  }
  child.stdout?.setEncoding('utf8').on('data', keep)
  child.stderr?.setEncoding('utf8').on('data', keep)
  const ended = new Promise<never>((_, reject) => {
    const fail = (how: string): void =>
      reject(new StartError(`  ${name} (${folder}) ${how}. Its last words:\n${indent(output.join(''))}`))
    child.once('error', (error) => fail(`could not be started: ${error.message}`))
    child.once('exit', (code, signal) => fail(`ended with ${signal ?? code}`))
  })
  return { name, child, ended }
}

/** Resolves once the app answers. Node need not know *.localhost, so the address is the number and the name goes into `Host`. */
async function answers(name: AppName | 'attacker', stop: AbortSignal): Promise<void> {
  const { port } = topology.listen(name)
  const headers = { host: new URL(originOf(name)).host }
  const deadline = Date.now() + PATIENCE
  while (Date.now() < deadline && !stop.aborted) {
    const answered = await new Promise<boolean>((resolve) => {
      const asked = request({ host: '127.0.0.1', port, headers, path: '/' }, (response) => {
        response.resume()
        resolve(true)
      })
      asked.on('error', () => resolve(false)).end()
    })
    if (answered) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  if (!stop.aborted) throw new StartError(`  ${name} did not answer on port ${port} within ${PATIENCE / 1000} seconds.`)
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return
  const gone = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGTERM')
  const patience = setTimeout(() => child.kill('SIGKILL'), 3000)
  await gone
  clearTimeout(patience)
}

/** Browsers reach *.localhost on either loopback address, so both must be free. */
async function isFree(port: number): Promise<boolean> {
  const free = await Promise.all(['127.0.0.1', '::1'].map((host) => canListen(host, port)))
  return free.every(Boolean)
}

function canListen(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', (error: NodeJS.ErrnoException) =>
      resolve(error.code !== 'EADDRINUSE' && error.code !== 'EACCES'),
    )
    probe.listen({ host, port, exclusive: true }, () => probe.close(() => resolve(true)))
  })
}

function indent(text: string): string {
  return text.trimEnd().replaceAll(/^/gm, '    ')
}
