import { expect, test } from 'vitest'
import { compile } from '../compile.ts'
import type { CsrfConfig } from '../config.ts'
import { decide } from '../decide.ts'
import type { Policy } from '../policy.ts'
import type { RequestView } from '../request.ts'
import { resolve } from '../resolve.ts'
import { explain } from './explain.ts'

const policy = compile({
  cors: { origins: ['https://a.test'], methods: ['PUT'], allowedHeaders: ['x-a'] },
  csrf: true,
  routes: [{ path: '/v1/*', cors: { origins: ['https://b.test'] } }],
})

function view(method: string, path: string, headers: Readonly<Record<string, string>>): RequestView {
  return { method, path, header: (name) => headers[name] }
}

test.each([
  [
    'an origin',
    view('GET', '/', { origin: 'https://x.test' }),
    '"https://x.test" is not among the origins of the base policy',
  ],
  ['an origin on a route', view('GET', '/v1/x', { origin: 'https://a.test' }), 'of the route /v1/*'],
  [
    'a method',
    view('OPTIONS', '/', { origin: 'https://a.test', 'access-control-request-method': 'DELETE' }),
    '"DELETE" is not among the methods',
  ],
  [
    'a header',
    view('OPTIONS', '/', {
      origin: 'https://a.test',
      'access-control-request-method': 'PUT',
      'access-control-request-headers': 'x-b',
    }),
    'does not allow all of the request headers "x-b"',
  ],
  [
    'a foreign request',
    view('POST', '/', { origin: 'https://x.test', 'sec-fetch-site': 'cross-site' }),
    'refused POST from "https://x.test"',
  ],
])('tells why %s is refused, and what would allow it', (_, request, text) => {
  const explanation = explain(policy, request)
  expect(explanation.message).toContain(text)
  expect(explanation.fix).toBeTruthy()
})

test('what a request sent cannot break out of the line', () => {
  const { message } = explain(policy, view('GET', '/', { origin: 'x\r\n\u001b[31m' }))
  expect(message).toContain('"x\\r\\n\\u001b[31m"')
})

test.each<[title: string, method: string, path: string, headers: Readonly<Record<string, string>>, at: string]>([
  ['the base', 'GET', '/', { origin: 'https://x.test' }, 'cors.origins'],
  ['a route', 'GET', '/v1/x', { origin: 'https://a.test' }, 'routes[0].cors.origins'],
  ['the guard that a route takes from the base', 'POST', '/v1/x', { origin: 'https://x.test' }, 'csrf.trustedOrigins'],
  ['no Origin', 'GET', '/', {}, 'cors.origins'],
  ['a route for the method', 'OPTIONS', '/m', preflightOf('PUT'), 'routes[1].cors.origins'],
  ['a route for GET, asked by HEAD', 'OPTIONS', '/m', preflightOf('HEAD'), 'routes[2].cors.origins'],
  ['a route for all other methods', 'OPTIONS', '/m', preflightOf('DELETE'), 'routes[3].cors'],
])('the option that decided: %s', (_, method, path, headers, at) => {
  const mixed = compile({
    ...policy.toJSON(),
    routes: [
      { path: '/v1/*', cors: { origins: ['https://b.test'] } },
      { path: '/m', methods: ['PUT'], cors: { origins: ['https://c.test'] } },
      { path: '/m', methods: ['GET'], cors: { origins: ['https://d.test'] } },
      { path: '/m', cors: false },
    ],
  })
  expect(explain(mixed, view(method, path, headers)).path).toBe(at)
})

function preflightOf(method: string): Readonly<Record<string, string>> {
  return { origin: 'https://x.test', 'access-control-request-method': method }
}

test.each<[origins: '*' | readonly string[], origin: string, entry: string]>([
  [['https://a.test', 'https://b.test'], 'https://b.test', 'https://b.test'],
  [['https://a.test', 'https://*.b.test'], 'https://x.b.test', 'https://*.b.test'],
  [['http://localhost:*'], 'http://localhost:3000', 'http://localhost:*'],
  ['*', 'https://x.test', '*'],
])('the entry of %j that admits %s', (origins, origin, entry) => {
  const allowing = compile({ cors: { origins } })
  expect(explain(allowing, view('GET', '/', { origin })).entry).toBe(entry)
  expect(explain(allowing, view('OPTIONS', '/', { ...preflightOf('GET'), origin })).entry).toBe(entry)
})

