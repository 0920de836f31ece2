import type { ServerResponse } from 'node:http'
import { describe, expect, test } from 'vitest'
import { peekHeader, putHeader } from './put-header.ts'
import { CHANGES } from './response.ts'
import { send, sendHttp2, serve } from './server.test-kit.ts'

type Put = (response: ServerResponse, name: string, value: string) => void

describe('leaves what setHeader leaves', () => {
  test.each<[title: string, answer: (response: ServerResponse, put: Put) => void]>([
    ['on an empty response', (response, put) => put(response, 'x-a', '1')],
    ['beside others', (response, put) => put(response.setHeader('X-B', '2'), 'x-a', '1')],
    ["in the place of the app's", (response, put) => put(response.setHeader('X-A', ['2', '3']), 'x-a', '1')],
    [
      'when the app sets it again',
      (response, put) => {
        put(response, 'x-a', '1')
        response.setHeader('X-A', '2')
      },
    ],
    [
      'when the app appends to it, which the next response does not see',
      (response, put) => {
        put(response, 'x-a', '1')
        response.appendHeader('X-A', '2')
      },
    ],
    [
      'when the app removes it',
      (response, put) => {
        put(response, 'x-a', '1')
        put(response, 'x-b', '2')
        response.removeHeader('X-A')
      },
    ],
    [
      'when writeHead has headers',
      (response, put) => {
        put(response, 'x-a', '1')
        put(response, 'x-b', '2')
        response.writeHead(200, { 'X-A': '3' })
      },
    ],
    [
      'when the name is that of something every object has',
      (response, put) => {
        put(response, '__proto__', '1')
        put(response, 'constructor', '2')
      },
    ],
  ])('%s', async (_title, answer) => {
    const seen = async (put: Put) => {
      const server = await serve((_request, response) => {
        answer(response, put)
        const { headersSent } = response
        const headers = Object.entries(response.getHeaders())
        response.end(
          JSON.stringify({
            headersSent,
            headers,
            names: response.getHeaderNames(),
            peeked: peekHeader(response, 'x-a'),
          }),
        )
      })
      return [await send(server, 'GET / HTTP/1.0'), await send(server, 'GET / HTTP/1.0')]
    }
    expect(await seen(putHeader)).toEqual(await seen((response, name, value) => response.setHeader(name, value)))
  })
})

test('whoever watches setHeader hears of it, and whoever watches getHeader is asked', async () => {
  const heard: string[] = []
  const server = await serve((_request, response) => {
    const { getHeader, setHeader } = response
    response.setHeader = (name, value) => {
      heard.push(`set ${name}`)
      return setHeader.call(response, name, value)
    }
    response.getHeader = (name) => {
      heard.push(`get ${name}`)
      return getHeader.call(response, name)
    }
    putHeader(response, 'x-a', '1')
    response.end(peekHeader(response, 'x-a'))
  })
  expect(await send(server, 'GET / HTTP/1.0')).toMatchObject({ lines: ['x-a: 1'], body: '1' })
  expect(heard).toEqual(['set x-a', 'get x-a'])
})

test('HTTP/2', async () => {
  const { headers } = await sendHttp2(
    (_request, response) => {
      putHeader(response, 'x-a', '1')
      response.end(`${peekHeader(response, 'x-a')}`)
    },
    { ':path': '/' },
  )
  expect(headers).toEqual({ 'x-a': '1' })
})

test('after a change by the app Node examines what is set', async () => {
  const server = await serve((_request, response) => {
    Reflect.set(response, CHANGES, [{}])
    expect(() => putHeader(response, 'x-a', 'one\r\ntwo')).toThrow('Invalid character in header content ["x-a"]')
    response.end('refused')
  })
  expect(await send(server, 'GET / HTTP/1.0')).toMatchObject({ lines: [], body: 'refused' })
})
