import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { reportOf, testCollector } from './collector.test-kit.ts'

const NOON = Date.UTC(2026, 10, 26, 12)
const DAY = 86_400_000
const SECRET = 'a secret that is long enough to be one'

beforeEach(() => vi.useFakeTimers({ now: NOON }))
afterEach(() => vi.useRealTimers())

const REPORT = reportOf('https://cdn.example')

test('a client counts once in a group and day, whatever it sends', async () => {
  const tested = testCollector({ secret: SECRET })
  for (const address of ['192.0.2.1', '192.0.2.2', '192.0.2.1']) await tested.post(REPORT, { address })
  await tested.collector.flush()
  for (const address of ['192.0.2.1', '192.0.2.2', '192.0.2.3']) await tested.post(REPORT, { address })
  await tested.collector.flush()
  expect(tested.store.groups.map(({ clients }) => clients.length)).toEqual([2, 1])
  expect(new Set(tested.store.groups.flatMap(({ clients }) => clients)).size).toBe(3)
})

test('the hash of a client is the same in all processes, another in another group and on another day, and no help in finding the address', async () => {
  const clients = async (secret: string | undefined, at: number, report: string): Promise<readonly string[]> => {
    vi.setSystemTime(at)
    const tested = testCollector(secret === undefined ? {} : { secret })
    await tested.post(report)
    await tested.collector.flush()
    return tested.store.groups.flatMap((group) => group.clients)
  }
  const first = await clients(SECRET, NOON, REPORT)
  expect(first[0]).toHaveLength(14)
  expect(await clients(SECRET, NOON + DAY / 3, REPORT)).toEqual(first)
  const others = [
    await clients(SECRET, NOON + DAY, REPORT),
    await clients(SECRET, NOON, reportOf('https://other.example')),
    await clients(`${SECRET}.`, NOON, REPORT),
    await clients(undefined, NOON, REPORT),
    await clients(undefined, NOON, REPORT),
  ]
  expect(new Set([first, ...others].flat()).size).toBe(6)
})

test('at most 64 clients of a group and day are kept', async () => {
  const tested = testCollector()
  for (let client = 0; client < 100; client++) {
    await tested.post(REPORT, { address: `10.0.0.${client}` })
    if (client % 10 === 0) await tested.collector.flush()
  }
  await tested.collector.flush()
  expect(new Set(tested.store.groups.flatMap(({ clients }) => clients)).size).toBe(64)
  expect(tested.store.counts).toEqual({ 'https://cdn.example': 100 })
})

test('whom the app vouches for is counted beside, from however many addresses', async () => {
  const tested = testCollector({ vouch: async (request) => request.headers.get('cookie')?.split('session=')[1] })
  const post = (cookie: string | undefined, address: string): Promise<unknown> =>
    tested.post(REPORT, { address, headers: cookie === undefined ? {} : { cookie } })
  await post('session=anna', '192.0.2.1')
  await post('session=anna', '192.0.2.2')
  await post('session=bert', '192.0.2.1')
  await post(undefined, '192.0.2.3')
  await tested.collector.flush()
  expect(tested.store.groups).toMatchObject([{ count: 4, clients: { length: 3 }, vouched: { length: 2 } }])
  expect(JSON.stringify(tested.store.batches)).not.toContain('anna')
})

test.each<[title: string, vouch: () => Promise<string | undefined>]>([
  ['hangs', () => new Promise(() => {})],
  ['rejects', async () => Promise.reject(new Error('no database'))],
])('a vouch that %s vouches for nobody, and the report counts', async (_, vouch) => {
  const tested = testCollector({ vouch })
  const response = tested.post(REPORT)
  await vi.advanceTimersByTimeAsync(1_000)
  expect((await response).status).toBe(204)
  await tested.collector.flush()
  expect(tested.store.groups).toMatchObject([{ count: 1, clients: { length: 1 }, vouched: [] }])
  expect(tested.problems).toMatchObject([{ code: 'callback-failed' }])
})

test('nobody is asked to vouch for what is no violation', async () => {
  const vouch = vi.fn(() => 'anna')
  const tested = testCollector({ vouch })
  await tested.post('[7,{"type":"crash"},{"hash":1}]')
  await tested.post('nonsense')
  expect(vouch).not.toHaveBeenCalled()
})

test('the 21st page of a group is any page of its origin', async () => {
  const tested = testCollector()
  for (let page = 0; page < 30; page++) {
    await tested.post(reportOf('https://cdn.example', { page: `https://shop.example/p${page}` }))
    await tested.post(reportOf('https://cdn.example', { page: 'https://shop.example/p0' }))
  }
  await tested.post(reportOf('https://other.example', { page: 'https://shop.example/p29' }))
  await tested.post(reportOf('https://cdn.example', { page: 'about:blank' }))
  await tested.collector.flush()
  const pages = tested.store.groups.map(({ blocked, page, count }) => [blocked, page, count])
  expect(pages.length).toBe(23)
  expect(pages[0]).toEqual(['https://cdn.example', 'https://shop.example/p0', 31])
  expect(pages.slice(-3)).toEqual([
    ['https://cdn.example', 'https://shop.example/*', 10],
    ['https://other.example', 'https://shop.example/p29', 1],
    ['https://cdn.example', '*', 1],
  ])
})

test('groups that are in use are not forgotten for those that come once', async () => {
  const limits = { waitingGroups: 50, newGroups: 10_000, newGroupsPerClient: 10_000 }
  const tested = testCollector({ limits })
  const regular = Array.from({ length: 10 }, (_, index) => reportOf(`https://regular${index}.example`))
  for (let round = 0; round < 40; round++) {
    await tested.post(`[${regular.join()}]`)
    await tested.post(
      `[${Array.from({ length: 20 }, (_, index) => reportOf(`https://once${round}-${index}.example`)).join()}]`,
    )
    await tested.collector.flush()
  }
  expect(tested.receiver.fold.sizes).toEqual({ known: 50, families: 50, open: 0 })
  // Had one been forgotten, its client would be new again.
  const clients = tested.store.groups.filter(({ blocked }) => blocked.includes('regular')).map((group) => group.clients)
  expect(clients.flat().length).toBe(10)
})
