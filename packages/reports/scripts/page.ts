import { createServer } from 'node:http'
import { createReportsPage } from '../src/index.ts'
import { PlainStore } from '../src/page/store.test-kit.ts'
import { randomOf, seedMoment, seedTraffic } from './seed-traffic.ts'

const store = new PlainStore()
for (const batch of seedTraffic(Date.now())) await store.write(batch)
const random = randomOf(1)
setInterval(() => void store.write(seedMoment(Date.now(), random)), 3_000)

const page = createReportsPage({ store, authorize: () => true })
const server = createServer((request, response) => {
  const { method = 'GET', url = '/', headers } = request
  const tag = headers['if-none-match']
  const init = { method, headers: tag === undefined ? {} : { 'if-none-match': tag } }
  void page(new Request(new URL(url, 'http://localhost'), init)).then(async (answer) => {
    response.writeHead(answer.status, Object.fromEntries(answer.headers))
    response.end(Buffer.from(await answer.arrayBuffer()))
  })
})
server.listen(4180, '127.0.0.1', () => console.log('http://localhost:4180/'))
