import { diff } from '@sallyport/core/csp'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { FoldedGroup } from '../group.ts'
import { DAY, foldedOf, HOUR, NOW, POLICY, storeOf } from './groups.test-kit.ts'
import { groups } from './groups-arbitrary.test-kit.ts'
import { type Learned, learn } from './learn.ts'

const RUNS = Math.min(Number(process.env.SALLYPORT_RUNS ?? 100), 500)

const clients = fc.uniqueArray(fc.constantFrom(...'abcdefgh'), { maxLength: 8 })
const ago = fc.integer({ min: 1, max: 100 }).map((hours) => hours * HOUR)

const folded: fc.Arbitrary<FoldedGroup> = fc
  .record({ group: groups, clients, vouched: clients, ago, count: fc.integer({ min: 1, max: 1000 }) })
  .map(({ group, ...told }) => foldedOf({ ...group, policy: foldedOf().policy, ...told }))

/** Groups, most of them seen on the day before as well. */
const counted: fc.Arbitrary<readonly FoldedGroup[]> = fc
  .array(fc.tuple(folded, fc.integer({ min: 0, max: 3 })), { maxLength: 12 })
  .map((all) =>
    all.flatMap(([group, chance]) =>
      chance === 0 ? [group] : [group, foldedOf({ ...group, ago: NOW - group.last + DAY })],
    ),
  )

/** What must not count: of clients nobody vouches for, of other standings, and noise. */
const forged: fc.Arbitrary<FoldedGroup> = fc
  .tuple(
    folded,
    fc.constantFrom<Partial<FoldedGroup>>(
      { vouched: [] },
      { vouched: [], page: 'https://shop.example/forged' },
      { standing: 'unknown-policy' },
      { standing: 'inconsistent' },
      { standing: 'foreign' },
      { noise: { rule: 'extension', confidence: 'sure' } },
      { noise: { rule: 'proxy', confidence: 'likely' } },
      { site: 'other' },
    ),
  )
  .map(([group, told]) => foldedOf({ ...group, ...told, ago: NOW - group.last }))

async function learnFrom(all: readonly FoldedGroup[]): Promise<Learned> {
  return learn(await storeOf(all), { policy: POLICY, now: NOW, minClients: 2 })
}

/** But for the reports that were counted in the same groups, whoever sent them. */
function decisionsOf({ proposals, policy, advice }: Learned) {
  const bare = <Part extends { evidence: Learned['proposals'][number]['evidence'] }>({ evidence, ...rest }: Part) => {
    const { count: _, hours: __, ...others } = evidence
    return { ...rest, evidence: others }
  }
  return {
    policy,
    proposals: proposals.map(bare),
    advice: advice.map(({ obstacle, text, evidence }) => bare({ obstacle, text, evidence })),
  }
}

test('what is forged, inconsistent or noise changes nothing that is proposed', async () => {
  await fc.assert(
    fc.asyncProperty(counted, fc.array(forged, { maxLength: 20 }), async (real, added) => {
      expect(decisionsOf(await learnFrom([...real, ...added]))).toEqual(decisionsOf(await learnFrom(real)))
    }),
    { numRuns: RUNS },
  )
})

test('the order of what was counted means nothing', async () => {
  await fc.assert(
    fc.asyncProperty(counted, async (all) => {
      expect(await learnFrom(all.toReversed())).toEqual(await learnFrom(all))
    }),
    { numRuns: RUNS },
  )
})

test('the policy allows what is proposed and nothing else that it blocked', async () => {
  let proposed = 0
  await fc.assert(
    fc.asyncProperty(counted, async (all) => {
      const { policy, proposals } = await learnFrom(all)
      proposed += proposals.length
      const sources = proposals.map(({ source }) => source)
      for (const source of sources) expect(source).toMatch(/^(?:'self'|(?:https?|wss):\/\/[a-z0-9.:-]+)$/)
      for (const { kind, source } of diff(POLICY, policy)) {
        if (kind === 'loosened' || kind === 'unproven') expect(sources).toContain(source?.text)
      }
      for (const { changes } of proposals) expect(changes.some(({ kind }) => kind === 'loosened')).toBe(true)
    }),
    { numRuns: RUNS },
  )
  expect(proposed).toBeGreaterThan(0)
})
