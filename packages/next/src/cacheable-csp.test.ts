import { type CspConfig, compile, decide } from '@sallyport/core'
import { NONCE, strictCsp } from '@sallyport/core/csp'
import { expect, test } from 'vitest'
import { cacheableCsp } from './cacheable-csp.ts'

const ENFORCED = 'content-security-policy'
const REPORT_ONLY = 'content-security-policy-report-only'

interface Row {
  readonly title: string
  readonly csp: CspConfig | readonly CspConfig[]
  readonly headers: Readonly<Record<string, string>>
  readonly withheld: readonly string[]
}

const ROWS: readonly Row[] = [
  {
    title: 'what needs no nonce stays',
    csp: strictCsp({ mode: 'nonce', styles: 'nonce' }),
    headers: { [ENFORCED]: "object-src 'none'; base-uri 'none'; frame-ancestors 'self'" },
    withheld: ['script-src', 'style-src'],
  },
  {
    title: 'default-src is spelled out, so that it does not stand in for script-src',
    csp: { directives: { 'default-src': ["'self'"], 'script-src': [NONCE], 'img-src': ['https:'] } },
    headers: {
      [ENFORCED]:
        "style-src 'self'; connect-src 'self'; font-src 'self'; manifest-src 'self'; media-src 'self'; object-src 'self'; frame-src 'self'; img-src https:",
    },
    withheld: ['script-src'],
  },
  {
    title: 'a nonce in default-src reaches scripts and styles; the addresses beside it still hold for the rest',
    csp: { directives: { 'default-src': ["'self'", NONCE, "'strict-dynamic'"] } },
    headers: {
      [ENFORCED]:
        "connect-src 'self'; font-src 'self'; img-src 'self'; manifest-src 'self'; media-src 'self'; object-src 'self'; frame-src 'self'",
    },
    withheld: ['script-src', 'style-src'],
  },
  {
    title: 'a default-src of nothing but a nonce allowed nothing else',
    csp: { directives: { 'default-src': [NONCE], 'style-src': ["'self'"], 'child-src': ["'self'"] } },
    headers: {
      [ENFORCED]:
        "connect-src 'none'; font-src 'none'; img-src 'none'; manifest-src 'none'; media-src 'none'; object-src 'none'; style-src 'self'; child-src 'self'",
    },
    withheld: ['script-src'],
  },
  {
    title: 'a nonce for <script> elements takes script-src along, which would stand in; not the attributes',
    csp: {
      directives: { 'script-src': ["'self'"], 'script-src-elem': [NONCE], 'script-src-attr': ["'none'"] },
    },
    headers: { [ENFORCED]: "script-src-attr 'none'" },
    withheld: ['script-src'],
  },
  {
    title: 'styles alone',
    csp: { directives: { 'default-src': ["'self'"], 'style-src': [NONCE], 'script-src': ["'self'"] } },
    headers: {
      [ENFORCED]:
        "connect-src 'self'; font-src 'self'; img-src 'self'; manifest-src 'self'; media-src 'self'; object-src 'self'; frame-src 'self'; script-src 'self'",
    },
    withheld: ['style-src'],
  },
  {
    title: 'each policy for itself; one that needs no nonce is untouched',
    csp: [
      { directives: { 'default-src': ["'self'"], 'script-src': ["'self'", "'unsafe-inline'"] } },
      { directives: { 'script-src': [NONCE], 'report-uri': ['/csp'] } },
      { directives: { 'script-src': [NONCE], 'base-uri': ["'none'"] }, reportOnly: true },
    ],
    headers: {
      [ENFORCED]: "default-src 'self'; script-src 'self' 'unsafe-inline'",
      [REPORT_ONLY]: "base-uri 'none'",
    },
    withheld: ['script-src'],
  },
]

test.each(ROWS)('$title', ({ csp, headers, withheld }) => {
  const made = cacheableCsp(compiled(csp))
  expect(Object.fromEntries(made.headers)).toEqual(headers)
  expect(made.withheld).toEqual(withheld)
})

test('is made once per policy', () => {
  const csp = compiled(strictCsp({ mode: 'nonce' }))
  expect(cacheableCsp(csp)).toBe(cacheableCsp(csp))
})

function compiled(csp: CspConfig | readonly CspConfig[]) {
  const decision = decide(compile({ csp }), { method: 'GET', path: '/', header: () => undefined })
  if (decision.kind === 'answer' || decision.csp === null) throw new Error('The configuration has no CSP.')
  return decision.csp
}
