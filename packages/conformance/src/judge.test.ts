import { expect, test } from 'vitest'
import type { Expectation } from './case.ts'
import type { WireResponse } from './http.ts'
import { judge as judgeWith, noncesOf } from './judge.ts'

const NOTHING_OWN: ReadonlySet<string> = new Set()
const judge = (one: Expectation, response: WireResponse, own = NOTHING_OWN) => judgeWith(one, response, own)

const expected: Expectation = {
  status: 200,
  headers: { 'access-control-allow-methods': 'GET, PUT', vary: 'origin, accept' },
  body: 'ok',
}
const good: WireResponse = {
  status: 200,
  lines: [
    ['content-type', 'text/plain'],
    ['access-control-allow-methods', 'PUT,GET'],
    ['vary', 'Accept, Origin'],
  ],
  body: 'it is ok',
}
const line = (name: string, value: string): WireResponse => ({ ...good, lines: [...good.lines, [name, value]] })

test('lists in any order, other headers of the framework', () => {
  expect(judge(expected, good)).toEqual([])
})

test.each([
  ['another status', { ...good, status: 204 }],
  ['another body', { ...good, body: 'no' }],
  ['a header that is missing', { ...good, lines: [] }],
  ['a header that is not expected', line('access-control-allow-origin', '*')],
  ['one nobody knows', line('access-control-allow-anything', '*')],
  ['a line that comes twice', line('vary', 'accept, origin')],
  ['an element that comes twice', { ...good, lines: [...good.lines.slice(0, 2), ['vary', 'origin, accept, origin']] }],
  ['an element too many', { ...good, lines: [...good.lines.slice(0, 2), ['vary', 'origin, accept, rsc']] }],
] satisfies readonly (readonly [string, WireResponse])[])('%s is a problem', (_, response) => {
  expect(judge(expected, response)).not.toEqual([])
})

test('methods have a case, names of headers have none', () => {
  const lower: WireResponse = {
    ...good,
    lines: [
      ['access-control-allow-methods', 'get, put'],
      ['vary', 'ORIGIN, accept'],
    ],
  }
  expect(judge(expected, lower)).toEqual(['access-control-allow-methods is get, put, not GET, PUT'])
})

test('what the framework itself varies on is left out, unless the case is about it', () => {
  const own = new Set(['rsc', 'accept'])
  const response: WireResponse = { ...good, lines: [...good.lines.slice(0, 2), ['vary', 'rsc, origin, accept']] }
  expect(judge(expected, response, own)).toEqual([])
  expect(judge({ ...expected, headers: {} }, { ...good, lines: [['vary', 'rsc']] }, own)).toEqual([])
})

test('an expected nonce is a long one, the same everywhere, the body included', () => {
  const nonce = 'abcdefghijklmnopqrstuvwx'
  const page: Expectation = { status: 200, headers: { 'content-security-policy': "script-src 'nonce-{nonce}' 'self'" } }
  const answer = (value: string, body: string): WireResponse => ({
    status: 200,
    lines: [['content-security-policy', value]],
    body,
  })
  const script = `<script nonce="${nonce}">`
  const policy = `script-src 'nonce-${nonce}' 'self'`
  expect(judge(page, answer(policy, script))).toEqual([])
  expect(noncesOf(answer(policy, script))).toEqual([nonce])
  expect(judge(page, answer(policy, '<script>'))).not.toEqual([])
  expect(judge(page, answer(policy.replace(nonce, 'short'), script.replace(nonce, 'short')))).not.toEqual([])
  expect(judge(page, answer("script-src 'self'", script))).not.toEqual([])
})

test('a header beyond ours is looked at only where the case names it', () => {
  const cached = line('cache-control', 'no-store')
  expect(judge(expected, cached)).toEqual([])
  const wanted: Expectation = { ...expected, headers: { ...expected.headers, 'cache-control': 'no-store' } }
  expect(judge(wanted, cached)).toEqual([])
  expect(judge(wanted, good)).not.toEqual([])
  expect(judge({ ...expected, absent: ['cache-control'] }, cached)).not.toEqual([])
  expect(judge({ ...expected, absent: ['cache-control'] }, good)).toEqual([])
})
