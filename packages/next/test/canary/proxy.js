import { NextResponse } from 'next/server'

export function proxy() {
  const response = NextResponse.next()
  response.headers.set('x-env', process.env.CANARY ?? 'none')
  response.headers.set('x-both', 'of the proxy')
  return response
}
