import { type Config, type CspChange, compile, type Policy } from '@sallyport/core'
import { NONCE } from '@sallyport/core/csp'
import { afterEach, expect, test, vi } from 'vitest'
import { changeCsp } from './change-csp.ts'
import { enter } from './enter.ts'
import { cspNonce } from './nonce.ts'
import type { NodeRequest } from './request.ts'
import type { NodeResponse } from './response.ts'
import { send, sendHttp2, serve, valuesOf } from './server.test-kit.ts'

const CSP = 'content-security-policy'
const config = { csp: { directives: { 'default-src': ["'self'"], 'script-src': ["'self'", NONCE] } } } satisfies Config
const policy = compile(config)
const IMAGES: CspChange = { append: { 'img-src': ['https://tiles.test'] } }
const FONTS: CspChange = { append: { 'font-src': ['data:'] } }
const WITH_IMAGES = "default-src 'self'; script-src 'self'; img-src 'self' https://tiles.test"

const warn = vi.spyOn(process, 'emitWarning').mockImplementation(() => {})
afterEach(() => void warn.mockClear())

type App = (response: NodeResponse, request: NodeRequest) => string

const HOW = ['end', 'writeHead with headers'] as const

async function policyOf(app: App, how: (typeof HOW)[number] = 'end', entered: Policy = policy) {
  const server = await serve((request, response) => {
    enter(entered, request, response)
    const body = app(response, request)
    if (how === 'end') response.end(body)
    else response.writeHead(200, { 'content-type': 'text/html' }).end(body)
  })
  const answer = await send(server, 'GET / HTTP/1.0')
  return { policy: valuesOf(answer, CSP), body: answer.body, answer }
}

test.each(HOW)('one response, and no other: %s', async (how) => {
  let count = 0
  const app: App = (response) => String(count++ === 0 && changeCsp(response, IMAGES))
  expect(await policyOf(app, how)).toMatchObject({ policy: [WITH_IMAGES], body: 'true' })
  expect(await policyOf(app, how)).toMatchObject({ policy: ["default-src 'self'; script-src 'self'"], body: 'false' })
  expect(warn).not.toHaveBeenCalled()
})

test.each(HOW)('before and after the nonce is read, in any order: %s', async (how) => {
  const before = await policyOf((response) => `${changeCsp(response, IMAGES) && ''}${cspNonce(response)}`, how)
  const after = await policyOf((response) => `${cspNonce(response)}${changeCsp(response, IMAGES) ? '' : 'no'}`, how)
  for (const { policy: sent, body } of [before, after]) {
    expect(sent).toEqual([`default-src 'self'; script-src 'self' 'nonce-${body}'; img-src 'self' https://tiles.test`])
  }
})

test('several changes are one: the order means nothing', async () => {
  const sent = await Promise.all(
    [
      [IMAGES, FONTS],
      [FONTS, IMAGES],
    ].map((changes) => policyOf((response) => String(changes.map((change) => changeCsp(response, change))))),
  )
  expect(sent.map((one) => one.policy)).toEqual(
    Array(2).fill(["default-src 'self'; script-src 'self'; font-src 'self' data:; img-src 'self' https://tiles.test"]),
  )
})

test('a place for a nonce where there was none', async () => {
  const plain = compile({ csp: "script-src 'self'" })
  const { policy: sent, body } = await policyOf(
    (response) => {
      changeCsp(response, { append: { 'script-src': [NONCE] } })
      return cspNonce(response)
    },
    'end',
    plain,
  )
  expect(sent).toEqual([`script-src 'self' 'nonce-${body}'`])
  expect(body).not.toBe('')
})

test('a header that goes, and one that comes', async () => {
  const { answer } = await policyOf((response) =>
    String(changeCsp(response, { to: 'enforced', remove: { 'default-src': true, 'script-src': true } })),
  )
  expect(valuesOf(answer, CSP)).toEqual([])
})

test('X-Frame-Options goes along', async () => {
  const framed = compile({ csp: { directives: { 'frame-ancestors': ["'none'"] }, frameOptions: true } })
  const opened: CspChange = { append: { 'frame-ancestors': ['https://shell.test'] } }
  const closed = await policyOf(() => '', 'end', framed)
  const open = await policyOf((response) => String(changeCsp(response, opened)), 'end', framed)
  expect([closed, open].map(({ answer }) => valuesOf(answer, 'x-frame-options'))).toEqual([['DENY'], []])
})

