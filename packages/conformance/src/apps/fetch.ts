import { type Config, compile, handle, type Passage } from '@sallyport/core'
import { serve } from 'srvx'
import { HOST, type RunningServer } from '../server.ts'
import type { AppSetting } from '../start.ts'
import { ECHO_PATH, echo, page } from './mounted.ts'
import { CHANGE, HTML, noncePage, PIECES, REFUSED_CHANGE, STATIC_PAGE } from './page.ts'

/** Core's own `handle`, in a server that speaks Fetch's `Request` and `Response`. */
export async function startFetch(config: Config, port: number, { isBehindProxy }: AppSetting): Promise<RunningServer> {
  const policy = compile(config)
  const server = serve({
    port,
    hostname: HOST,
    silent: true,
    gracefulShutdown: false,
    fetch: async (received) => {
      const request = isBehindProxy ? asForwarded(received) : received
      const { pathname } = new URL(request.url)
      if (pathname === ECHO_PATH) return echo(request)
      if (pathname === '/reports' || pathname.startsWith('/reports/')) return page(request)
      return handle(policy, request, (passage) => answer(request, passage), { onError })
    },
    error: onError,
  })
  await server.ready()
  const { url } = server
  if (url === undefined) throw new Error('The server listens on no port.')
  return { url: new URL(url).origin, close: () => server.close(true) }
}

function onError(): Response {
  return new Response(null, { status: 500 })
}

/** A runtime that is behind a proxy has a Request with the URL that the client asked for. */
function asForwarded(request: Request): Request {
  if (request.headers.get('x-forwarded-proto') !== 'https') return request
  return new Request(`https${request.url.slice('http'.length)}`, { method: request.method, headers: request.headers })
}

function answer(request: Request, passage: Passage): Response {
  const { method } = request
  const { pathname } = new URL(request.url)
  if (pathname === '/ok') return Response.json({ ok: true, method })
  if (pathname === '/own-options' && method === 'OPTIONS') {
    return Response.json({ own: 'options' }, { headers: { allow: 'GET, OPTIONS' } })
  }
  if (method !== 'GET' && method !== 'HEAD') return new Response('Not Found', { status: 404 })
  switch (pathname) {
    case '/html':
      return new Response(noncePage(passage.nonce), { headers: { 'content-type': HTML } })
    case '/static':
      return new Response(STATIC_PAGE, { headers: { 'content-type': HTML } })
    case '/changed':
    case '/unchanged':
      passage.changeCsp(pathname === '/changed' ? CHANGE : REFUSED_CHANGE)
      return new Response(noncePage(passage.nonce), { headers: { 'content-type': HTML } })
    case '/cached':
      return new Response(noncePage(passage.nonce), {
        headers: { 'content-type': HTML, 'cache-control': 'public, max-age=60' },
      })
    case '/not-modified':
      return new Response(null, { status: 304, headers: { etag: '"1"' } })
    case '/throw':
      throw new Error('thrown by /throw')
    case '/vary':
      return Response.json({ vary: true }, { headers: { vary: 'accept' } })
    case '/stream':
      return new Response(ReadableStream.from(PIECES).pipeThrough(new TextEncoderStream()))
    case '/hijack':
      // Nothing to take the socket from; the response is the same.
      return new Response('hijacked', { headers: { vary: 'accept' } })
    case '/own-options':
      return Response.json({ ok: true, method })
  }
  const [, set, name, value, ...rest] = pathname.split('/').map(decodeURIComponent)
  if (set === 'set' && name !== undefined && value !== undefined && rest.length === 0) {
    return Response.json({ set: name }, { headers: { [name]: value } })
  }
  return new Response('Not Found', { status: 404 })
}
