import { stripVTControlCharacters } from 'node:util'
import { expect, test } from 'vitest'
import type { RouteReport } from './route-report.ts'
import { routeTable } from './route-table.ts'

test('one line a route, numbers to the right', () => {
  const routes = [
    route({ route: '/', kind: 'static', hashes: 12, bytes: 1402, inlineStyles: 0 }),
    route({ route: '/news', kind: 'isr', revalidate: 60, hashes: 9, bytes: 998, inlineStyles: 3 }),
    route({ route: '/account', kind: 'dynamic', basis: 'nonce', bytes: 132 }),
    route({ route: '/api', kind: 'route handler', basis: 'none' }),
  ]
  expect(tableOf(routes)).toEqual([
    '  Route     Kind           Policy rests on   Header  Hashes  Inline styles',
    '  /         static         hashes           1,402 B      12              –',
    '  /news     ISR, 60 s      hashes             998 B       9              3',
    '  /account  dynamic        nonce              132 B       –',
    '  /api      route handler  none                   –       –',
    '',
    "Inline styles: style attributes, and <style>s that are not Next.js's own, in 1 route. Only 'unsafe-inline' in style-src admits them.",
    '',
    '✓ 4 routes, and none would break.',
  ])
})

test('paths of one page stand below it, and only the first of many', () => {
  const paths = ['a', 'b', 'c', 'd', 'e'].map((slug, index) =>
    route({ route: `/posts/${slug}`, page: '/posts/[slug]', hashes: index, bytes: 100 + index }),
  )
  const open = route({ route: '/posts/[slug]', kind: 'on demand', bytes: 90 })
  expect(tableOf([open, ...paths]).slice(1, 6)).toEqual([
    '  /posts/[slug]  on demand  hashes, when it is made    90 B+       –',
    '    /posts/a     static     hashes                     100 B       –',
    '    /posts/b     static     hashes                     101 B       1',
    '    /posts/c     static     hashes                     102 B       2',
    '    and 2 more                                       ≤ 104 B     ≤ 4',
  ])
})

test('a page whose paths were all made at build is a heading', () => {
  const paths = [route({ route: '/docs/a', page: '/docs/[slug]', bytes: 9 })]
  expect(tableOf(paths).slice(1, 3)).toEqual([
    '  /docs/[slug]',
    '    /docs/a     static  hashes              9 B       –',
  ])
})

test('what is blocked stands below the table, each thing once, with its places', () => {
  const routes = [
    route({ route: '/', blocked: ['1:2 script "a": unmarked.', '3:4 style "b": unmarked.'] }),
    route({ route: '/late', problem: 'Build again.' }),
    route({ route: '/too', blocked: ['5:6 script "a": unmarked.'] }),
    route({ route: '/well' }),
  ]
  expect(tableOf(routes).slice(1)).toEqual([
    '✗ /      static  hashes                –       –',
    '✗ /late  static  hashes                –       –',
    '✗ /too   static  hashes                –       –',
    '  /well  static  hashes                –       –',
    '',
    'script "a": unmarked.',
    '  /:1:2, /too:5:6',
    '',
    'style "b": unmarked.',
    '  /:3:4',
    '',
    'Build again.',
    '  /late',
    '',
    '✗ 2 of 4 routes would break.',
    '✗ 1 of 4 routes would go without what a nonce decides.',
  ])
})

test('of very many things and places only the first', () => {
  const blocked = Array.from({ length: 22 }, (_, index) => `1:${index} script "${index}"`)
  expect(tableOf([route({ blocked })]).at(-3)).toBe('and 2 more (--json lists all)')
  const routes = Array.from({ length: 7 }, (_, index) => route({ route: `/${index}`, blocked: ['1:1 script "a"'] }))
  expect(tableOf(routes).at(-3)).toBe('  /0:1:1, /1:1:1, /2:1:1, /3:1:1, /4:1:1 and 2 more')
})

test('text of pages gives a terminal no orders', () => {
  const text = routeTable([route({ route: '/\u001b[2J', blocked: ['1:1 script "\u202e"'] })], { isColoured: false })
  expect(text).toContain('/\\u001b[2J')
  expect(text).toContain('"\\u202e"')
  expect([...text].filter((character) => character !== '\n' && character < ' ')).toEqual([])
})

test('what could not be sealed is said, with what it goes without', () => {
  const table = tableOf([route({ route: '/p/[id]', kind: 'on demand', basis: 'none', without: ['script-src'] })])
  expect(table).toContain(
    'Made where nothing can seal it: /p/[id]. Sent without script-src, and with the rest of the policy.',
  )
  expect(table.at(-1)).toBe('✓ 1 route, and none would break.')
})

test('in colour: the same text', () => {
  const routes = [route({ blocked: ['1:1 script'] })]
  const coloured = routeTable(routes, { isColoured: true })
  expect(coloured).toContain('\u001b[31m✗')
  expect(stripVTControlCharacters(coloured)).toBe(routeTable(routes, { isColoured: false }))
})

function route(some: Partial<RouteReport>): RouteReport {
  const { route: path = '/' } = some
  return {
    route: path,
    page: path,
    kind: 'static',
    basis: 'hashes',
    headers: [],
    bytes: 0,
    hashes: 0,
    without: [],
    blocked: [],
    breaks: some.blocked !== undefined,
    ...some,
  }
}

function tableOf(routes: readonly RouteReport[]): readonly string[] {
  return routeTable(routes, { isColoured: false }).split('\n')
}
