import { describe, expect, test } from 'vitest'
import { markRender, type RequestHeaders } from './render-mark.ts'
import { TEST_CHANNEL, TEST_MANIFEST } from './sealing.test-kit.ts'
import { createSealing } from './sealing.ts'
import { noteServed } from './served-entries.ts'
import { settle } from './settle-response.ts'

const sealing = createSealing(TEST_CHANNEL, TEST_MANIFEST)
const POLICY = 'content-security-policy'
const PROXYS = "script-src 'nonce-drawn' 'strict-dynamic'; object-src 'none'"
const ENTRYS = "script-src 'sha256-entry' 'strict-dynamic'; object-src 'none'"
type Values = Readonly<Record<string, string | readonly string[]>>

function settled(request: RequestHeaders, sent: Values): Values {
  const headers = new Map<string, string | readonly string[]>(Object.entries(sent))
  const response = {
    req: { headers: request, url: '/a?query' },
    getHeader: (name: string) => headers.get(name),
    setHeader: (name: string, value: string | readonly string[]) => headers.set(name, value),
    removeHeader: (name: string) => headers.delete(name),
  }
  settle(response, sealing)
  return Object.fromEntries(headers)
}

const drawn = () => ({ 'x-sallyport-nonce': 'drawn', 'x-nonce': 'drawn' })
const kept = () => ({ 'x-sallyport-nonce': 'cacheable' })
const html = { 'content-type': 'text/html; charset=utf-8' }

describe('goes through untouched', () => {
  test.each<[string, RequestHeaders, Values]>([
    ['what the proxy did not see', {}, { ...html, [POLICY]: ENTRYS }],
    ['a page rendered per request', drawn(), { ...html, [POLICY]: [PROXYS] }],
    ['a kept page with its policy', kept(), { ...html, [POLICY]: ENTRYS }],
    ['data of a kept page', kept(), { 'content-type': 'text/x-component' }],
    ['a redirect', kept(), { location: '/b' }],
  ])('%s', (_title, request, sent) => {
    expect(settled(request, sent)).toEqual(sent)
  })
})

test('a kept page in place of one rendered per request keeps its own policy alone', () => {
  const sent = { ...html, [POLICY]: [PROXYS, ENTRYS], 'x-frame-options': ['DENY', 'DENY'] }
  expect(settled(drawn(), sent)).toEqual({ ...html, [POLICY]: [ENTRYS], 'x-frame-options': 'DENY' })
})

test("a shell's sources go into the policy, and its header is taken off", () => {
  const sent = { ...html, [POLICY]: PROXYS, 'x-sallyport-shell': "'sha256-b' 'sha256-c';" }
  expect(settled(drawn(), sent)).toEqual({
    ...html,
    [POLICY]: ["script-src 'nonce-drawn' 'sha256-b' 'sha256-c' 'strict-dynamic'; object-src 'none'"],
  })
})

test('the nonce that the page was rendered with takes the place of the one that was drawn', () => {
  const request: RequestHeaders = drawn()
  const { nonce } = markRender(request, compiled())
  expect(settled(request, { ...html, [POLICY]: PROXYS })).toEqual({
    ...html,
    [POLICY]: [PROXYS.replace('drawn', nonce)],
  })
})

test('a kept page that the proxy did not know as one keeps its own policy alone', () => {
  const request: RequestHeaders = { 'x-sallyport-nonce': 'unknown', [POLICY]: "object-src 'none'" }
  markRender(request, compiled())
  expect(settled(request, { ...html, [POLICY]: ["object-src 'none'", ENTRYS] })[POLICY]).toEqual([ENTRYS])
})

test('and so does one that shared the reading of another request', () => {
  const request: RequestHeaders = { 'x-sallyport-nonce': 'unknown', [POLICY]: "object-src 'none'" }
  expect(settled(request, { ...html, [POLICY]: ["object-src 'none'", ENTRYS] })[POLICY]).toEqual([ENTRYS])
})

describe('a kept page that comes without a policy', () => {
  test('is an error page: the policy with the nonce that it was rendered with', () => {
    const request: RequestHeaders = kept()
    const { nonce } = markRender(request, compiled())
    const policy = settled(request, html)[POLICY]
    expect(policy).toContain(`script-src 'nonce-${nonce}' 'sha256-error' 'strict-dynamic'`)
  })

  test('or one that another request had rendered, whose nonce is not known: its scripts are blocked', () => {
    expect(settled(kept(), html)[POLICY]).toMatch(/^script-src 'nonce-[\w-]{24}' 'sha256-error' 'strict-dynamic'/)
  })

  test('or one of the Pages Router, whose entries send no headers', () => {
    const entry = { kind: 'PAGES', html: '', headers: { [POLICY]: ENTRYS } } as const
    const request: RequestHeaders = kept()
    noteServed(request, '/old/a b', { ...entry, headers: { ...entry.headers } })
    expect(settled(request, html)[POLICY]).toBe(ENTRYS)
    // One that shared the reading of the first.
    expect(settled({ ...kept(), 'x-sallyport-page': '/old/a%20b' }, html)[POLICY]).toBe(ENTRYS)
  })
})

function compiled() {
  const csp = sealing.cspAt('/a')
  if (csp === undefined) throw new Error('The policy of the test has a nonce.')
  return csp
}
