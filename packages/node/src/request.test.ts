import { expect, test } from 'vitest'
import { type NodeRequest, tellAddress, viewRequest } from './request.ts'
import { send, sendHttp2, serve } from './server.test-kit.ts'

test.each<[title: string, head: string, name: string, value: string | undefined]>([
  ['a header', 'GET / HTTP/1.1\nOrigin: https://a.test', 'origin', 'https://a.test'],
  ['no such header', 'GET / HTTP/1.1', 'origin', undefined],
  ['an empty header', 'GET / HTTP/1.1\nOrigin:', 'origin', ''],
  [
    'the method of a preflight',
    'OPTIONS / HTTP/1.1\nAccess-Control-Request-Method: PUT',
    'access-control-request-method',
    'PUT',
  ],
  [
    'several lines become one list',
    'GET / HTTP/1.1\nAccess-Control-Request-Headers: x-a\nAccess-Control-Request-Headers: x-b, x-c',
    'access-control-request-headers',
    'x-a, x-b, x-c',
  ],
  [
    'two origins are no origin',
    'GET / HTTP/1.1\nOrigin: https://a.test\nOrigin: https://b.test',
    'origin',
    'https://a.test, https://b.test',
  ],
  ['a header Node keeps as a list', 'GET / HTTP/1.1\nSet-Cookie: a\nSet-Cookie: b', 'set-cookie', 'a, b'],
  ['a name every object has', 'GET / HTTP/1.1', 'constructor', undefined],
  ['the host', 'GET / HTTP/1.1', 'host', 'app.test'],
])('%s', async (_title, head, name, value) => {
  let seen: string | undefined = 'not asked'
  const server = await serve((request, response) => {
    seen = viewRequest(request).header(name)
    response.end()
  })
  await send(server, head)
  expect(seen).toBe(value)
})

test('HTTP/2: method and path, and the authority as the host', async () => {
  let seen: unknown
  await sendHttp2(
    (request, response) => {
      const view = viewRequest(request)
      seen = { method: view.method, path: view.path, host: view.header('host'), origin: view.header('origin') }
      response.end()
    },
    { ':method': 'PUT', ':path': '/a?b', ':authority': 'app.test:8443', host: 'other.test', origin: 'https://a.test' },
  )
  expect(seen).toEqual({ method: 'PUT', path: '/a?b', host: 'app.test:8443', origin: 'https://a.test' })
})

test.each<[title: string, request: NodeRequest, path: string]>([
  ['as it came in', { url: '/a/../b?c', headers: {} }, '/a/../b?c'],
  ['before a mount point cut it', { url: '/b', originalUrl: '/a/b', headers: {} }, '/a/b'],
  ['CONNECT has none', { method: 'CONNECT', headers: {} }, '/'],
])('the path: %s', (_title, request, path) => {
  expect(viewRequest(request).path).toBe(path)
})

const TLS = { encrypted: true }
const CLEAR = {}

test.each<[title: string, request: NodeRequest, scheme: string | undefined]>([
  ['over TLS', { headers: {}, socket: TLS }, 'https'],
  ['in the clear', { headers: {}, socket: CLEAR }, undefined],
  ['without a socket', { headers: {}, socket: null }, undefined],
  ['HTTP/2 from a proxy that ended TLS', { headers: { ':scheme': 'https' }, socket: CLEAR }, 'https'],
  ['HTTP/2 over TLS, whatever it says', { headers: { ':scheme': 'http' }, socket: TLS }, 'https'],
  ['by the framework', { headers: {}, protocol: 'HTTPS' }, 'https'],
  ['of a handshake, by the framework', { headers: {}, protocol: 'wss' }, 'https'],
  ['by the framework, before what the socket says', { headers: {}, protocol: 'http', socket: TLS }, 'http'],
  ['that nobody was told to believe', { headers: { 'x-forwarded-proto': 'https' }, socket: CLEAR }, undefined],
])('the scheme: %s', (_title, request, scheme) => {
  expect(viewRequest(request).scheme).toBe(scheme)
})

test.each<[title: string, request: NodeRequest, authority: string | undefined]>([
  ['of the request', { headers: { host: 'a.test:8443' } }, 'a.test:8443'],
  ['by the framework', { headers: { host: 'internal' }, host: 'a.test' }, 'a.test'],
  ['of no use to the framework', { headers: { host: 'a.test' }, host: '' }, 'a.test'],
  ['that nobody was told to believe', { headers: { host: 'a.test', 'x-forwarded-host': 'evil.test' } }, 'a.test'],
  ['none', { headers: {} }, undefined],
])('the authority: %s', (_title, request, authority) => {
  expect(viewRequest(request).authority).toBe(authority)
})

test('the framework is asked only when a decision depends on it', () => {
  const asked: string[] = []
  const request: NodeRequest = { headers: { host: 'internal' } }
  tellAddress(request, {
    get protocol() {
      asked.push('protocol')
      return 'https'
    },
    get host() {
      asked.push('host')
      return 'a.test'
    },
  })
  const view = viewRequest(request)
  expect([view.method, view.path, view.header('host'), ...asked]).toEqual(['GET', '/', 'internal'])
  expect([view.scheme, view.authority, ...asked]).toEqual(['https', 'a.test', 'protocol', 'host'])
})
