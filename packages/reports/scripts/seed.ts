import { openStore } from '../src/index.ts'
import { seedTraffic } from './seed-traffic.ts'

// pnpm --filter @sallyport/reports seed <store url>
// Fills a store with fourteen days of an imaginary shop's reports, for a look at the page, the replay and the proposals.
const url = process.argv[2]
if (url === undefined) {
  console.error('Which store? pnpm --filter @sallyport/reports seed sqlite:./reports.db (or a postgres:// URL)')
  process.exit(2)
}
const store = openStore(url)
const batches = seedTraffic(Date.now())
for (const batch of batches) await store.write(batch)
await store.close()
const reports = batches.flatMap(({ groups }) => groups).reduce((sum, { count }) => sum + count, 0)
console.log(`${reports} reports of ${batches.length * 6} hours are in the store.`)
