import { expect, test } from 'vitest'
import { compile } from './compile.ts'
import type { Config } from './config.ts'
import { ConfigError, FINDING_CODES, type Finding } from './finding.ts'

/** What a JavaScript user, or a JSON file, may hand over. */
function findingsOf(config: unknown): readonly Finding[] {
  try {
    return compile(config as Config).findings
  } catch (error) {
    if (error instanceof ConfigError) return error.findings
    throw error
  }
}

const a = 'https://a.test'

test.each<[title: string, config: unknown, code: string, path: string]>([
  ['no configuration', undefined, 'unset-value', ''],
  ['a text', 'cors', 'invalid-type', ''],
  ['an unknown key', { crs: {} }, 'unknown-key', 'crs'],
  ['an unknown key inside', { cors: { origins: [a], orgins: [a] } }, 'unknown-key', 'cors.orgins'],
  ['no origins', { cors: {} }, 'unset-value', 'cors.origins'],
  ['an unset list', { cors: { origins: undefined } }, 'unset-value', 'cors.origins'],
  ['an empty list', { cors: { origins: [] } }, 'unset-value', 'cors.origins'],
  ['an unset entry', { cors: { origins: [undefined] } }, 'unset-value', 'cors.origins[0]'],
  ['an empty entry', { cors: { origins: [a, ''] } }, 'unset-value', 'cors.origins[1]'],
  ['a text for a list', { cors: { origins: a } }, 'invalid-type', 'cors.origins'],
  ['true for a list', { cors: { origins: true } }, 'invalid-type', 'cors.origins'],
  ['a regular expression', { cors: { origins: [/a/] } }, 'invalid-type', 'cors.origins[0]'],
  ['a duplicate', { cors: { origins: [a, a] } }, 'duplicate-value', 'cors.origins[1]'],
  [
    'a covered entry',
    { cors: { origins: ['https://*.a.test', 'https://b.a.test'] } },
    'redundant-value',
    'cors.origins[1]',
  ],
  ['a star beside others', { cors: { origins: [a, '*'] } }, 'wildcard-with-others', 'cors.origins[1]'],
  ['a star over a top-level domain', { cors: { origins: ['https://*.com'] } }, 'public-suffix', 'cors.origins[0]'],
  ['the null origin', { cors: { origins: ['null'] } }, 'null-origin', 'cors.origins[0]'],
  [
    'a star with credentials',
    { cors: { origins: '*', credentials: true } },
    'wildcard-with-credentials',
    'cors.origins',
  ],
  [
    'an insecure origin with credentials',
    { cors: { origins: ['http://a.test'], credentials: true } },
    'insecure-origin',
    'cors.origins[0]',
  ],
  [
    'exposing all with credentials',
    { cors: { origins: [a], credentials: true, exposedHeaders: '*' } },
    'wildcard-with-credentials',
    'cors.exposedHeaders',
  ],
  ['a text for a boolean', { cors: { origins: [a], credentials: 'true' } }, 'invalid-type', 'cors.credentials'],
  ['a forbidden method', { cors: { origins: [a], methods: ['TRACE'] } }, 'invalid-method', 'cors.methods[0]'],
  ['patch in lower case', { cors: { origins: [a], methods: ['patch'] } }, 'invalid-method', 'cors.methods[0]'],
  ['a method of two words', { cors: { origins: [a], methods: ['PUT, POST'] } }, 'invalid-method', 'cors.methods[0]'],
  [
    'a forbidden header',
    { cors: { origins: [a], allowedHeaders: ['Cookie'] } },
    'invalid-header',
    'cors.allowedHeaders[0]',
  ],
  [
    'a header of a forbidden prefix',
    { cors: { origins: [a], allowedHeaders: ['sec-x'] } },
    'invalid-header',
    'cors.allowedHeaders[0]',
  ],
  [
    'a response header as request header',
    { cors: { origins: [a], allowedHeaders: ['Access-Control-Allow-Origin'] } },
    'invalid-header',
    'cors.allowedHeaders[0]',
  ],
  [
    'the same header in two cases',
    { cors: { origins: [a], allowedHeaders: ['X-A', 'x-a'] } },
    'duplicate-value',
    'cors.allowedHeaders[1]',
  ],
  [
    'a header with a line break',
    { cors: { origins: [a], allowedHeaders: ['x\r\ny'] } },
    'invalid-header',
    'cors.allowedHeaders[0]',
  ],
  [
    'Set-Cookie exposed',
    { cors: { origins: [a], exposedHeaders: ['Set-Cookie'] } },
    'invalid-header',
    'cors.exposedHeaders[0]',
  ],
  [
    'a request header exposed',
    { cors: { origins: [a], exposedHeaders: ['Origin'] } },
    'invalid-header',
    'cors.exposedHeaders[0]',
  ],
  ['a negative age', { cors: { origins: [a], maxAge: -1 } }, 'out-of-range', 'cors.maxAge'],
  ['an age over a day', { cors: { origins: [a], maxAge: 86_401 } }, 'out-of-range', 'cors.maxAge'],
  ['a fraction of a second', { cors: { origins: [a], maxAge: 1.5 } }, 'out-of-range', 'cors.maxAge'],
  ['an age as text', { cors: { origins: [a], maxAge: '600' } }, 'invalid-type', 'cors.maxAge'],
  [
    'a preflight status browsers refuse',
    { cors: { origins: [a], preflightStatus: 301 } },
    'out-of-range',
    'cors.preflightStatus',
  ],
  [
    'an unknown resource policy',
    { cors: { origins: [a], resourcePolicy: 'any' } },
    'invalid-type',
    'cors.resourcePolicy',
  ],
  [
    'a trusted pattern',
    { csrf: { trustedOrigins: ['https://*.a.test'] } },
    'invalid-wildcard',
    'csrf.trustedOrigins[0]',
  ],
  ['a trusted null origin', { csrf: { trustedOrigins: ['null'] } }, 'null-origin', 'csrf.trustedOrigins[0]'],
  [
    'trusting every CORS origin',
    { cors: { origins: '*' }, csrf: { trustedOrigins: 'cors' } },
    'wildcard-with-others',
    'csrf.trustedOrigins',
  ],
  ['an unset report endpoint', { reporting: { endpoint: undefined } }, 'unset-value', 'reporting.endpoint'],
  [
    'an endpoint that ends a directive',
    { reporting: { endpoint: "/r; script-src 'unsafe-inline'" } },
    'invalid-endpoint',
    'reporting.endpoint',
  ],
  ['an endpoint without a scheme', { reporting: { endpoint: '//r.test/x' } }, 'invalid-endpoint', 'reporting.endpoint'],
  [
    'an endpoint with credentials',
    { reporting: { endpoint: 'https://me:pw@r.test/x' } },
    'invalid-endpoint',
    'reporting.endpoint',
  ],
  ['a route without a path', { routes: [{ cors: false }] }, 'unset-value', 'routes[0].path'],
  ['a route path with dots', { routes: [{ path: '/a/../b' }] }, 'invalid-path', 'routes[0].path'],
  ['two rules for one route', { routes: [{ path: '/a/:x' }, { path: '/a/:y' }] }, 'duplicate-value', 'routes[1].path'],
  [
    'a route method in lower case',
    { routes: [{ path: '/a', methods: ['get'] }] },
    'invalid-method',
    'routes[0].methods[0]',
  ],
  ['a route without methods', { routes: [{ path: '/a', methods: [] }] }, 'unset-value', 'routes[0].methods'],
  [
    'a mistake inside a route',
    { routes: [{ path: '/a', cors: { origins: ['a.test'] } }] },
    'invalid-origin',
    'routes[0].cors.origins[0]',
  ],
  ['a list of no policies', { csp: [] }, 'unset-value', 'csp'],
])('refuses %s', (_, config, code, path) => {
  const findings = findingsOf(config)
  expect(findings).toContainEqual(expect.objectContaining({ severity: 'error', code, path }))
  for (const finding of findings) {
    expect(FINDING_CODES).toHaveProperty(finding.code)
    if (finding.severity === 'error') expect(finding.fix, finding.message).toBeTruthy()
  }
})

