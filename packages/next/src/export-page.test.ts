import { expect, test } from 'vitest'
import { exportPaths } from './export-page.ts'

test.each([
  ['index.html', '', ['/', '/index.html']],
  ['about.html', '', ['/about', '/about.html']],
  ['about/index.html', '', ['/about/', '/about', '/about/index.html']],
  ['posts/first.html', '/docs', ['/docs/posts/first', '/docs/posts/first.html']],
  ['index.html', '/docs', ['/docs/', '/docs', '/docs/index.html']],
  ['myindex.html', '', ['/myindex', '/myindex.html']],
  // As the URL parser has them (URL §4.4).
  ['a b/ü%3F#.html', '', ['/a%20b/%C3%BC%253F%23', '/a%20b/%C3%BC%253F%23.html']],
])('%s below %j', (file, basePath, paths) => expect(exportPaths(file, basePath)).toEqual(paths))
