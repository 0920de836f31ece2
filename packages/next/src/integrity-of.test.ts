import { expect, test } from 'vitest'
import { type AssetAddress, createIntegrityOf } from './integrity-of.ts'

const PLAIN = 'sha256-cGxhaW4='
const BRACKETS = 'sha256-YnJhY2tldHM='
const integrity = { '/_next/static/chunks/a.js': PLAIN, '/_next/static/chunks/app/[slug]/page.js': BRACKETS }

test.each<[title: string, address: AssetAddress, src: string, digest: string | undefined]>([
  ['a file of the build', {}, '/_next/static/chunks/a.js', PLAIN],
  ['with a deployment tag', {}, '/_next/static/chunks/a.js?dpl=dpl_1', PLAIN],
  ['with brackets as they are', {}, '/_next/static/chunks/app/[slug]/page.js', BRACKETS],
  ['with brackets encoded', {}, '/_next/static/chunks/app/%5Bslug%5D/page.js', BRACKETS],
  ['below a base path', { basePath: '/shop' }, '/shop/_next/static/chunks/a.js', PLAIN],
  ['not below the base path', { basePath: '/shop' }, '/_next/static/chunks/a.js', undefined],
  ['a prefix that is a path', { assetPrefix: '/cdn/', basePath: '/shop' }, '/cdn/_next/static/chunks/a.js', PLAIN],
  [
    'a prefix that is an origin, by CORS',
    { assetPrefix: 'https://cdn.example.com/x', crossOrigin: 'anonymous' },
    'https://cdn.example.com/x/_next/static/chunks/a.js',
    PLAIN,
  ],
  [
    'without CORS browsers would refuse it',
    { assetPrefix: 'https://cdn.example.com/x' },
    'https://cdn.example.com/x/_next/static/chunks/a.js',
    undefined,
  ],
  [
    'an origin without a scheme',
    { assetPrefix: '//cdn.example.com', crossOrigin: 'anonymous' },
    '//cdn.example.com/_next/static/chunks/a.js',
    PLAIN,
  ],
  ['a file of another origin with that name', {}, 'https://evil.example/_next/static/chunks/a.js', undefined],
  ['a path that leads there with dots', {}, '/_next/static/x/../chunks/a.js', undefined],
  ['no file of the build', {}, '/_next/static/chunks/b.js', undefined],
  ['a name that every object has', {}, '/_next/constructor', undefined],
  ['what cannot be decoded', {}, '/_next/static/%ff.js', undefined],
])('%s', (_title, address, src, digest) => {
  expect(createIntegrityOf(integrity, address)(src)).toBe(digest)
})
