import { gradeCsp, lintCsp } from '@sallyport/core/csp'
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import { createCollector } from '../collector/collector.ts'
import type { Collector, Health } from '../collector/collector-options.ts'
import { fingerprintOf } from '../fingerprint.ts'
import { DAY, foldedOf, groupOf, HOUR, NOW, storeOf } from '../learn/groups.test-kit.ts'
import type { ReportQuery, ReportStore } from '../store.ts'
import { memoryStore } from '../stores/memory.ts'
import { createReportsPage, type ReportsPageOptions } from './index.ts'
import type { PageData } from './page-data.ts'

const ADDRESS = 'https://shop.example/internal/reports'

beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'], now: NOW }))
afterEach(() => void vi.useRealTimers())

async function pageOf(
  told: Partial<ReportsPageOptions> = {},
): Promise<(query: string, init?: RequestInit) => Promise<Response>> {
  const store = await storeOf([foldedOf({ count: 3 })])
  const page = createReportsPage({ store, authorize: () => true, ...told })
  return (query, init) => page(new Request(ADDRESS + query, init))
}

async function dataOf(response: Response): Promise<PageData> {
  expect(response.status).toBe(200)
  return JSON.parse(await response.text())
}

test.each<[title: string, authorize: ReportsPageOptions['authorize'], status: number]>([
  ['true', () => true, 200],
  ['a promise of true', async () => true, 200],
  ['false', () => false, 403],
  ['a promise of false', async () => false, 403],
  ['a function that throws', () => expect.fail('no session'), 403],
  ['a promise that is broken', () => Promise.reject(new Error('no session')), 403],
])('authorize: %s', async (_, authorize, status) => {
  const ask = await pageOf({ authorize })
  for (const query of ['', '?format=json', '?format=json&range=never']) {
    const response = await ask(query)
    const isMistake = status === 200 && query.includes('never')
    expect(response.status).toBe(isMistake ? 400 : status)
    if (status === 403) expect(await response.text()).toBe('')
  }
  expect((await ask('', { method: 'POST' })).status).toBe(status === 200 ? 405 : 403)
})

test('authorize sees the request as it came', async () => {
  const ask = await pageOf({ authorize: ({ headers }) => headers.get('x-user') === 'ada' })
  expect((await ask('', { headers: { 'x-user': 'ada' } })).status).toBe(200)
  expect((await ask('', { headers: { 'x-user': 'eve' } })).status).toBe(403)
})

test.each([
  ['authorize', { store: { query: () => expect.fail() } }],
  ['store', { authorize: () => true }],
])('without %s it is not made', (name, options) => {
  expect(() => Reflect.apply(createReportsPage, undefined, [options])).toThrow(name)
})

test.each([
  ['GET', 200, true],
  ['HEAD', 200, false],
  ['POST', 405, false],
  ['PUT', 405, false],
  ['DELETE', 405, false],
  ['OPTIONS', 405, false],
])('%s: %i', async (method, status, hasBody) => {
  const ask = await pageOf()
  for (const query of ['', '?format=json']) {
    const response = await ask(query, { method })
    expect(response.status).toBe(status)
    expect((await response.text()) !== '').toBe(hasBody)
    if (status === 405) expect(response.headers.get('allow')).toBe('GET, HEAD')
  }
})

test('every answer is kept to itself', async () => {
  const ask = await pageOf()
  const answers = [
    await ask(''),
    await ask('?format=json'),
    await ask('?format=json&range=x'),
    await ask('', { method: 'PUT' }),
  ]
  for (const { headers } of answers) {
    expect(headers.get('cache-control')).toBe('no-store')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('referrer-policy')).toBe('no-referrer')
    expect(headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
    expect(headers.get('access-control-allow-origin')).toBeNull()
  }
})

test('the page’s own policy is as good as our linter knows', async () => {
  const { headers } = await (await pageOf())('')
  const csp = headers.get('content-security-policy') ?? ''
  expect(csp).not.toContain('unsafe')
  const policies = [{ header: csp, disposition: 'enforce' as const }]
  expect(lintCsp(policies).filter(({ severity }) => severity !== 'info')).toEqual([])
  expect(gradeCsp(policies)).toBe('strong')
})

