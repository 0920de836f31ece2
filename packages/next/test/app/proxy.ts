import { type ProxyHandler, sallyport, strictCsp } from '@sallyport/next'
import { NextResponse } from 'next/server'

const own: ProxyHandler = (request) => {
  const { pathname } = request.nextUrl
  if (pathname === '/rewritten') return NextResponse.rewrite(new URL('/dynamic', request.url))
  if (pathname === '/rewritten-to-static') return NextResponse.rewrite(new URL('/', request.url))
  if (pathname === '/redirected') return Response.redirect(new URL('/dynamic', request.url))
  if (pathname === '/answered') return new Response('answered by the proxy')
  if (pathname !== '/seen') return undefined
  const headers = new Headers(request.headers)
  headers.set('x-added', 'by the proxy')
  return NextResponse.next({ request: { headers } })
}

export const proxy = sallyport(
  {
    cors: { origins: ['https://app.example.com'], credentials: true, methods: ['GET', 'POST', 'DELETE'] },
    csrf: { trustedOrigins: 'cors' },
    csp: strictCsp({
      mode: 'nonce',
      styles: 'nonce',
      directives: { 'connect-src': ["'self'"], 'img-src': ["'self'"] },
    }),
    routes: [
      { path: '/api/own', cors: false },
      { path: '/no-csp/*', csp: false },
      {
        path: '/rollout',
        csp: [{ directives: { 'frame-ancestors': ["'self'"] } }, strictCsp({ mode: 'nonce', reportOnly: true })],
      },
    ],
  },
  { next: own, dynamic: ['/api/nonce', '/rewritten-to-listed/nonce'] },
)

export const config = { matcher: '/((?!unproxied).*)' }
