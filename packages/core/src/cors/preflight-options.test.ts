import { describe, expect, test } from 'vitest'
import { compile } from '../compile.ts'
import type { AnonymousCorsConfig, CorsConfig } from '../config.ts'
import { decide } from '../decide.ts'
import { ConfigError, type Finding } from '../finding.ts'

const A = 'https://a.test'

function preflight(cors: Partial<AnonymousCorsConfig>, method: string, names?: string, origin = A) {
  const sent: Readonly<Record<string, string | undefined>> = {
    origin,
    'access-control-request-method': method,
    'access-control-request-headers': names,
  }
  const base = { methods: ['PUT', 'DELETE'], allowedHeaders: ['x-a', 'x-b'], maxAge: 60 }
  const policy = compile({ cors: Object.assign({ origins: [A] }, base, cors) })
  const decision = decide(policy, { method: 'OPTIONS', path: '/', header: (name) => sent[name] })
  return { headers: Object.fromEntries(decision.headers), vary: decision.vary, reason: decision.reason }
}

function findingsOf(cors: object): readonly Finding[] {
  try {
    return compile({ cors: Object.assign({ origins: [A] }, cors) }).findings
  } catch (error) {
    if (error instanceof ConfigError) return error.findings
    throw error
  }
}

describe('preflightDisclosure', () => {
  test('full: one preflight tells all, so that the browser need not ask again', () => {
    expect(preflight({}, 'PUT', 'x-a').headers).toEqual({
      'access-control-allow-origin': A,
      'access-control-allow-methods': 'PUT,DELETE',
      'access-control-allow-headers': 'x-a,x-b',
      'access-control-max-age': '60',
    })
  })

  test.each<[title: string, cors: Partial<AnonymousCorsConfig>, names: string | undefined, told: string | undefined]>([
    ['one name', {}, 'x-b', 'x-b'],
    ['both names, in capitals, with spaces', {}, 'X-B , x-a', 'x-b,x-a'],
    ['no name', {}, undefined, undefined],
    ['any name', { allowedHeaders: '*' }, 'x-c', 'x-c'],
  ])('minimal: a preflight is told what it asked for: %s', (_, cors, names, told) => {
    const { headers, vary } = preflight({ preflightDisclosure: 'minimal', ...cors }, 'PUT', names)
    expect(headers).toEqual({
      'access-control-allow-origin': A,
      'access-control-allow-methods': 'PUT',
      'access-control-max-age': '60',
      ...(told === undefined ? {} : { 'access-control-allow-headers': told }),
    })
    expect(vary).toEqual(['origin', 'access-control-request-method', 'access-control-request-headers'])
  })

  test('minimal: what is not allowed is refused as ever', () => {
    expect(preflight({ preflightDisclosure: 'minimal' }, 'PATCH')).toMatchObject({ headers: {} })
    expect(preflight({ preflightDisclosure: 'minimal' }, 'PUT', 'x-c')).toMatchObject({ headers: {} })
  })
})

describe('preflightCacheControl', () => {
  test('is on what is granted, and on nothing else', () => {
    const cors: Partial<AnonymousCorsConfig> = { preflightCacheControl: 'public, max-age=600' }
    expect(preflight(cors, 'PUT').headers).toHaveProperty('cache-control', 'public, max-age=600')
    expect(preflight(cors, 'PATCH').headers).toEqual({})
    const actual = decide(compile({ cors: { origins: [A], ...cors } }), {
      method: 'GET',
      path: '/',
      header: (name) => (name === 'origin' ? A : undefined),
    })
    expect(actual.headers).toEqual([['access-control-allow-origin', A]])
  })

  test.each([
    ['a line break', 'public\r\nset-cookie: a=b'],
    ['a colon', 'public: yes'],
    ['nothing between commas', 'public,,max-age=1'],
    ['two equals signs', 'max-age=1=2'],
  ])('refuses %s', (_, preflightCacheControl) => {
    expect(findingsOf({ preflightCacheControl })).toMatchObject([
      { code: 'invalid-header', severity: 'error', path: 'cors.preflightCacheControl', value: preflightCacheControl },
    ])
  })
})

test.each<[title: string, cors: CorsConfig, policy: string]>([
  ['everybody may read', { origins: '*', resourcePolicy: 'by-origins' }, 'cross-origin'],
  ['some may read, by CORS', { origins: [A], resourcePolicy: 'by-origins' }, 'same-origin'],
  ['said by name', { origins: [A], resourcePolicy: 'same-site' }, 'same-site'],
])('Cross-Origin-Resource-Policy follows the same trust: %s', (_, cors, policy) => {
  for (const origin of [A, 'https://stranger.test', undefined]) {
    const decision = decide(compile({ cors }), {
      method: 'GET',
      path: '/',
      header: (name) => (name === 'origin' ? origin : undefined),
    })
    expect(Object.fromEntries(decision.headers)).toHaveProperty('cross-origin-resource-policy', policy)
  }
})

test.each([
  ['preflightDisclosure', 'some'],
  ['resourcePolicy', 'cross-site'],
  ['preflightCacheControl', 600],
])('refuses %s: %j', (key, value) => {
  expect(findingsOf({ [key]: value })).toMatchObject([{ code: 'invalid-type', severity: 'error', path: `cors.${key}` }])
})
