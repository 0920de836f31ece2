import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { pathExpression } from './path-expression.ts'

const MUCH = 100_000

const rows: readonly (readonly [title: string, paths: readonly string[], source: string])[] = [
  ['nothing', [], ''],
  ['one path', ['/about'], String.raw`\/about`],
  ['a path within another', ['/a', '/a/b'], String.raw`\/a(?:\/b)?`],
  ['the same beginning', ['/a/b1', '/a/b2'], String.raw`\/a\/b[12]`],
  ['numbers', numbers(1000), String.raw`\/(?:0|[1-9](?:[0-9][0-9]?)?)`],
  ['the same end', ['/a/faq', '/b/faq', '/c'], String.raw`\/(?:c|[ab]\/faq)`],
  ['characters that mean something in a class', ['/-', '/.', '/~', '//'], String.raw`\/[\--\/~]`],
  ['the same path twice', ['/a', '/a'], String.raw`\/a`],
  ['dots', ['/v1.2'], String.raw`\/v1\.2`],
]

function numbers(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `/${index}`)
}

describe('an expression of paths', () => {
  test.each(rows)('%s', (_title, paths, source) => {
    expect(pathExpression(paths, MUCH)).toEqual({ source, count: paths.length })
  })

  test('takes the shortest first, and no more than have a place', () => {
    expect(pathExpression(['/long/path', '/', '/a'], 16)).toEqual({ source: String.raw`\/a?`, count: 2 })
  })

  test('has a place for all, however many, where they go on alike', () => {
    expect(pathExpression(numbers(1000), 40).count).toBe(1000)
  })

  test('is matched by its paths and by no other, and not longer than it may be', () => {
    const path = fc.array(fc.constantFrom('a', 'b', 'c', '/', '.', '-', '_', '~')).map((parts) => `/${parts.join('')}`)
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
