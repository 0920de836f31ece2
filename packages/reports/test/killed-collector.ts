import { testCollector } from '../src/collector/collector.test-kit.ts'
import { sqliteStore } from '../src/stores/sqlite.ts'

// node killed-collector.ts FILE ADDRESS ROUNDS REPORTS LAST: hands over ROUNDS times REPORTS reports by the interval, then takes LAST more and is killed before the next flush.

const [file = '', address = '', rounds = '', reports = '', last = ''] = process.argv.slice(2)
const store = sqliteStore(file)
let written = 0
const { collector, post } = testCollector({
  flushInterval: 10,
  store: {
    async write(batch) {
      await store.write(batch)
      written += batch.groups.reduce((sum, { count }) => sum + count, 0)
    },
    query: (query) => store.query(query),
    close: () => store.close(),
  },
})

for (let round = 1; round <= Number(rounds); round++) {
  await postMany(Number(reports))
  // The interval's timer keeps no process alive; this one does.
  while (written < round * Number(reports)) await new Promise((resolve) => setTimeout(resolve, 5))
}
await postMany(Number(last))
if (collector.health().groupsWaiting === 0) throw new Error('There is nothing to lose.')
process.kill(process.pid, 'SIGKILL')

async function postMany(count: number): Promise<void> {
  for (let number = 0; number < count; number++) {
    await post(`{"blocked":"https://cdn${number % 7}.example"}`, { address })
  }
}
