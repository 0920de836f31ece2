import type { ServerResponse } from 'node:http'
import { type Config, compile } from '@sallyport/core'
import { NONCE } from '@sallyport/core/csp'
import { afterEach, expect, test, vi } from 'vitest'
import { enter } from './enter.ts'
import { cspNonce } from './nonce.ts'
import { send, sendHttp2, serve, valuesOf } from './server.test-kit.ts'

const CSP = 'content-security-policy'
const nonced = { csp: { directives: { 'script-src': [NONCE], 'object-src': ["'none'"] } } } satisfies Config
const plain: Config = { csp: "default-src 'self'" }
const both: Config = { csp: [nonced.csp, { directives: { 'img-src': ['*'], 'report-uri': ['/r'] }, reportOnly: true }] }

afterEach(() => void vi.unstubAllEnvs())

async function answerOf(config: Config, app: (response: ServerResponse) => void, path = '/') {
  const policy = compile(config)
  const server = await serve((request, response) => {
    enter(policy, request, response)
    app(response)
  })
  return send(server, `GET ${path} HTTP/1.1`)
}

const WAYS: readonly (readonly [title: string, app: (response: ServerResponse) => void])[] = [
  ['by statusCode', (response) => Object.assign(response, { statusCode: 304 }).end()],
  ['by writeHead', (response) => response.writeHead(304).end()],
  ['by writeHead with headers', (response) => response.writeHead(304, { etag: '"1"' }).end()],
  ['by writeHead with a list', (response) => response.writeHead(304, ['etag', '"1"']).end()],
  [
    'after the headers were stripped',
    (response) => {
      response.removeHeader(CSP)
      response.writeHead(304).end()
    },
  ],
]

test.each(WAYS)(
  '304 %s: no policy with a nonce, so that the one that was kept holds (RFC 9111 §3.2)',
  async (_title, app) => {
    expect(valuesOf(await answerOf(nonced, app), CSP)).toEqual([])
  },
)

test.each(WAYS)('304 %s: a policy without a nonce, which may have changed', async (_title, app) => {
  expect(valuesOf(await answerOf(plain, app), CSP)).toEqual(["default-src 'self'"])
})

test('304: of several headers, those without a nonce', async () => {
  const answer = await answerOf(both, (response) => response.writeHead(304).end())
  expect(valuesOf(answer, CSP)).toEqual([])
  expect(valuesOf(answer, `${CSP}-report-only`)).toEqual(['img-src *; report-uri /r'])
})

test('304 after the nonce was read', async () => {
  const answer = await answerOf(nonced, (response) => {
    cspNonce(response)
    response.writeHead(304).end()
  })
  expect(valuesOf(answer, CSP)).toEqual([])
})

test('304 with the app’s own policy: kept', async () => {
  const answer = await answerOf(nonced, (response) =>
    response.setHeader(CSP, "default-src 'none'").writeHead(304).end(),
  )
  expect(valuesOf(answer, CSP)).toEqual(["default-src 'none'"])
})

test('304 in HTTP/2', async () => {
  const policy = compile(nonced)
  const { headers } = await sendHttp2(
    (request, response) => {
      enter(policy, request, response)
      response.statusCode = 304
      response.end()
    },
    { ':path': '/' },
  )
  expect(headers).not.toHaveProperty(CSP)
})

const CACHING: readonly (readonly [title: string, given: string | undefined, sent: string])[] = [
  ['nothing said', undefined, 'private, no-cache'],
  ['for everybody', 'public, max-age=60', 'max-age=60, private'],
  ['for one visitor', 'private, max-age=60', 'private, max-age=60'],
  ['not at all', 'no-store', 'no-store'],
]

test.each(CACHING)('a nonce that was read stays out of shared caches: %s', async (_title, given, sent) => {
  const set = (response: ServerResponse): ServerResponse =>
    given === undefined ? response : response.setHeader('cache-control', given)
  const own = given === undefined ? {} : { 'Cache-Control': given }
  const lower = given === undefined ? {} : { 'cache-control': given }
  const read = (response: ServerResponse): ServerResponse => {
    cspNonce(response)
    return response
  }
  const answers = await Promise.all([
    answerOf(nonced, (response) => set(read(response)).end()),
    answerOf(nonced, (response) => read(response).writeHead(200, own).end()),
    answerOf(nonced, (response) => read(response).writeHead(200, Object.entries(own).flat()).end()),
    answerOf(nonced, (response) => set(read(response)).writeHead(200, { etag: '"1"' }).end()),
    answerOf(nonced, (response) => read(response).writeHead(200, lower).end()),
    answerOf(nonced, (response) => read(response).writeHead(200, own).end()),
    answerOf(nonced, (response) => set(read(response)).writeHead(200, {}).end()),
  ])
  expect(answers.map((answer) => valuesOf(answer, 'cache-control'))).toEqual(answers.map(() => [sent]))
})

test.each([undefined, 'public, max-age=60'])(
  'a nonce that nobody read: the response is whose it was, %s',
  async (given) => {
    const answer = await answerOf(nonced, (response) =>
      (given === undefined ? response : response.setHeader('cache-control', given)).end(),
    )
    expect(valuesOf(answer, 'cache-control')).toEqual(given === undefined ? [] : [given])
  },
)

test('in development a page that was meant for shared caches is told of, once', async () => {
  vi.stubEnv('NODE_ENV', 'development')
  const warn = vi.spyOn(process, 'emitWarning').mockImplementation(() => {})
  const page = (response: ServerResponse): void => {
    cspNonce(response)
    response.setHeader('cache-control', 'public, max-age=60').end()
  }
  await answerOf(nonced, page, '/page?a=1')
  await answerOf(nonced, page, '/page?a=2')
  expect(warn.mock.calls).toEqual([
    [expect.stringMatching(/^\/page reads the CSP nonce.*public, max-age=60.*max-age=60, private/), 'SallyportWarning'],
  ])
})