test('the app’s own header stays', async () => {
  const { policy: sent } = await policyOf((response) => {
    response.setHeader(CSP, "default-src 'none'")
    return String(changeCsp(response, IMAGES))
  })
  expect(sent).toEqual(["default-src 'none'"])
})

test('stripped for an error page: it comes back as changed', async () => {
  const { policy: sent } = await policyOf((response) => {
    changeCsp(response, IMAGES)
    response.removeHeader(CSP)
    return ''
  })
  expect(sent).toEqual([WITH_IMAGES])
})

test('another policy that takes the place of the first is changed too', async () => {
  const { policy: sent } = await policyOf((response, request) => {
    changeCsp(response, IMAGES)
    enter(compile({ csp: "img-src 'none'" }), request, response)
    return ''
  })
  expect(sent).toEqual(['img-src https://tiles.test'])
})

test('HTTP/2', async () => {
  const { headers } = await sendHttp2(
    (request, response) => {
      enter(policy, request, response)
      changeCsp(response, IMAGES)
      response.end()
    },
    { ':path': '/' },
  )
  expect(headers).toMatchObject({ [CSP]: WITH_IMAGES })
})

// What JavaScript callers, and values out of a request, may be.
const untyped: { changeCsp(response: NodeResponse, change: unknown): boolean } = { changeCsp }

test.each<[title: string, change: unknown, word: string]>([
  ['a source that would be two', { append: { 'img-src': ["https://a.test 'unsafe-inline'"] } }, 'invalid-source'],
  ['another directive', { append: { 'img-src': ['https://a.test; script-src *'] } }, 'invalid-source'],
  ['another policy', { append: { 'img-src': ['https://a.test, img-src *'] } }, 'invalid-source'],
  ['another line', { append: { 'img-src': ['https://a.test\r\nset-cookie: a=b'] } }, 'invalid-source'],
  ['a word that is unset', { append: { 'img-src': [undefined] } }, 'unset-value'],
  ['a nonce beside inline scripts', { append: { 'script-src-attr': ["'unsafe-hashes'"] }, replace: 1 }, 'invalid-type'],
  ['nothing at all', undefined, 'change'],
  ['a text', "img-src 'self'", 'change'],
])('refused, with the policy left as it was and a warning: %s', async (_title, change, word) => {
  const sent = await policyOf((response) => {
    changeCsp(response, IMAGES)
    return String(untyped.changeCsp(response, change))
  })
  expect(sent).toMatchObject({ policy: [WITH_IMAGES], body: 'false' })
  expect(warn).toHaveBeenCalledExactlyOnceWith(expect.stringContaining(word), 'SallyportWarning')
})

test('a conflict with the policy: refused, once told', async () => {
  const inline = compile({ csp: "script-src 'self' 'unsafe-inline'" })
  const app: App = (response) => String(changeCsp(response, { append: { 'script-src': [NONCE] } }))
  for (let count = 0; count < 2; count++) {
    expect(await policyOf(app, 'end', inline)).toMatchObject({
      policy: ["script-src 'self' 'unsafe-inline'"],
      body: 'false',
    })
  }
  expect(warn).toHaveBeenCalledExactlyOnceWith(expect.stringContaining('unsafe-inline-conflict'), 'SallyportWarning')
})

test('too late, and not at all: nothing is thrown', async () => {
  const late = await serve((request, response) => {
    enter(policy, request, response)
    response.flushHeaders()
    response.end(String(changeCsp(response, IMAGES)))
  })
  expect((await send(late, 'GET / HTTP/1.0')).body).toBe('false')
  const unseen = await serve((_request, response) => void response.end(String(changeCsp(response, IMAGES))))
  expect((await send(unseen, 'GET / HTTP/1.0')).body).toBe('false')
  expect(warn.mock.calls.map(([text]) => text)).toEqual([
    expect.stringContaining('were sent already'),
    expect.stringContaining('not passed through Sallyport'),
  ])
})

test('a second registration whose policy is a change composes with the first: one header, and its CORS stays', async () => {
  const first = compile({ ...config, cors: { origins: ['https://a.test'] } })
  const second = compile({ csp: IMAGES })
  const server = await serve((request, response) => {
    enter(first, request, response)
    enter(second, request, response)
    response.end(cspNonce(response))
  })
  const answer = await send(server, 'GET / HTTP/1.1\nOrigin: https://a.test')
  expect(valuesOf(answer, CSP)).toEqual([
    `default-src 'self'; script-src 'self' 'nonce-${answer.body}'; img-src 'self' https://tiles.test`,
  ])
  expect(valuesOf(answer, 'access-control-allow-origin')).toEqual(['https://a.test'])
})
