import type { IncomingMessage, ServerResponse } from 'node:http'
import { type Config, compile, type Policy } from '@sallyport/core'
import { expect, test } from 'vitest'
import { enter } from './enter.ts'
import { send, sendHttp2, sendRaw, serve, valuesOf } from './server.test-kit.ts'

const policy = compile({
  cors: { origins: ['https://a.test', 'https://b.test'], methods: ['PUT'] },
  csp: { directives: { 'default-src': ["'self'"] } },
  csrf: true,
})
const PREFLIGHT = 'OPTIONS / HTTP/1.1\nOrigin: https://a.test\nAccess-Control-Request-Method: PUT'

function guard(by: Policy, app: (request: IncomingMessage, response: ServerResponse) => void) {
  return (request: IncomingMessage, response: ServerResponse) => {
    if (enter(by, request, response)) app(request, response)
  }
}

function refuseToRun(): never {
  throw new Error('The app was called for a request that has been answered.')
}

test('a granted preflight is answered without a body', async () => {
  const server = await serve(guard(policy, refuseToRun))
  const text = await sendRaw(server, `${PREFLIGHT}\nHost: app.test\nConnection: close`)
  expect(text).toMatch(/^HTTP\/1.1 204 No Content\r\n/)
  expect(text).toContain('\r\naccess-control-allow-origin: https://a.test\r\n')
  expect(text).toContain('\r\naccess-control-allow-methods: PUT\r\n')
  // RFC 9110 §8.6: no Content-Length with 204.
  expect(text).not.toMatch(/content-length|transfer-encoding|content-security-policy/i)
})

test.each<[title: string, by: Config, head: string, status: string]>([
  ['a refused preflight', {}, PREFLIGHT.replace('https://a', 'https://evil'), '403 Forbidden'],
  ['a guarded POST', {}, 'POST / HTTP/1.1\nSec-Fetch-Site: cross-site', '403 Forbidden'],
  [
    'a preflight with status 200',
    { cors: { origins: ['https://a.test'], methods: ['PUT'], preflightStatus: 200 } },
    PREFLIGHT,
    '200 OK',
  ],
])('says that no body follows: %s', async (_title, by, head, status) => {
  const server = await serve(guard(compile({ ...policy.toJSON(), ...by }), refuseToRun))
  const text = await sendRaw(server, `${head}\nHost: app.test\nConnection: close`)
  expect(text).toMatch(new RegExp(`^HTTP/1.1 ${status}\r\n`))
  expect(text).toContain('\r\ncontent-length: 0\r\n')
  expect(text).not.toContain('transfer-encoding')
  expect(text.endsWith('\r\n\r\n')).toBe(true)
})

test('Vary is merged into what middleware before it has set', async () => {
  const server = await serve((request, response) => {
    response.setHeader('Vary', 'Accept-Encoding')
    enter(policy, request, response)
  })
  const [vary] = valuesOf(await send(server, PREFLIGHT), 'vary')
  expect(vary?.split(', ')).toEqual(expect.arrayContaining(['Accept-Encoding', 'origin']))
})

test.each<[title: string, framing: string, body: string]>([
  ['with a length', `Content-Length: ${2 ** 20}`, 'x'.repeat(2 ** 20)],
  ['in chunks', 'Transfer-Encoding: chunked', `${(2 ** 20).toString(16)}\r\n${'x'.repeat(2 ** 20)}\r\n0\r\n\r\n`],
])(
  'after a refusal that left a body unread, %s, the connection serves the next request',
  async (_title, framing, body) => {
    const server = await serve(guard(policy, (_request, response) => response.end('next')))
    const text = await sendRaw(
      server,
      `POST / HTTP/1.1\nHost: app.test\nOrigin: https://evil.test\n${framing}`,
      `${body}GET / HTTP/1.1\r\nHost: app.test\r\nConnection: close\r\n\r\n`,
    )
    expect(text.match(/^HTTP\/1.1 \d+/gm)).toEqual(['HTTP/1.1 403', 'HTTP/1.1 200'])
  },
)

test('HTTP/2: an answer', async () => {
  expect(
    await sendHttp2((request, response) => void enter(policy, request, response), {
      ':method': 'OPTIONS',
      ':path': '/',
      origin: 'https://evil.test',
      'access-control-request-method': 'PUT',
    }),
  ).toMatchObject({ status: 403, headers: { 'content-length': '0' } })
})

test('HTTP/2: the guard compares the origin with the authority', async () => {
  const answer = await sendHttp2(
    (request, response) => {
      if (enter(policy, request, response)) response.end('let in')
    },
    { ':method': 'POST', ':path': '/', ':authority': 'app.test', origin: 'http://app.test' },
  )
  expect(answer.status).toBe(200)
})

const open = compile({ cors: { origins: '*', exposedHeaders: ['x-a'] } })
const closed = compile({ csp: { directives: { 'default-src': ["'none'"] } } })

test.each<[title: string, first: Policy, second: Policy, lines: readonly string[]]>([
  [
    'the same policy again changes nothing',
    open,
    open,
    ['access-control-allow-origin: *', 'access-control-expose-headers: x-a'],
  ],
  ['a narrower policy takes back what the first gave', open, closed, ["content-security-policy: default-src 'none'"]],
  ['a wider one adds', closed, open, ['access-control-allow-origin: *', 'access-control-expose-headers: x-a']],
])('entered twice: %s', async (_title, first, second, lines) => {
  const server = await serve(
    guard(
      first,
      guard(second, (_request, response) => response.end()),
    ),
  )
  const answer = await send(server, 'GET / HTTP/1.1\nOrigin: https://a.test')
  expect(answer.lines).toEqual(lines)
})

test('entered twice: what the app has set in between stays', async () => {
  const server = await serve((request, response) => {
    enter(open, request, response)
    response.setHeader('access-control-allow-origin', 'https://a.test')
    enter(closed, request, response)
    response.end()
  })
  const answer = await send(server, 'GET / HTTP/1.1\nOrigin: https://a.test')
  expect(valuesOf(answer, 'access-control-allow-origin')).toEqual(['https://a.test'])
})

test('entered twice: a refusal carries nothing of the first decision', async () => {
  const server = await serve(guard(open, guard(compile({ csrf: true }), refuseToRun)))
  const answer = await send(server, 'POST / HTTP/1.1\nOrigin: https://evil.test')
  expect(answer).toEqual({ status: 403, lines: [], body: '' })
})

test.each<[title: string, head: string]>([
  ['a request', 'GET / HTTP/1.1\nOrigin: https://a.test'],
  ['a preflight', PREFLIGHT],
])('a response that somebody has begun is left alone: %s', async (_title, head) => {
  const failures: unknown[] = []
  const server = await serve((request, response) => {
    response.writeHead(200, { 'content-length': 5 }).write('begun')
    try {
      enter(policy, request, response)
    } catch (error) {
      failures.push(error)
    }
    response.end()
  })
  expect(await send(server, head)).toEqual({ status: 200, lines: [], body: 'begun' })
  expect(failures).toEqual([])
})
