import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildApp, nextFolder, type RunningApp, startApp } from './next-server.ts'

const folder = join(import.meta.dirname, 'app')
const ORIGIN = 'https://app.example.com'
const PARTNER = 'https://partner.example'
let app: RunningApp

beforeAll(async () => {
  await buildApp(nextFolder('next'), folder)
  app = await startApp(nextFolder('next'), folder)
})
afterAll(() => app?.close())

describe('pages rendered per request', () => {
  test.each([
    ['/dynamic', 200, 'a page'],
    ['/gone', 404, 'a page that calls notFound()'],
    ['/boom', 500, 'a page that throws'],
    ['/rewritten', 200, "a page that the app's own proxy rewrites to"],
  ])('%s (%i, %s): every script has the nonce of the policy', async (path, status) => {
    const { response, html } = await get(path)
    expect(response.status).toBe(status)
    const nonce = nonceIn(response)
    expect(nonce).toMatch(/^[\w-]{24}$/)
    expect(scriptTags(html).length).toBeGreaterThan(5)
    expect(scriptTags(html).filter((tag) => !tag.includes(`nonce="${nonce}"`))).toEqual([])
  })

  test('every request has a nonce of its own', async () => {
    const nonces = await Promise.all([1, 2, 3].map(async () => nonceIn((await get('/dynamic')).response)))
    expect(new Set(nonces).size).toBe(3)
  })

  test('what the client says about policy and nonce does not reach the renderer', async () => {
    const { response, html } = await get('/seen', {
      'content-security-policy': "script-src 'nonce-evil'",
      'content-security-policy-report-only': "script-src 'nonce-evil'",
      'x-nonce': 'evil',
    })
    expect(html).not.toContain('evil')
    expect(html).toContain(`x-nonce&quot;:&quot;${nonceIn(response)}`)
    expect(html).toContain('x-added&quot;:&quot;by the proxy')
  })
})

describe('pages that are kept', () => {
  const kept = "object-src 'none'; base-uri 'none'; frame-ancestors 'self'; connect-src 'self'; img-src 'self'"
  test.each([
    ['/', 200, 'static'],
    ['/isr', 200, 'revalidated'],
    ['/posts/first', 200, 'generated at build time'],
    ['/posts/on-demand', 200, 'generated on the first visit'],
    ['/nowhere', 404, 'the not-found page'],
    ['/rewritten-to-static', 200, "static, and rewritten to by the app's own proxy"],
  ])('%s (%i, %s): no nonce, ever, and the policy that needs none', async (path, status) => {
    const hostile = { 'content-security-policy': "script-src 'nonce-evil'", 'x-nonce': 'evil' }
    // First visit, kept copy, and what was revalidated meanwhile.
    for (const wait of [0, 0, 1100]) {
      await new Promise((resolve) => setTimeout(resolve, path === '/isr' ? wait : 0))
      const { response, html } = await get(path, hostile)
      expect(response.status).toBe(status)
      expect(response.headers.get('content-security-policy')).toBe(kept)
      expect(html).not.toMatch(/nonce=|evil/)
    }
  })

  test.each([
    ['/', '/ is prerendered or cached'],
    ['/posts/other', '/posts/[slug] is prerendered or cached'],
    ['/nothing-here', 'The not-found page is prerendered or cached'],
  ])('%s: the log names the page, the reason and the fix, once', async (path, text) => {
    await get(path)
    await get(path)
    expect(app.printed().split(`[sallyport] ${text}`)).toHaveLength(2)
    expect(app.printed()).toContain("`await connection()` from 'next/server'")
  })
})

describe('route handlers', () => {
  test.each([
    ['/api/hello', 200],
    ['/api/throws', 500],
    ['/api/missing', 404],
  ])('%s (%i) has the CORS headers', async (path, status) => {
    const { response } = await get(path, { origin: ORIGIN })
    expect(response.status).toBe(status)
    expect(response.headers.get('access-control-allow-origin')).toBe(ORIGIN)
    expect(response.headers.get('access-control-allow-credentials')).toBe('true')
  })

  test("a handler's Vary is merged", async () => {
    const { response } = await get('/api/vary', { origin: ORIGIN })
    expect(vary(response)).toEqual(expect.arrayContaining(['origin', 'accept']))
  })

  test('HEAD has what GET has', async () => {
    const response = await fetch(`${app.url}/api/hello`, { method: 'HEAD', headers: { origin: ORIGIN } })
    expect(response.headers.get('access-control-allow-origin')).toBe(ORIGIN)
  })

  test.each(['/api/hello', '/api/kept'])('%s has the policy in its nonce-less form', async (path) => {
    const policy = (await get(path)).response.headers.get('content-security-policy')
    expect(policy).toMatch(/^script-src 'strict-dynamic'; style-src 'self'; object-src 'none'/)
  })

  test.each([
    ['https://evil.example', 403],
    [ORIGIN, 405],
  ])('an unsafe request from %s: %i', async (origin, status) => {
    const headers = { origin, 'sec-fetch-site': 'cross-site' }
    expect((await fetch(`${app.url}/api/hello`, { method: 'POST', headers })).status).toBe(status)
  })
})

