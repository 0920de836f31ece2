import type { FetchHandler } from '@sallyport/core'
import { createCollector, memoryStore } from '@sallyport/reports'
import { NextRequest } from 'next/server.js'
import { expect, test, vi } from 'vitest'
import { createHandle } from './compile.ts'
import { reports } from './reports.ts'

const tell: FetchHandler = ({ method }, client) => Response.json([method, client])

/** As Firefox sends it, of a policy that was served so. */
const REPORT = JSON.stringify({
  'csp-report': {
    'document-uri': 'https://shop.example/orders',
    'effective-directive': 'img-src',
    'blocked-uri': 'https://evil.example/a.png',
    'original-policy': "default-src 'self'; report-uri https://shop.example/csp",
  },
})

function post(headers: Record<string, string> = {}): NextRequest {
  return new NextRequest('https://shop.example/csp', { method: 'POST', body: REPORT, headers })
}

test('every method is the handler’s', async () => {
  const handlers = reports(tell)
  expect(Object.keys(handlers)).toEqual(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])
  expect(await (await handlers.POST(post())).json()).toEqual(['POST', {}])
})

test.each<[title: string, headers: Record<string, string>, client: object]>([
  ['as the app reads it', { 'x-real-ip': '192.0.2.1' }, { address: '192.0.2.1' }],
  ['nothing where there is none', {}, {}],
  ['nothing that the app did not ask for', { 'x-forwarded-for': '192.0.2.1' }, {}],
])('the address: %s', async (_, headers, client) => {
  const { POST } = reports(tell, { address: (request) => request.headers.get('x-real-ip') })
  expect(await (await POST(post(headers))).json()).toEqual(['POST', client])
})

test('what a handler throws is printed, and told nobody else', async () => {
  const print = vi.spyOn(console, 'error').mockImplementation(() => {})
  const { POST } = reports(() => Promise.reject(new Error('secret')))
  const response = await POST(post())
  expect([response.status, await response.text()]).toEqual([500, ''])
  expect(print.mock.calls).toEqual([[new Error('secret')]])
  print.mockRestore()
})

test.each([
  [undefined, 'the handler is missing'],
  [{ path: '/csp', handler: tell }, 'the handler is not a function'],
])('no handler: refused when the module is loaded', (given, message) => {
  expect(() => Reflect.apply(reports, undefined, [given])).toThrow(message)
})

test('a collector counts what browsers post', async () => {
  const policies = createHandle({ csp: { directives: { 'default-src': ["'self'"] } }, reporting: { endpoint: '/csp' } })
  const store = memoryStore()
  const collector = createCollector({ policies, origins: ['https://shop.example'], store })
  expect((await reports(collector).POST(post())).status).toBe(204)
  await collector.flush()
  expect((await store.query()).groups).toMatchObject([
    { blocked: 'https://evil.example', standing: 'consistent', count: 1 },
  ])
})
