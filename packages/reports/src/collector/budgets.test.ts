import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { outcomesOf, reportOf, testCollector } from './collector.test-kit.ts'

const NOON = Date.UTC(2026, 10, 26, 12)

beforeEach(() => vi.useFakeTimers({ now: NOON }))
afterEach(() => vi.useRealTimers())

const list = (count: number, make: (index: number) => string = () => reportOf('https://cdn.example')): string =>
  `[${Array.from({ length: count }, (_, index) => make(index)).join(',')}]`

test('reports of a body: those after the first 200 are counted and not looked at', async () => {
  const tested = testCollector({ limits: { reportsPerClient: 100_000 } })
  expect((await tested.post(list(2_000))).status).toBe(204)
  expect(tested.collector.health()).toMatchObject({ received: 2_000, consistent: 200, overBudget: 1_800 })
})

test('reports of a client: so many in a minute of the clock, still answered with 204 (an error would only bring them again)', async () => {
  const tested = testCollector({ limits: { reportsPerClient: 15 } })
  for (let request = 0; request < 4; request++) expect((await tested.post(list(5))).status).toBe(204)
  expect(tested.collector.health()).toMatchObject({ received: 20, consistent: 15, overBudget: 5 })
  await tested.post(list(5), { address: '192.0.2.2' })
  expect(tested.collector.health()).toMatchObject({ received: 25, consistent: 20, overBudget: 5 })
  vi.setSystemTime(NOON + 60_000)
  await tested.post(list(5))
  expect(tested.collector.health()).toMatchObject({ received: 30, consistent: 25, overBudget: 5 })
  expect(tested.problems).toMatchObject([{ code: 'over-budget' }])
})

test('what is malformed, or beyond the most of a body, is charged too', async () => {
  const tested = testCollector({ limits: { reportsPerClient: 10, reportsPerBody: 5 } })
  await tested.post(list(9))
  await tested.post('no JSON')
  await tested.post(list(1))
  expect(tested.collector.health()).toMatchObject({ received: 11, consistent: 5, malformed: 1, overBudget: 5 })
})

test('a network of IPv6 has one budget', async () => {
  const tested = testCollector({ limits: { reportsPerClient: 3 } })
  for (let host = 1; host <= 5; host++) await tested.post(list(1), { address: `2001:db8:1:2::${host}` })
  await tested.post(list(1), { address: '2001:db8:1:3::1' })
  expect(tested.collector.health()).toMatchObject({ consistent: 4, overBudget: 2 })
})

test('without an address all share one budget, and the message says so', async () => {
  const tested = testCollector({ limits: { reportsPerClient: 1 } })
  const body = (): Request => new Request('https://shop.example/csp', { method: 'POST', body: list(1) })
  await tested.collector(body())
  await tested.collector(body(), {})
  expect(tested.collector.health()).toMatchObject({ consistent: 1, overBudget: 1 })
  expect(tested.problems[0]?.message).toContain('No address came with the request')
})

const fresh = (index: number): string => reportOf(`https://a${index}.example`)

test('new groups of a client: so many in an hour; those that are known are counted on', async () => {
  const tested = testCollector({ limits: { newGroupsPerClient: 5 } })
  await tested.post(list(8, fresh))
  expect(tested.collector.health()).toMatchObject({ consistent: 5, overBudget: 3 })
  await tested.post(list(8, fresh))
  expect(tested.collector.health()).toMatchObject({ consistent: 10, overBudget: 6 })
  await tested.post(list(8, fresh), { address: '192.0.2.2' })
  expect(tested.collector.health()).toMatchObject({ consistent: 18, overBudget: 6 })
  vi.setSystemTime(NOON + 3_600_000)
  await tested.post(list(8, fresh))
  expect(tested.collector.health()).toMatchObject({ consistent: 26, overBudget: 6 })
  expect(tested.problems).toMatchObject([{ code: 'over-budget' }])
})

test('new groups of all clients: so many in an hour, however many clients there are', async () => {
  const tested = testCollector({ limits: { newGroups: 50 } })
  for (let client = 0; client < 200; client++) await tested.post(fresh(client), { address: `10.0.0.${client}` })
  expect(tested.collector.health()).toMatchObject({ consistent: 50, overBudget: 150 })
  expect(tested.receiver.fold.sizes.known).toBe(50)
  expect(outcomesOf(tested)).toBe(200)
})

test('those of whom nobody knows use up nothing of what is vouched for', async () => {
  const vouch = (request: Request): string | undefined => request.headers.get('cookie') ?? undefined
  const tested = testCollector({ limits: { newGroups: 5 }, vouch })
  for (let client = 0; client < 20; client++) await tested.post(fresh(client), { address: `10.0.0.${client}` })
  expect(tested.collector.health()).toMatchObject({ consistent: 5, overBudget: 15 })
  for (let client = 20; client < 30; client++) {
    await tested.post(fresh(client), { address: `10.0.0.${client}`, headers: { cookie: `session=${client}` } })
  }
  expect(tested.collector.health()).toMatchObject({ consistent: 10, overBudget: 20 })
})

test('forged reports can use up half of the new groups, and leave the other half', async () => {
  const tested = testCollector({ limits: { newGroups: 50, newGroupsPerClient: 1_000 } })
  const forged = (index: number): string => reportOf(`https://forged${index}.example`, { standing: 'unknown-policy' })
  await tested.post(list(100, forged))
  await tested.post(list(100, fresh))
  expect(tested.collector.health()).toMatchObject({ unknownPolicy: 25, consistent: 25, overBudget: 150 })
})
