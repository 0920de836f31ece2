import { expect, test } from 'vitest'
import { createMount } from './mount.ts'

const handler = (): Response => new Response()

test.each<[path: string, target: string, covered: boolean]>([
  ['/csp-reports', '/csp-reports', true],
  ['/csp-reports', '/csp-reports?policy=0', true],
  ['/csp-reports', '/csp-reports/', false],
  ['/csp-reports', '/csp-reports/below', false],
  ['/csp-reports', '/csp-reports-of-others', false],
  ['/csp-reports', '/CSP-reports', false],
  ['/csp-reports', '/', false],
  ['/reports/*', '/reports', true],
  ['/reports/*', '/reports?from=0', true],
  ['/reports/*', '/reports/', true],
  ['/reports/*', '/reports/groups/1?hour=2', true],
  ['/reports/*', '/reports-of-others', false],
  ['/', '/', true],
  ['/', '/other', false],
  ['/*', '/other', true],
])('%s and %s: %s', (path, target, covered) => {
  expect(createMount({ path, handler }).covers(target)).toBe(covered)
})

test.each<[title: string, options: unknown, message: string]>([
  ['nothing', undefined, 'reports: undefined says nothing of where and what.'],
  ['a handler alone', handler, 'reports: a function says nothing'],
  ['no path', { handler }, 'reports: the path is undefined.'],
  ['no handler', { path: '/csp' }, 'reports: the handler is missing.'],
  ['a handler that is none', { path: '/csp', handler: {} }, 'reports: the handler is an object.'],
  ['a path without a slash', { path: 'csp', handler }, 'reports: the path "csp" does not start with a slash.'],
  ['a query', { path: '/csp?a=b', handler }, 'reports: the path "/csp?a=b" has a query or fragment.'],
  ['a parameter', { path: '/:app/csp', handler }, 'reports: the path "/:app/csp" has ":app" in it'],
  ['a star in the middle', { path: '/*/csp', handler }, 'reports: the path "/*/csp" has "*" in it'],
  ['a dot segment', { path: '/../csp', handler }, 'reports: the path "/../csp" has ".." in it'],
  ['an empty segment', { path: '//csp', handler }, 'reports: the path "//csp" has an empty segment'],
])('%s: refused', (_, options, message) => {
  // What JavaScript lets through.
  expect(() => Reflect.apply(createMount, undefined, [options])).toThrow(TypeError)
  expect(() => Reflect.apply(createMount, undefined, [options])).toThrow(message)
})
