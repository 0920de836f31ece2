import { ConfigError } from '@sallyport/core'
import { describe, expect, test } from 'vitest'
import { type BuildOutput, parseBuildOutput, type ReadBuildFile } from './build-output.ts'
import { createRenderings, renderingIn } from './rendering.ts'

// What `next build` writes, cut down to what is read.
const FILES: Readonly<Record<string, unknown>> = {
  'prerender-manifest.json': {
    version: 4,
    routes: {
      '/': { srcRoute: '/' },
      '/_not-found': { srcRoute: '/_not-found' },
      '/posts/first': { srcRoute: '/posts/[slug]' },
      '/feed.xml': { srcRoute: '/feed.xml' },
      '/old-ssg': { srcRoute: null },
    },
    dynamicRoutes: { '/posts/[slug]': {}, '/docs/[...path]': {} },
  },
  'routes-manifest.json': {
    version: 3,
    dynamicRoutes: [
      { page: '/docs/[...path]', regex: '^/docs/(.+?)(?:/)?$' },
      { page: '/posts/[slug]', regex: '^/posts/([^/]+?)(?:/)?$' },
      { page: '/users/[id]', regex: '^/users/([^/]+?)(?:/)?$' },
    ],
    rewrites: {
      beforeFiles: [
        { regex: '^/beta(?:/)?$' },
        { regex: '^/users/([^/]+?)(?:/)?$', has: [{ type: 'header', key: 'next-url' }] },
      ],
      afterFiles: [{ regex: '^/users/me(?:/)?$' }],
      fallback: [{ regex: '^/legacy(?:/(.*))?$' }],
    },
  },
  'server/app-paths-manifest.json': {
    '/page': 'app/page.js',
    '/_not-found/page': 'app/_not-found/page.js',
    '/(shop)/cart/page': 'app/(shop)/cart/page.js',
    '/@modal/(shop)/cart/page': 'app/@modal/(shop)/cart/page.js',
    '/beta/page': 'app/beta/page.js',
    '/posts/[slug]/page': 'app/posts/[slug]/page.js',
    '/docs/[...path]/page': 'app/docs/[...path]/page.js',
    '/users/[id]/page': 'app/users/[id]/page.js',
    '/feed.xml/route': 'app/feed.xml/route.js',
    '/api/data/route': 'app/api/data/route.js',
  },
  'server/pages-manifest.json': {
    '/old-dynamic': 'pages/old-dynamic.js',
    '/old-ssg': 'pages/old-ssg.js',
    '/old-static': 'pages/old-static.html',
  },
}

const ROWS: readonly (readonly [path: string, kind: string, why: string])[] = [
  ['/', 'cacheable', 'prerendered'],
  ['/posts/first', 'cacheable', 'prerendered with parameters'],
  ['/posts/second', 'cacheable', 'generated on demand and then kept'],
  ['/posts/caf%C3%A9', 'cacheable', 'encoded, and the same page either way'],
  ['/docs/a/b', 'cacheable', 'a catch-all that is kept'],
  ['/cart', 'request', 'a page in a route group'],
  ['/cart/', 'request', 'with a trailing slash'],
  ['/api/data', 'handler', 'a route handler'],
  ['/feed.xml', 'handler', 'a prerendered route handler'],
  ['/users/7', 'request', 'a page with parameters; interception concerns client-side navigation alone'],
  ['/users/me', 'unknown', 'a rewrite comes first'],
  ['/beta', 'unknown', 'a rewrite comes even before the page'],
  ['/legacy/x', 'unknown', 'a rewrite serves what no page matches'],
  ['/nowhere', 'cacheable', 'the not-found page, which is prerendered'],
  ['/users/[id]', 'request', 'a pattern typed as a path is a parameter'],
  ['/%63art', 'unknown', 'one page when decoded, another when not'],
  ['/%', 'unknown', 'cannot be decoded'],
  ['/old-dynamic', 'request', 'Pages Router, rendered by the server'],
  ['/old-ssg', 'cacheable', 'Pages Router, with getStaticProps'],
  ['/old-static', 'cacheable', 'Pages Router, static: taken for the not-found page, which is as good'],
]

describe('by the manifests of the build', () => {
  test.each(ROWS)('%s: %s (%s)', (path, kind) => {
    expect(renderingIn(parsed(FILES), path).kind).toBe(kind)
  })

  test('a route handler may be listed, unless it is kept', () => {
    const renderingOf = createRenderings(['/*'], () => parsed(FILES))
    expect(renderingOf('/api/data').kind).toBe('request')
    expect(renderingOf('/feed.xml').kind).toBe('handler')
    expect(renderingOf('/posts/first').kind).toBe('cacheable')
    expect(renderingOf('/beta').kind).toBe('request')
  })

  test('the not-found page of a root layout that is rendered per request', () => {
    const files = { ...FILES, 'prerender-manifest.json': { routes: {}, dynamicRoutes: {} } }
    expect(renderingIn(parsed(files), '/nowhere').kind).toBe('request')
  })

  test.each([
    ['a missing manifest', { ...FILES, 'prerender-manifest.json': undefined }],
    ['a manifest of another shape', { ...FILES, 'prerender-manifest.json': { routes: [] } }],
    ['a manifest that is no JSON', { ...FILES, 'routes-manifest.json': Symbol('not JSON') }],
  ])('%s tells nothing', (_title, files) => {
    expect(parseBuildOutput(reader(files))).toBeUndefined()
  })
})

describe('without a build folder', () => {
  test('nothing is known', () => {
    expect(createRenderings([])('/cart').kind).toBe('unknown')
  })

  test.each([
    ['/cart', 'request'],
    ['/cart/items', 'unknown'],
    ['/users/7', 'request'],
    ['/app/deep/down', 'request'],
    ['/app/../cart', 'unknown'],
  ])('the list decides: %s is %s', (path, kind) => {
    expect(createRenderings(['/cart', '/users/:id', '/app/*'])(path).kind).toBe(kind)
  })

  test('a listed path that is none fails at once', () => {
    expect(() => createRenderings(['cart'])).toThrow(ConfigError)
  })
})

function parsed(files: Readonly<Record<string, unknown>>): BuildOutput {
  const output = parseBuildOutput(reader(files))
  if (output === undefined) throw new Error('The manifests could not be read.')
  return output
}

function reader(files: Readonly<Record<string, unknown>>): ReadBuildFile {
  return (name) => {
    const file = files[name]
    return file === undefined ? undefined : typeof file === 'symbol' ? '<html>' : JSON.stringify(file)
  }
}
