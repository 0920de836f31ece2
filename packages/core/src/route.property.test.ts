import fc from 'fast-check'
import { expect, test } from 'vitest'
import { normalisePath } from './http/path.ts'
import { runs } from './property.test-kit.ts'
import { addRoute, createRouteTree, findRoute } from './route.ts'

interface Row {
  readonly path: string
  readonly method: string | null
}

const segment = fc.constantFrom('a', 'b', 'c', ':x', '*', 'A', '%C3%A9', '')
const path = fc
  .tuple(fc.array(segment, { maxLength: 4 }), fc.constantFrom('', '', '/*'))
  .map(([segments, end]) => `/${segments.join('/')}${end}`)
  .filter((text) => normalisePath(text) === text)
const rows: fc.Arbitrary<readonly Row[]> = fc.uniqueArray(
  fc.record({ path, method: fc.constantFrom(null, null, 'GET', 'HEAD', 'PUT') }),
  // Parameters are equal whatever they are called.
  { selector: ({ path, method }) => `${method} ${path.replaceAll(/:x|\*(?!$)/g, ':')}`, maxLength: 12 },
)

function treeOf(routes: readonly Row[]) {
  const tree = createRouteTree<Row>()
  for (const row of routes) expect(addRoute(tree, row.path, row.method, row)).toBe(true)
  return tree
}

/** What the documentation says, row by row: how closely a route's path fits, segment by segment; undefined when it does not. */
function fitOf(route: string, path: string): readonly number[] | undefined {
  const wanted = route.slice(1).split('/')
  const given = path.slice(1).split('/')
  const open = wanted.at(-1) === '*'
  const named = open ? wanted.slice(0, -1) : wanted
  if (open ? given.length < named.length : given.length !== named.length) return undefined
  const fits = named.map((part, index) => {
    if (part !== '*' && !part.startsWith(':')) return part === given[index] ? 3 : 0
    return given[index] === '' ? 0 : 2
  })
  return fits.includes(0) ? undefined : [...fits, open ? 0 : 1]
}

function methodFitOf(method: string | null, asked: string): number {
  if (method === asked) return 3
  if (method === 'GET' && asked === 'HEAD') return 2
  return method === null ? 1 : 0
}

function compare(one: readonly number[], other: readonly number[]): number {
  const index = one.findIndex((value, place) => value !== other[place])
  return index === -1 ? 0 : (one[index] ?? 0) - (other[index] ?? 0)
}

function expected(routes: readonly Row[], path: string, method: string): Row | undefined {
  const fitting = routes.flatMap((row) => {
    const fit = fitOf(row.path, path)
    const byMethod = methodFitOf(row.method, method)
    return fit === undefined || byMethod === 0 ? [] : [{ row, fit: [...fit, byMethod] }]
  })
  return fitting.sort((one, other) => compare(other.fit, one.fit))[0]?.row
}

const ask = fc
  .array(fc.constantFrom('a', 'b', 'c', 'd', 'A', '%C3%A9', ''), { minLength: 1, maxLength: 5 })
  .map((segments) => `/${segments.join('/')}`)
  .filter((text) => normalisePath(text) !== undefined)

test('the route that is found is the most specific of those that fit', () => {
  fc.assert(
    fc.property(rows, ask, fc.constantFrom('GET', 'HEAD', 'PUT', 'QUERY'), (routes, path, method) => {
      expect(findRoute(treeOf(routes), path, method)).toEqual(expected(routes, path, method))
    }),
    { numRuns: runs(1000) },
  )
})

test('whatever the order of the routes', () => {
  fc.assert(
    fc.property(rows, ask, fc.constantFrom('GET', 'HEAD', 'PUT'), (routes, path, method) => {
      expect(findRoute(treeOf([...routes].reverse()), path, method)).toEqual(findRoute(treeOf(routes), path, method))
    }),
    { numRuns: runs(1000) },
  )
})

// What servers and proxies read in more than one way.
const odd = fc.constantFrom(
  '//',
  '/./',
  '/../',
  '/%2e/',
  '/%2E%2e/',
  '/.%2e/',
  '%2f',
  '%2F',
  '%5c',
  '\\',
  '%00',
  '%',
  '%zz',
  ' ',
)

test('a path that servers read in more than one way takes no route, so the base decides', () => {
  fc.assert(
    fc.property(rows, ask, odd, ask, fc.constantFrom('GET', 'PUT'), (routes, before, trick, after, method) => {
      expect(findRoute(treeOf(routes), `${before}${trick}${after.slice(1)}`, method)).toBeUndefined()
    }),
    { numRuns: runs(1000) },
  )
})

test('any text at all is looked up without an error, and only a path is found', () => {
  fc.assert(
    fc.property(rows, fc.string({ unit: 'binary' }), fc.string(), (routes, path, method) => {
      const found = findRoute(treeOf(routes), path, method)
      if (found !== undefined) expect(path.startsWith('/')).toBe(true)
    }),
    { numRuns: runs(1000) },
  )
})
