import { expect, test } from 'vitest'
import { compile } from '../compile.ts'
import type { CorsConfig } from '../config.ts'
import type { Decision } from '../decision.ts'
import { resolve } from '../resolve.ts'
import { type FromCorsOptions, fromCors } from './from-cors.ts'

const ORIGINS = ['https://app.example.com']

test.each<[string, object | boolean | undefined, FromCorsOptions, CorsConfig | false]>([
  ['nothing, cors', undefined, {}, { origins: '*', methods: ['PUT', 'PATCH', 'DELETE'], allowedHeaders: '*' }],
  ['nothing, @fastify/cors', {}, { from: '@fastify/cors' }, { origins: '*', allowedHeaders: '*' }],
  [
    'nothing, @koa/cors',
    {},
    { from: '@koa/cors' },
    { origins: '*', methods: ['PUT', 'DELETE', 'PATCH'], allowedHeaders: '*' },
  ],
  ['true, Nest', true, { from: 'nest-fastify' }, { origins: '*', allowedHeaders: '*' }],
  ['false, Nest', false, { from: 'nest-express' }, false],
  ['origin: false', { origin: false }, { from: '@fastify/cors' }, false],
  ['true for the origin', { origin: true, methods: [], allowedHeaders: [] }, {}, { origins: '*' }],
  ['one origin', { origin: 'https://app.example.com', methods: 'GET', allowedHeaders: [] }, {}, { origins: ORIGINS }],
  [
    'lists in lists, once each',
    {
      origin: [['https://app.example.com'], /^https:\/\/app\.example\.com$/],
      methods: ['PUT', 'put'],
      allowedHeaders: [],
    },
    {},
    { origins: ORIGINS, methods: ['PUT'] },
  ],
  [
    'texts with commas',
    {
      origin: ORIGINS,
      methods: 'GET, PUT,DELETE',
      allowedHeaders: 'X-A,x-b',
      exposedHeaders: 'X-C, X-D',
      credentials: true,
    },
    {},
    {
      origins: ORIGINS,
      credentials: true,
      methods: ['PUT', 'DELETE'],
      allowedHeaders: ['x-a', 'x-b'],
      exposedHeaders: ['x-c', 'x-d'],
    },
  ],
  [
    'the names of @koa/cors',
    {
      origin: 'https://app.example.com',
      allowMethods: 'PUT',
      allowHeaders: 'x-a',
      exposeHeaders: ['x-b'],
      maxAge: '600',
    },
    { from: '@koa/cors' },
    { origins: ORIGINS, methods: ['PUT'], allowedHeaders: ['x-a'], exposedHeaders: ['x-b'], maxAge: 600 },
  ],
  [
    'the old name of allowedHeaders',
    { origin: ORIGINS, methods: [], headers: ['x-a'] },
    {},
    { origins: ORIGINS, allowedHeaders: ['x-a'] },
  ],
  [
    'status and pass-through',
    { origin: ORIGINS, methods: [], allowedHeaders: [], optionsSuccessStatus: 200, preflightContinue: true },
    {},
    { origins: ORIGINS, preflightStatus: 200, preflightContinue: true },
  ],
  [
    'what another entry covers',
    { origin: [/^https:\/\/([^.]+\.)+example\.com$/, 'https://app.example.com'], methods: [], allowedHeaders: [] },
    {},
    { origins: ['https://*.example.com'] },
  ],
  [
    'null, spelled out',
    { origin: ['null', 'https://app.example.com'], methods: [], allowedHeaders: [] },
    { dangerouslyAllowNullOrigin: true },
    { origins: ORIGINS, dangerouslyAllowNullOrigin: true },
  ],
  [
    'null that the options do not have',
    { origin: ORIGINS, methods: [], allowedHeaders: [] },
    { dangerouslyAllowNullOrigin: true },
    { origins: ORIGINS },
  ],
  [
    'reflection, spelled out',
    { origin: true, credentials: true, methods: [], allowedHeaders: [] },
    { dangerouslyReflectAnyOrigin: true },
    { origins: '*', credentials: true, dangerouslyReflectAnyOrigin: true },
  ],
  [
    'http with credentials, spelled out',
    { origin: ['http://app.example.com'], credentials: true, methods: [], allowedHeaders: [] },
    { dangerouslyAllowInsecureOrigins: true },
    { origins: ['http://app.example.com'], credentials: true, dangerouslyAllowInsecureOrigins: true },
  ],
  [
    '0 of @koa/cors',
    { origin: '*', allowMethods: [], allowHeaders: 'x-a', maxAge: 0 },
    { from: '@koa/cors' },
    { origins: '*', allowedHeaders: ['x-a'] },
  ],
])('%s', (_, options, settings, expected) => {
  const { cors, findings } = fromCors(options, settings)
  expect({ cors, errors: findings.filter(({ severity }) => severity === 'error') }).toEqual({
    cors: expected,
    errors: [],
  })
})

