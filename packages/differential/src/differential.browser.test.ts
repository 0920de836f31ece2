import { expect, test } from 'vitest'
import { ENGINES } from './browser/engine.ts'
import { generateCases } from './generate/cases.ts'
import { compare } from './judge/compare.ts'
import { describeDisagreement } from './judge/describe.ts'
import { strayViolations } from './judge/seen.ts'
import { observe } from './observe.ts'

// A short form of `pnpm differential`, which asks Firefox too, and about a thousand pairs in each.
test('Chromium does with a hundred pairs of policies and a resource what the matcher says', async () => {
  const cases = generateCases(20, 100)
  const observation = await observe(ENGINES.chromium, process.env.CHROMIUM_PATH ?? '', cases)
  expect(compare(cases, observation, ENGINES.chromium).map(describeDisagreement)).toEqual([])
  expect(strayViolations(cases, observation)).toEqual([])
})
