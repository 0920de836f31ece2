import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { outcomesOf, reportOf, testCollector } from './collector.test-kit.ts'

beforeEach(() => vi.useFakeTimers({ now: Date.UTC(2026, 10, 26, 12) }))
afterEach(() => vi.useRealTimers())

const REPORT = reportOf('https://cdn.example')

test('OPTIONS: whatever is asked, a POST with a content type may come from anywhere (Fetch §4.8)', async () => {
  const { collector } = testCollector()
  const response = await collector(new Request('https://shop.example/csp', { method: 'OPTIONS' }))
  expect(response.status).toBe(204)
  expect(Object.fromEntries(response.headers)).toEqual({
    'access-control-allow-headers': 'content-type',
    'access-control-allow-methods': 'POST',
    'access-control-allow-origin': '*',
    'access-control-max-age': '86400',
    'cross-origin-resource-policy': 'cross-origin',
  })
})

test.each<[title: string, body: string | null, type: string | undefined]>([
  ['a report as Chromium and Firefox send it to report-uri', REPORT, 'application/csp-report'],
  ['a report of the Reporting API', `[${REPORT}]`, 'application/reports+json'],
  ['one object under the old type, as WebKit sends it to report-to', REPORT, 'application/csp-report'],
  ['text', REPORT, 'text/plain;charset=UTF-8'],
  ['JSON', REPORT, 'application/json'],
  ['no type', REPORT, undefined],
  ['a type that makes no sense', REPORT, 'multipart/form-data; boundary=x'],
  ['white space in front', ` \r\n\t${REPORT}`, undefined],
  ['a byte order mark in front', `\ufeff${REPORT}`, undefined],
])('takes %s', async (_, body, type) => {
  const tested = testCollector()
  const { status, headers } = await tested.post(new TextEncoder().encode(body ?? ''), {
    headers: type === undefined ? {} : { 'content-type': type },
  })
  expect(status).toBe(204)
  expect(Object.fromEntries(headers)).toEqual({
    'access-control-allow-origin': '*',
    'cross-origin-resource-policy': 'cross-origin',
  })
  expect(tested.collector.health()).toMatchObject({ received: 1, consistent: 1, refused: {} })
})

test.each<[title: string, init: RequestInit, status: number]>([
  ['GET', { method: 'GET' }, 405],
  ['PUT', { method: 'PUT', body: REPORT }, 405],
  ['a compressed body', { method: 'POST', body: REPORT, headers: { 'content-encoding': 'gzip' } }, 415],
  ['a form', { method: 'POST', body: new URLSearchParams('a=b') }, 415],
  ['an upload', { method: 'POST', body: '--x', headers: { 'content-type': 'multipart/form-data; boundary=x' } }, 415],
  ['an image', { method: 'POST', body: 'GIF89a', headers: { 'content-type': 'Image/GIF' } }, 415],
  ['a page', { method: 'POST', body: '<p>', headers: { 'content-type': 'text/html' } }, 415],
  ['a body too long', { method: 'POST', body: ' '.repeat(262_145) }, 413],
  ['a length too long', { method: 'POST', body: REPORT, headers: { 'content-length': '262145' } }, 413],
])('refuses %s, readably', async (_, init, status) => {
  const { collector } = testCollector()
  const response = await collector(new Request('https://shop.example/csp', init))
  expect(response.status).toBe(status)
  expect(response.headers.get('access-control-allow-origin')).toBe('*')
  expect(response.headers.get('cross-origin-resource-policy')).toBe('cross-origin')
  expect(response.headers.get('allow')).toBe(status === 405 ? 'POST, OPTIONS' : null)
  expect(collector.health()).toMatchObject({ received: 0, refused: { [status]: 1 } })
})

test('a body of exactly the most is taken', async () => {
  const tested = testCollector()
  expect((await tested.post(REPORT.padEnd(262_144))).status).toBe(204)
  expect(tested.collector.health().consistent).toBe(1)
})

test.each([
  ['set', true],
  ['said by a function', () => true],
])(
  'the kill switch, %s: 410 to reports, and preflights as ever so that browsers hear it (Reporting §3.4)',
  async (_, closed) => {
    const { collector, post } = testCollector({ closed })
    const response = await post(REPORT)
    expect(response.status).toBe(410)
    expect(response.headers.get('access-control-allow-origin')).toBe('*')
    expect((await collector(new Request('https://shop.example/csp', { method: 'OPTIONS' }))).status).toBe(204)
    expect(collector.health()).toMatchObject({ received: 0, refused: { 410: 1 } })
  },
)

test('a kill switch that fails is off, and said once', async () => {
  const tested = testCollector({
    closed: () => {
      throw new Error('no flag\u001b[2J')
    },
  })
  expect((await tested.post(REPORT)).status).toBe(204)
  expect((await tested.post(REPORT)).status).toBe(204)
  expect(tested.problems).toEqual([{ code: 'callback-failed', message: 'closed failed: no flag\\u001b[2J.' }])
})

