import { parentPort, workerData } from 'node:worker_threads'
import { createIntegrityOf } from './integrity-of.ts'
import { keptPolicies } from './kept-policies.ts'
import type { SealTask, SealWork } from './seal-workers.ts'
import { sealText } from './sealed-text.ts'

// One of the threads of seal-workers.ts, which are the only ones to start it.
const work: SealWork = workerData
const cspAt = keptPolicies(work.channel, work.trailingSlash)
const options = { nonce: work.nonce, integrityOf: createIntegrityOf(work.integrity, work.channel) }

parentPort?.on('message', async ({ id, html, path }: SealTask) => {
  try {
    parentPort?.postMessage({ id, sealed: await sealText(html, cspAt(path), options) })
  } catch (error) {
    parentPort?.postMessage({ id, error })
  }
})
