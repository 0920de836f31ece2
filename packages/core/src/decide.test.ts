import { describe, expect, test } from 'vitest'
import { compile } from './compile.ts'
import type { Config } from './config.ts'
import { decide, isPreflight, routeMethod } from './decide.ts'
import type { Decision } from './decision.ts'
import { explain } from './explain/explain.ts'
import type { RequestView } from './request.ts'

type HeaderRecord = Readonly<Record<string, string>>

function view(method: string, path: string, headers: HeaderRecord = {}): RequestView {
  return { method, path, header: (name) => headers[name] }
}

function preflight(origin: string, method: string, requested?: string): RequestView {
  return view('OPTIONS', '/', {
    origin,
    'access-control-request-method': method,
    ...(requested === undefined ? {} : { 'access-control-request-headers': requested }),
  })
}

function headersOf(decision: Decision): HeaderRecord {
  return Object.fromEntries(decision.headers)
}

const listed: Config = {
  cors: {
    origins: ['https://app.example.com', 'https://*.team.example.com'],
    credentials: true,
    methods: ['GET', 'PUT'],
    allowedHeaders: ['Content-Type', 'X-Token'],
    exposedHeaders: ['X-Total'],
    maxAge: 600,
  },
  csrf: false,
}

describe('actual requests', () => {
  const credentialed = { 'access-control-allow-credentials': 'true', 'access-control-expose-headers': 'x-total' }

  test.each([
    ['no Origin', undefined, 'no-origin', {}],
    ['a listed origin', 'https://app.example.com', 'origin-allowed', credentialed],
    ['an origin of a pattern', 'https://a.team.example.com', 'origin-allowed', credentialed],
    ['another origin', 'https://evil.test', 'origin-refused', {}],
    ['the null origin', 'null', 'origin-refused', {}],
    ['an empty origin', '', 'origin-refused', {}],
  ])('%s', (_, origin, reason, rest) => {
    const decision = decide(compile(listed), view('GET', '/', origin === undefined ? {} : { origin }))
    const allowed = reason === 'origin-allowed' ? { 'access-control-allow-origin': origin } : {}
    expect(decision).toMatchObject({ kind: 'continue', reason, vary: ['origin'] })
    expect(headersOf(decision)).toEqual({ ...allowed, ...rest })
  })

  test('any origin, without credentials, is a static answer that depends on nothing', () => {
    const policy = compile({ cors: { origins: '*', exposedHeaders: '*' } })
    const headers = { 'access-control-allow-origin': '*', 'access-control-expose-headers': '*' }
    for (const origin of [undefined, 'https://a.test', 'null']) {
      const decision = decide(policy, view('GET', '/', origin === undefined ? {} : { origin }))
      expect(headersOf(decision)).toEqual(headers)
      expect(decision.vary).toEqual([])
    }
  })

  test('a reflecting policy answers by name, and only what is an origin', () => {
    const policy = compile({ cors: { origins: '*', credentials: true, dangerouslyReflectAnyOrigin: true }, csrf: true })
    const name = (origin: string): string | undefined =>
      headersOf(decide(policy, view('GET', '/', { origin })))['access-control-allow-origin']
    expect(name('https://a.test')).toBe('https://a.test')
    expect(name('null')).toBeUndefined()
    expect(name('https://a.test\r\nset-cookie: a=b')).toBeUndefined()
    expect(name('https://a.test, https://b.test')).toBeUndefined()
  })

  test('the null origin is admitted on request only', () => {
    const policy = compile({ cors: { origins: ['https://a.test'], dangerouslyAllowNullOrigin: true } })
    expect(headersOf(decide(policy, view('GET', '/', { origin: 'null' })))).toEqual({
      'access-control-allow-origin': 'null',
    })
  })

  test('timing and resource policy follow the same trust', () => {
    const policy = compile({
      cors: { origins: ['https://a.test'], timingAllow: true, resourcePolicy: 'same-site' },
    })
    expect(headersOf(decide(policy, view('GET', '/', { origin: 'https://a.test' })))).toEqual({
      'access-control-allow-origin': 'https://a.test',
      'timing-allow-origin': 'https://a.test',
      'cross-origin-resource-policy': 'same-site',
    })
    expect(headersOf(decide(policy, view('GET', '/', { origin: 'https://b.test' })))).toEqual({
      'cross-origin-resource-policy': 'same-site',
    })
  })
})

