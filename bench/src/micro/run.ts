import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { isWanted, type Options } from '../options.ts'
import type { Progress } from '../progress.ts'
import type { Result } from '../result.ts'
import { median, shuffle, spread } from '../statistics.ts'
import { cases } from './cases.ts'
import type { Measurement } from './measurement.ts'

const run = promisify(execFile)
const worker = fileURLToPath(new URL('./worker.ts', import.meta.url))

interface Entry {
  readonly name: string
  readonly candidate: string
  readonly baseline: string
}

/** Every candidate of every case, each launch in a process of its own, all in random order. */
export async function runMicro(options: Options, progress: Progress): Promise<readonly Result[]> {
  const { launches, milliseconds } = options.quick
    ? { launches: 1, milliseconds: 150 }
    : { launches: 5, milliseconds: 350 }
  const entries = cases
    .flatMap(({ name, candidates, baseline }) =>
      Object.keys(candidates).map((candidate): Entry => ({ name, candidate, baseline: baseline.name })),
    )
    .filter(({ name, candidate }) => isWanted(options, `${name} ${candidate}`))
  const queue = shuffle(Array.from({ length: launches }, () => entries).flat())
  const measured = new Map<Entry, Measurement[]>(entries.map((entry) => [entry, []]))
  for (const [index, entry] of queue.entries()) {
    progress.show(`functions ${index + 1}/${queue.length}: ${entry.name} ${entry.candidate}`)
    measured.get(entry)?.push(await launch(entry, milliseconds))
  }
  return [...measured].map(([entry, measurements]) => summarise(entry, measurements))
}

async function launch({ name, candidate }: Entry, milliseconds: number): Promise<Measurement> {
  // Compiled by the thread that runs: a thread of its own gets its turn whenever a busy machine lets it.
  const flags = ['--no-concurrent-recompilation', worker, name, candidate, String(milliseconds)]
  const { stdout } = await run(process.execPath, flags)
  return JSON.parse(stdout)
}

function summarise(entry: Entry, measurements: readonly Measurement[]): Result {
  const of = (pick: (measurement: Measurement) => number): number => median(measurements.map(pick))
  return {
    suite: 'micro',
    ...entry,
    launches: measurements.length,
    ratio: spread(measurements.map(({ ratio }) => ratio)),
    bytes: { candidate: of(({ candidate }) => candidate.bytes), baseline: of(({ baseline }) => baseline.bytes) },
    nanoseconds: {
      candidate: of(({ candidate }) => candidate.nanoseconds),
      baseline: of(({ baseline }) => baseline.nanoseconds),
    },
  }
}
