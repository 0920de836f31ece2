import { availableParallelism } from 'node:os'
import { extname } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { BuildManifest } from './build-manifest.ts'
import type { Channel } from './channel.ts'
import { createIntegrityOf } from './integrity-of.ts'
import { keptPolicies } from './kept-policies.ts'
import { type SealedText, sealText } from './sealed-text.ts'

/** What all pages of a build have in common. */
export interface SealWork {
  readonly channel: Channel
  readonly nonce: string
  readonly integrity: BuildManifest['integrity']
  readonly trailingSlash: boolean | undefined
}

export interface SealTask {
  readonly id: number
  readonly html: string
  readonly path: string
}

type SealResult =
  | { readonly id: number; readonly sealed: SealedText }
  | { readonly id: number; readonly error: unknown }

interface Pending {
  readonly resolve: (sealed: SealedText) => void
  readonly reject: (error: unknown) => void
}

export interface SealWorkers {
  readonly seal: (html: string, path: string) => Promise<SealedText>
  readonly end: () => Promise<void>
}

/** Starting a thread takes as long as sealing this many pages. */
const FEW = 100
/** The thread that asks is busy with files. */
const MOST = 8

/** Seals pages in this thread, and in others too once there are many: reading HTML is nearly all of the work. */
export function createSealWorkers(work: SealWork): SealWorkers {
  const cspAt = keptPolicies(work.channel, work.trailingSlash)
  const options = { nonce: work.nonce, integrityOf: createIntegrityOf(work.integrity, work.channel) }
  const pending = new Map<number, Pending>()
  const fail = (error: unknown): void => {
    for (const { reject } of pending.values()) reject(error)
    pending.clear()
  }
  const settle = (result: SealResult): void => {
    const task = pending.get(result.id)
    pending.delete(result.id)
    if ('error' in result) task?.reject(result.error)
    else task?.resolve(result.sealed)
  }
  let workers: readonly Worker[] | undefined
  let asked = 0
  return {
    seal: async (html, path) => {
      const id = asked++
      if (id < FEW) return sealText(html, cspAt(path), options)
      workers ??= startWorkers(work, settle, fail)
      const worker = workers[id % workers.length]
      if (worker === undefined) return sealText(html, cspAt(path), options)
      return new Promise((resolve, reject) => {
        pending.set(id, { resolve, reject })
        worker.postMessage({ id, html, path } satisfies SealTask)
      })
    },
    end: async () => {
      await Promise.all((workers ?? []).map((worker) => worker.terminate()))
    },
  }
}

/** None on a machine with one core. */
function startWorkers(
  work: SealWork,
  settle: (result: SealResult) => void,
  fail: (error: unknown) => void,
): readonly Worker[] {
  const cores = availableParallelism()
  if (cores === 1) return []
  const file = new URL(`./seal-worker${extname(import.meta.url)}`, import.meta.url)
  return Array.from({ length: Math.min(cores, MOST) }, () => {
    // Without the options of this process: a test runner's, or a profiler's.
    const worker = new Worker(file, { workerData: work, execArgv: [] })
    worker.on('message', settle)
    worker.on('error', fail)
    return worker
  })
}
