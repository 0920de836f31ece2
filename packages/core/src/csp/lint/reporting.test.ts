import { expect, test } from 'vitest'
import { testLint } from './lint.test-kit.ts'
import { isEndpointName, parseReportingEndpoints } from './reporting-endpoints.ts'

testLint('no-reporting', 'CSP3 §5', [
  { has: "default-src 'self'", at: "default-src 'self'", not: "default-src 'self'; report-uri /r", severity: 'info' },
  {
    has: "default-src 'self'; report-sample",
    at: "default-src 'self'; report-sample",
    not: "default-src 'self'; report-to csp",
  },
])

testLint('report-to-only', 'CSP3 §6.5.1', [
  {
    has: 'img-src a; report-to csp',
    at: 'report-to csp',
    not: 'img-src a; report-to csp; report-uri /r',
    severity: 'info',
  },
])

testLint(
  'useless-option',
  'CSP3 §3.2: a report-only policy that reports nowhere',
  [{ has: 'img-src a', at: 'img-src a', not: 'img-src a; report-uri /r', severity: 'warning' }],
  { disposition: 'report' },
)

testLint('useless-option', 'CSP3 §4.1.4: report-sha256 without report-to', [
  {
    has: "script-src 'report-sha256' a; report-uri /r",
    at: "'report-sha256'",
    after: 'script-src a; report-uri /r',
    not: "script-src 'report-sha256' a; report-to csp",
    severity: 'warning',
  },
])

testLint('useless-option', 'w3c/reporting#203: frame-ancestors beside report-to', [
  {
    has: "frame-ancestors 'self'; report-to csp",
    at: "frame-ancestors 'self'",
    not: "frame-ancestors 'self'; report-uri /r",
    severity: 'info',
  },
])

testLint(
  'useless-option',
  'Reporting §3.3: a page of http',
  [
    {
      has: 'img-src a; report-to csp; report-uri /r',
      at: 'report-to csp',
      after: 'img-src a; report-uri /r',
      not: 'img-src a; report-uri /r',
      severity: 'warning',
    },
  ],
  { page: 'http:' },
)

testLint('undeclared-endpoint', 'CSP3 §6.5.2', [
  // Nobody told which headers there are.
  { has: 'report-to csp', at: 'csp', not: 'report-uri /csp', severity: 'info' },
  { has: 'report-to CSP', at: 'CSP', after: 'report-to csp', not: 'report-uri /CSP', severity: 'error' },
  {
    has: 'report-to /csp; img-src a',
    at: '/csp',
    after: 'report-uri /csp; img-src a',
    not: 'report-uri /csp; img-src a',
    severity: 'error',
  },
  {
    has: 'report-to https://a.test/csp; report-uri /csp',
    at: 'https://a.test/csp',
    not: 'report-uri /csp',
    severity: 'error',
  },
])

testLint(
  'undeclared-endpoint',
  'Reporting §3.2: one that is declared',
  [{ has: 'report-to crash', at: 'crash', after: 'report-to csp', not: 'report-to csp', severity: 'error' }],
  { headers: { 'reporting-endpoints': 'csp="https://reports.test/csp"' } },
)

testLint(
  'undeclared-endpoint',
  'Reporting §3.2: several that are',
  [{ has: 'report-to crash', at: 'crash', not: 'report-to other', severity: 'error' }],
  { headers: { 'reporting-endpoints': 'csp="https://reports.test/csp", other="/other"' } },
)

testLint(
  'undeclared-endpoint',
  'Reporting §3.2: no header',
  [{ has: 'report-to csp', at: 'csp', not: 'report-uri /csp', severity: 'error' }],
  { headers: {} },
)

testLint(
  'undeclared-endpoint',
  'RFC 8941 §4.2: one mistake voids all',
  [{ has: 'report-to csp', at: 'csp', not: 'report-uri /csp', severity: 'error' }],
  { headers: { 'Reporting-Endpoints': 'csp="https://reports.test/csp", Other="/other"' } },
)

testLint(
  'insecure-endpoint',
  'Reporting §3.3',
  [{ has: 'report-to csp', at: 'csp', not: 'report-uri /csp', severity: 'error' }],
  { headers: { 'Reporting-Endpoints': 'csp="http://reports.test/csp"' } },
)

testLint(
  'invalid-endpoint',
  'Reporting §3.3: Chromium reports nothing to an address relative to the page',
  [{ has: 'report-to csp', at: 'csp', not: 'report-to other', severity: 'error' }],
  { headers: { 'Reporting-Endpoints': 'csp="reports", other="/other"' } },
)

testLint('insecure-endpoint', 'CSP3 §6.5.1', [
  {
    has: 'report-uri /a http://r.test/b',
    at: 'http://r.test/b',
    after: 'report-uri /a https://r.test/b',
    not: 'report-uri /a https://r.test/b',
    severity: 'warning',
  },
  {
    has: 'report-uri http://10.0.0.1/b',
    at: 'http://10.0.0.1/b',
    after: 'report-uri https://10.0.0.1/b',
    not: 'report-uri http://localhost:3000/b',
  },
  {
    has: 'report-uri HTTP://r.test/b',
    at: 'HTTP://r.test/b',
    after: 'report-uri https://r.test/b',
    not: 'report-uri http://127.0.0.1/b',
  },
])

testLint('invalid-endpoint', 'CSP3 §6.5.1', [
  { has: 'report-uri http://a:b@r.test/', at: 'http://a:b@r.test/', not: 'report-uri https://r.test/' },
  { has: 'report-uri reports', at: 'reports', not: 'report-uri /reports', severity: 'warning' },
  { has: 'report-uri //r.test/a', at: '//r.test/a', not: 'report-uri https://r.test/a' },
  { has: 'report-uri mailto:a@r.test', at: 'mailto:a@r.test', not: 'report-uri https://r.test/a?b=c' },
])

test.each<[header: string, endpoints: Record<string, string> | undefined]>([
  ['', {}],
  ['csp="https://a.test/r"', { csp: 'https://a.test/r' }],
  [' csp="/r" ,\tother-1.*="/o" ', { csp: '/r', 'other-1.*': '/o' }],
  ['csp="/r";a=1;b, other="/o"', { csp: '/r', other: '/o' }],
  ['csp="/r", csp="/s"', { csp: '/s' }],
  ['csp="a\\"b\\\\c"', { csp: 'a"b\\c' }],
  ['csp', {}],
  ['csp="/r",', undefined],
  ['csp="/r', undefined],
  ['csp=/r', undefined],
  ['CSP="/r"', undefined],
  ['csp="/r" other="/o"', undefined],
  [',', undefined],
  ['1="/r"', undefined],
])('Reporting-Endpoints: %j (RFC 8941 §3.2)', (header, endpoints) => {
  const parsed = parseReportingEndpoints(header)
  expect(parsed && Object.fromEntries(parsed)).toEqual(endpoints)
})

test.each([
  ['csp', true],
  ['*a_1-.', true],
  ['', false],
  ['Csp', false],
  ['1', false],
  ['a b', false],
  ['a/b', false],
])('%j is an endpoint’s name: %s (RFC 8941 §3.1.2)', (text, expected) => {
  expect(isEndpointName(text)).toBe(expected)
})