test('the title is a text', async () => {
  const html = await (await (await pageOf({ title: '<script>alert(1)</script> & "shop"' }))('')).text()
  expect(html).toContain('<title>&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;shop&quot;</title>')
  expect(html).not.toContain('<script>')
})

test('data are counted over the time that is asked for', async () => {
  const store = await storeOf([
    foldedOf({ count: 1, ago: HOUR }),
    foldedOf({ count: 10, ago: 5 * DAY }),
    foldedOf({ count: 100, ago: 20 * DAY, directive: 'font-src' }),
  ])
  const ask = await pageOf({ store })
  const day = await dataOf(await ask('?format=json&range=24h'))
  const week = await dataOf(await ask('?format=json'))
  const month = await dataOf(await ask('?format=json&range=30d'))
  expect([day, week, month].map(({ matched }) => matched.reports)).toEqual([1, 11, 111])
  expect(day.range).toEqual({ name: '24h', from: NOW - 23 * HOUR, bucketHours: 1, buckets: 24 })
  expect(week.range).toEqual({ name: '7d', from: NOW - 27 * 6 * HOUR, bucketHours: 6, buckets: 28 })
  expect(month.range).toEqual({ name: '30d', from: Date.UTC(2026, 9, 25), bucketHours: 24, buckets: 30 })
  expect(month.series.map(({ directive, counts }) => [directive, counts.reduce((a, b) => a + b, 0)])).toEqual([
    ['font-src', 100],
    ['img-src', 11],
  ])
})

test('a group is explained, with its policy and the directive that is read', async () => {
  const group = groupOf({ blocked: 'https://pictures.example' })
  const store = await storeOf([
    foldedOf({ blocked: 'https://pictures.example', count: 2 }),
    foldedOf({ blocked: 'https://pictures.example', count: 5, page: 'https://shop.example/', browser: 'webkit' }),
  ])
  const ask = await pageOf({ store })
  const { detail } = await dataOf(await ask(`?format=json&browser=webkit&group=${fingerprintOf(group)}`))
  if (detail === null || detail === 'missing') return expect.fail('the group is missing')
  expect(detail.group.count).toBe(2)
  expect(detail.policy?.decided).toBe('default-src')
  expect(detail.explanation?.change?.add).toBe('https://pictures.example')
  expect(detail.alike).toMatchObject({ groups: 2, reports: 7 })
  const missing = await dataOf(await ask('?format=json&group=00000000000000000000000000000000'))
  expect(missing.detail).toBe('missing')
})

test('an explanation that throws leaves the rest', async () => {
  const ask = await pageOf({ explain: () => expect.fail('no words') })
  const { detail } = await dataOf(await ask(`?format=json&group=${fingerprintOf(groupOf())}`))
  expect(detail).toMatchObject({ explanation: null, group: { count: 3 } })
})

test.each<[title: string, query: string, status: number]>([
  ['a range', '?format=json&range=forever', 400],
  ['a limit', '?format=json&limit=1000000', 400],
])('%s that is none is answered in words', async (_, query, status) => {
  const response = await (await pageOf())(query)
  expect(response.status).toBe(status)
  expect(await response.json()).toEqual({ problem: expect.stringContaining('it ') })
})

test('what is not new is not sent again', async () => {
  const store = await storeOf([foldedOf()])
  const ask = await pageOf({ store })
  const first = await ask('?format=json')
  const etag = first.headers.get('etag') ?? ''
  const again = await ask('?format=json', { headers: { 'if-none-match': etag } })
  expect(again.status).toBe(304)
  expect(await again.text()).toBe('')
  expect(again.headers.get('etag')).toBe(etag)
  await store.write({ id: 'second', groups: [foldedOf()], policies: [] })
  // What was read is good for two seconds.
  vi.setSystemTime(NOW + 2_000)
  const then = await ask('?format=json', { headers: { 'if-none-match': etag } })
  expect((await dataOf(then)).matched.reports).toBe(2)
})

