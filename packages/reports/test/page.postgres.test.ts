import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { seedTraffic } from '../scripts/seed-traffic.ts'
import { memoryStore, openStore, type ReportStore } from '../src/index.ts'
import { createReportsPage } from '../src/page/index.ts'
import type { PageData } from '../src/page/page-data.ts'
import { postgresStore } from '../src/stores/postgres.ts'

// The page over one store is the page over another.
let folder: string
let stores: readonly ReportStore[]

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sallyport-page-'))
  stores = [
    memoryStore(),
    openStore(`sqlite:${join(folder, 'reports.db')}`),
    postgresStore({ url: inject('postgresUrl'), schema: 'page' }),
  ]
  const batches = seedTraffic(Date.now())
  for (const store of stores) for (const batch of batches) await store.write(batch)
})
afterAll(async () => {
  for (const store of stores) await store.close()
  await rm(folder, { recursive: true, force: true })
})

test.each([
  ['everything', ''],
  ['a day', '&range=24h'],
  ['a month, with noise', '&range=30d&noise=show&limit=500'],
  ['filters', '&site=shop&directive=script-src-elem&blocked=inline&browser=firefox&noise=show'],
  ['what contradicts its policy', '&standing=inconsistent'],
])('memory, SQLite and PostgreSQL show the same: %s', async (_, query) => {
  const [memory, sqlite, postgres] = await Promise.all(stores.map((store) => ask(store, query)))
  expect(sqlite).toEqual(memory)
  expect(postgres).toEqual(memory)
  const fingerprint = memory?.groups.at(0)?.fingerprint
  expect(fingerprint).toBeDefined()
  const [one, other, another] = await Promise.all(stores.map((store) => ask(store, `${query}&group=${fingerprint}`)))
  expect(one?.detail).toHaveProperty('explanation.summary')
  expect(other).toEqual(one)
  expect(another).toEqual(one)
})

async function ask(store: ReportStore, query: string): Promise<PageData> {
  const page = createReportsPage({ store, authorize: () => true })
  const response = await page(new Request(`https://shop.example/reports?format=json${query}`))
  expect(response.status).toBe(200)
  return JSON.parse(await response.text())
}
