import { openStore } from '@sallyport/reports'
import { expect, inject, test } from 'vitest'
import { startWriters } from './writers.ts'
import { CLIENTS_OF_WRITER } from './written.ts'

test('four clients on one PostgreSQL agree with the count', async () => {
  const url = inject('postgresUrl')
  const batches = 150
  // None has made the tables before: all four do at once.
  const writers = await startWriters(url, ['a', 'b', 'c', 'd'], batches, 20)
  for (const writer of writers) writer.go()
  for (const writer of writers) expect(await writer.done()).toBe(batches)
  const store = openStore(url)
  const { groups, total } = await store.query()
  expect(total).toBe(20)
  for (const group of groups)
    expect(group).toMatchObject({ count: 4 * batches, clients: 4 * CLIENTS_OF_WRITER, vouched: 1 })
  for (const { hours } of groups) expect(hours.map(([, count]) => count)).toEqual(Array(5).fill((4 * batches) / 5))

  const again = await startWriters(url, ['a', 'a', 'b', 'b'], batches, 20)
  for (const writer of again) writer.go()
  for (const writer of again) await writer.done()
  expect(await store.query()).toEqual({ groups, total, policies: expect.anything() })
  await store.close()
})
