import { EventEmitter, once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { type ClientHttp2Session, connect, createServer as createHttp2Server, type Http2Server } from 'node:http2'
import { connect as connectSocket } from 'node:net'
import { createHandle, type PolicySource } from '@sallyport/core'
import { expect, onTestFinished, test, vi } from 'vitest'
import { WebSocketServer } from 'ws'
import { guardUpgrades } from './index.ts'
import { listen, portOf, sendRaw, serve } from './server.test-kit.ts'
import { greet } from './web-socket.test-kit.ts'

const OWN = { host: 'own.test', origin: 'https://own.test' }
const EVIL = { host: 'own.test', origin: 'https://evil.test' }

/** A server where `ws` answers every handshake that reaches it. */
async function serveWebSockets(source: PolicySource): Promise<{ server: Server; heard: string[] }> {
  const server = await serve((_request, response) => response.end('page'))
  const heard: string[] = []
  const sockets = new WebSocketServer({ server })
  sockets.on('connection', (socket, { headers }) => {
    heard.push(headers.origin ?? 'nobody')
    socket.on('message', (data) => socket.send(`${data} yourself`))
  })
  guardUpgrades(server, source)
  return { server, heard }
}

test.each<[title: string, headers: Readonly<Record<string, string>>, answer: string]>([
  ['of the own page', OWN, 'hello yourself'],
  ['of the own page, Host with its port', { ...OWN, host: 'own.test:443' }, 'hello yourself'],
  ['of no browser', { host: 'own.test' }, 'hello yourself'],
  ['of a trusted origin', { ...OWN, origin: 'https://friend.test' }, 'hello yourself'],
  ['of another site', EVIL, '403'],
  ['of a sandboxed frame', { ...OWN, origin: 'null' }, '403'],
  ['of another site, by Fetch metadata', { ...OWN, 'sec-fetch-site': 'cross-site' }, '403'],
  ['of another site that names a proxy', { ...EVIL, 'x-forwarded-host': 'evil.test' }, '403'],
])('a handshake %s', async (_title, headers, answer) => {
  const { server, heard } = await serveWebSockets({ csrf: { trustedOrigins: ['https://friend.test'] } })
  expect(await greet(server, '/', headers)).toBe(answer)
  expect(heard).toHaveLength(answer === '403' ? 0 : 1)
})

test('a route says what holds for its path', async () => {
  const { server } = await serveWebSockets({ csrf: true, routes: [{ path: '/public', csrf: false }] })
  expect(await greet(server, '/public', EVIL)).toBe('hello yourself')
  expect(await greet(server, '/public/', EVIL)).toBe('403')
  expect(await greet(server, '/%70ublic', EVIL)).toBe('403')
})

test('the policy of the moment holds', async () => {
  const handle = createHandle({ csrf: true })
  const { server } = await serveWebSockets(handle)
  expect(await greet(server, '/', EVIL)).toBe('403')
  handle.update({ csrf: { trustedOrigins: ['https://evil.test'] } })
  expect(await greet(server, '/', EVIL)).toBe('hello yourself')
})

test.each<[title: string, source: PolicySource]>([
  ['no guard', { csrf: false }],
  ['nothing but CORS', { cors: { origins: ['https://own.test'] } }],
])('%s, nothing refused', async (_title, source) => {
  const { server } = await serveWebSockets(source)
  expect(await greet(server, '/', EVIL)).toBe('hello yourself')
})

const HANDSHAKE = `GET / HTTP/1.1
Host: own.test
Origin: https://evil.test
Connection: keep-alive, Upgrade
Upgrade: WebSocket
Sec-WebSocket-Version: 13
Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==`

test('a refusal is a whole response, after which the connection is closed', async () => {
  const { server } = await serveWebSockets({ csrf: true })
  expect(await sendRaw(server, HANDSHAKE, 'and what a client says too early')).toBe(
    'HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n',
  )
})

test('a listener added later hears as little', async () => {
  const server = await serve((_request, response) => response.end())
  guardUpgrades(server, { csrf: true })
  const heard = vi.fn()
  server.on('upgrade', heard)
  expect(await sendRaw(server, HANDSHAKE)).toContain(' 403 ')
  expect(heard).not.toHaveBeenCalled()
})

test('where nobody listens for handshakes, one is a request like any other, as Node has it', async () => {
  const server = await serve((_request, response) => response.end('page'))
  guardUpgrades(server, { csrf: true })
  const text = await sendRaw(server, HANDSHAKE.replace('keep-alive, Upgrade', 'close'))
  expect(text).toContain('200 OK')
  expect(server.listenerCount('upgrade')).toBe(0)
})

/** An origin resolver that answers by hand. */
function held(): { source: PolicySource; asked: Promise<unknown>; answer(admitted: boolean): void } {
  const events = new EventEmitter()
  const resolve = async (): Promise<boolean> => {
    events.emit('asked')
    const [admitted] = await once(events, 'answer')
    return admitted === true
  }
  return {
    source: { cors: { origins: { resolve } }, csrf: { trustedOrigins: 'cors' } },
    asked: once(events, 'asked'),
    answer: (admitted) => events.emit('answer', admitted),
  }
}

test.each<[title: string, admitted: boolean, answer: string]>([
  ['admits', true, 'hello yourself'],
  ['refuses', false, '403'],
])('a handshake waits for an origin resolver, which %s', async (_title, admitted, answer) => {
  const { source, asked, answer: settle } = held()
  const { server } = await serveWebSockets(source)
  const greeted = greet(server, '/', EVIL)
  await asked
  settle(admitted)
  expect(await greeted).toBe(answer)
})

test('a connection that breaks while its origin is looked up is let go of, and no listener hears of it', async () => {
  const { source, asked, answer } = held()
  const server = await serve((_request, response) => response.end())
  const broken = new Promise((resolve) => server.on('connection', (socket) => socket.on('close', resolve)))
  guardUpgrades(server, source)
  const heard = vi.fn()
  server.on('upgrade', heard)
  const client = connectSocket(portOf(server), '127.0.0.1', () =>
    client.write(`${HANDSHAKE.split('\n').join('\r\n')}\r\n\r\n`),
  )
  await asked
  client.resetAndDestroy()
  await broken
  answer(true)
  // Whatever follows from the answer has followed.
  await new Promise(setImmediate)
  expect(heard).not.toHaveBeenCalled()
})

test('other events are emitted as ever', () => {
  const server = createServer()
  guardUpgrades(server, { csrf: true })
  const heard = vi.fn()
  server.on('other', heard)
  expect(server.emit('other', 1, 2)).toBe(true)
  expect(server.emit('nobody’s')).toBe(false)
  expect(heard.mock.calls).toEqual([[1, 2]])
})

test('a configuration that cannot be used is refused at start-up', () => {
  expect(() => guardUpgrades(createServer(), { csrf: { trustedOrigins: ['null'] } })).toThrow('csrf.trustedOrigins[0]')
})

/** RFC 8441: an HTTP/2 server that accepts any stream it hears of. */
async function serveHttp2(source: PolicySource): Promise<{ server: Http2Server; client: ClientHttp2Session }> {
  const server = createHttp2Server({ settings: { enableConnectProtocol: true } })
  server.on('stream', (stream) => {
    stream.respond({ ':status': 200 })
    stream.end()
  })
  guardUpgrades(server, source)
  await listen(server)
  const client = connect(`http://127.0.0.1:${portOf(server)}`)
  onTestFinished(() => {
    client.close()
    server.close()
  })
  await new Promise((resolve) => client.once('remoteSettings', resolve))
  return { server, client }
}

test.each<[title: string, headers: Readonly<Record<string, string>>, status: number]>([
  ['of the own page', { ':protocol': 'websocket', origin: 'https://own.test' }, 200],
  ['of no browser', { ':protocol': 'websocket' }, 200],
  ['of another site', { ':protocol': 'websocket', origin: 'https://evil.test' }, 403],
  ['of an http: page of the own host', { ':protocol': 'websocket', origin: 'http://own.test' }, 403],
  ['of another site, where the path has no guard', { ':path': '/public', ':protocol': 'websocket', ...EVIL }, 200],
  ['that is none', { ':method': 'POST', origin: 'https://evil.test' }, 200],
])('HTTP/2: a handshake %s', async (_title, { host: _host, ...headers }, status) => {
  const routes = [{ path: '/public', methods: ['GET'], csrf: false }]
  const { client } = await serveHttp2({ csrf: true, routes })
  const answer = await new Promise((resolve, reject) => {
    const stream = client.request({
      ':method': 'CONNECT',
      ':scheme': 'https',
      ':path': '/chat',
      ':authority': 'own.test',
      ...headers,
    })
    stream.on('response', ({ ':status': received }) => {
      stream.close()
      resolve(received)
    })
    stream.on('error', reject)
  })
  expect(answer).toBe(status)
})
