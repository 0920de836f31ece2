import { changeCsp, sallyport } from '@sallyport/next'
import { NextResponse } from 'next/server'

export const proxy = sallyport(undefined, (request) => {
  const { pathname } = request.nextUrl
  if (pathname === '/rewritten') return NextResponse.rewrite(new URL('/isr', request.url))
  if (request.nextUrl.searchParams.has('changed'))
    changeCsp(request, { append: { 'img-src': ['https://img.example'] } })
  return undefined
})

// Prefetches go round the proxy, as in the documentation of Next.js, and what `unproxied` is asked for with.
export const config = {
  matcher: [{ source: '/((?!_next/static).*)', missing: [{ type: 'header', key: 'x-unproxied' }] }],
}
