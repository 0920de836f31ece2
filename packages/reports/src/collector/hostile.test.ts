import fc from 'fast-check'
import { afterEach, expect, test, vi } from 'vitest'
import { createJudge } from '../judge/judge.ts'
import { outcomesOf, type TestCollector, testCollector } from './collector.test-kit.ts'
import { intakeOf } from './collector.ts'
import { hostileBody, requestOf, SERVED } from './hostile.test-kit.ts'

const BODIES = Math.min(Math.max(Number(process.env.SALLYPORT_RUNS ?? 0), 10_000), 200_000)
// A busy machine takes its time; what is waited for is the end.
const TIME = BODIES * 24
const LIMITS = { waitingGroups: 300, newGroups: 500, newGroupsPerClient: 50, reportsPerClient: 5_000 }

afterEach(() => vi.restoreAllMocks())

test(
  `${BODIES} hostile bodies: an answer to each, each report counted once, and nothing grows beyond its bounds`,
  async () => {
    const onReport = vi.fn()
    const judge = createJudge({ policies: SERVED, origins: ['https://shop.example'] })
    const vouch = (request: Request): string | undefined => request.headers.get('cookie') ?? undefined
    const tested = testCollector({ limits: LIMITS, development: true, onReport, vouch }, intakeOf(judge))
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
    const { refused, groupsWaiting: _, lost: _lost, sinkErrors, ...outcomes } = health
    expect(Object.entries(outcomes).filter(([, count]) => count === 0)).toEqual([])
    expect(refused).toMatchObject({ 400: expect.any(Number), 415: expect.any(Number) })
    expect(sinkErrors).toBeGreaterThan(0)
    expect(tested.problems.filter(({ code }) => code === 'callback-failed')).toEqual([])
    tested.store.answer = 'ok'
    await tested.collector.close()
    for (const { directive, blocked, page } of tested.store.groups)
      expect([directive, blocked, page].filter(hidesSomething)).toEqual([])
    const stored = tested.store.groups.reduce((sum, { count }) => sum + count, 0)
    const { consistent, foreign, unknownPolicy, inconsistent, lost } = tested.collector.health()
    expect(stored + lost).toBe(consistent + foreign + unknownPolicy + inconsistent)
  },
  TIME,
)

/** Half a character, or a control character, which could turn what stands beside it around, or end a line. */
function hidesSomething(text: string): boolean {
  const isHalf = new TextDecoder().decode(new TextEncoder().encode(text)) !== text
  return isHalf || Array.from(text).some((letter) => letter < ' ' || (letter >= '\u007f' && letter < '\u00a0'))
}

function expectBounds({ receiver, collector }: TestCollector): void {
  const { known, families, open } = receiver.fold.sizes
  expect(known).toBeLessThanOrEqual(LIMITS.waitingGroups)
  expect(families).toBeLessThanOrEqual(LIMITS.waitingGroups)
  expect(open).toBeLessThanOrEqual(LIMITS.waitingGroups)
  expect(collector.health().groupsWaiting).toBeLessThanOrEqual(LIMITS.waitingGroups)
  expect(receiver.flusher.sizes.policies).toBeLessThanOrEqual(1)
  expect(collector.recent().length).toBeLessThanOrEqual(200)
}