test.each<[title: string, config: Config, code: string, path: string]>([
  ['an age no browser honours', { cors: { origins: [a], maxAge: 86_400 } }, 'above-browser-cap', 'cors.maxAge'],
  ['credentials without a guard', { cors: { origins: [a], credentials: true } }, 'credentials-without-guard', 'csrf'],
  [
    'a flag that does nothing',
    { cors: { origins: '*', dangerouslyAllowNullOrigin: true } },
    'useless-option',
    'cors.dangerouslyAllowNullOrigin',
  ],
  [
    'an exposed header that is safelisted',
    { cors: { origins: [a], exposedHeaders: ['content-type'] } },
    'useless-option',
    'cors.exposedHeaders[0]',
  ],
  [
    'a star for a header it does not cover',
    { cors: { origins: '*', allowedHeaders: '*' } },
    'wildcard-skips-authorization',
    'cors.allowedHeaders',
  ],
  ['a configuration of nothing', {}, 'nothing-configured', ''],
])('advises against %s', (_, config, code, path) => {
  expect(compile(config).findings).toContainEqual(expect.objectContaining({ code, path }))
})

test.each<[config: object, path: string, fix: string]>([
  [{ origins: [a] }, 'origins', 'Did you mean cors: { origins }?'],
  [{ origin: a }, 'origin', 'Did you mean cors: { origins }?'],
  [{ cors: { origins: [a], origin: a } }, 'cors.origin', 'Did you mean origins?'],
  [{ cors: { origins: [a], optionsSuccessStatus: 200 } }, 'cors.optionsSuccessStatus', 'Did you mean preflightStatus?'],
  [{ cors: { origins: [a], allowMethods: ['PUT'] } }, 'cors.allowMethods', 'Did you mean methods?'],
  [{ cors: true }, 'cors', 'Write { origins: ["https://app.example.com"] }, or false for no CORS.'],
  [{ cors: [a] }, 'cors', 'Write { origins: ["https://app.example.com"] }, or false for no CORS.'],
  [{ cors: {} }, 'cors.origins', 'List them: origins: ["https://app.example.com"].'],
])('%j is told what was meant', (config, path, fix) => {
  expect(findingsOf(config)).toContainEqual(expect.objectContaining({ severity: 'error', path, fix }))
})

