import { createServer } from 'node:http'
import { close, listen } from './other-origin.ts'

export interface Injector {
  readonly url: string
  readonly close: () => Promise<void>
}

/** Stands before the app and adds markup to the end of each of its pages, and leaves their headers alone. */
export async function startInjector(app: string, markup: string): Promise<Injector> {
  const server = createServer(async (request, response) => {
    const headers = Object.entries(request.headers).flatMap(([name, value]): [string, string][] =>
      typeof value === 'string' && !HOP_BY_HOP.has(name) ? [[name, value]] : [],
    )
    const answer = await fetch(`${app}${request.url}`, { headers })
    const body = Buffer.from(await answer.arrayBuffer())
    const isPage = answer.headers.get('content-type')?.startsWith('text/html')
    response.statusCode = answer.status
    for (const [name, value] of answer.headers) if (!HOP_BY_HOP.has(name)) response.setHeader(name, value)
    response.end(isPage ? body.toString().replace(/(<\/body>|$)/, `${markup}$1`) : body)
  })
  return { url: `http://localhost:${await listen(server)}`, close: () => close(server) }
}

const HOP_BY_HOP: ReadonlySet<string> = new Set([
  'connection',
  'keep-alive',
  'transfer-encoding',
  'content-length',
  // The body is changed, and therefore read.
  'content-encoding',
])