describe('preflights', () => {
  const preflight = (path: string, origin: string, method = 'DELETE') =>
    fetch(`${app.url}${path}`, {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': method },
    })

  test.each(['/api/hello', '/', '/nowhere'])('to %s are answered by the proxy', async (path) => {
    const response = await preflight(path, ORIGIN)
    expect(response.status).toBe(204)
    expect(response.headers.get('access-control-allow-origin')).toBe(ORIGIN)
    expect((await preflight(path, 'https://evil.example')).status).toBe(403)
  })

  test("to a route with cors: false are the route's own", async () => {
    const granted = await preflight('/api/own', PARTNER)
    expect(granted.status).toBe(204)
    expect(granted.headers.get('access-control-allow-origin')).toBe(PARTNER)
    expect((await preflight('/api/own', ORIGIN)).status).toBe(403)
  })

  test('an OPTIONS that is none reaches the app', async () => {
    const response = await fetch(`${app.url}/api/hello`, { method: 'OPTIONS', headers: { origin: ORIGIN } })
    expect(response.status).toBe(204)
    expect(response.headers.get('allow')).toBe('GET, HEAD, OPTIONS')
  })
})

describe('cors() in a route handler', () => {
  test.each([
    ['', 200],
    ['?outcome=error', 500],
    ['?outcome=not-found', 404],
    ['?outcome=redirect', 307],
  ])('/api/own%s (%i) has the headers of its own policy, once', async (query, status) => {
    const { response } = await get(`/api/own${query}`, { origin: PARTNER })
    expect(response.status).toBe(status)
    expect(response.headers.get('access-control-allow-origin')).toBe(PARTNER)
    expect(vary(response).filter((name) => name === 'origin')).toHaveLength(1)
  })

  test("the proxy's origins are not its own", async () => {
    const { response } = await get('/api/own', { origin: ORIGIN })
    expect(response.headers.get('access-control-allow-origin')).toBeNull()
  })

  test('a path that the proxy decides as well is an error that names the way out', async () => {
    expect((await get('/api/refuses')).response.status).toBe(500)
    expect(app.printed()).toContain('Add { path: "/api/refuses", cors: false } to the routes of its configuration')
  })
})

describe('cspNonce()', () => {
  test.each(['/api/nonce', '/rewritten-to-listed/nonce'])('on %s is the nonce of the policy', async (path) => {
    const { response, html } = await get(path)
    expect(JSON.parse(html)).toEqual({ nonce: nonceIn(response) })
  })

  test("is '' where the policy has no place for one", async () => {
    expect(JSON.parse((await get('/no-csp/nonce')).html)).toEqual({ nonce: '' })
  })

  test.each([
    ['/api/unlisted-nonce', "sallyport(config, { dynamic: ['/report'] })"],
    ['/unproxied/nonce', 'the proxy did not run for this page'],
    ['/rewritten/nonce', "sallyport(config, { dynamic: ['/account/*'] })"],
    ['/ahead', 'this page is rendered ahead of any request'],
  ])('%s: says what is wrong: %s', async (path, text) => {
    expect((await get(path)).html.replaceAll('&#x27;', "'")).toContain(text)
  })
})

async function get(path: string, headers: Readonly<Record<string, string>> = {}) {
  const response = await fetch(`${app.url}${path}`, {
    headers: { accept: 'text/html', ...headers },
    redirect: 'manual',
  })
  return { response, html: await response.text() }
}

function nonceIn(response: Response): string | undefined {
  return /script-src 'nonce-([^']+)'/.exec(response.headers.get('content-security-policy') ?? '')?.[1]
}

function scriptTags(html: string): readonly string[] {
  return html.match(/<script[^>]*>/g) ?? []
}

function vary(response: Response): readonly string[] {
  return (response.headers.get('vary') ?? '').split(',').map((name) => name.trim().toLowerCase())
}
