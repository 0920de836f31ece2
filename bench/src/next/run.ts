import type { Options } from '../options.ts'
import { isWanted } from '../options.ts'
import type { Progress } from '../progress.ts'
import type { Result } from '../result.ts'
import { type Client, createClient } from '../server/client.ts'
import { canReadCpuTime, readCpuTime } from '../server/cpu-time.ts'
import { groupedRatio, median, shuffle, spread } from '../statistics.ts'
import { buildSite, startSite, stopSite } from './program.ts'
import { removeSites, type SiteVariant, writeSite } from './site.ts'

const VARIANTS: readonly SiteVariant[] = ['bare', 'empty-proxy', 'sallyport']
const CONNECTIONS = 8
const REQUESTS = 16
const GROUP_SIZE = 16
const WARM_UP_BURSTS = 24

/** What a static page costs a built app to serve, and what its build costs. */
export async function runNext(options: Options, progress: Progress): Promise<readonly Result[]> {
  if (!canReadCpuTime()) {
    progress.clear()
    console.error('Next.js is left out: CPU time and memory can be read on Linux only.')
    return []
  }
  try {
    return [
      ...(isWanted(options, 'next/static-page sallyport') ? await serve(options, progress) : []),
      ...(isWanted(options, 'next/build sallyport') ? await build(options, progress) : []),
    ]
  } finally {
    await removeSites()
  }
}

type Costs = ReadonlyMap<SiteVariant, readonly number[]>

async function serve({ quick }: Options, progress: Progress): Promise<readonly Result[]> {
  const { launches, bursts } = quick ? { launches: 1, bursts: 48 } : { launches: 5, bursts: 192 }
  const folders = new Map<SiteVariant, string>()
  for (const variant of VARIANTS) {
    progress.show(`next: building ${variant}`)
    const folder = await writeSite(variant, ARTICLES)
    await buildSite(folder)
    folders.set(variant, folder)
  }
  const runs: Costs[] = []
  for (let launch = 1; launch <= launches; launch++) {
    progress.show(`next/static-page ${launch}/${launches}`)
    runs.push(await race(folders, bursts))
  }
  return VARIANTS.filter((variant) => variant !== 'bare').map((variant) =>
    summarise('next/static-page', variant, runs, GROUP_SIZE),
  )
}

async function race(folders: ReadonlyMap<SiteVariant, string>, bursts: number): Promise<Costs> {
  const sites: { variant: SiteVariant; stop: () => Promise<void>; burst: () => Promise<number> }[] = []
  try {
    for (const [variant, folder] of shuffle([...folders])) {
      const { program, port } = await startSite(folder)
      const client = await createClient(port, CONNECTIONS, '</html>')
      const pid = program.pid ?? 0
      sites.push({
        variant,
        stop: async () => {
          client.close()
          await stopSite(program)
        },
        burst: () => measure(pid, client),
      })
      await expectPage(variant, client)
    }
    for (let round = 0; round < WARM_UP_BURSTS; round++) for (const site of sites) await site.burst()
    const costs = new Map<SiteVariant, number[]>(sites.map(({ variant }) => [variant, []]))
    for (let round = 0; round < bursts; round++) {
      for (const site of shuffle(sites)) costs.get(site.variant)?.push(await site.burst())
    }
    return costs
  } finally {
    await Promise.all(sites.map(({ stop }) => stop()))
  }
}

async function measure(pid: number, client: Client): Promise<number> {
  const before = readCpuTime(pid)
  await client.burst(REQUESTS)
  return (readCpuTime(pid) - before) / (CONNECTIONS * REQUESTS)
}

/** A comparison of pages that do not do what they are compared for would say nothing. */
async function expectPage(variant: SiteVariant, client: Client): Promise<void> {
  const answer = await client.sample()
  const head = answer.slice(0, answer.indexOf('\r\n\r\n')).toLowerCase()
  const hasPolicy = head.includes('\r\ncontent-security-policy: ') && head.includes("'sha256-")
  if (!answer.startsWith('HTTP/1.1 200 ') || hasPolicy !== (variant === 'sallyport')) {
    throw new Error(`next/static-page ${variant}: not the answer that is to be measured:\n${head}`)
  }
}

const ARTICLES = 1_000

async function build({ quick }: Options, progress: Progress): Promise<readonly Result[]> {
  const launches = quick ? 1 : 5
  const sides = ['bare', 'sallyport'] as const
  const times: Costs[] = []
  const memories: Costs[] = []
  for (let launch = 1; launch <= launches; launch++) {
    const time = new Map<SiteVariant, readonly number[]>()
    const memory = new Map<SiteVariant, readonly number[]>()
    for (const variant of shuffle(sides)) {
      progress.show(`next/build ${launch}/${launches}: ${variant}`)
      const built = await buildSite(await writeSite(variant, ARTICLES))
      time.set(variant, [built.seconds * 1e9])
      memory.set(variant, [built.memory])
    }
    times.push(time)
    memories.push(memory)
  }
  return [
    summarise(`next/build, ${ARTICLES} pages`, 'sallyport', times, 1),
    summarise(`next/build memory, ${ARTICLES} pages`, 'sallyport', memories, 1),
  ]
}

function summarise(name: string, candidate: SiteVariant, runs: readonly Costs[], groupSize: number): Result {
  const costsOf = (run: Costs, variant: SiteVariant): readonly number[] => run.get(variant) ?? []
  const ratios = runs.map((run) => {
    const baseline = costsOf(run, 'bare')
    const pairs = costsOf(run, candidate).map((cost, round) => ({
      candidate: cost,
      baseline: baseline[round] ?? Number.NaN,
    }))
    return groupedRatio(pairs, groupSize)
  })
  const overall = (variant: SiteVariant): number => median(runs.map((run) => median(costsOf(run, variant))))
  return {
    suite: 'next',
    name,
    candidate,
    baseline: 'bare',
    launches: runs.length,
    ratio: spread(ratios),
    nanoseconds: { candidate: overall(candidate), baseline: overall('bare') },
  }
}