describe('preflights', () => {
  const policy = compile(listed)
  const granted = {
    'access-control-allow-origin': 'https://app.example.com',
    'access-control-allow-credentials': 'true',
    'access-control-allow-methods': 'GET,PUT',
    'access-control-allow-headers': 'content-type,x-token',
    'access-control-max-age': '600',
  }

  test.each([
    ['a listed method', preflight('https://app.example.com', 'PUT')],
    ['a safelisted method that is not listed', preflight('https://app.example.com', 'POST')],
    ['one listed header', preflight('https://app.example.com', 'PUT', 'x-token')],
    ['all listed headers', preflight('https://app.example.com', 'PUT', 'content-type,x-token')],
    ['an empty header list', preflight('https://app.example.com', 'PUT', '')],
  ])('grants %s, with the full lists', (_, request) => {
    const decision = decide(policy, request)
    expect(decision).toMatchObject({ kind: 'answer', status: 204, reason: 'preflight-allowed' })
    expect(headersOf(decision)).toEqual(granted)
  })

  test.each([
    ['another origin', preflight('https://evil.test', 'PUT'), 'preflight-origin-refused'],
    ['a method that is not listed', preflight('https://app.example.com', 'DELETE'), 'preflight-method-refused'],
    ['a method in other case', preflight('https://app.example.com', 'put'), 'preflight-method-refused'],
    ['a header that is not listed', preflight('https://app.example.com', 'PUT', 'x-other'), 'preflight-header-refused'],
  ])('refuses %s, saying nothing', (_, request, reason) => {
    expect(decide(policy, request)).toMatchObject({ kind: 'answer', status: 403, headers: [], reason })
  })

  test('depends on Origin, method and headers, granted or refused', () => {
    const vary = ['origin', 'access-control-request-method', 'access-control-request-headers']
    for (const request of [
      preflight('https://app.example.com', 'PUT'),
      preflight('https://evil.test', 'PUT'),
      view('OPTIONS', '/'),
    ]) {
      expect(decide(policy, request).vary).toEqual(vary)
    }
  })

  test.each([
    ['OPTIONS without Origin', view('OPTIONS', '/', { 'access-control-request-method': 'PUT' })],
    ['OPTIONS without a requested method', view('OPTIONS', '/', { origin: 'https://app.example.com' })],
    ['plain OPTIONS', view('OPTIONS', '/')],
  ])('%s is no preflight and goes to the app', (_, request) => {
    expect(isPreflight(request)).toBe(false)
    expect(decide(policy, request).kind).toBe('continue')
  })

  test('with credentials, any method and any header are answered by name', () => {
    const any = compile({
      cors: { origins: ['https://a.test'], credentials: true, methods: '*', allowedHeaders: '*' },
      csrf: true,
    })
    expect(headersOf(decide(any, preflight('https://a.test', 'PURGE', 'X-B, x-a')))).toEqual({
      'access-control-allow-origin': 'https://a.test',
      'access-control-allow-credentials': 'true',
      'access-control-allow-methods': 'PURGE',
      'access-control-allow-headers': 'x-b,x-a',
    })
    expect(decide(any, preflight('https://a.test', 'PU RGE')).reason).toBe('preflight-method-refused')
    expect(decide(any, preflight('https://a.test', 'PUT', 'x b')).reason).toBe('preflight-header-refused')
  })

  test('without credentials, any method and any header are a star', () => {
    const any = compile({ cors: { origins: '*', methods: '*', allowedHeaders: '*' } })
    expect(headersOf(decide(any, preflight('https://a.test', 'PUT', 'x-a')))).toEqual({
      'access-control-allow-origin': '*',
      'access-control-allow-methods': '*',
      'access-control-allow-headers': '*',
    })
  })

  test('preflightContinue leaves the answer to the app, with the headers set', () => {
    const open = compile({ cors: { origins: ['https://a.test'], methods: ['PUT'], preflightContinue: true } })
    expect(decide(open, preflight('https://a.test', 'PUT'))).toMatchObject({
      kind: 'continue',
      reason: 'preflight-allowed',
      headers: [
        ['access-control-allow-origin', 'https://a.test'],
        ['access-control-allow-methods', 'PUT'],
      ],
    })
    expect(decide(open, preflight('https://b.test', 'PUT'))).toMatchObject({ kind: 'continue', headers: [] })
  })

  test('preflightStatus is the status of a grant only', () => {
    const policyWith200 = compile({ cors: { origins: ['https://a.test'], preflightStatus: 200 } })
    expect(decide(policyWith200, preflight('https://a.test', 'GET'))).toMatchObject({ status: 200 })
    expect(decide(policyWith200, preflight('https://b.test', 'GET'))).toMatchObject({ status: 403 })
  })
})

describe('routes', () => {
  const policy = compile({
    cors: { origins: ['https://a.test'] },
    routes: [
      { path: '/closed', cors: false },
      { path: '/mixed', methods: ['PUT'], cors: { origins: ['https://b.test'], methods: ['PUT'] } },
    ],
  })
  const ask = (path: string, method: string, origin: string): RequestView =>
    view('OPTIONS', path, { origin, 'access-control-request-method': method })

  test.each([
    ['the base for other methods of the path', ask('/mixed', 'GET', 'https://a.test'), 'preflight-allowed', 'base'],
    ['the route for its method', ask('/mixed', 'PUT', 'https://b.test'), 'preflight-allowed', '/mixed'],
    [
      'the route refuses whom the base admits',
      ask('/mixed', 'PUT', 'https://a.test'),
      'preflight-origin-refused',
      '/mixed',
    ],
    ['cors: false turns the preflight off', ask('/closed', 'GET', 'https://a.test'), 'no-cors', '/closed'],
    ['cors: false turns the headers off', view('GET', '/closed', { origin: 'https://a.test' }), 'no-cors', '/closed'],
    [
      'a path in no normal form takes the base',
      ask('/x/../mixed', 'PUT', 'https://b.test'),
      'preflight-method-refused',
      'base',
    ],
  ])('a preflight is decided by the requested method: %s', (_, request, reason, rule) => {
    const explained = explain(policy, request)
    // The base refuses https://b.test for its origin before anything else.
    expect([explained.reason, explained.rule]).toEqual([
      reason === 'preflight-method-refused' ? 'preflight-origin-refused' : reason,
      rule,
    ])
  })

  test('routeMethod is the requested method of a preflight, and the own one otherwise', () => {
    expect(routeMethod(ask('/', 'PUT', 'https://a.test'))).toBe('PUT')
    expect(routeMethod(view('OPTIONS', '/', { origin: 'https://a.test' }))).toBe('OPTIONS')
    expect(routeMethod(view('POST', '/'))).toBe('POST')
  })
})
