// A process that writes to a store, as one of several: node writer.ts <url> <name> <batches> [groups]
// It says `ready`, waits for a line, and then says the number of each batch that the store has taken.
import { once } from 'node:events'
import { openStore } from '@sallyport/reports'
import { batchOf } from './written.ts'

const [url = '', name = '', batches = '0', groups] = process.argv.slice(2)
const store = openStore(url)
// Whoever is killed later on did open it.
await store.query({ limit: 0 })
console.log('ready')
await once(process.stdin, 'data')
for (let number = 0; number < Number(batches); number++) {
  await store.write(batchOf(name, number, Number(groups ?? 10)))
  console.log(number)
}
await store.close()
process.exit(0)
