import { policyId } from '@sallyport/core/report'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { foldedOf, HOUR, NOW, servedOf, storeOf } from './groups.test-kit.ts'
import { groups, policies } from './groups-arbitrary.test-kit.ts'
import { type ReplayedGroup, replay } from './replay.ts'

const RUNS = Math.min(Number(process.env.SALLYPORT_RUNS ?? 300), 2000)

const CANDIDATE = "default-src 'self'; script-src 'nonce' 'strict-dynamic'; img-src 'self' https://cdn.example"

const counted = fc
  .record({
    group: groups,
    policy: policies,
    standing: fc.constantFrom('consistent', 'consistent', 'inconsistent', 'foreign', 'unknown-policy'),
    noise: fc.constantFrom(
      null,
      null,
      { rule: 'a', confidence: 'sure' } as const,
      {
        rule: 'b',
        confidence: 'likely',
      } as const,
    ),
    vouched: fc.constantFrom([], ['ann']),
    ago: fc.integer({ min: 1, max: 500 }).map((hours) => hours * HOUR),
    count: fc.integer({ min: 1, max: 9 }),
  })
  .map(({ group, policy, ...told }) => ({
    text: policy,
    folded: foldedOf({ ...group, ...told, policy: policyId(policy) }),
  }))

function countOf(replayed: readonly ReplayedGroup[]): number {
  return replayed.reduce((sum, { count }) => sum + count, 0)
}

test('every report is counted once, and nothing is ready that would break or was never observed', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(counted, { maxLength: 12 }), fc.boolean(), async (all, vouchedOnly) => {
      const groups = all.map(({ folded }) => folded)
      const store = await storeOf(
        groups,
        all.map(({ text }) => servedOf(text)),
      )
      const result = await replay(CANDIDATE, store, { now: NOW, vouchedOnly })
      const { wouldBreak, mightBreak, wouldAllow, coverage, quiet, ready } = result
      const { noiseIgnored, standingsIgnored, unvouchedIgnored } = coverage
      const seen = countOf(wouldBreak) + countOf(mightBreak) + countOf(wouldAllow)
      expect(seen + noiseIgnored + standingsIgnored + unvouchedIgnored).toBe(
        groups.reduce((sum, { count }) => sum + count, 0),
      )
      const isRecent = ({ last }: ReplayedGroup) => last > NOW - quiet.need * HOUR
      if (ready) expect([...wouldBreak, ...mightBreak].some(isRecent)).toBe(false)
      if (ready) expect(coverage.recentReports).toBeGreaterThan(0)
      expect(await replay(CANDIDATE, store, { now: NOW, vouchedOnly })).toEqual(result)
    }),
    { numRuns: RUNS },
  )
})