const plain = { origin: ORIGINS, methods: 'PUT', allowedHeaders: 'x-a' }
const koa = { origin: 'https://app.example.com', allowMethods: 'PUT', allowHeaders: 'x-a' }

/** Each finding as `severity code path`. */
test.each<[string, object | boolean | undefined, FromCorsOptions, readonly string[]]>([
  [
    'all defaults',
    undefined,
    {},
    [
      'warning default-lets-through origin',
      'info default-lets-through methods',
      'info default-lets-through allowedHeaders',
    ],
  ],
  ['an origin that is not set', { ...plain, origin: undefined }, {}, ['error unset-value origin']],
  ['an empty origin', { ...plain, origin: '' }, { from: '@fastify/cors' }, ['error unset-value origin']],
  ['no origins', { ...plain, origin: [] }, {}, ['error unset-value origin']],
  ['an unset entry', { ...plain, origin: [undefined] }, {}, ['error unset-value origin[0]']],
  ['an object for an origin', { ...plain, origin: {} }, {}, ['error invalid-type origin']],
  ['one origin, sent to all', { ...plain, origin: 'https://app.example.com' }, {}, ['info behaviour-differs origin']],
  ['true', { ...plain, origin: [true] }, {}, ['warning default-lets-through origin[0]']],
  ['* in a list of cors', { ...plain, origin: [...ORIGINS, '*'] }, {}, ['warning dead-value origin[1]']],
  [
    '* in a list of @fastify/cors',
    { ...plain, origin: [...ORIGINS, '*'] },
    { from: '@fastify/cors' },
    ['warning behaviour-differs origin'],
  ],
  ['* with credentials', { ...plain, origin: '*', credentials: true }, {}, ['error wildcard-with-credentials origin']],
  [
    'true with credentials',
    { ...plain, origin: true, credentials: true },
    {},
    ['warning default-lets-through origin', 'error wildcard-with-credentials origin'],
  ],
  ['false of @koa/cors', { ...koa, origin: false }, { from: '@koa/cors' }, ['error untranslatable-option origin']],
  ['a list of @koa/cors', { ...koa, origin: ORIGINS }, { from: '@koa/cors' }, ['error untranslatable-option origin']],
  ['a function of cors', { ...plain, origin: () => true }, {}, ['info behaviour-differs origin']],
  [
    'a function of @koa/cors',
    { ...koa, origin: () => '*' },
    { from: '@koa/cors' },
    ['error untranslatable-option origin'],
  ],
  ['null', { ...plain, origin: ['null'] }, {}, ['error null-origin origin[0]']],
  ['a slash at the end', { ...plain, origin: ['https://app.example.com/'] }, {}, ['warning corrected-value origin[0]']],
  ['capitals', { ...plain, origin: ['HTTPS://App.example.com'] }, {}, ['warning corrected-value origin[0]']],
  ['a default port', { ...plain, origin: ['https://app.example.com:443'] }, {}, ['warning corrected-value origin[0]']],
  ['a wildcard', { ...plain, origin: [...ORIGINS, 'https://*.example.com'] }, {}, ['warning dead-value origin[1]']],
  ['a path', { ...plain, origin: [...ORIGINS, 'https://app.example.com/app'] }, {}, ['warning dead-value origin[1]']],
  ['a host alone', { ...plain, origin: [...ORIGINS, 'app.example.com'] }, {}, ['warning dead-value origin[1]']],
  ['origins with a comma', { ...plain, origin: 'https://a.test,https://b.test' }, {}, ['error invalid-origin origin']],
  [
    'a covered entry',
    { ...plain, origin: [/^https:\/\/([^.]+\.)+example\.com$/, ...ORIGINS] },
    {},
    ['info redundant-value origin[1]'],
  ],
  [
    'http with credentials',
    { ...plain, origin: [...ORIGINS, 'http://a.test'], credentials: true },
    {},
    ['error insecure-origin origin[1]'],
  ],
  ['a loose expression', { ...plain, origin: /\.example\.com$/ }, {}, ['warning loose-expression origin']],
  [
    'a narrow expression',
    { ...plain, origin: /^https:\/\/([a-z0-9-]+\.)+example\.com$/ },
    {},
    ['info behaviour-differs origin'],
  ],
  ['an expression for all', { ...plain, origin: /./ }, {}, ['warning loose-expression origin']],
  ['an expression for none', { ...plain, origin: [/^app$/, ...ORIGINS] }, {}, ['warning dead-value origin[0]']],
  [
    'an expression beyond patterns',
    { ...plain, origin: [/^https:\/\/pr-\d+\.example\.com$/] },
    {},
    ['error untranslatable-option origin[0]'],
  ],
  [
    'the g flag in cors',
    { ...plain, origin: /^https:\/\/app\.example\.com$/g },
    {},
    ['warning behaviour-differs origin'],
  ],
  [
    'the g flag in @fastify/cors',
    { ...plain, origin: /^https:\/\/app\.example\.com$/g },
    { from: '@fastify/cors' },
    [],
  ],
  ['patch', { ...plain, methods: ['patch'] }, {}, ['warning corrected-value methods']],
  ['a forbidden method', { ...plain, methods: ['TRACE'] }, {}, ['info dead-value methods']],
  ['methods with a space between', { ...plain, methods: 'PUT PATCH' }, {}, ['error invalid-method methods']],
  ['methods unset', { ...plain, methods: undefined }, {}, ['error unset-value methods']],
  [
    'a forbidden request header',
    { ...plain, allowedHeaders: ['x-a', 'Cookie'] },
    {},
    ['info dead-value allowedHeaders'],
  ],
  [
    'a response header for a request header',
    { ...plain, allowedHeaders: 'Access-Control-Allow-Origin' },
    {},
    ['info dead-value allowedHeaders'],
  ],
  [
    '* beside Authorization',
    { ...plain, allowedHeaders: '*, Authorization' },
    {},
    ['warning wildcard-with-others allowedHeaders'],
  ],
  [
    '* for headers with credentials',
    { ...plain, allowedHeaders: '*', credentials: true },
    {},
    ['warning dead-value allowedHeaders'],
  ],
  [
    '* exposed with credentials',
    { ...plain, exposedHeaders: ['*'], credentials: true },
    {},
    ['warning dead-value exposedHeaders'],
  ],
  ['credentials as a text, cors', { ...plain, credentials: 'true' }, {}, ['warning dead-value credentials']],
  [
    'credentials as a text, @fastify/cors',
    { ...plain, credentials: 'false' },
    { from: '@fastify/cors' },
    ['error invalid-type credentials'],
  ],
  [
    'a function for credentials',
    { ...koa, credentials: () => true },
    { from: '@koa/cors' },
    ['info behaviour-differs origin', 'error untranslatable-option credentials'],
  ],
  ['a long max-age', { ...plain, maxAge: 1e6 }, {}, ['info out-of-range maxAge']],
  ['a max-age that is no number', { ...plain, maxAge: '1 day' }, {}, ['warning dead-value maxAge']],
  [
    '0 of @koa/cors',
    { ...koa, maxAge: 0 },
    { from: '@koa/cors' },
    ['info behaviour-differs origin', 'info dead-value maxAge'],
  ],
  [
    'a status browsers refuse',
    { ...plain, optionsSuccessStatus: 304 },
    {},
    ['error out-of-range optionsSuccessStatus'],
  ],
  ['preflightContinue', { ...plain, preflightContinue: true }, {}, ['info behaviour-differs preflightContinue']],
  [
    'the others of @fastify/cors',
    {
      ...plain,
      preflight: false,
      strictPreflight: false,
      hideOptionsRoute: false,
      cacheControl: 60,
      hook: 'preHandler',
      logLevel: 'silent',
      delegator: () => undefined,
    },
    { from: '@fastify/cors' },
    [
      'error untranslatable-option preflight',
      'info behaviour-differs strictPreflight',
      'info dropped-option hideOptionsRoute',
      'info dropped-option logLevel',
      'warning behaviour-differs hook',
      'error untranslatable-option delegator',
    ],
  ],
  [
    'the others of @koa/cors',
    { ...koa, keepHeadersOnError: false, secureContext: true, privateNetworkAccess: true },
    { from: '@koa/cors' },
    [
      'warning behaviour-differs keepHeadersOnError',
      'warning dropped-option secureContext',
      'warning dropped-option privateNetworkAccess',
      'info behaviour-differs origin',
    ],
  ],
  ['a misspelt option', { ...plain, origins: '*' }, {}, ['error unknown-key origins']],
  ['a delegate', () => undefined, {}, ['error untranslatable-option ']],
  ['false, where it means nothing', false, {}, ['error invalid-type ']],
])('%s is said', (_, options, settings, expected) => {
  const { findings } = fromCors(options, settings)
  expect(findings.map(({ severity, code, path }) => `${severity} ${code} ${path}`)).toEqual(expected)
})

