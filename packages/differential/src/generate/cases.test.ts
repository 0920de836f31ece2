import { expect, test } from 'vitest'
import { actOf, isInlineName } from '../act/acts.ts'
import { isAbout } from '../attribution.ts'
import type { Probe } from '../case.ts'
import { expectedLabel } from '../judge/expected.ts'
import { pairsOf } from '../judge/pair.ts'
import { generateCase, generateCases, pairsIn } from './cases.ts'

const cases = generateCases(1, 3000)

test('a seed makes the same cases again, and another one others', () => {
  expect(generateCases(1, 300)).toEqual(generateCases(1, 300))
  expect(generateCases(2, 300)).not.toEqual(generateCases(1, 300))
})

test('a run for more pairs begins with those of a shorter one, and each case stands by itself', () => {
  const few = generateCases(1, 300)
  expect(cases.slice(0, few.length)).toEqual(few)
  expect(generateCase(1, 17)).toEqual(cases[17])
})

test('there are as many pairs as were asked for', () => {
  const pairs = cases.reduce((sum, one) => sum + pairsIn(one), 0)
  expect(pairs).toBeGreaterThanOrEqual(3000)
  expect(cases.flatMap(pairsOf)).toHaveLength(pairs)
})

test.each(['chromium', 'gecko'] as const)(
  'the %s matcher knows all that it has to, and both answers come up',
  (profile) => {
    const outcomes = cases.flatMap(pairsOf).map((pair) => expectedLabel(pair, profile).outcome)
    const count = (wanted: string): number => outcomes.filter((outcome) => outcome === wanted).length
    expect(count('unclear')).toBe(0)
    expect(count('allowed')).toBeGreaterThan(1000)
    expect(count('blocked')).toBeGreaterThan(500)
  },
)

test('every act is tried', () => {
  const tried = new Set(cases.flatMap(({ probes }) => probes.map(({ act }) => act)))
  expect(tried.size).toBe(57)
})

test('no violation could be about two probes of a page', () => {
  const ambiguous = cases.flatMap(({ probes }) =>
    probes.filter((probe) => probes.filter((other) => isAbout(violationOf(probe), other)).length !== 1),
  )
  expect(ambiguous).toEqual([])
})

/** What browsers tell when the probe is blocked, where they tell the least. */
function violationOf({ id, act: name, url = '' }: Probe): Parameters<typeof isAbout>[0] {
  const act = actOf(name)
  const common = { effectiveDirective: act.directive, disposition: 'enforce', originalPolicy: '' }
  if (act.kind === 'inline') {
    const isMarked = act.type !== 'eval' && act.type !== 'wasm-eval' && act.type !== 'navigation'
    const blockedUri = isMarked || act.type === 'navigation' ? 'inline' : act.type
    return { ...common, blockedUri, ...(isMarked && isInlineName(name) ? { probe: id } : {}) }
  }
  const scheme = url.slice(0, url.indexOf(':'))
  if (scheme === 'data' || scheme === 'blob') return { ...common, blockedUri: scheme }
  return { ...common, blockedUri: act.secretive === undefined ? url : '' }
}
