import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { type Client, createClient } from './client.ts'
import { readCpuTime } from './cpu-time.ts'
import type { Variant } from './variant.ts'

const CONNECTIONS = 16
const REQUESTS = 8
const child = fileURLToPath(new URL('./child.ts', import.meta.url))

/** One server in a process of its own, and the connections to it. */
export interface Instance {
  readonly variant: Variant
  /** CPU nanoseconds per request, over a burst of 128. */
  burst(): Promise<number>
  sample(): Promise<string>
  stop(): Promise<void>
}

export async function launch(framework: string, variant: Variant): Promise<Instance> {
  const process = fork(child, [framework, variant.guard, variant.task])
  const client = await createClient(await portOf(process), CONNECTIONS)
  return {
    variant,
    burst: () => measureBurst(process, client),
    sample: () => client.sample(),
    async stop() {
      client.close()
      if (process.exitCode !== null) return
      process.disconnect()
      await once(process, 'exit')
    },
  }
}

async function portOf(process: ChildProcess): Promise<number> {
  const [port]: unknown[] = await Promise.race([
    once(process, 'message'),
    once(process, 'exit').then(([code]) => Promise.reject(new Error(`The server exited with ${code}.`))),
  ])
  return Number(port)
}

async function measureBurst({ pid = 0 }: ChildProcess, client: Client): Promise<number> {
  const before = readCpuTime(pid)
  await client.burst(REQUESTS)
  return (readCpuTime(pid) - before) / (CONNECTIONS * REQUESTS)
}
