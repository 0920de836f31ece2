import { ConfigError, createHandle, type PolicySource } from '@sallyport/core'
import { strictCsp } from '@sallyport/core/csp'
import { NextFetchEvent } from 'next/dist/server/web/spec-extension/fetch-event.js'
import { NextRequest, NextResponse } from 'next/server.js'
import { describe, expect, test } from 'vitest'
import { type ProxyOptions, sallyport } from './proxy.ts'

const ORIGIN = 'https://app.example.com'
const config = {
  cors: { origins: [ORIGIN], methods: ['GET', 'PUT'] },
  csp: strictCsp({ mode: 'nonce' }),
  csrf: true,
  routes: [
    { path: '/open', cors: false },
    { path: '/api/*', csp: false },
    { path: '/fixed', csp: "script-src 'self'" },
  ],
} satisfies PolicySource
const dynamic = ['/account', '/open', '/fixed']

interface Sent {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly source?: PolicySource
  readonly options?: ProxyOptions
  /** Where Next.js takes the app to be. */
  readonly base?: string
}

describe('answers by itself', () => {
  test('a granted preflight', async () => {
    const { response } = await send('/account', {
      method: 'OPTIONS',
      headers: { origin: ORIGIN, 'access-control-request-method': 'PUT' },
    })
    expect(response.status).toBe(204)
    expect(Object.fromEntries(response.headers)).toEqual({
      'access-control-allow-origin': ORIGIN,
      'access-control-allow-methods': 'GET,PUT',
      vary: 'origin, access-control-request-method, access-control-request-headers',
    })
  })

  test('a refused preflight, without a word', async () => {
    const { response } = await send('/account', {
      method: 'OPTIONS',
      headers: { origin: 'https://evil.example', 'access-control-request-method': 'PUT' },
    })
    expect(response.status).toBe(403)
    expect([...response.headers.keys()]).toEqual(['vary'])
  })

  test("another site's unsafe request", async () => {
    const { response } = await send('/account', { method: 'POST', headers: { 'sec-fetch-site': 'cross-site' } })
    expect(response.status).toBe(403)
  })

  test.each([
    ['behind TLS, the page of the same host over http', 'https://shop.test', 'http://shop.test', 403],
    ['behind TLS, the own page', 'https://shop.test', 'https://shop.test', 200],
    ['where no TLS is known of, the own page over https', 'http://shop.test', 'https://shop.test', 200],
  ])('without Fetch metadata: %s', async (_, base, origin, status) => {
    const { response } = await send('/account', { method: 'POST', headers: { origin, host: 'shop.test' }, base })
    expect(response.status).toBe(status)
  })

  test('no preflight of a route without CORS: a route handler may', async () => {
    const { response, passed } = await send('/open', {
      method: 'OPTIONS',
      headers: { origin: ORIGIN, 'access-control-request-method': 'PUT' },
    })
    expect(response.headers.get('x-middleware-next')).toBe('1')
    expect(response.headers.get('access-control-allow-origin')).toBeNull()
    expect(passed.has('x-sallyport-cors')).toBe(false)
  })
})

describe('a page rendered per request', () => {
  test('gets one nonce, on the response and for the renderer', async () => {
    const { response, passed } = await send('/account')
    const nonce = passed.get('x-nonce')
    expect(nonce).toMatch(/^[\w-]{24}$/)
    expect(passed.get('content-security-policy')).toBe(`script-src 'nonce-${nonce}'`)
    expect(response.headers.get('content-security-policy')).toBe(
      `script-src 'nonce-${nonce}' 'strict-dynamic'; object-src 'none'; base-uri 'none'; frame-ancestors 'self'`,
    )
  })

  test('gets another nonce every time', async () => {
    const nonces = await Promise.all([1, 2, 3].map(async () => (await send('/account')).passed.get('x-nonce')))
    expect(new Set(nonces).size).toBe(3)
  })

  test('carries every policy, the report-only one with the same nonce', async () => {
    const csp = [
      { directives: { 'frame-ancestors': ["'self'"] } },
      strictCsp({ mode: 'nonce', reportOnly: true }),
    ] as const
    const { response, passed } = await send('/account', { source: { csp } })
    const nonce = passed.get('x-nonce')
    expect(response.headers.get('content-security-policy')).toBe(
      `script-src-nonce 'nonce-${nonce}'; frame-ancestors 'self'`,
    )
    expect(response.headers.get('content-security-policy-report-only')).toContain(`'nonce-${nonce}'`)
  })

  test('gets no nonce when the policy has no place for one', async () => {
    const { response, passed } = await send('/fixed')
    expect(response.headers.get('content-security-policy')).toBe("script-src 'self'")
    expect(passed.get('x-nonce')).toBeNull()
    expect(passed.get('x-sallyport-nonce')).toBe('no-slot')
  })
})

test('a page that may be kept gets no nonce, and what of the policy needs none', async () => {
  const { response, passed } = await send('/pricing')
  expect(response.headers.get('content-security-policy')).toBe(
    "object-src 'none'; base-uri 'none'; frame-ancestors 'self'",
  )
  expect(passed.has('content-security-policy')).toBe(false)
  expect(passed.has('x-nonce')).toBe(false)
  expect(passed.get('x-sallyport-nonce')).toBe('unknown')
})

