import type { Config } from '@sallyport/core'
import { describe, expect, test } from 'vitest'
import { type BuildFiles, buildFiles, CHANNEL, hash, MANIFEST } from './built-app.test-kit.ts'
import { readBuiltApp } from './built-app.ts'
import { type RouteReport, reportRoutes } from './route-report.ts'

const REST = "object-src 'none'; base-uri 'none'; frame-ancestors 'self'"
const withNonce = (...more: string[]) =>
  `script-src ${["'nonce-{nonce}'", ...more, "'strict-dynamic'"].join(' ')}; ${REST}`
const withHashes = (...hashes: string[]) => `script-src ${[...hashes, "'strict-dynamic'"].join(' ')}; ${REST}`

test.each<[route: string, kind: RouteReport['kind'], basis: RouteReport['basis'], policy: string]>([
  ['/', 'static', 'hashes', withHashes(hash('a'), hash('b'))],
  ['/isr', 'isr', 'hashes', withHashes(hash('a'), hash('b'))],
  ['/posts/first', 'static', 'hashes', withHashes(hash('a'), hash('b'))],
  ['/posts/[slug]', 'on demand', 'hashes', withHashes()],
  ['/partial', 'partial', 'nonce + shell hashes', withNonce(hash('s'))],
  // An error page, made at build, may take its place.
  ['/account', 'dynamic', 'nonce', withNonce(hash('e'))],
  ['/api/hello', 'route handler', 'none', `script-src 'strict-dynamic'; ${REST}`],
  ['/feed.xml', 'route handler', 'none', `script-src 'strict-dynamic'; ${REST}`],
  ['/legacy', 'static', 'hashes', withHashes(hash('l'))],
  ['/promo.html', 'file', 'hashes', withHashes(hash('p'))],
  ['/logo.svg', 'file', 'none', `script-src 'strict-dynamic'; ${REST}`],
])('%s is %s, and its policy rests on %s', (route, kind, basis, policy) => {
  const report = reportOf(route)
  expect(report).toMatchObject({ kind, basis, headers: [['content-security-policy', policy]], blocked: [] })
  expect(report?.problem).toBeUndefined()
})

test('nothing else is a route', () => {
  expect(reports().map(({ route }) => route)).toEqual([
    '/',
    '/_not-found',
    '/account',
    '/api/hello',
    '/feed.xml',
    '/isr',
    '/legacy',
    '/logo.svg',
    '/partial',
    '/posts/[slug]',
    '/posts/first',
    '/promo.html',
  ])
})

test('a page that is made anew says when', () => {
  expect(reportOf('/isr')?.revalidate).toBe(60)
  expect(reportOf('/')).not.toHaveProperty('revalidate')
})

test('sizes are of the values as sent, with a nonce of 24 characters', () => {
  const policy = withNonce(hash('e'))
  expect(reportOf('/account')).toMatchObject({ bytes: policy.length - '{nonce}'.length + 24, hashes: 1 })
  expect(reportOf('/')).toMatchObject({ hashes: 2 })
})

test('what a page blocks is reported with it', () => {
  const sealed = { ...MANIFEST.sealed, '/': { scripts: [], styles: [], blocked: ['1:2 script "x": unmarked.'] } }
  expect(reportOf('/', { manifest: { ...MANIFEST, sealed } })?.blocked).toEqual(['1:2 script "x": unmarked.'])
})

test.each([
  ['1:2 script "x": unmarked.', true],
  ['1:2 external script "/x.js": unknown.', true],
  ['1:2 script attribute "x()": cannot.', true],
  ['1:2 navigation "x()": cannot.', true],
  ['1:2 preload "/x.js": unknown.', false],
  ['1:2 style "a{}": unmarked.', false],
  ['1:2 style attribute "color:red": cannot.', false],
])('whether %s breaks a page: %s', (item, breaks) => {
  const sealed = { ...MANIFEST.sealed, '/': { scripts: [], styles: [], blocked: [item] } }
  expect(reportOf('/', { manifest: { ...MANIFEST, sealed } })?.breaks).toBe(breaks)
})

