import { type ContinueDecision, type CspConfig, compile, decide, renderCsp } from '@sallyport/core'
import { NONCE, strictCsp } from '@sallyport/core/csp'
import { getScriptNonceFromHeaders } from 'next/dist/server/app-render/get-script-nonce-from-header.js'
import { expect, test } from 'vitest'
import { readableByNext } from './readable-csp.ts'

interface Row {
  readonly title: string
  readonly csp: CspConfig | readonly CspConfig[]
  readonly enforced?: string
  readonly reportOnly?: string
}

const ROWS: readonly Row[] = [
  {
    title: 'a policy that Next.js can read stays as it is',
    csp: strictCsp({ mode: 'nonce' }),
    enforced: "script-src 'nonce-N0nce' 'strict-dynamic'; object-src 'none'; base-uri 'none'; frame-ancestors 'self'",
  },
  {
    title: 'the nonce of <script> elements comes before a script-src without one',
    csp: { directives: { 'script-src': ["'self'"], 'script-src-elem': [NONCE] } },
    enforced: "script-src-elem 'nonce-N0nce'; script-src 'self'",
  },
  {
    title: 'default-src is repeated as script-src, since script-src-attr would be read instead',
    csp: { directives: { 'default-src': [NONCE], 'script-src-attr': ["'none'"] } },
    enforced: "script-src 'nonce-N0nce'; default-src 'nonce-N0nce'; script-src-attr 'none'",
  },
  {
    title: 'the policy with the nonce comes first, with space between nonce and comma',
    csp: [
      { directives: { 'script-src': ["'self'"], 'frame-ancestors': ["'self'"] } },
      { directives: { 'script-src': [NONCE] } },
    ],
    enforced: "script-src 'nonce-N0nce' , script-src 'self'; frame-ancestors 'self'",
  },
  {
    title: 'a report-only policy is read when nothing is enforced',
    csp: strictCsp({ mode: 'nonce', reportOnly: true }),
    reportOnly: "script-src 'nonce-N0nce' 'strict-dynamic'; object-src 'none'; base-uri 'none'; frame-ancestors 'self'",
  },
  {
    title:
      'beside an enforced policy without a nonce, a directive that browsers skip carries the one of the report-only policy',
    csp: [
      { directives: { 'frame-ancestors': ["'self'"] } },
      { directives: { 'script-src': [NONCE] }, reportOnly: true },
    ],
    enforced: "script-src-nonce 'nonce-N0nce'; frame-ancestors 'self'",
    reportOnly: "script-src 'nonce-N0nce'",
  },
]

test.each(ROWS)('$title', ({ csp, enforced, reportOnly }) => {
  const headers = Object.fromEntries(rendered(csp))
  expect(headers['content-security-policy']).toBe(enforced)
  expect(headers['content-security-policy-report-only']).toBe(reportOnly)
  expect(getScriptNonceFromHeaders(headers)).toBe('N0nce')
})

test('a nonce for styles alone is kept from scripts', () => {
  const headers = Object.fromEntries(rendered({ directives: { 'style-src': [NONCE], 'script-src': ["'self'"] } }))
  expect(headers).toEqual({ 'content-security-policy': "style-src 'nonce-N0nce'; script-src 'self'" })
  expect(getScriptNonceFromHeaders(headers)).toBeUndefined()
})

function rendered(csp: CspConfig | readonly CspConfig[]) {
  const decision = decide(compile({ csp }), { method: 'GET', path: '/', header: () => undefined })
  if (decision.kind === 'answer' || decision.csp === null) throw new Error('The configuration has no CSP.')
  const readable: ContinueDecision = { ...decision, csp: readableByNext(decision.csp) }
  return renderCsp(readable, 'N0nce')
}
