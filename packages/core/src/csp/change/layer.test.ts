import { expect, test } from 'vitest'
import { renderCsp } from '../../apply.ts'
import { compile } from '../../compile.ts'
import type { Config, CspSetting } from '../../config.ts'
import { decide } from '../../decide.ts'
import { overridePolicy } from '../../override.ts'
import type { Policy } from '../../policy.ts'

function enforced(policy: Policy, path: string): string | undefined {
  const decision = decide(policy, { method: 'GET', path, header: () => undefined })
  return renderCsp(decision).find(([name]) => name === 'content-security-policy')?.[1]
}

const DATA: CspSetting = { append: { 'img-src': ['data:'] } }
const BLOB: CspSetting = { append: { 'img-src': ['blob:'] } }

test('a route changes the policy of the base', () => {
  const policy = compile({ csp: "img-src 'self'", routes: [{ path: '/a', csp: DATA }] })
  expect([enforced(policy, '/a'), enforced(policy, '/b')]).toEqual(["img-src 'self' data:", "img-src 'self'"])
})

test.each<
  [title: string, config: Config, override: CspSetting, atRoute: string | undefined, elsewhere: string | undefined]
>([
  [
    'a change over a base, and over what a route takes from it',
    { csp: "img-src 'self'", routes: [{ path: '/a' }] },
    DATA,
    "img-src 'self' data:",
    "img-src 'self' data:",
  ],
  [
    'a change over a route’s own policy',
    { csp: "img-src 'self'", routes: [{ path: '/a', csp: "img-src 'none'" }] },
    DATA,
    'img-src data:',
    "img-src 'self' data:",
  ],
  [
    'a change over a route’s change',
    { csp: "img-src 'self'", routes: [{ path: '/a', csp: BLOB }] },
    DATA,
    "img-src 'self' blob: data:",
    "img-src 'self' data:",
  ],
  [
    'a change over no policy: still none',
    { csp: "img-src 'self'", routes: [{ path: '/a', csp: false }] },
    DATA,
    undefined,
    "img-src 'self' data:",
  ],
  [
    'a restriction over no policy is one',
    { csp: false, routes: [{ path: '/a', csp: false }] },
    { restrict: { 'img-src': ["'self'"] } },
    "img-src 'self'",
    "img-src 'self'",
  ],
  [
    'a policy takes the place of all, as ever',
    { csp: "img-src 'self'", routes: [{ path: '/a', csp: DATA }] },
    "font-src 'self'",
    "font-src 'self'",
    "font-src 'self'",
  ],
  ['a change where there is no CSP', { csrf: true }, DATA, undefined, undefined],
  [
    'a replacement sees the base as it was, with what the route makes of it',
    { csp: "default-src 'self'", routes: [{ path: '/a', csp: DATA }] },
    { replace: { 'default-src': ["'none'"] } },
    "default-src 'none'; img-src 'self' data:",
    "default-src 'none'",
  ],
])('an override: %s', (_title, config, csp, atRoute, elsewhere) => {
  const policy = overridePolicy(compile(config), { csp })
  expect([enforced(policy, '/a'), enforced(policy, '/b')]).toEqual([atRoute, elsewhere])
  // What a policy was made of makes it again.
  const again = compile(policy.toJSON())
  expect([enforced(again, '/a'), enforced(again, '/b')]).toEqual([atRoute, elsewhere])
})

test('overrides upon overrides', () => {
  const base = compile({ csp: "default-src 'self'" })
  const policy = overridePolicy(overridePolicy(base, { csp: DATA }), {
    csp: [BLOB, { remove: { 'img-src': ["'self'"] } }],
  })
  expect(enforced(policy, '/')).toBe("default-src 'self'; img-src data: blob:")
})

test('a conflict with the policy of one route is an error that says where', () => {
  const policy = compile({ csp: "img-src 'self'", routes: [{ path: '/a', csp: "script-src 'unsafe-inline'" }] })
  expect(() => overridePolicy(policy, { csp: { append: { 'script-src': ["'nonce'"] } } })).toThrow(
    'routes[0].csp.append.script-src',
  )
})

test('a change where there is nothing to change is told of', () => {
  const found = (config: Config) => compile(config).findings.map(({ path, severity }) => `${severity} ${path}`)
  expect(found({ csrf: true, routes: [{ path: '/a', csp: DATA }] })).toEqual(['warning routes[0].csp'])
  expect(found({ csp: DATA, routes: [{ path: '/a', csp: BLOB }] })).toEqual(['warning csp'])
  expect(found({ csp: { restrict: { 'img-src': ["'self'"] } } })).toEqual([])
})
