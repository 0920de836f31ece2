import { EventEmitter, once } from 'node:events'
import { connect as connectHttp2, createServer } from 'node:http2'
import { connect } from 'node:net'
import type { FetchHandler } from '@sallyport/core'
import { expect, test } from 'vitest'
import { answerWith } from './fetch-handler.ts'
import type { ServerAddress } from './request.ts'
import { listen, portOf, send, sendHttp2, sendRaw, serve, valuesOf } from './server.test-kit.ts'

interface Heard {
  readonly errors: unknown[]
}

function serveHandler(handler: FetchHandler, address?: Partial<ServerAddress>, heard: Heard = { errors: [] }) {
  return serve((request, response) => {
    void answerWith(handler, request, response, {
      client: {},
      ...(address === undefined ? {} : { address }),
      onError: (error) => heard.errors.push(error),
    })
  })
}

test.each<[title: string, target: string, host: string, address: Partial<ServerAddress> | undefined, url: string]>([
  ['by Host', '/a?b=c', 'shop.test:8080', undefined, 'http://shop.test:8080/a?b=c'],
  ['by the framework', '/a', 'inside.test', { protocol: 'https', host: 'shop.test' }, 'https://shop.test/a'],
  ['with a default port', '/a', 'shop.test:80', undefined, 'http://shop.test/a'],
  ['two slashes', '//evil.test/a', 'shop.test', undefined, 'http://shop.test//evil.test/a'],
  ['a Host that is none', '/a', 'a b', undefined, 'http://localhost/a'],
  ['a Host with credentials', '/a', 'u:p@shop.test', undefined, 'http://localhost/a'],
  ['a Host with a path', '/a', 'shop.test/b', undefined, 'http://localhost/a'],
  ['a target that is another URL', 'http://evil.test/a', 'shop.test', undefined, 'http://shop.test/'],
  ['a protocol that is none', '/a', 'shop.test', { protocol: 'javascript' }, 'http://shop.test/a'],
])('the URL: %s', async (_, target, host, address, url) => {
  const server = await serveHandler((request) => new Response(request.url), address)
  const answer = await sendRaw(server, `GET ${target} HTTP/1.1\nHost: ${host}\nConnection: close`)
  expect(answer.slice(answer.indexOf('\r\n\r\n') + 4)).toContain(url)
})

test.each<[title: string, tell: (request: Request) => unknown, told: unknown]>([
  ['is one', (request) => request instanceof Request, true],
  ['has a method', (request) => request.method, 'POST'],
  ['has headers, lists joined', (request) => request.headers.get('x-many'), 'a, b'],
  ['has a body, as text', (request) => request.text(), 'a body'],
  ['as bytes', async (request) => (await request.arrayBuffer()).byteLength, 6],
  ['twice, by a clone', async (request) => [await request.clone().text(), await request.text()], ['a body', 'a body']],
  ['that another one can have', (request) => new Request(request.clone(), { headers: {} }).text(), 'a body'],
  [
    'that is used then',
    async (request) => [request.bodyUsed, await request.text(), request.bodyUsed],
    [false, 'a body', true],
  ],
  [
    'by its stream too',
    async (request) => [request.bodyUsed, await new Response(request.body).text(), request.bodyUsed],
    [false, 'a body', true],
  ],
  ['has what is seldom asked for', (request) => [request.redirect, request.signal.aborted], ['follow', false]],
])('the request: %s', async (_, tell, told) => {
  const server = await serveHandler(async (request) => Response.json(await tell(request)))
  const answer = await send(server, 'POST / HTTP/1.1\nX-Many: a\nX-Many: b\nContent-Length: 6', 'a body')
  expect(JSON.parse(answer.body.slice(answer.body.indexOf('\r\n') + 2, answer.body.lastIndexOf('\r\n0')))).toEqual(told)
})

test.each<[title: string, method: string, response: () => Response, head: string, lines: readonly string[]]>([
  ['nothing', 'POST', () => new Response(null, { status: 204 }), 'HTTP/1.1 204 No Content', []],
  ['a status of its own', 'GET', () => new Response(null, { status: 418 }), 'HTTP/1.1 418', ['content-length: 0']],
  [
    'HEAD',
    'HEAD',
    () => new Response('text', { headers: { 'content-length': '4' } }),
    'HTTP/1.1 200',
    ['content-length: 4'],
  ],
  ['TRACE, which no Request can have', 'TRACE', () => new Response(null, { status: 405 }), 'HTTP/1.1 405', []],
])('the response: %s', async (_, method, response, head, lines) => {
  const server = await serveHandler(response)
  const text = await sendRaw(server, `${method} / HTTP/1.1\nHost: a\nConnection: close`)
  expect(text.startsWith(head)).toBe(true)
  for (const line of lines) expect(text.toLowerCase()).toContain(`${line}\r\n`)
  expect(text.endsWith('\r\n\r\n')).toBe(true)
})

