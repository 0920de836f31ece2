import type { NextRequest } from 'next/server.js'
import { cors } from './cors.ts'

type Context = { readonly params: Promise<{ readonly id: string }> }

const routes = cors(
  { origins: ['https://app.example.com'] },
  {
    GET: (request) => new Response(request.nextUrl.pathname),
    PATCH: async (_request: NextRequest, context: Context) => new Response((await context.params).id),
    POST: () => Response.json({}),
  },
)

export const get: (request: NextRequest) => Promise<Response> = (request) => routes.GET(request)
export const patch: (request: NextRequest, context: Context) => Promise<Response> = routes.PATCH
export const post: () => Promise<Response> = routes.POST
export const options: (request: NextRequest) => Promise<Response> = routes.OPTIONS

// @ts-expect-error: no such handler was given
routes.DELETE

// @ts-expect-error: no such method
cors({ origins: '*' }, { FETCH: () => new Response() })

// @ts-expect-error: a handler returns a response
cors({ origins: '*' }, { GET: () => 'text' })

// @ts-expect-error: every origin with credentials needs a field that says so
cors({ origins: '*', credentials: true }, {})

const mixed = cors(
  { GET: { origins: '*' }, PUT: { origins: ['https://app.example.com'], credentials: true }, DELETE: false },
  {
    GET: () => new Response(),
    PUT: async (_request: NextRequest, context: Context) => new Response((await context.params).id),
    DELETE: () => new Response(),
  },
)

export const mixedPut: (request: NextRequest, context: Context) => Promise<Response> = mixed.PUT
export const mixedOptions: (request: NextRequest) => Promise<Response> = mixed.OPTIONS

// @ts-expect-error: each handler needs a policy, or false
cors({ GET: { origins: '*' } }, { GET: () => new Response(), DELETE: () => new Response() })

// @ts-expect-error: a policy for a handler that is not there
cors({ GET: { origins: '*' }, PUT: false }, { GET: () => new Response() })

// @ts-expect-error: every origin with credentials needs a field that says so, for one method too
cors({ GET: { origins: '*', credentials: true } }, { GET: () => new Response() })
