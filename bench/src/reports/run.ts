import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isWanted, type Options } from '../options.ts'
import type { Progress } from '../progress.ts'
import type { Result } from '../result.ts'
import { canReadCpuTime, readCpuTime } from '../server/cpu-time.ts'
import { groupedRatio, median, shuffle, spread } from '../statistics.ts'
import type { State } from './child.ts'
import { createLoad, type Load } from './load.ts'
import { requestText, SHAPES, type Shape } from './traffic.ts'

const child = fileURLToPath(new URL('./child.ts', import.meta.url))
const MODES = ['discard', 'collector'] as const
/** Requests of ten: until then each group has seen as many clients as are counted, and no report brings a new one. */
const WARM_UP = 15_000
const BURST = 4_000
const GROUP_SIZE = 4

type Mode = (typeof MODES)[number]

export interface ReportServer {
  readonly mode: Mode
  readonly load: Load
  cpuTime(): number
  state(): Promise<State>
  stop(): Promise<void>
}

/** What it costs to receive reports over HTTP, with SQLite behind, beside a server that reads and forgets them. */
export async function runReports(options: Options, progress: Progress): Promise<readonly Result[]> {
  if (!canReadCpuTime()) {
    progress.clear()
    console.error('Reports are left out: CPU time can be read on Linux only.')
    return []
  }
  const results: Result[] = []
  for (const shape of SHAPES) {
    if (!isWanted(options, `reports/${shape.name} collector`)) continue
    results.push(await compare(shape, options, progress))
  }
  return results
}

interface Burst {
  /** CPU nanoseconds of the server, a report. */
  readonly cost: number
  readonly perSecond: number
}

async function compare(shape: Shape, { quick }: Options, progress: Progress): Promise<Result> {
  const { launches, bursts } = quick ? { launches: 1, bursts: 8 } : { launches: 5, bursts: 24 }
  const runs: ReadonlyMap<Mode, readonly Burst[]>[] = []
  for (let launch = 1; launch <= launches; launch++) {
    progress.show(`reports/${shape.name} ${launch}/${launches}`)
    runs.push(await race(shape, bursts))
  }
  const costs = (run: ReadonlyMap<Mode, readonly Burst[]>, mode: Mode): readonly number[] =>
    (run.get(mode) ?? []).map(({ cost }) => cost)
  const ratios = runs.map((run) => {
    const baseline = costs(run, 'discard')
    const pairs = costs(run, 'collector').map((cost, index) => ({
      candidate: cost,
      baseline: baseline[index] ?? Number.NaN,
    }))
    return groupedRatio(pairs, GROUP_SIZE)
  })
  const middle = (mode: Mode, what: keyof Burst): number =>
    median(runs.map((run) => median((run.get(mode) ?? []).map((burst) => burst[what]))))
  return {
    suite: 'reports',
    name: `reports/${shape.name}`,
    candidate: 'collector',
    baseline: 'discard',
    launches,
    ratio: spread(ratios),
    nanoseconds: { candidate: middle('collector', 'cost'), baseline: middle('discard', 'cost') },
    perSecond: { candidate: middle('collector', 'perSecond'), baseline: middle('discard', 'perSecond') },
  }
}

/** Both servers at once, in bursts in random order; only one of them is under load at a time. */
async function race(shape: Shape, bursts: number): Promise<ReadonlyMap<Mode, readonly Burst[]>> {
  const servers: ReportServer[] = []
  try {
    for (const mode of MODES) servers.push(await launch(mode))
    for (const server of servers) {
      for (const warm of SHAPES) await burst(server, warm, WARM_UP)
    }
    const costs = new Map<Mode, Burst[]>(MODES.map((mode) => [mode, []]))
    for (let round = 0; round < bursts; round++) {
      for (const server of shuffle(servers))
        costs.get(server.mode)?.push(await burst(server, shape, Math.ceil(BURST / Math.sqrt(shape.reports))))
    }
    for (const server of servers) if (server.mode === 'collector') await expectWhole(server)
    return costs
  } finally {
    await Promise.all(servers.map((server) => server.stop()))
  }
}

async function burst(server: ReportServer, shape: Shape, requests: number): Promise<Burst> {
  const before = server.cpuTime()
  const seconds = await server.load.send(requests, (number) => requestText(shape, number))
  const reports = requests * shape.reports
  return { cost: (server.cpuTime() - before) / reports, perSecond: reports / seconds }
}

/** What is fast because it does nothing would show here: every report was read, checked and counted, and is in the store. */
export async function expectWhole(server: ReportServer): Promise<State> {
  const state = await server.state()
  const { received, consistent, stored } = state
  if (received !== consistent || received !== stored || received === 0) {
    throw new Error(`Of ${received} reports, ${consistent} are consistent and ${stored} are stored.`)
  }
  return state
}

export async function launch(mode: Mode): Promise<ReportServer> {
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-reports-'))
  const program = fork(child, [mode, join(folder, 'reports.db')])
  const load = await createLoad(Number(await messageOf(program)))
  return {
    mode,
    load,
    cpuTime: () => readCpuTime(program.pid ?? 0),
    async state() {
      program.send('state')
      return readState(await messageOf(program))
    },
    async stop() {
      load.close()
      if (program.exitCode === null) {
        program.disconnect()
        await once(program, 'exit')
      }
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function messageOf(program: ChildProcess): Promise<unknown> {
  const done = new AbortController()
  const { signal } = done
  try {
    const exited = once(program, 'exit', { signal })
    const [message]: unknown[] = await Promise.race([
      once(program, 'message', { signal }),
      exited.then(([code]) => Promise.reject(new Error(`The server exited with ${code}.`))),
    ])
    return message
  } finally {
    done.abort()
  }
}

function readState(message: unknown): State {
  const read = (name: keyof State): number =>
    Number(typeof message === 'object' && message !== null ? Reflect.get(message, name) : Number.NaN)
  return {
    rss: read('rss'),
    heapUsed: read('heapUsed'),
    storage: read('storage'),
    received: read('received'),
    consistent: read('consistent'),
    stored: read('stored'),
    groups: read('groups'),
  }
}
