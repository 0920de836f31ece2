import fc from 'fast-check'
import { expect, test } from 'vitest'
import { runs } from '../property.test-kit.ts'
import { mergeVary } from './vary.ts'

test('merging twice is merging once, and nothing that was there is lost', () => {
  const name = fc.constantFrom('accept', 'Origin', 'origin', 'X-A', 'cookie')
  const existing = fc.array(name).map((names) => names.join(', '))
  fc.assert(
    fc.property(existing, fc.uniqueArray(fc.constantFrom('origin', 'x-a', 'accept')), (before, names) => {
      const once = mergeVary(before, names)
      expect(mergeVary(once, names)).toBe(once)
      expect(once ?? '').toContain(before)
    }),
    { numRuns: runs(100) },
  )
})
