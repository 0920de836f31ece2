import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fingerprintOf } from '../fingerprint.ts'
import type { Group } from '../group.ts'
import { groupOf } from '../learn/groups.test-kit.ts'
import type { StoredGroup } from '../store.ts'
import { countGroups, countsOf, seriesOf } from './count.ts'
import { FACETS, type PageQuery, readPageQuery, STANDINGS } from './page-query.ts'

const RUNS = Number(process.env.SALLYPORT_RUNS ?? 300)

function storedOf(told: Partial<Group>, hours: StoredGroup['hours'] = [[100, 1]]): StoredGroup {
  const group = groupOf(told)
  const count = hours.reduce((sum, [, each]) => sum + each, 0)
  return { ...group, fingerprint: fingerprintOf(group), count, hours, first: 0, last: 0, clients: 1, vouched: 0 }
}

function queryOf(text: string): PageQuery {
  const query = readPageQuery(new URLSearchParams(text))
  if (typeof query === 'string') throw new Error(query)
  return query
}

const groups: fc.Arbitrary<readonly StoredGroup[]> = fc.uniqueArray(
  fc
    .record({
      site: fc.constantFrom('shop', 'account'),
      directive: fc.constantFrom('img-src', 'font-src', 'script-src'),
      blocked: fc.constantFrom('inline', 'https://a.example', ''),
      page: fc.constantFrom('https://shop.example/', 'https://shop.example/b'),
      browser: fc.constantFrom('chromium' as const, 'firefox' as const),
      disposition: fc.constantFrom('enforce' as const, 'report' as const),
      standing: fc.constantFrom(...STANDINGS),
      noise: fc.constantFrom(null, { rule: 'r', confidence: 'sure' as const }),
      count: fc.integer({ min: 1, max: 1_000 }),
    })
    .map(({ count, ...told }) => storedOf(told, [[100, count]])),
  { selector: ({ fingerprint }) => fingerprint },
)
const filters = fc
  .record(
    {
      site: fc.constantFrom('shop', 'account', 'gone'),
      directive: fc.constantFrom('img-src', 'font-src'),
      blocked: fc.constantFrom('inline', ''),
      browser: fc.constantFrom('chromium', 'firefox'),
      disposition: fc.constantFrom('enforce', 'report'),
      standing: fc.constantFrom(...STANDINGS),
      noise: fc.constantFrom('hide', 'show'),
    },
    { requiredKeys: [] },
  )
  .map((told) => queryOf(new URLSearchParams(Object.entries(told)).toString()))

test('every number of a filter is what choosing it shows', () => {
  fc.assert(
    fc.property(groups, filters, (all, query) => {
      const counted = countGroups(all, query)
      for (const facet of FACETS) {
        for (const { value, reports } of counted.facets[facet]) {
          const chosen = { ...query, [facet]: value }
          expect(countGroups(all, chosen).matched.reports).toBe(reports)
        }
      }
      for (const standing of STANDINGS) {
        expect(countGroups(all, { ...query, standing }).matched).toEqual(counted.standings[standing])
      }
      const shown = countGroups(all, { ...query, noise: 'show' }).matched
      const hidden = countGroups(all, { ...query, noise: 'hide' }).matched
      expect(counted.noise).toEqual({ groups: shown.groups - hidden.groups, reports: shown.reports - hidden.reports })
      expect(counted.matched.reports).toBe(counted.groups.reduce((sum, { count }) => sum + count, 0))
    }),
    { numRuns: RUNS },
  )
})

test('what is filtered by stays among the values when nothing of it is left', () => {
  expect(countGroups([storedOf({})], queryOf('blocked=https%3A%2F%2Fgone.example')).facets.blocked).toEqual([
    { value: 'https://cdn.example', reports: 1 },
    { value: 'https://gone.example', reports: 0 },
  ])
})

test('parts of time take whole hours, and a clock that runs ahead counts as now', () => {
  const group = storedOf({}, [
    [99, 7],
    [100, 1],
    [105, 2],
    [106, 4],
    [111, 8],
    [112, 16],
    [200, 32],
  ])
  const buckets = { first: 100, hours: 6, length: 2 }
  // Hour 99 is before the first part.
  expect(countsOf(group, buckets)).toEqual([3, 60])
})

test('the ninth directive and those after it are counted together', () => {
  const directives = Array.from({ length: 11 }, (_, index) =>
    storedOf({ directive: `x-${index}` }, [[100, 20 - index]]),
  )
  const series = seriesOf(directives, { first: 100, hours: 1, length: 1 })
  expect(series).toHaveLength(9)
  expect(series.slice(0, 2)).toEqual([
    { directive: 'x-0', counts: [20] },
    { directive: 'x-1', counts: [19] },
  ])
  expect(series.at(-1)).toEqual({ directive: '', counts: [12 + 11 + 10] })
})