test('names every problem at once', () => {
  const config = {
    cors: { origins: ['a.test', undefined], methods: ['patch'] },
    routes: [{ path: 'x', csrf: { trusted: [] } }],
  }
  expect(findingsOf(config).map(({ path }) => path)).toEqual([
    'cors.origins[0]',
    'cors.origins[1]',
    'cors.methods[0]',
    'routes[0].csrf.trusted',
    'routes[0].path',
  ])
  expect(() => compile(config as Config)).toThrow(/5 problems:\n {2}cors\.origins\[0\]: "a\.test" has no scheme\./)
})

test('a value in a message cannot break the line it is printed on', () => {
  const [first] = findingsOf({ cors: { origins: ['https://a\u001b[31m\n.test'] } })
  expect(first?.message).toContain('"https://a\\u001b[31m\\n.test"')
})

test('the policy is frozen, and goes back through compile unchanged', () => {
  const config: Config = { cors: { origins: [a], methods: ['PUT'] }, csrf: true, routes: [{ path: '/x', cors: false }] }
  const policy = compile(config)
  expect(Object.isFrozen(policy)).toBe(true)
  expect(policy.toJSON()).toEqual(config)
  expect(compile(policy.toJSON()).toJSON()).toEqual(config)
})

test('what the user does with the configuration afterwards changes nothing', () => {
  const origins = [a]
  const policy = compile({ cors: { origins } })
  origins.push('https://evil.test')
  expect(policy.toJSON()).toEqual({ cors: { origins: [a] } })
})

test('csrf: false says that something else guards', () => {
  expect(compile({ cors: { origins: [a], credentials: true }, csrf: false }).findings).toEqual([])
})

test('covered entries are found among many', () => {
  const many = Array.from({ length: 20_000 }, (_, index) => [
    `https://*.t${index}.test`,
    `https://u${index}.test`,
  ]).flat()
  const redundant = findingsOf({ cors: { origins: [...many, 'https://a.b.t7.test'] } })
  expect(redundant.map(({ code, value }) => [code, value])).toEqual([['redundant-value', 'https://a.b.t7.test']])
})

test.each<[title: string, config: unknown, path: string]>([
  ['policies', { csp: [] }, 'csp'],
  ['methods of a route', { routes: [{ path: '/', methods: [], cors: false }] }, 'routes[0].methods'],
  ['own origins', { csrf: { ownOrigin: [] } }, 'csrf.ownOrigin'],
])('an empty list is called one: %s', (_, config, path) => {
  expect(findingsOf(config)).toContainEqual(
    expect.objectContaining({ code: 'unset-value', path, message: expect.stringMatching(/^The list is empty, but a/) }),
  )
})

test('a configuration that is missing is not blamed on an environment variable', () => {
  expect(findingsOf(undefined)).toEqual([
    expect.objectContaining({ code: 'unset-value', fix: 'Write an object with cors, csp, csrf, reporting, routes.' }),
  ])
})

test('an error shows its message and not every finding once more, wherever its own properties are printed', () => {
  try {
    compile({ cors: { origins: ['https://a.test/'] } })
    expect.unreachable()
  } catch (error) {
    expect(error instanceof ConfigError && error.findings.length).toBe(1)
    expect(Object.keys(Object(error))).not.toContain('findings')
  }
})
