import { compile, type Policy } from '@sallyport/core'
import { afterEach, expect, test, vi } from 'vitest'
import { enter } from './enter.ts'
import { explainRefusals, type Refusals } from './refusals.ts'
import { send, serve, valuesOf } from './server.test-kit.ts'

const policy = compile({
  cors: { origins: ['https://a.test', 'https://*.b.test'], methods: ['PUT'], credentials: true },
  csrf: { trustedOrigins: 'cors' },
})
const REFUSED = 'OPTIONS / HTTP/1.1\nOrigin: https://b.test\nAccess-Control-Request-Method: PUT'
const GUARDED = 'POST / HTTP/1.1\nOrigin: https://evil.test\nSec-Fetch-Site: cross-site'
const UNREAD = 'GET / HTTP/1.1\nOrigin: https://b.test\nSec-Fetch-Mode: cors\nSec-Fetch-Site: cross-site'

afterEach(() => {
  vi.unstubAllEnvs()
})

function inEnvironment(name: string | undefined, log: (text: string) => void): Refusals | null {
  vi.stubEnv('NODE_ENV', name)
  return explainRefusals(log)
}

async function answerTo(head: string, refusals: Refusals | null, by: Policy = policy) {
  const server = await serve((request, response) => {
    if (enter(by, request, response, refusals)) response.end('the app')
  })
  return send(server, head)
}

test.each(['production', 'test'])('%s: nothing is told, and nothing leaves the server', async (name) => {
  const log = vi.fn()
  const refusals = inEnvironment(name, log)
  expect(refusals).toBeNull()
  for (const head of [REFUSED, GUARDED]) expect(await answerTo(head, refusals)).toMatchObject({ status: 403, body: '' })
  expect(log).not.toHaveBeenCalled()
})

test.each([undefined, 'staging'])('NODE_ENV=%s: the log is told, the client is not', async (name) => {
  const log = vi.fn()
  const answer = await answerTo(REFUSED, inEnvironment(name, log))
  expect(answer).toMatchObject({ status: 403, body: '' })
  expect(valuesOf(answer, 'content-type')).toEqual([])
  expect(log).toHaveBeenCalledExactlyOnceWith(expect.stringContaining('https://*.b.test'))
})

test.each([
  ['a refused preflight', REFUSED, 'https://*.b.test'],
  ['a request that the guard refused', GUARDED, 'https://evil.test'],
])('development: %s says why', async (_, head, named) => {
  const log = vi.fn()
  const answer = await answerTo(head, inEnvironment('development', log))
  expect(answer.status).toBe(403)
  expect(answer.body).toContain(named)
  expect(valuesOf(answer, 'content-type')).toEqual(['text/plain; charset=utf-8'])
  expect(answer.lines.some((line) => line.startsWith('access-control-'))).toBe(false)
  expect(log).toHaveBeenCalledOnce()
})

test('development: an answer that the browser will keep from the page is told of, and stays the app’s', async () => {
  const log = vi.fn()
  expect(await answerTo(UNREAD, inEnvironment('development', log))).toMatchObject({ status: 200, body: 'the app' })
  expect(log).toHaveBeenCalledExactlyOnceWith(expect.stringContaining('https://b.test'))
})

test('development: each refusal is told of once', async () => {
  const log = vi.fn()
  const refusals = inEnvironment('development', log)
  for (const head of [REFUSED, REFUSED, GUARDED, REFUSED]) await answerTo(head, refusals)
  expect(log).toHaveBeenCalledTimes(2)
})

test('what is let in is told of in no environment', async () => {
  const log = vi.fn()
  const allowed = REFUSED.replace('https://b.test', 'https://a.test')
  expect(await answerTo(allowed, inEnvironment('development', log))).toMatchObject({ status: 204, body: '' })
  expect(log).not.toHaveBeenCalled()
})

test('an origin resolver that gave no answer is told of', async () => {
  const log = vi.fn()
  const failing = compile({
    cors: {
      origins: async () => {
        throw new Error('the database is away')
      },
    },
  })
  const refusals = inEnvironment('development', log)
  const server = await serve(async (request, response) => {
    if (await enter(failing, request, response, refusals)) response.end('the app')
  })
  expect(await send(server, UNREAD)).toMatchObject({ status: 200, body: 'the app' })
  expect(log).toHaveBeenCalledOnce()
})

test.each([
  ['at once', policy],
  ['after a resolver has spoken', compile({ cors: { origins: async () => false } })],
])('a log that throws changes nothing: decided %s', async (_, by) => {
  const refusals = inEnvironment('development', () => {
    throw new Error('the disk is full')
  })
  const server = await serve(async (request, response) => {
    if (await enter(by, request, response, refusals)) response.end('the app')
  })
  expect(await send(server, UNREAD)).toMatchObject({ status: 200, body: 'the app' })
})
