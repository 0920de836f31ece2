import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openStore } from '../src/index.ts'
import { seedTraffic } from './seed-traffic.ts'

// pnpm --filter @sallyport/reports seed [store url]
// Fills a store with fourteen days of an imaginary shop's reports, for a look at the page, the replay and the proposals. Without a URL that of the demo, whose shell
// shows it at /reports.
const demo = fileURLToPath(new URL('../../../examples/micro-frontends/data/reports.db', import.meta.url))
const url = process.argv[2] ?? `sqlite:${demo}`
if (process.argv[2] === undefined) mkdirSync(dirname(demo), { recursive: true })
const store = openStore(url)
const batches = seedTraffic(Date.now())
for (const batch of batches) await store.write(batch)
await store.close()
const reports = batches.flatMap(({ groups }) => groups).reduce((sum, { count }) => sum + count, 0)
console.log(
  `${reports} reports of ${batches.length * 6} hours are in ${process.argv[2] === undefined ? "the demo's store" : 'the store'}.`,
)
