import { type CspMigration, fromHelmet, type HelmetLibrary } from '@sallyport/core/csp'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { HELMET_OPTIONS, HELMET_POLICY } from './arbitrary.ts'
import { compareMeanings } from './compare.ts'
import { askFastifyHelmet, askHelmet, askKoaHelmet } from './libraries.ts'

const PATIENCE = 60_000

/** What JavaScript callers may hand over. */
const untyped: { fromHelmet(options: unknown, settings?: { from: HelmetLibrary }): CspMigration } = { fromHelmet }

test.each<[title: string, arbitrary: fc.Arbitrary<unknown>, isPolicyAlone: boolean]>([
  ['contentSecurityPolicy()', HELMET_POLICY, true],
  ['helmet()', HELMET_OPTIONS, false],
])(
  'the translation allows what the policy that %s sends allows, and no more; what it refuses has none',
  (_title, arbitrary, isPolicyAlone) => {
    let equal = 0
    fc.assert(
      fc.property(arbitrary, (options) => {
        if (compareMeanings(askHelmet(options, isPolicyAlone), untyped.fromHelmet(options)) === 'equal') equal++
      }),
      { numRuns: 800 },
    )
    expect(equal).toBeGreaterThan(200)
  },
  PATIENCE,
)

test(
  'the same goes for koa-helmet',
  async () => {
    await fc.assert(
      fc.asyncProperty(HELMET_OPTIONS, async (options) => {
        compareMeanings(await askKoaHelmet(options), untyped.fromHelmet(options, { from: 'koa-helmet' }))
      }),
      { numRuns: 200 },
    )
  },
  PATIENCE,
)

test(
  'the same goes for @fastify/helmet, with its nonces and without',
  async () => {
    const arbitrary = fc.tuple(HELMET_OPTIONS, fc.constantFrom(true, true, true, false, undefined))
    let equal = 0
    await fc.assert(
      fc.asyncProperty(arbitrary, async ([given, enableCSPNonces]) => {
        const options = { ...given, enableCSPNonces }
        const before = await askFastifyHelmet(options)
        if (compareMeanings(before, untyped.fromHelmet(options, { from: '@fastify/helmet' })) === 'equal') equal++
      }),
      { numRuns: 300 },
    )
    expect(equal).toBeGreaterThan(100)
  },
  PATIENCE,
)
