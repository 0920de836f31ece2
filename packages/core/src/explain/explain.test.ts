import { expect, test } from 'vitest'
import { compile } from '../compile.ts'
import type { RequestView } from '../request.ts'
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
