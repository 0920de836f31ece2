import { fileURLToPath } from 'node:url'
import { strictCsp } from '@sallyport/core/csp'
import { NextFetchEvent } from 'next/dist/server/web/spec-extension/fetch-event.js'
import { NextRequest, NextResponse } from 'next/server.js'
import { rolldown } from 'rolldown'
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { type ProxyHandler, sallyport } from './proxy.ts'

const PATH = '/_sallyport/violations'
const own = { 'sec-fetch-site': 'same-origin' }
const warn = vi.spyOn(console, 'warn').mockImplementation(() => {})

beforeEach(() => {
  warn.mockClear()
})
afterEach(() => {
  vi.unstubAllEnvs()
})

describe.each(['production', 'test', undefined])('with NODE_ENV %s', (mode) => {
  test('the policy is the configured one, alone', async () => {
    const { headers } = await run(mode)('/account')
    expect(headers.get('content-security-policy')).toMatch(
      /^script-src 'nonce-[\w-]+' 'strict-dynamic'; style-src 'self' 'nonce-[\w-]+'; object-src 'none'; base-uri 'none'; frame-ancestors 'self'$/,
    )
    expect(headers.get('content-security-policy-report-only')).toBeNull()
  })

  test('a report is a request like any other', async () => {
    const response = await run(mode)(PATH, { method: 'POST', headers: own, body: report({}) })
    expect(response.headers.get('x-middleware-next')).toBe('1')
    expect(warn).not.toHaveBeenCalled()
  })
})

test.each([
  ['production', false],
  ['development', true],
])('a bundle for %s has it: %s', async (mode, isIn) => {
  const bundled = await rolldown({
    input: fileURLToPath(new URL('index.ts', import.meta.url)),
    external: [/^next/, /^react/, /^node:/, /^tldts/],
    transform: { define: { 'process.env.NODE_ENV': JSON.stringify(mode) } },
    resolve: { conditionNames: ['node', 'import', 'default'] },
  })
  onTestFinished(() => bundled.close())
  const { output } = await bundled.generate({ format: 'esm', minify: 'dce-only' })
  const code = output.map((file) => ('code' in file ? file.code : '')).join()
  expect(code).toContain('content-security-policy')
  expect(code.includes(PATH)).toBe(isIn)
  expect(code.includes('production would block')).toBe(isIn)
})