test('a slow body: 408 when its time is over', async () => {
  const tested = testCollector()
  const cancel = vi.fn()
  const body = new ReadableStream({ start: (controller) => controller.enqueue(new TextEncoder().encode('[')), cancel })
  const response = tested.post(body)
  await vi.advanceTimersByTimeAsync(9_999)
  expect(cancel).not.toHaveBeenCalled()
  await vi.advanceTimersByTimeAsync(1)
  expect((await response).status).toBe(408)
  expect(cancel).toHaveBeenCalledOnce()
  expect(tested.collector.health()).toMatchObject({ received: 0, refused: { 408: 1 } })
})

test('a body that breaks off: counted, with nothing of it', async () => {
  const tested = testCollector()
  let pulls = 0
  const body = new ReadableStream({
    pull(controller) {
      pulls++
      if (pulls === 1) controller.enqueue(new TextEncoder().encode(REPORT))
      else controller.error(new Error('reset by peer'))
    },
  })
  expect((await tested.post(body)).status).toBe(400)
  expect(tested.collector.health()).toMatchObject({ received: 0, refused: { 400: 1 } })
})

test('a body that never ends is left at the limit, and no more of it is held', async () => {
  const tested = testCollector()
  let pulled = 0
  const cancel = vi.fn()
  const body = new ReadableStream(
    {
      pull(controller) {
        pulled += 1_000
        controller.enqueue(new Uint8Array(1_000).fill(0x20))
      },
      cancel,
    },
    { highWaterMark: 0 },
  )
  expect((await tested.post(body)).status).toBe(413)
  expect(cancel).toHaveBeenCalledOnce()
  expect(pulled).toBeLessThanOrEqual(264_000)
})

test('a body in many pieces, cut inside a character', async () => {
  const tested = testCollector()
  const bytes = new TextEncoder().encode(reportOf('https://bücher.example'))
  const body = new ReadableStream({
    start(controller) {
      for (const byte of bytes) controller.enqueue(Uint8Array.of(byte))
      controller.close()
    },
  })
  expect((await tested.post(body)).status).toBe(204)
  await tested.collector.flush()
  expect(tested.store.counts).toEqual({ 'https://bücher.example': 1 })
})

test('a body that somebody has read is refused, not waited for', async () => {
  const { collector } = testCollector()
  const request = new Request('https://shop.example/csp', { method: 'POST', body: REPORT })
  await request.text()
  expect((await collector(request)).status).toBe(400)
})

test('each report of a list is judged alone', async () => {
  const onReport = vi.fn()
  const tested = testCollector({ onReport })
  const deep = `{"blocked":${'['.repeat(9)}${']'.repeat(9)}}`
  const list = [
    REPORT,
    '{"blocked":}',
    REPORT,
    '{"type":"deprecation","id":1}',
    '{"hash":1}',
    '7',
    '[1]',
    deep,
    reportOf('throw'),
  ]
  expect((await tested.post(`[${list.join(',')}]`)).status).toBe(204)
  expect(tested.collector.health()).toMatchObject({
    received: 9,
    consistent: 2,
    otherTypes: 1,
    hashes: 1,
    malformed: 5,
  })
  expect(onReport.mock.calls.map(([{ type }]) => type)).toEqual(['deprecation', 'csp-hash'])
  expect(outcomesOf(tested)).toBe(9)
})

test.each([
  ['consistent', 'consistent'],
  ['foreign', 'foreign'],
  ['unknown-policy', 'unknownPolicy'],
  ['inconsistent', 'inconsistent'],
] as const)('what is %s is counted as that, and kept', async (standing, counter) => {
  const tested = testCollector()
  await tested.post(reportOf('https://cdn.example', { standing }))
  expect(tested.collector.health()[counter]).toBe(1)
  await tested.collector.flush()
  expect(tested.store.groups).toMatchObject([{ standing, count: 1 }])
})

test('a function of the app that throws, or rejects, costs no report', async () => {
  const tested = testCollector({
    onReport: async () => {
      throw new Error('async')
    },
    onViolation: () => {
      throw new Error('no list')
    },
    vouch: () => {
      throw new Error('no session')
    },
    onProblem: () => {
      throw new Error('no log')
    },
  })
  await tested.post(`[{"type":"crash"},${REPORT}]`)
  expect(tested.collector.health()).toMatchObject({ received: 2, otherTypes: 1, consistent: 1 })
})

test('in development the last 200 are there to look at, newest first; else none', async () => {
  const development = testCollector({ development: true })
  for (let number = 1; number <= 201; number++)
    await development.post(reportOf(`https://a${number}.example`), { address: `10.0.0.${number}` })
  const recent = development.collector.recent()
  expect(recent.length).toBe(200)
  expect(recent[0]?.blocked).toBe('https://a201.example')
  expect(recent.at(-1)?.blocked).toBe('https://a2.example')
  const production = testCollector()
  await production.post(REPORT)
  expect(production.collector.recent()).toEqual([])
})

test('after close there is a 503, so that browsers try again at the next process', async () => {
  const tested = testCollector()
  await tested.post(REPORT)
  await tested.collector.close()
  expect(tested.store.counts).toEqual({ 'https://cdn.example': 1 })
  expect(tested.store.isClosed).toBe(true)
  expect((await tested.post(REPORT)).status).toBe(503)
  expect(tested.collector.health()).toMatchObject({ received: 1, refused: { 503: 1 } })
})