test.each([
  ['an option of another library', { allowMethods: 'PUT' }, "pass from: '@koa/cors'"],
  ['a misspelt option', { orign: '*' }, 'Did you mean origin?'],
  ['a wildcard in a list', { origin: [...ORIGINS, 'https://*.example.com'] }, 'add https://*.example.com to origins'],
  [
    'a loose expression',
    { origin: /example\.com$/ },
    'https://evilexample.com (it does not say where the host begins)',
  ],
  ['a single label', { origin: /^https:\/\/[^.]+\.example\.com$/ }, 'would also admit https://a.a.example.com'],
])('%s is told what to do: %j', (_, options, text) => {
  const { findings } = fromCors(options)
  expect(findings.map(({ message, fix }) => `${message} ${fix}`).join('\n')).toContain(text)
})

test.each<[string, unknown]>([
  ['a getter', Object.defineProperty({}, 'origin', { enumerable: true, get: () => new URL('nowhere') })],
  ['a proxy', new Proxy({}, { ownKeys: () => ['origin', 'origin'] })],
  ['an expression that is none', { origin: Object.create(RegExp.prototype) }],
])('%s that throws is a finding', (_, options) => {
  const { cors, findings } = fromCors(Object(options))
  expect({ cors, codes: findings.map(({ code }) => code) }).toMatchObject({
    cors: null,
    codes: ['untranslatable-option'],
  })
})

