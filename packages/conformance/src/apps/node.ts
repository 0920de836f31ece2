import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import type { Config } from '@sallyport/core'
import { changeCsp, cspNonce, reports, sallyport, tellAddress } from '@sallyport/node'
import { listen, type RunningServer } from '../server.ts'
import type { AppSetting } from '../start.ts'
import { ECHO_PATH, echo, PAGE_PATH, page } from './mounted.ts'
import { CHANGE, HTML, noncePage, PIECES, REFUSED_CHANGE, STATIC_PAGE } from './page.ts'

/** Plain `node:http`. */
export function startNode(config: Config, port: number, { isBehindProxy }: AppSetting): Promise<RunningServer> {
  const guard = sallyport(config)
  const collect = reports({ path: ECHO_PATH, handler: echo })
  const show = reports({ path: PAGE_PATH, handler: page })
  const app = (request: IncomingMessage, response: ServerResponse): void => {
    try {
      answer(request, response)
    } catch {
      reply(response, 500, 'text/plain', 'Internal Server Error')
    }
  }
  const server = createServer((request, response) => {
    // Node.js believes no proxy by itself, so the app says that it does.
    const scheme = isBehindProxy ? request.headers['x-forwarded-proto'] : undefined
    if (typeof scheme === 'string') tellAddress(request, { protocol: scheme })
    collect(request, response, () =>
      show(request, response, () => guard(request, response, () => app(request, response))),
    )
  })
  return listen(server, port)
}

function answer(request: IncomingMessage, response: ServerResponse): void {
  const { method, url = '' } = request
  const [pathname = ''] = url.split('?')
  const [, first, name, value, ...rest] = pathname.split('/').map(decodeURIComponent)
  if (pathname === '/ok') {
    json(response, { ok: true, method })
  } else if (pathname === '/own-options' && method === 'OPTIONS') {
    response.setHeader('allow', 'GET, OPTIONS')
    json(response, { own: 'options' })
  } else if (method !== 'GET' && method !== 'HEAD') {
    reply(response, 405, 'text/plain', 'Method Not Allowed')
  } else if (pathname === '/html') {
    reply(response, 200, HTML, noncePage(cspNonce(response)))
  } else if (pathname === '/static') {
    reply(response, 200, HTML, STATIC_PAGE)
  } else if (pathname === '/changed' || pathname === '/unchanged') {
    changeCsp(response, pathname === '/changed' ? CHANGE : REFUSED_CHANGE)
    reply(response, 200, HTML, noncePage(cspNonce(response)))
  } else if (pathname === '/cached') {
    response.setHeader('cache-control', 'public, max-age=60')
    reply(response, 200, HTML, noncePage(cspNonce(response)))
  } else if (pathname === '/not-modified') {
    response.writeHead(304, { etag: '"1"' }).end()
  } else if (pathname === '/throw') {
    throw new Error('thrown by /throw')
  } else if (pathname === '/vary') {
    response.setHeader('vary', 'accept')
    json(response, { vary: true })
  } else if (pathname === '/stream') {
    Readable.from(PIECES).pipe(response)
  } else if (pathname === '/hijack') {
    response.writeHead(200, { 'content-type': 'text/plain', vary: 'accept' }).end('hijacked')
  } else if (pathname === '/own-options') {
    json(response, { ok: true, method })
  } else if (first === 'set' && name !== undefined && value !== undefined && rest.length === 0) {
    response.setHeader(name, value)
    json(response, { set: name })
  } else {
    reply(response, 404, 'text/plain', 'Not Found')
  }
}

function json(response: ServerResponse, body: unknown): void {
  reply(response, 200, 'application/json', JSON.stringify(body))
}

function reply(response: ServerResponse, status: number, type: string, body: string): void {
  response.statusCode = status
  response.setHeader('content-type', type)
  response.end(body)
}
