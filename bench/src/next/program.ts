import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { createInterface } from 'node:readline'

const NEXT = createRequire(import.meta.url).resolve('next/dist/bin/next')

export interface Build {
  readonly seconds: number
  /** The most memory that the main process held, in bytes; the sealing runs there. */
  readonly memory: number
}

/** `next build`, from nothing. */
export async function buildSite(folder: string): Promise<Build> {
  const start = performance.now()
  const program = runNext(['build', folder])
  let memory = 0
  const watch = setInterval(() => {
    memory = Math.max(memory, peakMemory(program.pid ?? 0))
  }, 50)
  const output = collect(program)
  const [code] = await once(program, 'exit')
  clearInterval(watch)
  if (code !== 0) throw new Error(`next build ended with ${code}:\n${await output}`)
  return { seconds: (performance.now() - start) / 1000, memory }
}

/** `next start`, and the port it listens on. */
export async function startSite(folder: string): Promise<{ readonly program: ChildProcess; readonly port: number }> {
  const program = runNext(['start', folder, '--port', '0'])
  if (program.stdout === null) throw new Error('next start has no output.')
  for await (const line of createInterface({ input: program.stdout })) {
    const port = line.split('http://localhost:')[1]
    if (port !== undefined) return { program, port: Number.parseInt(port, 10) }
  }
  throw new Error('next start ended before it listened.')
}

export async function stopSite(program: ChildProcess): Promise<void> {
  if (program.exitCode !== null) return
  program.kill()
  await once(program, 'exit')
}

function runNext(args: readonly string[]): ChildProcess {
  return spawn(process.execPath, [NEXT, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
  })
}

async function collect({ stdout }: ChildProcess): Promise<string> {
  let text = ''
  for await (const chunk of stdout ?? []) text += chunk
  return text
}

function peakMemory(pid: number): number {
  try {
    const line = readFileSync(`/proc/${pid}/status`, 'latin1')
      .split('\n')
      .find((text) => text.startsWith('VmHWM:'))
    return Number.parseInt(line?.slice('VmHWM:'.length) ?? '0', 10) * 1024
  } catch {
    // It has ended since.
    return 0
  }
}