test('a list that holds itself comes to an end', () => {
  const list: unknown[] = [...ORIGINS]
  list.push(list)
  expect(fromCors({ origin: list }).cors).toMatchObject({ origins: ORIGINS })
})

test.each<[title: string, cacheControl: unknown, written: string | undefined]>([
  ['seconds', 60, 'max-age=60'],
  ['a text', 'public, max-age=60', 'public, max-age=60'],
  ['anything else, which @fastify/cors ignores', true, undefined],
])('cacheControl of @fastify/cors: %s', (_, cacheControl, written) => {
  const { cors } = fromCors({ ...plain, cacheControl }, { from: '@fastify/cors' })
  expect(cors === null || cors === false ? undefined : cors.preflightCacheControl).toBe(written)
})

test('an origin function becomes a resolver that answers as the function did', async () => {
  const origin = (asked: string, callback: (error: Error | null, allowed?: unknown) => void): void =>
    callback(null, asked === 'https://b.test' ? [/^https:\/\/b\.test$/] : false)
  const { cors } = fromCors({ ...plain, origin })
  if (cors === null) throw new Error('It has a translation.')
  const policy = compile({ cors })
  const decide = (from: string): Decision | Promise<Decision> =>
    resolve(policy, { method: 'GET', path: '/', header: (name) => (name === 'origin' ? from : undefined) })
  expect((await decide('https://b.test')).reason).toBe('origin-allowed')
  expect((await decide('https://c.test')).reason).toBe('origin-refused')
})
