import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { pathExpression } from './path-expression.ts'

const MUCH = 100_000

const rows: readonly (readonly [title: string, paths: readonly string[], source: string])[] = [
  ['nothing', [], ''],
  ['one path', ['/about'], String.raw`\/about`],
  ['a path within another', ['/a', '/a/b'], String.raw`\/a(?:\/b)?`],
  ['the same beginning', ['/a/b1', '/a/b2'], String.raw`\/a\/b(?:1|2)`],
  ['the same path twice', ['/a', '/a'], String.raw`\/a`],
  ['dots', ['/v1.2'], String.raw`\/v1\.2`],
]

describe('an expression of paths', () => {
  test.each(rows)('%s', (_title, paths, source) => {
    expect(pathExpression(paths, MUCH)).toEqual({ source, count: paths.length })
  })

  test('takes the shortest first, and no more than have a place', () => {
    expect(pathExpression(['/long/path', '/', '/a'], 22)).toEqual({ source: String.raw`\/(?:a)?`, count: 2 })
  })

  test('is matched by its paths and by no other, and not longer than it may be', () => {
    const path = fc.array(fc.constantFrom('a', 'b', '/', '.', '-', '~')).map((parts) => `/${parts.join('')}`)
    fc.assert(
      fc.property(fc.uniqueArray(path), fc.array(path), fc.nat({ max: 200 }), (paths, others, longest) => {
        const { source, count } = pathExpression(paths, longest)
        expect(source.length).toBeLessThanOrEqual(longest)
        const expression = new RegExp(`^(?:${source})$`)
        const matching = paths.filter((one) => expression.test(one))
        expect(matching).toHaveLength(count)
        expect(others.filter((one) => expression.test(one) && !matching.includes(one))).toEqual([])
      }),
    )
  })
})