describe('what a client says in the headers that the renderer believes is dropped', () => {
  const headers = {
    'content-security-policy': "script-src 'nonce-evil'",
    'content-security-policy-report-only': "script-src 'nonce-evil'",
    'x-nonce': 'evil',
    'x-sallyport-nonce': 'drawn',
    'x-sallyport-cors': 'decided',
    'x-kept': 'yes',
  }
  test.each(['/account', '/pricing', '/fixed', '/open', '/api/data'])('on %s', async (path) => {
    const { passed } = await send(path, { headers })
    expect([...passed].filter(([, value]) => value.includes('evil'))).toEqual([])
    expect(passed.get('x-kept')).toBe('yes')
    if (path === '/open') expect(passed.get('x-sallyport-cors')).toBeNull()
  })

  test("before the app's own proxy looks", async () => {
    let seen: string | null = ''
    const options: ProxyOptions = {
      dynamic,
      next: (request) => {
        seen = request.headers.get('x-nonce')
      },
    }
    await send('/account', { headers, options })
    expect(seen).toBeNull()
  })
})

describe("the app's own proxy", () => {
  const withNext = (next: NonNullable<ProxyOptions['next']>) => ({ options: { dynamic, next } })

  test('may change request headers, but not ours', async () => {
    const { response, passed } = await send(
      '/account',
      withNext((request) => {
        const headers = new Headers(request.headers)
        headers.set('x-added', 'yes')
        headers.set('x-nonce', 'own')
        headers.delete('cookie')
        return NextResponse.next({ request: { headers } })
      }),
    )
    expect(passed.get('x-added')).toBe('yes')
    expect(passed.get('x-nonce')).not.toBe('own')
    expect(response.headers.get('content-security-policy')).toContain(`'nonce-${passed.get('x-nonce')}'`)
  })

  test('leaves no header behind that Next.js would send to the client', async () => {
    const { response } = await send(
      '/pricing',
      withNext((request) => {
        const headers = new Headers(request.headers)
        headers.set('x-nonce', 'own')
        return NextResponse.next({ request: { headers } })
      }),
    )
    expect(response.headers.get('x-middleware-request-x-nonce')).toBeNull()
  })

  test.each([
    ['/account', 'drawn'],
    ['/pricing', 'unknown'],
  ])('rewrites to %s, whose rendering then counts', async (target, state) => {
    const { response, passed } = await send(
      '/alias',
      withNext((request) => NextResponse.rewrite(new URL(target, request.url))),
    )
    expect(response.headers.get('x-middleware-rewrite')).toBe(`http://localhost${target}`)
    expect(passed.get('x-sallyport-nonce')).toBe(state)
  })

  test('rewrites to another server, which gets no nonce', async () => {
    const { passed } = await send(
      '/account',
      withNext(() => NextResponse.rewrite('https://zone.example.com/account')),
    )
    expect(passed.get('x-nonce')).toBeNull()
  })

  test('answers itself: with the headers, its Vary merged, and the nonce-less policy', async () => {
    const { response } = await send('/account', {
      headers: { origin: ORIGIN },
      ...withNext(() => new Response('hello', { status: 203, headers: { vary: 'cookie' } })),
    })
    expect(response.status).toBe(203)
    expect(await response.text()).toBe('hello')
    expect(response.headers.get('access-control-allow-origin')).toBe(ORIGIN)
    expect(response.headers.get('vary')).toBe('cookie, origin')
    expect(response.headers.get('content-security-policy')).toMatch(/^script-src 'strict-dynamic';/)
  })

  test('redirects, although the headers of such a response are immutable', async () => {
    const { response } = await send('/account', {
      headers: { origin: ORIGIN },
      ...withNext(() => Response.redirect('http://localhost/login')),
    })
    expect(response.headers.get('location')).toBe('http://localhost/login')
    expect(response.headers.get('access-control-allow-origin')).toBe(ORIGIN)
  })

  test('sets a header itself, and that one stays', async () => {
    const { response } = await send(
      '/account',
      withNext(() => NextResponse.next({ headers: { 'content-security-policy': "default-src 'none'" } })),
    )
    expect(response.headers.get('content-security-policy')).toBe("default-src 'none'")
  })
})

test('a policy can be changed while the server runs', async () => {
  const handle = createHandle({ cors: { origins: [ORIGIN] } })
  const allowed = async () =>
    (await send('/', { source: handle, headers: { origin: ORIGIN } })).response.headers.get(
      'access-control-allow-origin',
    )
  expect(await allowed()).toBe(ORIGIN)
  handle.update({ cors: { origins: ['https://other.example.com'] } })
  expect(await allowed()).toBeNull()
})

test('a wrong configuration fails when the module loads, with every problem', () => {
  const wrong = { cors: { origins: [''] }, csp: "script-src 'none' 'self'; img-srx *" } as const
  expect(() => sallyport(wrong)).toThrow(ConfigError)
  expect(() => sallyport(wrong)).toThrow(/origins.*img-srx/s)
})

async function send(path: string, sent: Sent = {}) {
  const { method = 'GET', headers = {}, source = config, options = { dynamic }, base = 'http://localhost' } = sent
  const request = new NextRequest(base + path, { method, headers: { host: 'localhost', ...headers } })
  const event = new NextFetchEvent({ request, page: '/', context: undefined })
  const response = await sallyport(source, options)(request, event)
  return { response, passed: passedHeaders(response) }
}

/** The request headers as `next start` would hand them to the renderer. */
function passedHeaders(response: Response): Headers {
  const headers = new Headers()
  for (const name of response.headers.get('x-middleware-override-headers')?.split(',') ?? []) {
    const value = response.headers.get(`x-middleware-request-${name}`)
    if (value !== null) headers.set(name, value)
  }
  return headers
}
