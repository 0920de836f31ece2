import fc from 'fast-check'
import { expect } from 'vitest'
import type { FoldedGroup, ServedPolicy } from '../group.ts'
import type { ReportQuery, ReportStore, WriteBatch } from '../store.ts'
import { bruteForce, folded, HOUR, START } from './store-model.test-kit.ts'

// Few of each, so that batches meet in groups, hours and days.
const SITES = ['shop', 'blog'] as const
const POLICIES = ['00000000000000aa', '00000000000000bb'] as const
const DIRECTIVES = ['img-src', 'script-src-elem', "'; --\u0000\ud800"] as const
const BROWSERS = ['chromium', 'firefox', 'webkit'] as const
const STANDINGS = ['consistent', 'foreign'] as const
const NOISES = [null, { rule: 'extension', confidence: 'sure' }, { rule: 'antivirus', confidence: 'likely' }] as const
const HOURS = 60

const clients = fc.uniqueArray(
  fc.nat(90).map((index) => `client-${index}`),
  { maxLength: 64, size: 'max' },
)

const group: fc.Arbitrary<FoldedGroup> = fc
  .record({
    site: fc.constantFrom(...SITES),
    policy: fc.constantFrom(...POLICIES),
    directive: fc.constantFrom(...DIRECTIVES),
    browser: fc.constantFrom(...BROWSERS),
    standing: fc.constantFrom(...STANDINGS),
    noise: fc.constantFrom(...NOISES),
    hour: fc.nat(HOURS).map((hour) => START + hour),
    count: fc.integer({ min: 1, max: 1_000_000 }),
    minutes: fc.tuple(fc.nat(59), fc.nat(59)),
    clients,
    vouched: clients,
  })
  .map(({ minutes, ...parts }) => {
    const [first = 0, last = 0] = minutes.map((minute) => parts.hour * HOUR + minute * 60_000)
    return folded({ ...parts, first: Math.min(first, last), last: Math.max(first, last) })
  })

const policy: fc.Arbitrary<ServedPolicy> = fc.record({
  site: fc.constantFrom(...SITES),
  id: fc.constantFrom(...POLICIES),
  text: fc.constant("default-src 'none'"),
  from: fc.nat(HOURS).map((hour) => (START + hour) * HOUR),
  to: fc.nat(HOURS).map((hour) => (START + hour) * HOUR),
})

const query: fc.Arbitrary<ReportQuery> = fc.record(
  {
    site: fc.constantFrom(...SITES),
    policy: fc.constantFrom(...POLICIES),
    directive: fc.constantFrom(...DIRECTIVES),
    browser: fc.constantFrom(...BROWSERS),
    standing: fc.constantFrom(...STANDINGS),
    noise: fc.boolean(),
    from: fc.integer({ min: -1, max: HOURS + 1 }).map((hour) => (START + hour) * HOUR),
    to: fc.integer({ min: -1, max: HOURS * 60 }).map((minute) => START * HOUR + minute * 60_000),
    limit: fc.nat(5),
  },
  { requiredKeys: [] },
)

interface Story {
  readonly batches: readonly WriteBatch[]
  /** The batches in the order in which they are written: some of them repeatedly. */
  readonly order: readonly number[]
  readonly queries: readonly ReportQuery[]
}

/** Reports, split into batches anyhow and written in any order, several times too. */
const story: fc.Arbitrary<Story> = fc
  .record({
    contents: fc.array(fc.tuple(fc.array(group, { maxLength: 8 }), fc.array(policy, { maxLength: 2 })), {
      minLength: 1,
      maxLength: 8,
    }),
    again: fc.array(fc.nat(7), { maxLength: 8 }),
    shuffle: fc.array(fc.nat(), { minLength: 16, maxLength: 16 }),
    queries: fc.array(query, { minLength: 1, maxLength: 4 }),
  })
  .map(({ contents, again, shuffle, queries }) => {
    const batches = contents.map(([groups, policies], index) => ({ id: `batch-${index}`, groups, policies }))
    const written = [...batches.keys(), ...again.filter((index) => index < batches.length)]
    const order = written
      .map((index, position) => ({ index, rank: shuffle[position] ?? 0 }))
      .sort((one, other) => one.rank - other.rank)
      .map(({ index }) => index)
    return { batches, order, queries: [{}, ...queries] }
  })

/** Every store gives the answers of a brute-force count, whatever the order and the split, and whatever is written again. */
export async function expectBruteForce(make: () => Promise<ReportStore>, usual: number, most: number): Promise<void> {
  const asked = Number(process.env.SALLYPORT_RUNS ?? usual)
  await fc.assert(
    fc.asyncProperty(story, async ({ batches, order, queries }) => {
      const store = await make()
      try {
        const written = order.map((index) => batches[index]).filter((batch) => batch !== undefined)
        // Some at the same time, as several flushes would be.
        await Promise.all(written.slice(0, 3).map((batch) => store.write(batch)))
        for (const batch of written.slice(3)) await store.write(batch)
        for (const one of queries) expect(await store.query(one)).toEqual(bruteForce(batches, one))
      } finally {
        await store.close()
      }
    }),
    { numRuns: Math.min(asked, most) },
  )
}
