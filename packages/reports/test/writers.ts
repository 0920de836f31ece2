import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

const WRITER = join(import.meta.dirname, 'writer.ts')

export interface Writer {
  /** Lets it begin. */
  go(): void
  /** Resolves when the store has said that it has so many batches. */
  has(batches: number): Promise<void>
  /** Ends it in the midst of whatever it does; resolves with how many batches the store had said to have by then. */
  kill(): Promise<number>
  /** Resolves with the same number, when it has ended well. */
  done(): Promise<number>
}

/** Processes that have a store open and wait. */
export function startWriters(url: string, names: readonly string[], batches: number, groups = 10): Promise<Writer[]> {
  return Promise.all(names.map((name) => startWriter(url, name, batches, groups)))
}

async function startWriter(url: string, name: string, batches: number, groups: number): Promise<Writer> {
  const child = spawn(process.execPath, ['--no-warnings', WRITER, url, name, String(batches), String(groups)])
  const ended = once(child, 'close')
  const errors = gather(child)
  const lines = createInterface({ input: child.stdout })
  const [first] = await Promise.race([once(lines, 'line'), ended])
  if (first !== 'ready') throw new Error(`the writer ${name} did not start: ${errors()}`)
  let acknowledged = 0
  const waiting = new Map<number, () => void>()
  lines.on('line', () => {
    acknowledged += 1
    waiting.get(acknowledged)?.()
  })
  return {
    go: () => {
      child.stdin.write('go\n')
    },
    has: (batches) => new Promise((resolve) => waiting.set(batches, resolve)),
    kill: async () => {
      child.kill('SIGKILL')
      await ended
      return acknowledged
    },
    done: async () => {
      const [code] = await ended
      if (code !== 0) throw new Error(`the writer ${name} failed: ${errors()}`)
      return acknowledged
    },
  }
}

function gather(child: ChildProcessWithoutNullStreams): () => string {
  let text = ''
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk
  })
  return () => text
}
