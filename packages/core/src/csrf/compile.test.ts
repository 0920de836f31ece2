import { expect, test } from 'vitest'
import { compile } from '../compile.ts'
import type { Config, CorsConfig } from '../config.ts'
import { ConfigError, type Finding } from '../finding.ts'

const A = 'https://a.test'
const WITH: CorsConfig = { origins: [A], credentials: true }
const WITHOUT: CorsConfig = { origins: [A] }

function findingsOf(config: Config): readonly Finding[] {
  try {
    return compile(config).findings
  } catch (error) {
    if (error instanceof ConfigError) return error.findings
    throw error
  }
}

function told(config: Config): readonly string[] {
  return findingsOf(config).map(({ severity, path, code }) => `${severity} ${path} ${code}`)
}

test.each<[title: string, csrf: Config['csrf'] & object, told: readonly string[]]>([
  ['one own origin', { ownOrigin: A }, []],
  ['several own origins', { ownOrigin: [A, 'http://localhost:3000'] }, []],
  ['a pattern', { ownOrigin: 'https://*.a.test' }, ['error csrf.ownOrigin invalid-wildcard']],
  ['any port', { ownOrigin: ['http://localhost:*'] }, ['error csrf.ownOrigin[0] invalid-wildcard']],
  ['null', { ownOrigin: 'null' }, ['error csrf.ownOrigin null-origin']],
  ['a path', { ownOrigin: `${A}/` }, ['error csrf.ownOrigin invalid-origin']],
  ['a host alone', { ownOrigin: ['a.test'] }, ['error csrf.ownOrigin[0] invalid-origin']],
  ['nothing', { ownOrigin: '' }, ['error csrf.ownOrigin unset-value']],
  ['an empty list', { ownOrigin: [] }, ['error csrf.ownOrigin unset-value']],
  ['twice', { ownOrigin: [A, A] }, ['error csrf.ownOrigin[1] duplicate-value']],
  ['a trusted null', { trustedOrigins: ['null'] }, ['error csrf.trustedOrigins[0] null-origin']],
  ['a trusted pattern', { trustedOrigins: ['https://*.a.test'] }, ['error csrf.trustedOrigins[0] invalid-wildcard']],
  ['an unset variable', JSON.parse('{ "ownOrigin": null }'), ['error csrf.ownOrigin unset-value']],
  ['a slip of the pen', JSON.parse('{ "ownOrigins": "https://a.test" }'), ['error csrf.ownOrigins unknown-key']],
])('the guard: %s', (_, csrf, expected) => {
  expect(told({ csrf })).toEqual(expected)
})

const UNGUARDED = 'warning routes[0].csrf credentials-without-guard'
const TOLD = 'info routes[0].csrf credentials-without-guard'

test.each<[title: string, config: Config, told: readonly string[]]>([
  ['in the base', { cors: WITH }, ['warning csrf credentials-without-guard']],
  [
    'any origin reflected',
    { cors: { origins: '*', credentials: true, dangerouslyReflectAnyOrigin: true } },
    ['warning csrf credentials-without-guard'],
  ],
  [
    'in the base, once for all routes',
    { cors: WITH, routes: [{ path: '/a' }] },
    ['warning csrf credentials-without-guard'],
  ],
  ['in the base, meant', { cors: WITH, csrf: false }, []],
  ['in the base, meant for all routes', { cors: WITH, csrf: false, routes: [{ path: '/a' }] }, []],
  ['turned on by a route', { cors: WITHOUT, routes: [{ path: '/a', cors: WITH }] }, [UNGUARDED]],
  ['turned on by a route alone', { routes: [{ path: '/a', cors: WITH }] }, [UNGUARDED]],
  ['turned on by a route, meant there', { routes: [{ path: '/a', cors: WITH, csrf: false }] }, []],
  ['turned on by a route, meant in the base', { csrf: false, routes: [{ path: '/a', cors: WITH }] }, []],
  ['turned on by a route, guarded', { csrf: true, routes: [{ path: '/a', cors: WITH }] }, []],
  ['the guard turned off by a route', { cors: WITH, csrf: true, routes: [{ path: '/a', csrf: false }] }, [TOLD]],
  [
    'the guard and CORS turned off by a route',
    { cors: WITH, csrf: true, routes: [{ path: '/a', cors: false, csrf: false }] },
    [],
  ],
  [
    'the guard turned off by a route that has its own CORS',
    { cors: WITH, csrf: true, routes: [{ path: '/a', cors: WITH, csrf: false }] },
    [],
  ],
  ['no credentials', { cors: WITHOUT, routes: [{ path: '/a', cors: { origins: '*' } }] }, []],
])('credentials without a guard: %s', (_, config, expected) => {
  expect(told(config)).toEqual(expected)
})

test.each<[title: string, config: Config, told: readonly string[]]>([
  ['on a route', { routes: [{ path: '/a', csrf: true }] }, ['warning routes[0].csrf guard-only-on-route']],
  [
    'off in the base',
    { csrf: false, routes: [{ path: '/a/*', csrf: true }] },
    ['warning routes[0].csrf guard-only-on-route'],
  ],
  [
    'in the base',
    {
      csrf: true,
      routes: [
        { path: '/a', csrf: false },
        { path: '/b', csrf: true },
      ],
    },
    [],
  ],
])('a guard only on a route: %s', (_, config, expected) => {
  expect(told(config)).toEqual(expected)
})

test.each<[title: string, cors: CorsConfig | false, told: readonly string[]]>([
  ['origins and patterns', { origins: [A, 'https://*.b.test'], credentials: true }, []],
  ['everybody', { origins: '*' }, ['error csrf.trustedOrigins wildcard-with-others']],
  [
    'everybody, reflected',
    { origins: '*', credentials: true, dangerouslyReflectAnyOrigin: true },
    ['error csrf.trustedOrigins wildcard-with-others'],
  ],
  ['nobody', false, ['warning csrf.trustedOrigins useless-option']],
])("trustedOrigins: 'cors' over %s", (_, cors, expected) => {
  expect(told({ cors, csrf: { trustedOrigins: 'cors' } })).toEqual(expected)
})

test.each<[title: string, cors: CorsConfig, csrf: Config['csrf'] & (object | boolean)]>([
  ['listed origins', WITH, { trustedOrigins: 'cors' }],
  ['any origin', { origins: '*', credentials: true, dangerouslyReflectAnyOrigin: true }, true],
])('the guard that is proposed to credentials for %s can be had', (_, cors, csrf) => {
  const proposed = csrf === true ? 'csrf: true' : "csrf: { trustedOrigins: 'cors' }"
  expect(findingsOf({ cors }).map(({ fix }) => fix)).toEqual([expect.stringContaining(`Set ${proposed}, or`)])
  expect(told({ cors, csrf })).toEqual([])
})

test('one trusted origin as a text is shown as a list', () => {
  const config: Config = JSON.parse('{ "csrf": { "trustedOrigins": "https://a.test, b.test" } }')
  expect(findingsOf(config)).toEqual([
    expect.objectContaining({
      code: 'invalid-type',
      path: 'csrf.trustedOrigins',
      fix: 'Write trustedOrigins: ["https://a.test", "https://b.test"].',
    }),
  ])
})
