import Fastify from 'fastify'
import { beforeEach, describe, expect, test } from 'vitest'
import { type Send, start } from './app.test-kit.ts'
import { sallyport } from './index.ts'

const SHELL = 'https://shell.example.com'
const STRANGER = 'https://stranger.test'

// One path under three policies: everybody may read it, the shell may change it, and nobody else's page may delete it.
describe('a public GET, a PUT with credentials and a DELETE without CORS on one path', () => {
  let send: Send
  beforeEach(async () => {
    const app = Fastify()
    await app.register(sallyport, { cors: { origins: ['https://base.test'], methods: ['DELETE', 'PUT'] }, csrf: false })
    const answer = () => 'ok'
    app.get('/x', { config: { cors: { origins: '*' } } }, answer)
    app.put('/x', { config: { cors: { origins: [SHELL], credentials: true, methods: ['PUT'] } } }, answer)
    app.delete('/x', { config: { cors: false } }, answer)
    send = await start(app)
  })

  test.each<[method: string, origin: string | undefined, lines: readonly string[]]>([
    ['GET', undefined, ['access-control-allow-origin: *']],
    ['GET', SHELL, ['access-control-allow-origin: *']],
    ['GET', STRANGER, ['access-control-allow-origin: *']],
    ['HEAD', STRANGER, ['access-control-allow-origin: *']],
    [
      'PUT',
      SHELL,
      [
        'access-control-allow-origin: https://shell.example.com',
        'access-control-allow-credentials: true',
        'vary: origin',
      ],
    ],
    ['PUT', STRANGER, ['vary: origin']],
    ['PUT', undefined, ['vary: origin']],
    ['DELETE', SHELL, []],
    ['DELETE', STRANGER, []],
    ['DELETE', undefined, []],
  ])('%s from %s', async (method, origin, lines) => {
    const answer = await send(`${method} /x`, origin === undefined ? {} : { origin })
    expect(answer).toMatchObject({ status: 200 })
    expect([...answer.lines].sort()).toEqual([...lines].sort())
  })

  test.each<[method: string, origin: string, status: number, allowOrigin: readonly string[]]>([
    ['GET', STRANGER, 204, ['access-control-allow-origin: *']],
    ['HEAD', STRANGER, 204, ['access-control-allow-origin: *']],
    ['PUT', SHELL, 204, ['access-control-allow-origin: https://shell.example.com']],
    ['PUT', STRANGER, 403, []],
    ['DELETE', SHELL, 404, []],
    ['DELETE', STRANGER, 404, []],
    // No route: the policy of the app, which lists neither.
    ['PATCH', SHELL, 403, []],
  ])('preflight for %s from %s', async (method, origin, status, allowOrigin) => {
    const answer = await send('OPTIONS /x', { origin, 'access-control-request-method': method })
    expect(answer.status).toBe(status)
    expect(answer.lines.filter((line) => line.startsWith('access-control-allow-origin'))).toEqual(allowOrigin)
  })
})
