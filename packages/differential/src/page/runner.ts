import type { Case, Sighting } from '../case.ts'
import type { FromRunner, ToRunner } from '../control.ts'
import { frameUrl } from '../frame-url.ts'
import { runCase } from './case-run.ts'
import { runFramedCase } from './framed-run.ts'
import { createWatch, type Watch } from './watch.ts'

/** How many pages are open at a time. More make no run shorter: each of them keeps connections waiting. */
const AT_A_TIME = 5

const arrivals = new Set<string>()
const reports = new Set<string>()
const watches = new Map<string, Watch>()
const control = new WebSocket(`${location.origin.replace('http', 'ws')}/control`)
const say = (message: FromRunner): void => control.send(JSON.stringify(message))

control.addEventListener('message', ({ data }) => {
  const message: ToRunner = JSON.parse(data)
  if (message.kind === 'cases') void runAll(message.cases)
  if (message.kind === 'next') location.assign(message.url)
  if (message.kind !== 'arrival' && message.kind !== 'report') return
  const known = message.kind === 'arrival' ? arrivals : reports
  known.add(message.probe)
  watches.get(message.probe.split('-', 1)[0] ?? '')?.wake()
})

async function runAll(cases: readonly Case[]): Promise<void> {
  // Firefox prefetches only while no page loads anywhere.
  const needsQuiet = ({ probes }: Case): boolean => probes.some(({ act }) => act === 'prefetch')
  const left = cases.filter((one) => !needsQuiet(one)).values()
  const runLeft = async (those: Iterable<Case>): Promise<void> => {
    for (const one of those) say({ kind: 'sighting', sighting: await run(one) })
  }
  await Promise.all(Array.from({ length: AT_A_TIME }, () => runLeft(left)))
  await runLeft(cases.filter(needsQuiet))
  say({ kind: 'over' })
}

async function run(one: Case): Promise<Sighting> {
  const watch = createWatch()
  watches.set(one.id, watch)
  const surroundings = {
    watch,
    hasArrived: (probe: string) => arrivals.has(probe),
    listening: () => say({ kind: 'listening', id: one.id }),
  }
  try {
    if (one.ancestors === undefined) return await runCase(one, surroundings)
    const outermost = frameUrl(one, one.ancestors.length - 2)
    return await runFramedCase(one, outermost, surroundings, (probe) => reports.has(probe))
  } catch (error) {
    return { id: one.id, effects: {}, violations: watch.violations, error: String(error) }
  }
}
