import fc from 'fast-check'
import { afterEach, expect, test, vi } from 'vitest'
import { outcomesOf, type TestCollector, testCollector } from './collector.test-kit.ts'
import { hostileBody, requestOf } from './hostile.test-kit.ts'

const BODIES = Math.min(Math.max(Number(process.env.SALLYPORT_RUNS ?? 0), 10_000), 200_000)
// A busy machine takes its time; what is waited for is the end.
const TIME = BODIES * 24
const LIMITS = { waitingGroups: 300, newGroups: 500, newGroupsPerClient: 50, reportsPerClient: 5_000 }

afterEach(() => vi.restoreAllMocks())

test(
  `${BODIES} hostile bodies: an answer to each, each report counted once, and nothing grows beyond its bounds`,
  async () => {
    const onReport = vi.fn()
    const tested = testCollector({
      limits: LIMITS,
      development: true,
      onReport,
      vouch: (request) => request.headers.get('cookie') ?? undefined,
    })
    let bodies = 0
    const problems: string[] = []
    await fc.assert(
      fc.asyncProperty(hostileBody, async (hostile) => {
        bodies++
        // A store that comes and goes.
        tested.store.answer = bodies % 1_000 < 500 ? 'ok' : 'fails'
        const { status } = await tested.collector(requestOf(hostile), { address: hostile.address })
        if (![204, 400, 413, 415].includes(status)) problems.push(`${status}`)
        if (bodies % 100 === 0) {
          await tested.collector.flush()
          expectBounds(tested)
        }
      }),
      { numRuns: BODIES, endOnFailure: true },
    )
    expect(problems).toEqual([])
    expect(bodies).toBeGreaterThanOrEqual(BODIES)
    const health = tested.collector.health()
    expect(health.received).toBe(outcomesOf(tested))
    // Each kind of end was met.
    for (const count of [health.malformed, health.overBudget, health.consistent, health.hashes, health.otherTypes]) {
      expect(count).toBeGreaterThan(0)
    }
    expect(health.refused).toMatchObject({ 400: expect.any(Number), 415: expect.any(Number) })
    tested.store.answer = 'ok'
    await tested.collector.close()
    const stored = tested.store.groups.reduce((sum, { count }) => sum + count, 0)
    const { consistent, foreign, unknownPolicy, inconsistent, lost } = tested.collector.health()
    expect(stored + lost).toBe(consistent + foreign + unknownPolicy + inconsistent)
  },
  TIME,
)

function expectBounds({ receiver, collector }: TestCollector): void {
  const { known, families, open } = receiver.fold.sizes
  expect(known).toBeLessThanOrEqual(LIMITS.waitingGroups)
  expect(families).toBeLessThanOrEqual(LIMITS.waitingGroups)
  expect(open).toBeLessThanOrEqual(LIMITS.waitingGroups)
  expect(collector.health().groupsWaiting).toBeLessThanOrEqual(LIMITS.waitingGroups)
  expect(receiver.flusher.sizes.policies).toBeLessThanOrEqual(1)
  expect(collector.recent().length).toBeLessThanOrEqual(200)
}
