import { expect, test } from 'vitest'
import { type KeptFile, keptFile, requestPath } from './kept-file.ts'

test.each<[name: string, kept: Omit<KeptFile, 'stem'> | undefined]>([
  ['route-cache/APP_PAGE/0a/$/posts/first.html', { store: 'entry', router: 'app', path: '/posts/first' }],
  ['route-cache/APP_PAGE/0a/$/index.html', { store: 'entry', router: 'app', path: '/' }],
  ['route-cache/APP_PAGE/0a/$/index/index.html', { store: 'entry', router: 'app', path: '/index' }],
  ['route-cache/APP_PAGE/0a/$/posts/[slug].html', { store: 'entry', router: 'app', path: '/posts/[slug]' }],
  ['route-cache/PAGES/0a/$/en/about.html', { store: 'entry', router: 'pages', path: '/en/about' }],
  ['app/about.html', { store: 'entry', router: 'app', path: '/about' }],
  ['pages/404.html', { store: 'file', router: 'pages', path: '/404' }],
  ['pages/index.html', { store: 'file', router: 'pages', path: '/' }],
  ['route-cache/APP_ROUTE/0a/$/feed.html', undefined],
  ['route-cache/APP_PAGE/0a/feed.html', undefined],
  ['elsewhere/about.html', undefined],
])('%s', (name, kept) => {
  expect(keptFile(name)).toEqual(kept === undefined ? undefined : { stem: name.slice(0, -5), ...kept })
})

test.each([
  ['/', {}, '/'],
  ['/', { basePath: '/shop' }, '/shop'],
  ['/', { basePath: '/shop', trailingSlash: true }, '/shop/'],
  ['/a/b', { trailingSlash: true }, '/a/b/'],
  ['/é t', {}, '/%C3%A9%20t'],
  ['/50%', {}, '/50%25'],
  ['/a?b#c', {}, '/a%3Fb%23c'],
  ['/a\\b', {}, '/a%5Cb'],
])('the address of %s with %o', (path, options, address) => {
  expect(requestPath(path, options)).toBe(address)
})
