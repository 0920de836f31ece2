import fc from 'fast-check'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { FoldedGroup } from '../group.ts'
import { type FakeStore, reportOf, type TestCollector, testCollector } from './collector.test-kit.ts'

const RUNS = Math.min(Number(process.env.SALLYPORT_RUNS ?? 200), 20_000)
const START = Date.UTC(2026, 10, 26, 22)
const HOUR = 3_600_000

beforeEach(() => vi.useFakeTimers({ now: START }))
afterEach(() => vi.useRealTimers())

interface Post {
  readonly kind: 'post'
  /** Pages and blocked origins by number, so that they meet again. */
  readonly reports: readonly { readonly blocked: number; readonly page: number }[]
  readonly client: number
  /** Hours from the start. */
  readonly hour: number
}

type Step = Post | { readonly kind: 'flush' } | { readonly kind: 'store'; readonly answer: FakeStore['answer'] }

const report = fc.record({ blocked: fc.nat({ max: 5 }), page: fc.nat({ max: 3 }) })
const post: fc.Arbitrary<Post> = fc.record({
  kind: fc.constant('post'),
  reports: fc.array(report, { minLength: 1, maxLength: 12 }),
  client: fc.nat({ max: 9 }),
  // Past midnight.
  hour: fc.nat({ max: 4 }),
})
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: post },
  { weight: 2, arbitrary: fc.constant<Step>({ kind: 'flush' }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('ok', 'fails', 'forgets').map((answer): Step => ({ kind: 'store', answer })),
  },
)

async function take(tested: TestCollector, one: Step): Promise<void> {
  if (one.kind === 'flush') await tested.collector.flush()
  else if (one.kind === 'store') tested.store.answer = one.answer
  else {
    vi.setSystemTime(START + one.hour * HOUR)
    const reports = one.reports.map(({ blocked, page }) =>
      reportOf(`https://b${blocked}.example`, { page: pageOf(page) }),
    )
    await tested.post(`[${reports.join(',')}]`, { address: `10.0.0.${one.client}` })
  }
}

function pageOf(page: number): string {
  return `https://shop.example/p${page}`
}

/** Counts and clients by group and hour, counted one by one. */
function bruteForce(steps: readonly Step[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const one of steps) {
    if (one.kind !== 'post') continue
    for (const { blocked, page } of one.reports) {
      const key = `https://b${blocked}.example ${pageOf(page)} ${Math.floor(START / HOUR) + one.hour}`
      counts[key] = (counts[key] ?? 0) + 1
    }
  }
  return counts
}

function stored(groups: readonly FoldedGroup[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const { blocked, page, hour, count } of groups) {
    const key = `${blocked} ${page} ${hour}`
    counts[key] = (counts[key] ?? 0) + count
  }
  return counts
}

test('what a store has is what was posted, whatever the order, and however often the store was down or forgot', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      const tested = testCollector({ flushInterval: HOUR })
      for (const one of steps) await take(tested, one)
      tested.store.answer = 'ok'
      await tested.collector.flush()
      expect(stored(tested.store.groups)).toEqual(bruteForce(steps))
      expect(tested.collector.health()).toMatchObject({ groupsWaiting: 0, lost: 0 })
    }),
    { numRuns: RUNS },
  )
})

test('clients are those that sent, by group and day', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      const tested = testCollector({ flushInterval: HOUR })
      const sent = new Set<string>()
      for (const one of steps) {
        await take(tested, one)
        if (one.kind !== 'post') continue
        const day = Math.floor((START / HOUR + one.hour) / 24)
        for (const { blocked, page } of one.reports)
          sent.add(`https://b${blocked}.example ${pageOf(page)} ${day} ${one.client}`)
      }
      tested.store.answer = 'ok'
      await tested.collector.flush()
      const seen = tested.store.groups.flatMap(({ blocked, page, hour, clients }) =>
        clients.map((client) => `${blocked} ${page} ${Math.floor(hour / 24)} ${client}`),
      )
      expect(new Set(seen).size).toBe(sent.size)
    }),
    { numRuns: RUNS },
  )
})

test('where there is no room, what is stored and what is lost are what was posted', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { maxLength: 60 }),
      fc.integer({ min: 1, max: 12 }),
      async (steps, waitingGroups) => {
        const tested = testCollector({ flushInterval: HOUR, limits: { waitingGroups } })
        for (const one of steps) {
          await take(tested, one)
          expect(tested.collector.health().groupsWaiting).toBeLessThanOrEqual(waitingGroups)
        }
        tested.store.answer = 'ok'
        await tested.collector.flush()
        const { received, consistent, overBudget, lost } = tested.collector.health()
        const sum = tested.store.groups.reduce((total, { count }) => total + count, 0)
        expect(received).toBe(consistent + overBudget)
        expect(sum + lost).toBe(consistent)
      },
    ),
    { numRuns: RUNS },
  )
})
