import { setImmediate } from 'node:timers/promises'
import { compile } from '@sallyport/core'
import { patterns } from '../micro/cases/growth.ts'

// node --expose-gc worker.ts sallyport|set SIZE: what a list of patterns costs before the first request, in a process of its own, as every
// start of a server is one. Prints a StartUpCost as JSON.

/** Per pattern. */
export interface StartUpCost {
  readonly nanoseconds: number
  /** Of memory that stays, the texts themselves and what lies in typed arrays included. */
  readonly bytes: number
}

const [what, size] = process.argv.slice(2)
console.log(JSON.stringify(await measure(what === 'sallyport' ? make : makeSet, Number(size))))

function make(origins: readonly string[]): unknown {
  return compile({ cors: { origins, credentials: true }, csrf: false })
}

function makeSet(origins: readonly string[]): unknown {
  return new Set(origins)
}

async function measure(build: (origins: readonly string[]) => unknown, count: number): Promise<StartUpCost> {
  const before = await heap()
  const { built, nanoseconds } = time(build, count)
  const after = await heap()
  if (built === undefined) throw new Error('Nothing was built.')
  return { nanoseconds: nanoseconds / count, bytes: (after - before) / count }
}

// In a function of its own: what it leaves on the stack would count as in use.
function time(
  build: (origins: readonly string[]) => unknown,
  count: number,
): { readonly built: unknown; readonly nanoseconds: number } {
  // Here, so that the texts belong to the list alone.
  const origins = patterns(count)
  // By the clock: what the system tells of a thread's work comes in steps that are longer than a short list takes.
  const start = performance.now()
  const built = build(origins)
  return { built, nanoseconds: (performance.now() - start) * 1e6 }
}

async function heap(): Promise<number> {
  if (globalThis.gc === undefined) throw new Error('Start this with --expose-gc.')
  for (let round = 0; round < 3; round++) {
    globalThis.gc()
    await setImmediate()
  }
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  // Typed arrays lie beside the heap, and are paid for as well.
  return heapUsed + arrayBuffers
}
