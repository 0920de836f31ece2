import type { CspChange } from '@sallyport/core'
import { NextFetchEvent } from 'next/dist/server/web/spec-extension/fetch-event.js'
import { NextRequest, NextResponse } from 'next/server.js'
import { afterEach, expect, test, vi } from 'vitest'
import { changeCsp } from './change-csp.ts'
import { type ProxyHandler, sallyport } from './proxy.ts'

const CSP = 'content-security-policy'
const IMAGES: CspChange = { append: { 'img-src': ['https://tiles.test'] } }
const config = {
  csp: {
    directives: { 'default-src': ["'self'"], 'script-src': ["'self'", "'nonce'"], 'frame-ancestors': ["'none'"] },
    frameOptions: true,
  },
  routes: [{ path: '/route', csp: { append: { 'font-src': ['data:'] } } }],
} as const

const warn = vi.spyOn(console, 'warn').mockImplementation(() => {})
afterEach(() => void warn.mockClear())

async function send(path: string, next: ProxyHandler) {
  const request = new NextRequest(`http://localhost${path}`, { headers: { host: 'localhost' } })
  const event = new NextFetchEvent({ request, page: '/', context: undefined })
  return (await sallyport(config, { next, dynamic: ['/page', '/route'] })(request, event)).headers
}

test('of a page that is rendered for the request, with its nonce', async () => {
  const headers = await send('/page', (request) => void changeCsp(request, IMAGES))
  const nonce = headers.get('x-middleware-request-x-nonce')
  expect(headers.get(CSP)).toBe(
    `default-src 'self'; script-src 'self' 'nonce-${nonce}'; frame-ancestors 'none'; img-src 'self' https://tiles.test`,
  )
  expect(headers.get('x-frame-options')).toBe('DENY')
})

test('of a page that is kept, of which only what no nonce decides is sent', async () => {
  const headers = await send('/kept', (request) => void changeCsp(request, IMAGES))
  expect(headers.get(CSP)).toContain("img-src 'self' https://tiles.test")
  expect(headers.get('x-frame-options')).toBe('DENY')
})

test('of the app’s own response, on top of what its route says', async () => {
  const headers = await send('/route', (request) => {
    changeCsp(request, IMAGES)
    return new Response('hello')
  })
  expect(headers.get(CSP)).toBe(
    "default-src 'self'; script-src 'self'; frame-ancestors 'none'; font-src 'self' data:; img-src 'self' https://tiles.test",
  )
})

test('a 304 of the app’s own says nothing of a policy with a nonce (RFC 9111 §3.2)', async () => {
  const headers = await send('/page', () => new NextResponse(null, { status: 304 }))
  expect(headers.get(CSP)).toBeNull()
  expect(headers.get('x-frame-options')).toBe('DENY')
})

test('refused: the page has the policy that it had, and the console says why, once', async () => {
  const wrong: ProxyHandler = (request) => {
    expect(changeCsp(request, { append: { 'img-src': ['https://a.test; script-src *'] } })).toBe(false)
  }
  for (let count = 0; count < 2; count++) {
    expect((await send('/page', wrong)).get(CSP)).toMatch(
      /^default-src 'self'; script-src 'self' 'nonce-[\w-]{24}'; frame-ancestors 'none'$/,
    )
  }
  expect(warn.mock.calls.filter(([text]) => String(text).includes('invalid-source')).length).toBe(1)
})

test('too late: nothing is thrown', async () => {
  let late: NextRequest | undefined
  await send('/page', (request) => {
    late = request
  })
  if (late === undefined) throw new Error('The proxy did not run.')
  expect(changeCsp(late, IMAGES)).toBe(false)
  expect(warn).toHaveBeenCalledWith(expect.stringContaining('before it returns'))
})
