import { expect, test } from 'vitest'
import { addRoute, createRouteTree, findRoute, routePathProblem } from './route.ts'

const tree = createRouteTree<string>()
const routes: readonly (readonly [path: string, method: string | null])[] = [
  ['/v1/*', null],
  ['/v1/users/:id', null],
  ['/v1/users/me', null],
  ['/v1/users/me', 'PATCH'],
  ['/v1/users/:id', 'DELETE'],
  ['/data', 'GET'],
  ['/a/*/c', null],
  ['/slash/', null],
  ['/', null],
]
for (const [path, method] of routes) addRoute(tree, path, method, `${method ?? 'any'} ${path}`)

test.each([
  ['a literal before a parameter', '/v1/users/me', 'GET', 'any /v1/users/me'],
  ['a method of its own before any', '/v1/users/me', 'PATCH', 'PATCH /v1/users/me'],
  ['a parameter', '/v1/users/7', 'GET', 'any /v1/users/:id'],
  ['a parameter with the method', '/v1/users/7', 'DELETE', 'DELETE /v1/users/:id'],
  ['a wildcard below', '/v1/orders/1/lines', 'GET', 'any /v1/*'],
  ['a wildcard below what a longer route begins', '/v1/users/7/keys', 'GET', 'any /v1/*'],
  ['the wildcard’s own path', '/v1', 'GET', 'any /v1/*'],
  ['the wildcard’s own path with a slash', '/v1/', 'GET', 'any /v1/*'],
  ['HEAD as GET', '/data', 'HEAD', 'GET /data'],
  ['another method of a route with methods', '/data', 'POST', undefined],
  ['a star for one segment', '/a/b/c', 'GET', 'any /a/*/c'],
  ['a star for one segment only', '/a/b/b/c', 'GET', undefined],
  ['a trailing slash that is written', '/slash/', 'GET', 'any /slash/'],
  ['a trailing slash left out', '/slash', 'GET', undefined],
  ['the root', '/', 'GET', 'any /'],
  ['case', '/V1/users', 'GET', undefined],
  ['a query', '/data?x=1', 'GET', 'GET /data'],
  ['an escaped letter', '/%64ata', 'GET', 'GET /data'],
  ['an empty segment', '/v1//users', 'GET', undefined],
  ['a dot segment', '/x/../v1/users', 'GET', undefined],
  ['an encoded slash', '/v1%2fusers', 'GET', undefined],
])('%s: %s %s', (_, path, method, expected) => {
  expect(findRoute(tree, path, method)).toBe(expected)
})

test('the order in which routes are added does not matter', () => {
  const reversed = createRouteTree<string>()
  for (const [path, method] of [...routes].reverse()) addRoute(reversed, path, method, `${method ?? 'any'} ${path}`)
  for (const path of ['/v1', '/v1/users/me', '/v1/users/7', '/a/b/c', '/data', '/']) {
    for (const method of ['GET', 'PATCH', 'DELETE']) {
      expect(findRoute(reversed, path, method)).toBe(findRoute(tree, path, method))
    }
  }
})

test('the same path and method cannot be added twice, whatever its parameters are called', () => {
  expect(addRoute(tree, '/v1/users/:name', null, 'again')).toBe(false)
  expect(addRoute(tree, '/data', 'GET', 'again')).toBe(false)
})

test.each([
  ['/v1/*', true],
  ['/users/:id/keys', true],
  ['/', true],
  ['v1', false],
  ['/v1?x', false],
  ['/a//b', false],
  ['/a/../b', false],
  ['/a*', false],
  ['/a/:', false],
  ['/%61', false],
])('%s is a route path: %s', (path, expected) => {
  expect(routePathProblem(path) === undefined).toBe(expected)
})
