import { createRequire } from 'node:module'
import { describe, expect, test } from 'vitest'
import { narrowMatchers } from './narrow-matchers.ts'

// The very function that Next.js asks whether to run the proxy.
const load = createRequire(import.meta.url)
const { getMiddlewareRouteMatcher } = load('next/dist/shared/lib/router/utils/middleware-route-matcher.js')

interface Asked {
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
}

function runs(paths: readonly string[], { path, headers = {} }: Asked): boolean {
  return getMiddlewareRouteMatcher(narrowMatchers(paths).matchers)(path, { headers }, {})
}

const KEPT = ['/', '/about', '/docs/v1.2/start', '/grüße', '/a+b']

const rows: readonly (readonly [title: string, asked: Asked, runs: boolean])[] = [
  ['a page that carries its own policy', { path: '/about' }, false],
  ['the start page', { path: '/' }, false],
  ['dots stand for themselves', { path: '/docs/v1.2/start' }, false],
  ['and for nothing else', { path: '/docs/v1x2/start' }, true],
  ['a page below it', { path: '/about/us' }, true],
  ['a page that begins alike', { path: '/aboutus' }, true],
  ['the path inside another', { path: '/x/about' }, true],
  ['a path that is spelled differently in a URL', { path: '/grüße' }, true],
  ['a path with a meaning in expressions', { path: '/a+b' }, true],
  ['a form that is sent to it', { path: '/about', headers: { 'content-length': '120' } }, true],
  ['an unsafe request without a body', { path: '/about', headers: { 'content-length': '0' } }, true],
  ['a body of unknown length', { path: '/about', headers: { 'transfer-encoding': 'chunked' } }, true],
  ['a draft', { path: '/about', headers: { cookie: '__prerender_bypass=x' } }, true],
  ['a draft among other cookies', { path: '/about', headers: { cookie: 'a="; b"; __prerender_bypass =x; c=1' } }, true],
  ['other cookies', { path: '/about', headers: { cookie: 'theme=dark; session=1' } }, false],
]

describe('whether the proxy runs', () => {
  test.each(rows)('%s', (_, asked, expected) => {
    expect(runs(KEPT, asked)).toBe(expected)
  })

  test('everywhere, when no page carries its own policy', () => {
    expect(runs([], { path: '/about' })).toBe(true)
  })

  test('for what has no place in the expression', () => {
    const many = Array.from({ length: 5_000 }, (_, index) => `/p/${index}-${'x'.repeat(20 - (index % 10))}`)
    const { matchers, count } = narrowMatchers(many)
    expect(matchers[0]?.regexp.length).toBeLessThan(16_100)
    expect(count).toBeGreaterThan(400)
    const matches = getMiddlewareRouteMatcher(matchers)
    const left = many.filter((path) => !matches(path, { headers: {} }, {}))
    expect(left).toHaveLength(count)
    expect(Math.max(...left.map(({ length }) => length))).toBeLessThan(Math.max(...many.map(({ length }) => length)))
  })
})
