import { type CspMigration, fromNosecone } from '@sallyport/core/csp'
import fc from 'fast-check'
import { CONTENT_SECURITY_POLICY_DIRECTIVES } from 'nosecone'
import { expect, test } from 'vitest'
import { NOSECONE_OPTIONS, NOSECONE_POLICY } from './arbitrary.ts'
import { compareMeanings } from './compare.ts'
import { askNosecone, askNoseconeNext, askSallyport } from './libraries.ts'

const PATIENCE = 60_000

/** What JavaScript callers may hand over. */
const untyped: {
  fromNosecone(options: unknown, settings?: { from: 'nosecone' | '@nosecone/next' }): CspMigration
} = { fromNosecone }

test.each<[title: string, arbitrary: fc.Arbitrary<unknown>, isPolicyAlone: boolean]>([
  ['createContentSecurityPolicy()', NOSECONE_POLICY, true],
  ['nosecone()', NOSECONE_OPTIONS, false],
])(
  'the translation allows what the policy that %s sends allows, and no more; what it refuses has none',
  async (_title, arbitrary, isPolicyAlone) => {
    let equal = 0
    await fc.assert(
      fc.asyncProperty(arbitrary, async (options) => {
        const before = await askNosecone(options, isPolicyAlone)
        if (compareMeanings(before, untyped.fromNosecone(options)) === 'equal') equal++
      }),
      { numRuns: 800 },
    )
    expect(equal).toBeGreaterThan(200)
  },
  PATIENCE,
)

test('the same goes for the middleware of @nosecone/next, which has other defaults', async () => {
  const migration = fromNosecone(undefined, { from: '@nosecone/next' })
  expect(compareMeanings(await askNoseconeNext(undefined), migration)).toBe('equal')
  expect(JSON.stringify(migration.csp)).toContain('"\'nonce\'"')
  expect(compareMeanings(await askNoseconeNext({}), fromNosecone({}, { from: '@nosecone/next' }))).toBe('equal')
})

test('every directive that nosecone knows is known here', () => {
  for (const [key, name] of CONTENT_SECURITY_POLICY_DIRECTIVES) {
    const { findings } = untyped.fromNosecone({ directives: { [key]: ["'self'"] } })
    expect(
      findings.filter(({ code }) => code === 'unknown-directive'),
      name,
    ).toEqual([])
  }
  expect(askSallyport(untyped.fromNosecone({ directives: { webrtc: ["'block'"] } }))).toBeNull()
})
