import { expect, test } from 'vitest'
import { applyHeaders, applyVary, drawNonce, eachCspHeader, type HeaderSink, renderCsp } from './apply.ts'
import { compile } from './compile.ts'
import type { Config } from './config.ts'
import { NONCE } from './csp/index.ts'
import { decide } from './decide.ts'
import type { RequestView } from './request.ts'

function memorySink(
  initial: Readonly<Record<string, string>> = {},
): HeaderSink & { readonly all: Record<string, string> } {
  const all: Record<string, string> = { ...initial }
  return {
    all,
    get: (name) => all[name],
    set: (name, value) => {
      all[name] = value
    },
  }
}

const get: RequestView = {
  method: 'GET',
  path: '/',
  header: (name) => (name === 'origin' ? 'https://a.test' : undefined),
}
const policy = compile({
  cors: { origins: ['https://a.test'] },
  csp: [
    { directives: { 'script-src': [NONCE], 'style-src': [NONCE, "'self'"] } },
    { directives: { 'script-src': [NONCE] }, reportOnly: true },
  ],
})

test('a nonce that nobody reads is not there', () => {
  const sink = memorySink()
  applyHeaders(decide(policy, get), sink)
  expect(sink.all).toEqual({
    'access-control-allow-origin': 'https://a.test',
    'content-security-policy': "script-src 'none'; style-src 'self'",
    'content-security-policy-report-only': "script-src 'none'",
  })
})

test('a nonce that is read is the same in every slot of every policy', () => {
  const sink = memorySink()
  const decision = decide(policy, get)
  applyHeaders(decision, sink)
  const nonce = drawNonce(decision, sink)
  expect(sink.all['content-security-policy']).toBe(`script-src 'nonce-${nonce}'; style-src 'nonce-${nonce}' 'self'`)
  expect(sink.all['content-security-policy-report-only']).toBe(`script-src 'nonce-${nonce}'`)
  expect(drawNonce(decision, sink)).not.toBe(nonce)
})

test('without a slot there is no nonce, and nothing is written', () => {
  const sink = memorySink()
  const plain = compile({ csp: { directives: { 'default-src': ["'self'"] } } })
  expect(drawNonce(decide(plain, get), sink)).toBe('')
  expect(drawNonce(decide(compile({}), get), sink)).toBe('')
  expect(sink.all).toEqual({})
})

test('rendering without a nonce, or without CSP', () => {
  expect(renderCsp(decide(policy, get))).toEqual([
    ['content-security-policy', "script-src 'none'; style-src 'self'"],
    ['content-security-policy-report-only', "script-src 'none'"],
  ])
  expect(renderCsp(decide(compile({}), get), 'n')).toEqual([])
})

test.each<[title: string, config: Config, nonce: string | undefined]>([
  ['without a nonce', policy.toJSON(), undefined],
  ['with one', policy.toJSON(), 'n'],
  ['without a slot', { csp: "frame-ancestors 'self'" }, 'n'],
  ['without CSP', {}, 'n'],
])('one by one, the headers are those of the lists: %s', (_title, config, nonce) => {
  const decision = decide(compile(config), get)
  const own: unknown[] = []
  const csp: unknown[] = []
  decision.eachOwnHeader(own, (list, name, value) => list.push([name, value]))
  if (decision.kind === 'continue') eachCspHeader(decision, nonce, csp, (list, name, value) => list.push([name, value]))
  expect({ own, csp }).toEqual({ own: decision.headers, csp: renderCsp(decision, nonce) })
})

test('Vary is added to what the app set', () => {
  const sink = memorySink({ vary: 'accept' })
  applyVary(decide(policy, get), sink)
  applyVary(decide(policy, get), sink)
  expect(sink.all).toEqual({ vary: 'accept, origin' })
})

test('what one request does to a list reaches no other', () => {
  const { headers, vary } = decide(policy, get)
  Reflect.set(headers, 0, ['x', 'y'])
  Reflect.set(headers[1] ?? [], 1, 'https://evil.test')
  Reflect.set(vary, 0, 'x')
  const sink = memorySink()
  applyHeaders(decide(policy, get), sink)
  applyVary(decide(policy, get), sink)
  expect(sink.all).toMatchObject({ 'access-control-allow-origin': 'https://a.test', vary: 'origin' })
})
