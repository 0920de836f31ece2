import fc from 'fast-check'
import { expect, test } from 'vitest'
import { runs } from '../property.test-kit.ts'
import { normalisePath } from './path.ts'

test('is its own normal form, and agrees with the URL parser on where the path leads', () => {
  const piece = fc.constantFrom('a', 'b', '.', '..', '/', '%2e', '%41', '%2f', '%20', '?', '-', '')
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 10 }), (pieces) => {
      const target = `/${pieces.join('')}`
      const normal = normalisePath(target)
      if (normal === undefined) return
      expect(normalisePath(normal)).toBe(normal)
      expect(new URL(`http://host${normal}`).pathname).toBe(normal)
    }),
    { numRuns: runs(3000) },
  )
})
