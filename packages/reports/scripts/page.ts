import { openStore } from '../src/index.ts'
import { createReportsPage } from '../src/page/index.ts'
import { randomOf, seedMoment, seedTraffic } from './seed-traffic.ts'
import { serve } from './serve.ts'

// pnpm --filter @sallyport/reports page [store url]
// Serves the page over a store for a look. Without a URL the store is in memory, is seeded, and goes on receiving.
const url = process.argv[2]
const store = openStore(url ?? 'memory:')
if (url === undefined) {
  for (const batch of seedTraffic(Date.now())) await store.write(batch)
  const random = randomOf(1)
  setInterval(() => void store.write(seedMoment(Date.now(), random)), 4_000)
}

const port = Number(process.env.PORT ?? 4180)
const page = createReportsPage({
  store,
  // The server listens on the loopback address alone. Another host's name that was made to lead here belongs to a page of the web that wants to read this one.
  authorize: (request) => ['localhost', '127.0.0.1'].includes(new URL(request.url).hostname),
})
await serve(page, port)
console.log(`The page is at http://localhost:${port}/`)
