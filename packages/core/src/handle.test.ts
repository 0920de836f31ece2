import { describe, expect, test } from 'vitest'
import { compile } from './compile.ts'
import { type CspChange, NONCE } from './csp/index.ts'
import type { Finding } from './finding.ts'
import { handle } from './handle.ts'

const policy = compile({
  cors: { origins: ['https://a.test'], methods: ['PUT'] },
  csp: { directives: { 'script-src': [NONCE] } },
  csrf: { trustedOrigins: ['https://a.test'] },
})

function request(path: string, init: RequestInit = {}): Request {
  return new Request(`https://own.test${path}`, { headers: { origin: 'https://a.test' }, ...init })
}

test('the app’s response carries the headers, and keeps its own', async () => {
  const response = await handle(
    policy,
    request('/'),
    () => new Response('hi', { status: 404, headers: { vary: 'accept', 'x-own': '1' } }),
  )
  expect(response.status).toBe(404)
  expect(await response.text()).toBe('hi')
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'access-control-allow-origin': 'https://a.test',
    'content-security-policy': "script-src 'none'",
    vary: 'accept, origin',
    'x-own': '1',
  })
})

test('a nonce that the app reads is in the header', async () => {
  const response = await handle(policy, request('/'), (passage) => new Response(`${passage.nonce} ${passage.nonce}`))
  const [first, second] = (await response.text()).split(' ')
  expect(first).toBe(second)
  expect(response.headers.get('content-security-policy')).toBe(`script-src 'nonce-${first}'`)
})

test('a preflight is answered without the app', async () => {
  const preflight = request('/', {
    method: 'OPTIONS',
    headers: { origin: 'https://a.test', 'access-control-request-method': 'PUT' },
  })
  const response = await handle(policy, preflight, () => {
    throw new Error('the app was called')
  })
  expect(response.status).toBe(204)
  expect(response.headers.get('access-control-allow-methods')).toBe('PUT')
  expect(response.body).toBeNull()
})

test('a foreign unsafe request is refused without the app', async () => {
  const foreign = request('/', { method: 'POST', headers: { origin: 'https://evil.test' } })
  const response = await handle(policy, foreign, () => new Response('reached'))
  expect(response.status).toBe(403)
})

test('immutable responses are copied', async () => {
  const response = await handle(policy, request('/'), () => Response.redirect('https://own.test/next'))
  expect(response.status).toBe(302)
  expect(response.headers.get('access-control-allow-origin')).toBe('https://a.test')
})

test('an error goes to the caller, or becomes a response that carries the headers', async () => {
  const fail = (): Response => {
    throw new Error('broken')
  }
  await expect(handle(policy, request('/'), fail)).rejects.toThrow('broken')
  const response = await handle(policy, request('/'), fail, { onError: () => new Response('sorry', { status: 500 }) })
  expect(response.status).toBe(500)
  expect(response.headers.get('access-control-allow-origin')).toBe('https://a.test')
})

test.each<[title: string, url: string, headers: HeadersInit, status: number]>([
  ['the origin of the URL', 'https://own.test/', { origin: 'https://own.test' }, 200],
  ['its host over http', 'https://own.test/', { origin: 'http://own.test' }, 403],
  ['its host over https, where TLS may have ended before', 'http://own.test/', { origin: 'https://own.test' }, 200],
  ['its host and port', 'http://own.test:3000/a', { origin: 'http://own.test:3000' }, 200],
  ['its host on another port', 'http://own.test:3000/a', { origin: 'http://own.test' }, 403],
  ['the host of a header', 'https://own.test/', { origin: 'https://evil.test', 'x-forwarded-host': 'evil.test' }, 403],
])('the guard compares Origin with the URL: %s', async (_title, url, headers, status) => {
  const policy = compile({ csrf: true })
  const response = await handle(policy, new Request(url, { method: 'POST', headers }), () => new Response('changed'))
  expect(response.status).toBe(status)
})

describe('the policy of one response', () => {
  const images: CspChange = { append: { 'img-src': ['https://tiles.test'] } }
  const source = compile({ csp: { directives: { 'img-src': ["'self'"], 'script-src': [NONCE] } } })
  const CSP = 'content-security-policy'

  test('changes, whatever was read before', async () => {
    const response = await handle(source, request('/'), (passage) => {
      const { nonce } = passage
      expect(passage.changeCsp(images)).toEqual([])
      return new Response(nonce)
    })
    expect(response.headers.get(CSP)).toBe(
      `img-src 'self' https://tiles.test; script-src 'nonce-${await response.text()}'`,
    )
    const next = await handle(source, request('/'), () => new Response())
    expect(next.headers.get(CSP)).toBe("img-src 'self'; script-src 'none'")
  })

  test('stays as it is when a change is refused, which says why', async () => {
    let findings: readonly Finding[] = []
    const response = await handle(source, request('/'), (passage) => {
      findings = passage.changeCsp({ append: { 'img-src': ['https://a.test; script-src *'] } })
      return new Response()
    })
    expect(findings).toEqual([expect.objectContaining({ code: 'invalid-source', path: 'change.append.img-src[0]' })])
    expect(response.headers.get(CSP)).toBe("img-src 'self'; script-src 'none'")
  })

  test('is on the answer to an error, too', async () => {
    const response = await handle(
      source,
      request('/'),
      (passage) => {
        passage.changeCsp(images)
        throw new Error('thrown by the app')
      },
      { onError: () => new Response(null, { status: 500 }) },
    )
    expect(response.headers.get(CSP)).toBe("img-src 'self' https://tiles.test; script-src 'none'")
  })

  test('is not sent with a 304, whose body has another nonce (RFC 9111 §3.2)', async () => {
    const response = await handle(source, request('/'), () => new Response(null, { status: 304 }))
    expect(response.headers.get(CSP)).toBeNull()
  })

  test.each([
    [null, 'private, no-cache'],
    ['public, max-age=60', 'max-age=60, private'],
  ])('keeps its nonce out of shared caches: Cache-Control %s', async (given, sent) => {
    const headers: HeadersInit = given === null ? {} : { 'cache-control': given }
    const read = await handle(source, request('/'), (passage) => new Response(passage.nonce, { headers }))
    expect(read.headers.get('cache-control')).toBe(sent)
    const unread = await handle(source, request('/'), () => new Response('', { headers }))
    expect(unread.headers.get('cache-control')).toBe(given)
  })
})