test.each<[title: string, headers: Readonly<Record<string, string>>, path: string, text: string]>([
  ['no Origin', {}, '/', 'Browsers send none with a GET or HEAD to the own origin'],
  [
    'the own page, by Fetch metadata',
    { origin: 'https://x.test', 'sec-fetch-site': 'same-origin' },
    '/',
    "the server's own",
  ],
  ['the own page, by its host', { origin: 'https://x.test', host: 'x.test' }, '/', "the server's own"],
  ['a form', { origin: 'https://x.test', 'sec-fetch-mode': 'navigate' }, '/', 'CORS has no say'],
  ['credentials off', { origin: 'https://a.test' }, '/', 'pages read the answer only without them'],
  ['a path in no normal form', { origin: 'https://b.test' }, '/v1//x', 'not in normal form'],
  ['a path in other case', { origin: 'https://b.test' }, '/V1/*', 'differs in letter case'],
  ['what no browser sends', { origin: 'garbage' }, '/', 'No browser writes an origin like this'],
])('an outcome that surprises: %s', (_, headers, path, text) => {
  const { message, browserMessages } = explain(policy, view('GET', path, headers))
  expect(message).toContain(text)
  expect(browserMessages === undefined).toBe(!message.includes('keeps the answer'))
})

// Shapes that other versions of a configuration may have.
test.each<[title: string, origins: unknown, change: string | undefined]>([
  ['a function', () => false, 'Let the resolver at cors.origins answer true for "https://x.a.test".'],
  [
    'a resolver',
    { resolve: () => false, known: ['https://a.test'] },
    'Let the resolver at cors.origins answer true for "https://x.a.test".',
  ],
  ['a number', 7, undefined],
  ['nothing', undefined, undefined],
  ['a list of anything', [1, null, {}], 'Add "https://x.a.test" to cors.origins.'],
])('origins that are %s are told in words', (_, origins, change) => {
  const odd: Policy = { ...policy, toJSON: () => Object.assign(JSON.parse('{}'), { cors: { origins } }) }
  const { fix, nearMisses } = explain(odd, view('GET', '/', { origin: 'https://x.a.test' }))
  expect(fix?.change).toBe(change)
  expect(nearMisses.map(({ kind }) => kind)).toEqual(JSON.stringify(origins)?.includes('a.test') ? ['subdomain'] : [])
})

test.each<[title: string, origin: string, admitted: boolean, text: string]>([
  ['admits', 'https://t.test', true, 'The resolver of the base policy admits "https://t.test".'],
  ['knows', 'https://a.test', false, '"https://a.test" is among the origins of the base policy.'],
  ['refuses', 'https://t.test', false, '"https://t.test" is not among the origins of the base policy'],
])('what a resolver %s', async (_, origin, admitted, text) => {
  const resolving = compile({
    cors: { origins: { resolve: () => admitted, known: ['https://a.test'] }, credentials: true },
    csrf: false,
  })
  const request = view('GET', '/', { origin })
  expect(explain(resolving, request, await resolve(resolving, request)).message).toContain(text)
})

test.each<[title: string, origin: string, text: string]>([
  ['not asked', 'https://t.test', 'nobody heard why, since cors.origins has no onError'],
  ['never asked about', 'http://t.test', 'is not among the origins'],
])('a resolver that was %s', (_, origin, text) => {
  const resolving = compile({ cors: { origins: () => true, credentials: true }, csrf: false })
  const { message, fix } = explain(resolving, view('GET', '/', { origin }))
  expect(message).toContain(text)
  expect(fix?.change.includes('dangerouslyAllowInsecureOrigins') ?? false).toBe(origin.startsWith('http:'))
})

test('a decision that was made already is the one that is explained', () => {
  const request = view('GET', '/', { origin: 'https://x.test' })
  const other = decide(policy, view('GET', '/', { origin: 'https://a.test' }))
  expect(explain(policy, request, other).decision).toBe(other)
  expect(explain(policy, request, other).reason).toBe('origin-allowed')
})

test('a resolver that has an onError is not advised to have one', () => {
  const resolving = compile({ cors: { origins: { resolve: () => true, onError: () => {} } } })
  expect(explain(resolving, view('GET', '/', { origin: 'https://t.test' })).message).toContain(
    'its onError was told why',
  )
})

test.each<[title: string, csrf: CsrfConfig | true, headers: Readonly<Record<string, string>>, own: string]>([
  ['told where the browser does not say', true, {}, 'at "api.internal": if visitors see it elsewhere'],
  ['not told where it is configured', { ownOrigin: 'https://shop.test' }, {}, ''],
  ['not told where the browser says', true, { 'sec-fetch-site': 'cross-site' }, ''],
  ['told where the host is the same', true, { host: 'x.test' }, 'The host is this one'],
])('where the server takes itself to be is %s', (_, csrf, headers, own) => {
  const guarding = compile({ csrf })
  const request = view('POST', '/', { host: 'api.internal', origin: 'http://x.test', ...headers })
  const { message } = explain(guarding, { ...request, scheme: 'https' })
  expect(message).toContain(own)
  expect(message.includes('takes itself to be') || message.includes('The host is')).toBe(own !== '')
  expect(message).toContain('sec-fetch-site' in headers ? 'Sec-Fetch-Site: "cross-site"' : '(no Sec-Fetch-Site)')
})