test('over HTTP/2, without headers of the connection', async () => {
  const handler: FetchHandler = ({ url }) =>
    new Response(null, { headers: { 'x-url': url, connection: 'close', 'set-cookie': 'a=1' } })
  const { status, headers } = await sendHttp2(
    (request, response) => {
      void answerWith(handler, request, response, { client: {}, onError: () => {} })
    },
    { ':path': '/a', ':authority': 'shop.test' },
  )
  expect(status).toBe(200)
  expect(headers).toMatchObject({ 'x-url': 'http://shop.test/a', 'set-cookie': ['a=1'] })
  expect(headers).not.toHaveProperty('connection')
})

test.each<[title: string, handler: FetchHandler]>([
  ['throws', () => Promise.reject(new Error('secret'))],
  [
    'gives a body that fails at once',
    () =>
      new Response(new ReadableStream({ start: (controller) => controller.error(new Error('secret')) }), {
        headers: { 'content-length': '10' },
      }),
  ],
  ['gives nothing', () => Reflect.get({}, 'response')],
])('a handler that %s: 500, and the app alone hears why', async (_, handler) => {
  const heard: Heard = { errors: [] }
  const server = await serveHandler(handler, {}, heard)
  const answer = await send(server, 'GET / HTTP/1.1')
  expect([answer.status, answer.body, answer.lines]).toEqual([500, '', []])
  expect(heard.errors).toEqual([expect.any(Error)])
})

test('a body that fails in its middle does not pass for a whole one', async () => {
  const heard: Heard = { errors: [] }
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(Buffer.from('half')),
    pull: (controller) => controller.error(new Error('secret')),
  })
  const server = await serveHandler(() => new Response(body), {}, heard)
  const text = await sendRaw(server, 'GET / HTTP/1.1\nHost: a').catch(String)
  expect(text).not.toMatch(/\r\n0\r\n\r\n$|secret/)
  expect(heard.errors).toHaveLength(1)
})

test('a client that leaves: the body is cancelled, the signal aborted, and nobody is told of an error', async () => {
  const heard: Heard = { errors: [] }
  const life = new EventEmitter()
  const over = Promise.all([once(life, 'cancelled'), once(life, 'aborted')])
  const server = await serveHandler(
    ({ signal }) => {
      signal.addEventListener('abort', () => life.emit('aborted'))
      const start = (controller: ReadableStreamDefaultController): void => controller.enqueue(Buffer.from('event'))
      return new Response(new ReadableStream({ start, cancel: () => void life.emit('cancelled') }))
    },
    {},
    heard,
  )
  const socket = connect(portOf(server), '127.0.0.1')
  socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n')
  await once(socket, 'data')
  socket.destroy()
  await over
  expect(heard.errors).toEqual([])
})

test('a client that is slow: no more is taken from the body than it can be sent', async () => {
  let given = 0
  const most = 64 * 1024 * 1024
  const chunk = Buffer.alloc(64 * 1024)
  const body = (): ReadableStream<Uint8Array> =>
    new ReadableStream({
      pull(controller) {
        if (given >= most) return controller.close()
        given += chunk.length
        controller.enqueue(chunk)
      },
    })
  const server = await serveHandler(() => new Response(body()))
  const socket = connect(portOf(server), '127.0.0.1')
  socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n')
  await once(socket, 'readable')
  // Until nothing moves any more.
  for (let before = -1; before !== given; ) {
    before = given
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  expect(given).toBeLessThan(most / 2)
  socket.destroy()
})

test('every cookie has a line', async () => {
  const headers = new Headers()
  for (const cookie of ['a=1', 'b=2']) headers.append('set-cookie', cookie)
  const server = await serveHandler(() => new Response(null, { headers }))
  expect(valuesOf(await send(server, 'GET / HTTP/1.1'), 'set-cookie')).toEqual(['a=1', 'b=2'])
})

test('an upload over HTTP/2 that is cut off: an error for the handler, and nobody else hears of it', async () => {
  const errors: unknown[] = []
  const life = new EventEmitter()
  const failed = once(life, 'failed')
  const server = createServer((request, response) => {
    const handler: FetchHandler = async (given) => {
      life.emit('reading')
      await given.text().catch((error: unknown) => life.emit('failed', error))
      throw new Error('nothing to answer')
    }
    void answerWith(handler, request, response, { client: {}, onError: (error) => errors.push(error) })
  })
  await listen(server)
  const client = connectHttp2(`http://127.0.0.1:${portOf(server)}`)
  const stream = client.request({ ':method': 'POST', ':path': '/' })
  stream.on('error', () => {})
  stream.write('half')
  await once(life, 'reading')
  client.destroy()
  expect(await failed).toEqual([expect.any(Error)])
  expect(errors).toEqual([])
  server.close()
})
