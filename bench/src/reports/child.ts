import { statSync } from 'node:fs'
import { createServer, type RequestListener } from 'node:http'
import { reports } from '@sallyport/node'
import { type Collector, createCollector } from '@sallyport/reports'
import { sqliteStore } from '@sallyport/reports/sqlite'
import { NONCE_MARK, ORIGIN, SERVED_POLICY } from './traffic.ts'

// node child.ts discard|collector FILE: one server, until its parent is gone. Sends the port it listens on, and a State whenever it gets a message.

/** How a server is doing. */
export interface State {
  /** Bytes. */
  readonly rss: number
  readonly heapUsed: number
  readonly storage: number
  readonly received: number
  readonly consistent: number
  /** What the store has: the sum of all counts, and how many groups. Once asked to flush. */
  readonly stored: number
  readonly groups: number
}

const [mode, file = ''] = process.argv.slice(2)
process.env.NODE_ENV = 'production'
process.on('disconnect', () => process.exit())

const store = sqliteStore(file)
const collector = createCollector({
  policies: SERVED_POLICY.replaceAll(NONCE_MARK, 'abcdefghijklmnopqrstuv=='),
  origins: [ORIGIN],
  store,
  secret: 'the secret of a benchmark, which is none',
})

const server = createServer(mode === 'discard' ? discard : collecting(collector))
// A connection waits while the other server has its turn.
server.keepAliveTimeout = 0
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  if (typeof address === 'object') process.send?.(address?.port)
})

process.on('message', async () => process.send?.(await readState()))

/** What any server does at least: read the request and answer. */
function discard(...[request, response]: Parameters<RequestListener>): void {
  request.resume()
  request.on('end', () => {
    response.writeHead(204, { 'access-control-allow-origin': '*', 'cross-origin-resource-policy': 'cross-origin' })
    response.end()
  })
}

function collecting(handler: Collector): RequestListener {
  const answer = reports({ path: '/csp-reports', handler })
  return (request, response) => {
    // As Express says it behind a proxy that it trusts.
    Reflect.set(request, 'ip', request.headers['x-forwarded-for'])
    answer(request, response, () => response.writeHead(404).end())
  }
}

async function readState(): Promise<State> {
  await collector.flush()
  const { groups, total } = await store.query({ limit: 100_000 })
  // What the page and the write-ahead log hold is on disk too.
  const storage = ['', '-wal'].reduce(
    (sum, suffix) => sum + (statSync(file + suffix, { throwIfNoEntry: false })?.size ?? 0),
    0,
  )
  const { rss, heapUsed } = process.memoryUsage()
  const { received, consistent } = collector.health()
  const stored = groups.reduce((sum, { count }) => sum + count, 0)
  return { rss, heapUsed, storage, received, consistent, stored, groups: total }
}
