import { ConfigError } from '@sallyport/core'
import { notFound, redirect } from 'next/navigation.js'
import { NextRequest } from 'next/server.js'
import { describe, expect, test } from 'vitest'
import { cors } from './cors.ts'

const { GET, DELETE, OPTIONS } = cors(
  { origins: ['https://app.example.com'], methods: ['GET', 'DELETE'] },
  {
    GET: async (request) => new Response(request.nextUrl.pathname, { headers: { vary: 'accept' } }),
    DELETE: async (_request: NextRequest, context: { readonly params: Promise<{ readonly id: string }> }) =>
      new Response((await context.params).id),
  },
)
const context = { params: Promise.resolve({ id: '7' }) }

describe('preflights', () => {
  test('are answered by the policy', async () => {
    const response = await OPTIONS(request({ method: 'OPTIONS', 'access-control-request-method': 'DELETE' }))
    expect(response.status).toBe(204)
    expect(response.headers.get('access-control-allow-origin')).toBe('https://app.example.com')
    expect(response.headers.get('access-control-allow-methods')).toBe('GET,DELETE')
  })

  test('are refused without a word', async () => {
    const response = await OPTIONS(
      request({ method: 'OPTIONS', origin: 'https://evil.example', 'access-control-request-method': 'DELETE' }),
    )
    expect(response.status).toBe(403)
    expect([...response.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([])
  })

  test('a plain OPTIONS gets what Next.js would answer, with the headers', async () => {
    const response = await OPTIONS(request({ method: 'OPTIONS' }))
    expect(response.status).toBe(204)
    expect(response.headers.get('allow')).toBe('DELETE, GET, HEAD, OPTIONS')
    expect(response.headers.get('access-control-allow-origin')).toBe('https://app.example.com')
  })

  test("a plain OPTIONS reaches the route's own handler", async () => {
    const own = cors({ origins: '*' }, { OPTIONS: answerOwn })
    expect(await (await own.OPTIONS(request({ method: 'OPTIONS' }))).text()).toBe('own')
  })
})

describe('requests', () => {
  test('reach the handler; its Vary is merged', async () => {
    const response = await GET(request({}))
    expect(await response.text()).toBe('/api/own')
    expect(response.headers.get('access-control-allow-origin')).toBe('https://app.example.com')
    expect(response.headers.get('vary')).toBe('accept, origin')
  })

  test('keep the context with its parameters', async () => {
    expect(await (await DELETE(request({ method: 'DELETE' }), context)).text()).toBe('7')
  })

  test('of an origin that is not listed get no header', async () => {
    const response = await GET(request({ origin: 'https://evil.example' }))
    expect(response.status).toBe(200)
    expect(response.headers.get('access-control-allow-origin')).toBeNull()
  })
})

describe('what a handler throws', () => {
  const call = (handler: (request: NextRequest) => Promise<Response>) => handler(request({}))

  test.each([
    ['redirect()', () => redirect('/login?next=a;b'), 307, '/login?next=a;b'],
    ['notFound()', () => notFound(), 404, null],
  ])('%s becomes its response, with the headers', async (_title, outcome, status, location) => {
    const response = await call(cors({ origins: '*' }, { GET: outcome }).GET)
    expect(response.status).toBe(status)
    expect(response.headers.get('location')).toBe(location)
    expect(response.headers.get('access-control-allow-origin')).toBe('*')
  })

  test('an error can be reported and answered', async () => {
    const seen: unknown[] = []
    const error = new Error('on purpose')
    const guarded = cors(
      { origins: '*' },
      { GET: throwing(error) },
      {
        onError: (thrown) => {
          seen.push(thrown)
          return new Response('sorry', { status: 503 })
        },
      },
    )
    const response = await call(guarded.GET)
    expect(response.status).toBe(503)
    expect(response.headers.get('access-control-allow-origin')).toBe('*')
    expect(seen).toEqual([error])
  })

  test('what Next.js throws to leave prerendering goes on to Next.js', async () => {
    const signal = Object.assign(new Error('dynamic'), { digest: 'DYNAMIC_SERVER_USAGE' })
    const guarded = cors({ origins: '*' }, { GET: throwing(signal) })
    await expect(call(guarded.GET)).rejects.toBe(signal)
  })
})

test('a path whose CORS the proxy has decided is an error that names the way out', async () => {
  await expect(GET(request({ 'x-sallyport-cors': 'decided' }))).rejects.toThrow('{ path: "/api/own", cors: false }')
})

test('a wrong policy fails when the module loads', () => {
  expect(() => cors({ origins: [''] }, {})).toThrow(ConfigError)
})

const answerOwn = (_request: NextRequest) => new Response('own')

function throwing(thrown: unknown): () => never {
  return () => {
    throw thrown
  }
}

function request({ method = 'GET', ...headers }: Readonly<Record<string, string>>): NextRequest {
  return new NextRequest('http://localhost/api/own', {
    method,
    headers: { origin: 'https://app.example.com', ...headers },
  })
}
