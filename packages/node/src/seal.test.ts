import type { ServerResponse } from 'node:http'
import type { OutgoingHttpHeaders } from 'node:http2'
import { Readable } from 'node:stream'
import { compile } from '@sallyport/core'
import { policyId } from '@sallyport/core/report'
import { describe, expect, test } from 'vitest'
import { enter } from './enter.ts'
import { tellAddress } from './request.ts'
import { send, sendHttp2, serve, valuesOf } from './server.test-kit.ts'

const policy = compile({
  cors: { origins: ['https://a.test', 'https://b.test'] },
  csp: { directives: { 'default-src': ["'self'"] } },
})
const GET = 'GET / HTTP/1.1\nOrigin: https://a.test'
const OURS = ['access-control-allow-origin: https://a.test', "content-security-policy: default-src 'self'"]

/** What arrives when an app answers a request from https://a.test in this way. */
async function answerOf(app: (response: ServerResponse) => void, head = GET) {
  const server = await serve((request, response) => {
    if (enter(policy, request, response)) app(response)
  })
  return send(server, head)
}

describe('HTTP/1', () => {
  test.each<[title: string, app: (response: ServerResponse) => void, vary: string]>([
    ['nothing but the end', (response) => response.end(), 'origin'],
    ['a Vary set before', (response) => response.setHeader('Vary', 'Accept').end(), 'Accept, origin'],
    ['a list', (response) => response.setHeader('vary', ['accept', 'cookie']).end(), 'accept, cookie, origin'],
    ['the same name in capitals', (response) => response.setHeader('vary', 'Origin').end(), 'Origin'],
    ['everything', (response) => response.setHeader('vary', '*').end(), '*'],
    ['writeHead with an object', (response) => response.writeHead(200, { Vary: 'accept' }).end(), 'accept, origin'],
    ['… after a reason', (response) => response.writeHead(200, 'Fine', { vary: 'accept' }).end(), 'accept, origin'],
    [
      '… with a list',
      (response) => response.writeHead(200, Object.fromEntries([['vary', ['accept', '*']]])).end(),
      'accept, *',
    ],
    [
      '… with names in capitals',
      (response) => response.writeHead(200, { 'Content-Type': 'text/plain', VARY: 'accept' }).end(),
      'accept, origin',
    ],
    [
      '… with a name in two spellings',
      (response) => response.writeHead(200, { Vary: 'a', vary: 'b' }).end(),
      'a, b, origin',
    ],
    ['… without Vary', (response) => response.writeHead(200, { 'x-a': '1' }).end(), 'origin'],
    [
      'writeHead replaces what was set before',
      (response) => response.setHeader('vary', 'cookie').writeHead(200, { vary: 'accept' }).end(),
      'accept, origin',
    ],
    [
      'what the object given to writeHead inherits is not sent',
      (response) => response.writeHead(200, Object.assign(Object.create({ vary: 'cookie' }), { 'x-a': '1' })).end(),
      'origin',
    ],
    [
      'a flat list',
      (response) => response.writeHead(200, ['vary', 'accept', 'VARY', 'cookie']).end(),
      'accept, cookie, origin',
    ],
    [
      'pairs',
      (response) => Reflect.apply(response.writeHead, response, [200, [['vary', 'accept']]]).end(),
      'accept, origin',
    ],
    [
      'a stream',
      (response) => void Readable.from(['a', 'b']).pipe(response.setHeader('vary', 'accept')),
      'accept, origin',
    ],
    [
      'flushHeaders',
      (response) => {
        response.setHeader('vary', 'accept').flushHeaders()
        response.end()
      },
      'accept, origin',
    ],
  ])('Vary is merged, once: %s', async (_title, app, vary) => {
    const answer = await answerOf(app)
    expect(answer.status).toBe(200)
    expect(valuesOf(answer, 'vary').join(', ')).toBe(vary)
    expect(answer.lines).toEqual(expect.arrayContaining(OURS))
  })

  test("the app's own headers stay as it gave them", async () => {
    const own = ['set-cookie', 'a=1', 'x-a', '1', 'set-cookie', 'b=2', 'vary', 'accept', 'content-length', '4']
    const answer = await answerOf((response) => response.writeHead(201, own).end('made'))
    expect({ ...answer, lines: [...answer.lines].sort() }).toEqual({
      status: 201,
      lines: [...OURS, 'set-cookie: a=1', 'set-cookie: b=2', 'vary: accept, origin', 'x-a: 1'],
      body: 'made',
    })
  })

  test('the object given to writeHead is not changed', async () => {
    const headers = Object.freeze({ vary: 'accept', 'x-a': '1' })
    const answer = await answerOf((response) => response.writeHead(200, headers).end())
    expect(valuesOf(answer, 'vary')).toEqual(['accept, origin'])
    expect(valuesOf(answer, 'x-a')).toEqual(['1'])
  })

  test.each<[title: string, app: (response: ServerResponse) => void]>([
    [
      'an error path strips every header',
      (response) => {
        for (const name of response.getHeaderNames()) response.removeHeader(name)
        response.end()
      },
    ],
    [
      '… and writes its own with writeHead',
      (response) => {
        for (const name of response.getHeaderNames()) response.removeHeader(name)
        response.writeHead(500, { 'content-type': 'text/plain' }).end()
      },
    ],
  ])('headers come back when %s', async (_title, app) => {
    const answer = await answerOf(app)
    expect(answer.lines).toEqual(expect.arrayContaining([...OURS, 'vary: origin']))
  })

  test.each<[title: string, app: (response: ServerResponse) => void]>([
    ['set', (response) => response.setHeader('Content-Security-Policy', "default-src 'none'").end()],
    [
      'given to writeHead',
      (response) => response.writeHead(404, { 'Content-Security-Policy': "default-src 'none'" }).end(),
    ],
  ])("the app's own value wins: %s", async (_title, app) => {
    const answer = await answerOf(app)
    expect(valuesOf(answer, 'content-security-policy')).toEqual(["default-src 'none'"])
  })

  test.each<[title: string, app: (response: ServerResponse) => void]>([
    [
      'headers written twice',
      (response) => {
        response.writeHead(200)
        response.writeHead(500)
      },
    ],
    [
      'a header after the headers',
      (response) => {
        response.writeHead(200)
        response.setHeader('x-a', '1')
      },
    ],
    ['a value that is no text', (response) => Reflect.apply(response.writeHead, response, [200, { vary: undefined }])],
    ['an odd flat list', (response) => response.writeHead(200, ['vary'])],
  ])("mistakes get Node's own error: %s", async (_title, app) => {
    const codes: unknown[] = []
    function attempt(response: ServerResponse) {
      try {
        app(response)
      } catch (error) {
        codes.push(error instanceof Error && 'code' in error ? error.code : error)
      }
      response.end()
    }
    await answerOf(attempt)
    const bare = await serve((_request, response) => attempt(response.setHeader('x-b', '1')))
    await send(bare, GET)
    expect(codes[0]).toMatch(/^ERR_/)
    expect(codes[1]).toBe(codes[0])
  })

  test('HEAD has the headers and no body', async () => {
    const answer = await answerOf(
      (response) => response.setHeader('vary', 'accept').end('body'),
      GET.replace('GET', 'HEAD'),
    )
    expect(answer).toEqual({ status: 200, lines: expect.arrayContaining([...OURS, 'vary: accept, origin']), body: '' })
  })
})