test('a page that could not be sealed goes without what a nonce decides', () => {
  const blocked = ['1:1 page: It carries no seal nonce.']
  const sealed = { ...MANIFEST.sealed, '/': { scripts: [], styles: [], blocked } }
  const report = reportOf('/', { manifest: { ...MANIFEST, sealed } })
  expect(report).toMatchObject({
    basis: 'none',
    without: ['script-src'],
    blocked: [],
    breaks: false,
    problem: blocked[0],
  })
})

test('what a shell blocks is reported with it', () => {
  const shells = { '/partial': { scripts: [], styles: [], blocked: ['1:2 script "x": unmarked.'] } }
  expect(reportOf('/partial', { manifest: { ...MANIFEST, shells } })).toMatchObject({ kind: 'partial', breaks: true })
})

test('a page that is kept whole is static, though it could have been partial', () => {
  const sealed = { ...MANIFEST.sealed, '/partial': { scripts: [hash('w')], styles: [], blocked: [] } }
  const report = reportOf('/partial', { manifest: { ...MANIFEST, shells: {}, sealed } })
  expect(report).toMatchObject({ kind: 'static', basis: 'hashes', hashes: 1 })
})

test.each(['/isr', '/legacy'])('%s, of which the build says nothing, goes without what a nonce decides', (route) => {
  const report = reportOf(route, { manifest: { ...MANIFEST, sealed: {}, files: {} } })
  expect(report).toMatchObject({
    basis: 'none',
    without: ['script-src'],
    problem: expect.stringMatching('could not seal'),
  })
})

test('inline styles are counted by path', () => {
  const all = reports({}, new Map([['/', 3]]))
  expect(all.find(({ route }) => route === '/')).toHaveProperty('inlineStyles', 3)
  expect(all.find(({ route }) => route === '/isr')).not.toHaveProperty('inlineStyles')
})

describe('where pages made later cannot be sealed', () => {
  const files: BuildFiles = { channel: { ...CHANNEL, runtimePages: 'unsealed' } }

  test('those go without what a nonce decides', () => {
    expect(reportOf('/posts/[slug]', files)).toMatchObject({
      basis: 'none',
      without: ['script-src'],
      headers: [['content-security-policy', REST]],
    })
  })

  test('those made at build are sealed', () => expect(reportOf('/posts/first', files)?.basis).toBe('hashes'))
})

test.each<[title: string, config: Config, basis: RouteReport['basis'], bytes: number]>([
  ['no policy', { csrf: true }, 'none', 0],
  ['a policy without a nonce', { csp: "default-src 'self'" }, 'fixed', "default-src 'self'".length],
])('%s', (_title, config, basis, bytes) => {
  const files = { channel: { ...CHANNEL, config } }
  for (const route of ['/', '/account', '/posts/[slug]', '/logo.svg']) {
    expect(reportOf(route, files)).toMatchObject({ basis, bytes })
  }
})

test('routes of the configuration decide, below the base path', () => {
  const config: Config = { csp: "default-src 'self'", routes: [{ path: '/app/posts/:id', csp: "default-src 'none'" }] }
  const files = { channel: { ...CHANNEL, config, basePath: '/app' } }
  expect(reportOf('/posts/[slug]', files)?.headers).toEqual([['content-security-policy', "default-src 'none'"]])
  expect(reportOf('/posts/first', files)?.headers).toEqual([['content-security-policy', "default-src 'none'"]])
  expect(reportOf('/', files)?.headers).toEqual([['content-security-policy', "default-src 'self'"]])
})

function reports(
  files: BuildFiles = {},
  inlineStyles: ReadonlyMap<string, number> = new Map(),
): readonly RouteReport[] {
  const app = readBuiltApp(buildFiles(files))
  if ('problem' in app) throw new Error(app.problem)
  return reportRoutes(app, inlineStyles)
}

function reportOf(route: string, files?: BuildFiles): RouteReport | undefined {
  return reports(files).find((report) => report.route === route)
}
