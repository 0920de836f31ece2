import { ConfigError } from '@sallyport/core'
import { NextRequest } from 'next/server.js'
import { describe, expect, test } from 'vitest'
import { cors } from './cors.ts'

const SHELL = 'https://shell.example.com'
const STRANGER = 'https://stranger.test'

const answer = (_request: NextRequest) => new Response('ok')

// One path under three policies: everybody may read it, the shell may change it, and nobody else's page may delete it.
const handlers = cors(
  { GET: { origins: '*' }, PUT: { origins: [SHELL], credentials: true, methods: ['PUT'] }, DELETE: false },
  { GET: answer, PUT: answer, DELETE: answer },
)

describe('a public GET, a PUT with credentials and a DELETE without CORS in one route.ts', () => {
  test.each<['GET' | 'PUT' | 'DELETE', origin: string | undefined, allowed: string | null, vary: string | null]>([
    ['GET', undefined, '*', null],
    ['GET', STRANGER, '*', null],
    ['PUT', SHELL, SHELL, 'origin'],
    ['PUT', STRANGER, null, 'origin'],
    ['PUT', undefined, null, 'origin'],
    ['DELETE', SHELL, null, null],
    ['DELETE', undefined, null, null],
  ])('%s from %s', async (method, origin, allowed, vary) => {
    const response = await handlers[method](request(method, origin))
    expect(await response.text()).toBe('ok')
    expect(response.headers.get('access-control-allow-origin')).toBe(allowed)
    expect(response.headers.get('access-control-allow-credentials')).toBe(allowed === SHELL ? 'true' : null)
    expect(response.headers.get('vary')).toBe(vary)
  })

  test('HEAD, which Next.js sends to the handler for GET', async () => {
    const response = await handlers.GET(request('HEAD', STRANGER))
    expect(response.headers.get('access-control-allow-origin')).toBe('*')
  })

  test.each<[method: string, origin: string, status: number, allowed: string | null]>([
    ['GET', STRANGER, 204, '*'],
    ['HEAD', STRANGER, 204, '*'],
    ['PUT', SHELL, 204, SHELL],
    ['PUT', STRANGER, 403, null],
    ['DELETE', SHELL, 204, null],
    ['PATCH', SHELL, 204, null],
    ['put', SHELL, 204, null],
    ['constructor', SHELL, 204, null],
  ])('preflight for %s from %s', async (method, origin, status, allowed) => {
    const response = await handlers.OPTIONS(request('OPTIONS', origin, method))
    expect(response.status).toBe(status)
    expect(response.headers.get('access-control-allow-origin')).toBe(allowed)
    // With CORS off, what Next.js would answer, which grants nothing.
    expect(response.headers.get('allow')).toBe(
      allowed === null && status === 204 ? 'DELETE, GET, HEAD, OPTIONS, PUT' : null,
    )
    expect(response.headers.get('vary')).toContain('origin, access-control-request-method')
  })

  test('a plain OPTIONS', async () => {
    const response = await handlers.OPTIONS(request('OPTIONS', SHELL))
    expect(response.status).toBe(204)
    expect(response.headers.get('access-control-allow-origin')).toBeNull()
    expect(response.headers.get('vary')).toBe('origin, access-control-request-method')
  })

  test('an OPTIONS handler of its own, under its own policy', async () => {
    const own = cors({ OPTIONS: { origins: [SHELL] }, PUT: false }, { OPTIONS: answer, PUT: answer })
    const plain = await own.OPTIONS(request('OPTIONS', SHELL))
    expect(await plain.text()).toBe('ok')
    expect(plain.headers.get('access-control-allow-origin')).toBe(SHELL)
    const preflight = await own.OPTIONS(request('OPTIONS', SHELL, 'PUT'))
    expect(await preflight.text()).toBe('ok')
    expect(preflight.headers.get('access-control-allow-origin')).toBeNull()
  })
})

test('the mistakes in all policies are told at once, each with its method', () => {
  const load = () => cors({ GET: { origins: [''] }, PUT: { origins: ['app.test'] } }, { GET: answer, PUT: answer })
  expect(load).toThrow(ConfigError)
  expect(load).toThrow(/GET\.cors\.origins\[0\][\s\S]*PUT\.cors\.origins\[0\]/)
})

function request(method: string, origin?: string, requested?: string): NextRequest {
  return new NextRequest('http://localhost/api/mixed', {
    method,
    headers: {
      ...(origin === undefined ? {} : { origin }),
      ...(requested === undefined ? {} : { 'access-control-request-method': requested }),
    },
  })
}
