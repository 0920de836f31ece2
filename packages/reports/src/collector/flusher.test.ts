import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { WriteBatch } from '../store.ts'
import { FakeStore, reportOf, testCollector } from './collector.test-kit.ts'

const NOON = Date.UTC(2026, 10, 26, 12)
const HOUR = 3_600_000

beforeEach(() => vi.useFakeTimers({ now: NOON }))
afterEach(() => vi.useRealTimers())

const A = reportOf('https://a.example')
const B = reportOf('https://b.example')

test('what was counted is handed over after the interval, and nothing where there is nothing', async () => {
  const tested = testCollector({ flushInterval: 2_000 })
  await tested.post(`[${A},${B},${A}]`)
  await vi.advanceTimersByTimeAsync(1_999)
  expect(tested.store.offered.length).toBe(0)
  expect(tested.collector.health().groupsWaiting).toBe(2)
  await vi.advanceTimersByTimeAsync(1)
  expect(tested.store.groups).toMatchObject([
    { blocked: 'https://a.example', count: 2, first: NOON, last: NOON, hour: NOON / HOUR },
    { blocked: 'https://b.example', count: 1 },
  ])
  expect(tested.collector.health().groupsWaiting).toBe(0)
  await vi.advanceTimersByTimeAsync(HOUR)
  expect(tested.store.offered.length).toBe(1)
  expect(vi.getTimerCount()).toBe(0)
})

test('a thousand changed groups do not wait', async () => {
  const tested = testCollector({ limits: { newGroupsPerClient: 5_000 } })
  for (let number = 0; number < 999; number++) await tested.post(reportOf(`https://a${number}.example`))
  await vi.advanceTimersByTimeAsync(100)
  expect(tested.store.groups.length).toBe(0)
  await tested.post(reportOf('https://last.example'))
  await vi.advanceTimersByTimeAsync(1)
  expect(tested.store.groups.length).toBe(1_000)
})

test('... and are written once a second, however many reports come of them', async () => {
  const tested = testCollector({ limits: { newGroupsPerClient: 5_000, reportsPerClient: 1_000_000 } })
  const all = Array.from({ length: 1_500 }, (_, number) => reportOf(`https://a${number}.example`))
  for (let round = 0; round < 50; round++) {
    for (let from = 0; from < all.length; from += 150) await tested.post(`[${all.slice(from, from + 150).join()}]`)
    await vi.advanceTimersByTimeAsync(100)
  }
  // At once, and after each of five seconds.
  expect(tested.store.offered.length).toBe(6)
  await tested.collector.flush()
  expect(tested.store.groups.reduce((sum, { count }) => sum + count, 0)).toBe(75_000)
})

test('counts are kept by the hour', async () => {
  const tested = testCollector()
  await tested.post(A)
  vi.setSystemTime(NOON + HOUR - 1)
  await tested.post(A)
  vi.setSystemTime(NOON + HOUR)
  await tested.post(A)
  await tested.collector.flush()
  expect(tested.store.groups.map(({ hour, count }) => [hour, count])).toEqual([
    [NOON / HOUR, 2],
    [NOON / HOUR + 1, 1],
  ])
})

test('a store hears which policies there are with the first batch, and after an hour again', async () => {
  const tested = testCollector()
  const handOver = async (): Promise<void> => {
    await tested.post(A)
    await tested.collector.flush()
  }
  await handOver()
  await handOver()
  vi.setSystemTime(NOON + HOUR)
  await handOver()
  expect(tested.store.batches.map(({ policies }) => policies.length)).toEqual([1, 0, 1])
})

test('a store that is down gets the same batch again, less and less often; what comes meanwhile is folded on', async () => {
  const tested = testCollector({ flushInterval: 1_000 })
  tested.store.answer = 'fails'
  await tested.post(A)
  expect(tested.collector.health().storeDownSince).toBeUndefined()
  await vi.advanceTimersByTimeAsync(1_000)
  const downSince = Date.now()
  for (let report = 0; report < 50; report++) await tested.post(`[${A},${B}]`)
  await vi.advanceTimersByTimeAsync(600_000)
  const { offered } = tested.store
  expect(new Set(offered).size).toBe(1)
  // At once, after 1, 2, 4, … 32 seconds, then each minute.
  expect(offered.length).toBe(15)
  expect(tested.collector.health()).toMatchObject({
    groupsWaiting: 3,
    sinkErrors: 15,
    lost: 0,
    storeDownSince: downSince,
  })
  tested.store.answer = 'ok'
  await vi.advanceTimersByTimeAsync(60_000)
  expect(tested.store.counts).toEqual({ 'https://a.example': 51, 'https://b.example': 50 })
  expect(tested.collector.health().groupsWaiting).toBe(0)
  expect(tested.collector.health().storeDownSince).toBeUndefined()
  expect(tested.problems).toEqual([
    { code: 'sink-error', message: 'The store took no reports: the store is down. They are kept, and offered again.' },
    { code: 'sink-recovered', message: 'The store takes reports again.' },
  ])
})

test('a store that took a batch and could not say so is not made to count it twice', async () => {
  const tested = testCollector()
  tested.store.answer = 'forgets'
  await tested.post(A)
  await tested.collector.flush()
  await tested.post(A)
  tested.store.answer = 'ok'
  await tested.collector.flush()
  expect(tested.store.counts).toEqual({ 'https://a.example': 2 })
  expect(tested.store.offered.length).toBe(3)
})