test.each<[title: string, explicit: OutgoingHttpHeaders | readonly string[] | undefined, vary: string]>([
  ['nothing', undefined, 'origin'],
  ['an object', { Vary: 'accept' }, 'accept, origin'],
  ['a flat list', ['vary', 'accept'], 'accept, origin'],
])('HTTP/2, writeHead with %s', async (_title, explicit, vary) => {
  const { status, headers } = await sendHttp2(
    (request, response) => {
      if (!enter(policy, request, response)) return
      response.writeHead(200, explicit)
      response.end('body')
    },
    { ':path': '/', origin: 'https://a.test' },
  )
  expect({ status, ...headers }).toEqual({
    status: 200,
    'access-control-allow-origin': 'https://a.test',
    'content-security-policy': "default-src 'self'",
    vary,
  })
})

test('HTTP/2, headers that go out with the body', async () => {
  const { headers } = await sendHttp2(
    (request, response) => {
      enter(policy, request, response)
      response.setHeader('vary', 'accept')
      response.end('body')
    },
    { ':path': '/', origin: 'https://a.test' },
  )
  expect(headers).toMatchObject({ vary: 'accept, origin', 'access-control-allow-origin': 'https://a.test' })
})

const reporting = compile({ csp: "default-src 'self'", reporting: { endpoint: '/r' } })

test.each<[title: string, app: (response: ServerResponse) => void, endpoints: string]>([
  ['nothing', (response) => response.end(), '{ours}'],
  ['a header', (response) => response.setHeader('Reporting-Endpoints', 'a="/a"').end(), 'a="/a", {ours}'],
  [
    'a list',
    (response) => response.setHeader('reporting-endpoints', ['a="/a"', 'b="/b"']).end(),
    'a="/a", b="/b", {ours}',
  ],
  ['writeHead', (response) => response.writeHead(200, { 'Reporting-Endpoints': 'a="/a"' }).end(), 'a="/a", {ours}'],
  ['… with others', (response) => response.writeHead(200, { 'x-a': '1' }).end(), '{ours}'],
  ['an empty header', (response) => response.setHeader('reporting-endpoints', '').end(), '{ours}'],
  [
    'ours already among its own',
    (response) =>
      response.setHeader('reporting-endpoints', `a="/a", ${response.getHeader('reporting-endpoints')}`).end(),
    'a="/a", {ours}',
  ],
])('endpoints of the app beside ours: %s (Reporting API §3.3)', async (_title, app, endpoints) => {
  const server = await serve((request, response) => {
    tellAddress(request, { protocol: 'https' })
    if (enter(reporting, request, response)) app(response)
  })
  const id = policyId("default-src 'self'")
  const ours = `csp-${id}="/r?policy=${id}&disposition=enforce"`
  const response = await send(server, GET)
  expect(valuesOf(response, 'reporting-endpoints').join(', ')).toBe(endpoints.replace('{ours}', ours))
})
