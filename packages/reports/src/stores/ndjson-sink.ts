import type { ReportSink, WriteBatch } from '../store.ts'
import { linesOf } from './ndjson-line.ts'

/** What Node's writable streams are, as far as is needed. */
export interface TextWritable {
  write(text: string, done: (error?: Error | null) => void): unknown
  on?(event: 'error', listener: (error: Error) => void): unknown
}

/**
 * Writes everything counted as JSON lines, one for each hour of each group and one for each policy, to a file, which grows, or to a stream such as
 * `process.stdout`. For log shippers, analysts and machines without a disk; {@link readNdjson} reads it again. One process for each file.
 *
 * A file is opened for each batch, so that it may be moved away at any time. A stream stays open when the sink is closed: it is yours. A batch that could not be
 * written whole is written again as a whole; its first attempt may be left behind, cut off, and is then passed over by `readNdjson` with `onBadLine`.
 */
export function ndjsonSink(target: string | TextWritable): ReportSink {
  const append = appender(target)
  let queue: Promise<unknown> = Promise.resolve()
  const written = new KnownBatches()
  // Somebody before us may have been cut off in the middle of a line.
  let start = '\n'
  const write = async (batch: WriteBatch): Promise<void> => {
    const lines = linesOf(batch)
    if (lines === '' || written.has(batch.id)) return
    const text = start + lines
    start = '\n'
    await append(text)
    start = ''
    written.add(batch.id)
  }
  return {
    write(batch) {
      const done = queue.then(() => write(batch))
      queue = done.catch(() => undefined)
      return done
    },
    async close() {
      await queue
    },
  }
}

/** Writes a text whole, or rejects. */
export function appender(target: string | TextWritable): (text: string) => Promise<void> {
  if (typeof target === 'string')
    return async (text) => {
      // Not imported above: where there are no files, there are other sinks.
      const { appendFile } = await import('node:fs/promises')
      await appendFile(target, text)
    }
  // An error that was told by `write` is an event as well, which ends the process when nobody listens.
  target.on?.('error', () => undefined)
  return (text) =>
    new Promise((resolve, reject) => {
      target.write(text, (error) => {
        if (error === undefined || error === null) resolve()
        else reject(error)
      })
    })
}

// A batch is handed over again within seconds or not at all.
const MOST_KNOWN = 1_000

class KnownBatches {
  private readonly ids = new Set<string>()

  has(id: string): boolean {
    return this.ids.has(id)
  }

  add(id: string): void {
    this.ids.add(id)
    if (this.ids.size <= MOST_KNOWN) return
    for (const oldest of this.ids) {
      this.ids.delete(oldest)
      return
    }
  }
}