test('a store that hangs is given up after half a minute, and asked again', async () => {
  const tested = testCollector({ flushInterval: 1_000 })
  tested.store.answer = 'hangs'
  await tested.post(A)
  await vi.advanceTimersByTimeAsync(30_999)
  expect(tested.problems).toEqual([])
  await tested.post(B)
  tested.store.answer = 'ok'
  await vi.advanceTimersByTimeAsync(3_000)
  expect(tested.problems.map(({ code }) => code)).toEqual(['sink-error', 'sink-recovered'])
  expect(tested.store.counts).toEqual({ 'https://a.example': 1, 'https://b.example': 1 })
})

test('when too many groups wait, further ones are lost, which is counted and said; those that wait count on', async () => {
  const tested = testCollector({ limits: { waitingGroups: 10, newGroupsPerClient: 5_000 } })
  tested.store.answer = 'fails'
  const post = (from: number, to: number): Promise<unknown> =>
    tested.post(
      `[${Array.from({ length: to - from }, (_, index) => reportOf(`https://a${from + index}.example`)).join()}]`,
    )
  await post(0, 4)
  await tested.collector.flush()
  await post(4, 20)
  await post(4, 20)
  expect(tested.collector.health()).toMatchObject({ groupsWaiting: 10, consistent: 36, lost: 20 })
  tested.store.answer = 'ok'
  await tested.collector.flush()
  expect(tested.collector.health()).toMatchObject({ groupsWaiting: 0, received: 36, lost: 20 })
  expect(tested.store.groups.reduce((sum, { count }) => sum + count, 0)).toBe(16)
  expect(tested.problems.map(({ code }) => code)).toEqual(['sink-error', 'lost', 'sink-recovered'])
})

test('what a store did not take when the collector closes is counted as lost', async () => {
  const tested = testCollector()
  tested.store.answer = 'fails'
  await tested.post(`[${A},${A},${B}]`)
  await tested.collector.close()
  expect(tested.collector.health()).toMatchObject({ groupsWaiting: 0, lost: 3 })
  expect(tested.problems.map(({ code }) => code)).toEqual(['sink-error', 'lost'])
  expect(tested.store.isClosed).toBe(true)
})

class FakeSink {
  readonly batches: WriteBatch[] = []
  isClosed = false
  readonly answer: () => Promise<void>

  constructor(answer: () => Promise<void> = async () => {}) {
    this.answer = answer
  }

  async write(batch: WriteBatch): Promise<void> {
    await this.answer()
    this.batches.push(batch)
  }

  async close(): Promise<void> {
    this.isClosed = true
  }
}

test('sinks get every batch that the store gets', async () => {
  const sink = new FakeSink()
  const tested = testCollector({ sinks: [sink] })
  await tested.post(A)
  await tested.collector.flush()
  await tested.post(B)
  await tested.collector.close()
  expect(sink.batches).toEqual(tested.store.batches)
  expect(sink.isClosed).toBe(true)
})

test('a sink that hangs or fails delays neither the store nor another sink, and gets what it missed', async () => {
  let isDown = true
  const failing = new FakeSink(async () => {
    if (isDown) throw new Error('503')
  })
  const hanging = new FakeSink(() => new Promise(() => {}))
  const good = new FakeSink()
  const tested = testCollector({ sinks: [hanging, failing, good], flushInterval: 1_000 })
  for (let second = 0; second < 5; second++) {
    await tested.post(`[${A},${B}]`)
    await vi.advanceTimersByTimeAsync(1_000)
  }
  expect(tested.store.batches.length).toBe(5)
  expect(good.batches.length).toBe(5)
  isDown = false
  await vi.advanceTimersByTimeAsync(60_000)
  expect(failing.batches).toEqual(tested.store.batches)
  expect(hanging.batches).toEqual([])
  expect(tested.problems.map(({ code, message }) => `${code}: ${message.slice(0, 6)}`)).toEqual([
    'sink-error: Sink 2',
    'sink-recovered: Sink 2',
    'sink-error: Sink 1',
  ])
})

test('a sink that stays down keeps no more than the most that may wait, and the store has everything', async () => {
  const sink = new FakeSink(() => new Promise(() => {}))
  const tested = testCollector({ sinks: [sink], limits: { waitingGroups: 10 } })
  for (let batch = 0; batch < 50; batch++) {
    await tested.post(`[${A},${B}]`)
    await tested.collector.flush()
  }
  expect(tested.receiver.flusher.sizes.sinks).toEqual([10])
  expect(tested.store.counts).toEqual({ 'https://a.example': 50, 'https://b.example': 50 })
  expect(tested.problems.map(({ code }) => code)).toEqual(['lost'])
  expect(tested.collector.health().lost).toBe(0)
})

test('closing waits for no store or sink longer than it may take', async () => {
  const store = new FakeStore()
  store.answer = 'hangs'
  const tested = testCollector({ store, sinks: [new FakeSink(() => new Promise(() => {}))] })
  await tested.post(A)
  let isDone = false
  void tested.collector.close().then(() => {
    isDone = true
  })
  await vi.advanceTimersByTimeAsync(60_000)
  expect(isDone).toBe(true)
})
