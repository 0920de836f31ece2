import { createServer } from 'node:http'
import { expect, onTestFinished, test } from 'vitest'
import { send } from './http.ts'
import { listen } from './server.ts'

async function echo(): Promise<string> {
  const server = await listen(
    createServer((request, response) => {
      response.writeHead(200, ['Set-Cookie', 'a', 'Set-Cookie', 'b', 'X-Upper', 'Value'])
      response.end(JSON.stringify([request.method, request.url, request.rawHeaders]))
    }),
    0,
  )
  onTestFinished(server.close)
  return server.url
}

test('request lines go out as they are given: repeated, empty, in order and in their case', async () => {
  const url = await echo()
  const { body } = await send(url, { path: '/', headers: { Origin: ['a', 'b'], 'x-Empty': '', HOST: 'elsewhere' } })
  expect(JSON.parse(body)[2]).toEqual([
    ...['Origin', 'a', 'Origin', 'b', 'x-Empty', '', 'HOST', 'elsewhere'],
    ...['Connection', 'close'],
  ])
})

test.each(['/a/../b', '//a', '/%2f', '/a\\b', '*', 'http://elsewhere.example/a'])(
  'the target %s goes out as it is',
  async (path) => {
    const { body } = await send(await echo(), { path, method: 'OPTIONS' })
    expect(JSON.parse(body).slice(0, 2)).toEqual(['OPTIONS', path])
  },
)

test('response lines that come twice stay two', async () => {
  const { lines } = await send(await echo(), { path: '/' })
  expect(lines.filter(([name]) => name === 'set-cookie')).toEqual([
    ['set-cookie', 'a'],
    ['set-cookie', 'b'],
  ])
  expect(lines).toContainEqual(['x-upper', 'Value'])
})

test('a connection that is cut is an error', async () => {
  const server = await listen(
    createServer((request) => request.socket.destroy()),
    0,
  )
  onTestFinished(server.close)
  await expect(send(server.url, { path: '/' })).rejects.toThrow()
})
