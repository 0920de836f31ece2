import { readFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { extname, join } from 'node:path'
import { compile, createNonce, decide, renderCsp } from '@sallyport/core'
import type { CspConfig } from '@sallyport/core/csp'

export interface Site {
  readonly port: number
  /** What its pages are sent with from now on. */
  setPolicy(csp: CspConfig): void
  close(): Promise<void>
}

/** Answers a path; undefined leaves it to the files. */
export type Route = (request: IncomingMessage, response: ServerResponse, nonce: string) => Promise<string | undefined>

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.png': 'image/png',
  '.ttf': 'font/ttf',
}

/** A server on every name of this machine: its routes, and the files of a directory, which other origins may load too. */
export async function startSite(root: string, route: Route): Promise<Site> {
  let policy = compile({ csp: "default-src 'none'" })
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://site.test').pathname
    const nonce = createNonce()
    const decision = decide(policy, { method: 'GET', path, header: () => undefined })
    for (const [name, value] of renderCsp(decision, nonce)) response.setHeader(name, value)
    response.setHeader('access-control-allow-origin', '*')
    response.setHeader('access-control-allow-headers', '*')
    void answer(request, response, nonce, path)
  })

  async function answer(
    request: IncomingMessage,
    response: ServerResponse,
    nonce: string,
    path: string,
  ): Promise<void> {
    const text = await route(request, response, nonce)
    if (text === undefined) return await sendFile(response, path)
    response.end(text)
  }

  async function sendFile(response: ServerResponse, path: string): Promise<void> {
    try {
      const body = await readFile(join(root, path))
      response.setHeader('content-type', TYPES[extname(path)] ?? 'application/octet-stream').end(body)
    } catch {
      response.writeHead(404).end()
    }
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: portOf(server),
    setPolicy: (csp) => {
      policy = compile({ csp })
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

function portOf(server: Server): number {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The server does not listen on a port.')
  return address.port
}

export async function readBody(request: IncomingMessage): Promise<string> {
  let text = ''
  for await (const chunk of request.setEncoding('utf8')) text += chunk
  return text
}