test('a store that is down is said to be, without its words, and asked again', async () => {
  let isDown = true
  const store = await storeOf([foldedOf()])
  const query = (asked?: ReportQuery): ReturnType<ReportStore['query']> =>
    isDown ? Promise.reject(new Error('no route to db.internal')) : store.query(asked)
  const ask = await pageOf({ store: { ...store, query } })
  const response = await ask('?format=json')
  expect(response.status).toBe(503)
  expect(await response.text()).toBe('{"problem":"The store cannot be read."}')
  isDown = false
  vi.setSystemTime(NOW + 2_000)
  expect((await dataOf(await ask('?format=json'))).matched.reports).toBe(1)
})

test('many open pages ask the store once', async () => {
  const store = await storeOf([foldedOf()])
  let queries = 0
  const query = (asked?: ReportQuery): ReturnType<ReportStore['query']> => {
    queries += 1
    return store.query(asked)
  }
  const ask = await pageOf({ store: { ...store, query } })
  await Promise.all(Array.from({ length: 20 }, (_, index) => ask(`?format=json&directive=${index}`)))
  expect(queries).toBe(4)
})

test('forged groups, however many, hide nothing', async () => {
  const forged = Array.from({ length: 1_500 }, (_, index) =>
    foldedOf({ standing: 'inconsistent', blocked: `https://${index}.example`, count: 1_000 + index }),
  )
  const ask = await pageOf({ store: await storeOf([...forged, foldedOf()]) })
  const own = await dataOf(await ask('?format=json'))
  expect(own.groups.map(({ count }) => count)).toEqual([1])
  expect(own.unread).toBe(0)
  const others = await dataOf(await ask('?format=json&standing=inconsistent'))
  expect(others.unread).toBe(500)
  const rare = await dataOf(await ask('?format=json&standing=inconsistent&blocked=https%3A%2F%2F0.example'))
  expect(rare.groups.map(({ count }) => count)).toEqual([1_000])
})

test('the collector’s counters and newest reports come along', async () => {
  const health: Health = {
    received: 9,
    consistent: 4,
    foreign: 1,
    unknownPolicy: 0,
    inconsistent: 0,
    hashes: 0,
    otherTypes: 0,
    malformed: 0,
    overBudget: 4,
    refused: { 413: 2 },
    groupsWaiting: 1,
    sinkErrors: 0,
    lost: 0,
  }
  const recent = { ...groupOf(), at: NOW, sample: 'alert(1)', sourceFile: 'https://shop.example/a.js', lineNumber: 7 }
  const collector: Collector = Object.assign(() => expect.fail(), {
    health: () => health,
    recent: () => [recent, { ...recent, directive: 'font-src' }],
    flush: () => expect.fail(),
    close: () => expect.fail(),
  })
  const ask = await pageOf({ collector })
  const data = await dataOf(await ask(`?format=json&group=${fingerprintOf(groupOf())}`))
  expect(data.health).toEqual(health)
  expect(data.detail).toMatchObject({ recent: [{ at: NOW, sample: 'alert(1)', lineNumber: 7 }] })
})

test('what a browser posts to the collector is on the page', async () => {
  const store = memoryStore()
  const policy = "default-src 'self'; img-src 'self'"
  const collector = createCollector({ policies: policy, origins: ['https://shop.example'], store })
  onTestFinished(() => collector.close())
  const report = {
    'document-uri': 'https://shop.example/orders/4711?token=secret',
    'effective-directive': 'img-src',
    'original-policy': policy,
    'blocked-uri': 'https://cdn.example/a.png?secret',
    disposition: 'enforce',
  }
  const headers = { 'content-type': 'application/csp-report' }
  const body = JSON.stringify({ 'csp-report': report })
  await collector(new Request('https://shop.example/csp-reports', { method: 'POST', headers, body }))
  await collector.flush()
  const ask = await pageOf({ store, collector })
  const text = await (await ask('?format=json')).text()
  const data: PageData = JSON.parse(text)
  expect(data.groups).toMatchObject([{ directive: 'img-src', blocked: 'https://cdn.example', count: 1 }])
  expect(data.health).toMatchObject({ received: 1, consistent: 1 })
  expect(text).not.toContain('secret')
  const group = data.groups.at(0)?.fingerprint
  const { detail } = await dataOf(await ask(`?format=json&group=${group}`))
  expect(detail).toMatchObject({
    policy: { text: policy, decided: 'img-src' },
    explanation: { change: { add: 'https://cdn.example' } },
  })
})
