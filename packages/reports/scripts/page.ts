import { createServer, type IncomingMessage } from 'node:http'
import { openStore } from '../src/index.ts'
import { createReportsPage } from '../src/page/index.ts'
import { randomOf, seedMoment, seedTraffic } from './seed-traffic.ts'

// pnpm --filter @sallyport/reports page [store url]
// Serves the page over a store for a look, to this machine alone. Without a URL the store is in memory, is seeded, and goes on receiving.
const url = process.argv[2]
const store = openStore(url ?? 'memory:')
if (url === undefined) {
  for (const batch of seedTraffic(Date.now())) await store.write(batch)
  const random = randomOf(1)
  setInterval(() => void store.write(seedMoment(Date.now(), random)), 4_000)
}

/** Of each request, whether this machine sent it. */
const isLocal = new WeakMap<Request, boolean>()
const page = createReportsPage({ store, authorize: (request) => isLocal.get(request) === true })

const server = createServer((incoming, response) => {
  const request = toRequest(incoming)
  void page(request).then(async (answer) => {
    response.writeHead(answer.status, Object.fromEntries(answer.headers))
    response.end(Buffer.from(await answer.arrayBuffer()))
  })
})
const port = Number(process.env.PORT ?? 4180)
server.listen(port, '127.0.0.1', () => console.log(`The page is at http://localhost:${port}/`))

function toRequest({ method = 'GET', url: target = '/', headers, socket }: IncomingMessage): Request {
  const host = headers.host?.split(':', 1)[0] ?? ''
  const request = new Request(new URL(target, 'http://localhost'), {
    method,
    headers: { 'if-none-match': headers['if-none-match'] ?? '' },
  })
  const isLoopback = socket.remoteAddress === '127.0.0.1' || socket.remoteAddress === '::1'
  // Another name that was made to lead here is a page of the web that wants to read this one.
  isLocal.set(request, isLoopback && ['localhost', '127.0.0.1'].includes(host))
  return request
}