describe('in development', () => {
  test('both policies have the nonce that the renderer gets', async () => {
    const { headers } = await run('development')('/account')
    const nonce = headers.get('x-middleware-request-x-nonce')
    expect(headers.get('content-security-policy')).toContain(
      `script-src 'nonce-${nonce}' 'strict-dynamic' 'unsafe-eval'`,
    )
    expect(headers.get('content-security-policy-report-only')).toMatch(
      new RegExp(`^script-src 'nonce-${nonce}' 'strict-dynamic' 'report-sample'; .*; report-uri ${PATH}$`),
    )
  })

  test.each([
    ['a base path', { basePath: '/docs' }, '/docs/account', `/docs${PATH}`],
    ['a slash at the end of paths', { trailingSlash: true }, '/account/', `${PATH}/`],
  ])('with %s, reports come to where Next.js runs the proxy', async (_title, nextConfig, path, reportPath) => {
    const send = run('development', { nextConfig })
    expect((await send(path)).headers.get('content-security-policy-report-only')).toContain(`report-uri ${reportPath}`)
    const answer = await send(reportPath, { method: 'POST', headers: own, body: report({}) })
    expect(answer.status).toBe(204)
    expect(warn).toHaveBeenCalledTimes(1)
  })

  test('each violation is told once', async () => {
    const send = run('development')
    for (const changed of [{}, {}, { 'document-uri': 'http://localhost/b' }, {}]) {
      await send(PATH, { method: 'POST', headers: own, body: report(changed) })
    }
    expect(warn.mock.calls.map(([text]) => String(text).split('\n')[0])).toEqual([
      '[sallyport] production would block the inline style attribute "color:red" on /a (style-src-attr).',
      '[sallyport] production would block the inline style attribute "color:red" on /b (style-src-attr).',
    ])
  })

  test('a hundred are told, and then one line more', async () => {
    const send = run('development')
    for (let index = 0; index < 103; index++) {
      const body = report({ 'document-uri': `http://localhost/${index}` })
      await send(PATH, { method: 'POST', headers: own, body })
    }
    expect(warn).toHaveBeenCalledTimes(101)
    expect(warn).toHaveBeenLastCalledWith('[sallyport] 100 different violations were told; no more will be.')
  })

  test.each<readonly [string, RequestInit]>([
    ['from another site', { headers: { 'sec-fetch-site': 'cross-site' }, body: report({}) }],
    ['from another origin of the site', { headers: { 'sec-fetch-site': 'same-site' }, body: report({}) }],
    ['without end', { headers: own, body: `${report({})}${' '.repeat(64_000)}` }],
    ['of nothing', { headers: own }],
    ['of no JSON', { headers: own, body: '\u001b[2J' }],
    ['of what React alone evaluates', { headers: own, body: report(BY_REACT) }],
  ])('a report %s is answered, and not told', async (_title, init) => {
    const response = await run('development')(PATH, { method: 'POST', ...init })
    expect(response.status).toBe(204)
    expect(warn).not.toHaveBeenCalled()
  })

  test('a body that breaks off is no error', async () => {
    const body = new ReadableStream({
      pull: (controller) => controller.error(new Error('reset')),
    })
    const response = await run('development')(PATH, { method: 'POST', headers: own, body, duplex: 'half' })
    expect(response.status).toBe(204)
  })

  test('whoever looks at the path gets the page of the app', async () => {
    expect((await run('development')(PATH)).headers.get('x-middleware-next')).toBe('1')
  })

  test.each<readonly [string, ProxyHandler, string]>([
    ['sets a policy', () => NextResponse.next({ headers: { 'content-security-policy': 'img-src *' } }), 'img-src *'],
    [
      'answers itself',
      () => new Response('hello'),
      "script-src 'strict-dynamic'; style-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'self'",
    ],
  ])("where the app's own proxy %s, nothing is relaxed", async (_title, next, policy) => {
    const { headers } = await run('development', { next })('/account')
    expect(headers.get('content-security-policy')).toBe(policy)
    expect(headers.get('content-security-policy-report-only')).toBeNull()
  })
})

const BY_REACT = {
  'effective-directive': 'script-src',
  'blocked-uri': 'eval',
  'source-file': 'http://localhost/_next/static/chunks/node_modules_next_dist_compiled_react-server-dom._.js',
}

function report(changed: Readonly<Record<string, string>>): string {
  const told = {
    'document-uri': 'http://localhost/a',
    'effective-directive': 'style-src-attr',
    'original-policy': "style-src 'self'",
    disposition: 'report',
    'blocked-uri': 'inline',
    'script-sample': 'color:red',
    ...changed,
  }
  return JSON.stringify({ 'csp-report': told })
}

interface Setting {
  readonly next?: ProxyHandler
  readonly nextConfig?: { readonly basePath?: string; readonly trailingSlash?: boolean }
}

function run(mode: string | undefined, { next, nextConfig = {} }: Setting = {}) {
  vi.stubEnv('NODE_ENV', mode)
  vi.stubEnv('TURBOPACK', '1')
  const config = { csrf: true, csp: strictCsp({ mode: 'nonce', styles: 'nonce' }) }
  const proxy = sallyport(config, { dynamic: ['/account'], ...(next === undefined ? {} : { next }) })
  return async (path: string, init: RequestInit & { readonly duplex?: 'half' } = {}): Promise<Response> => {
    const { signal: _, ...rest } = init
    const request = new NextRequest(`http://localhost${path}`, { ...rest, nextConfig })
    return proxy(request, new NextFetchEvent({ request, page: '/', context: undefined }))
  }
}
