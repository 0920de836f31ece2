import { testLint } from './lint.test-kit.ts'

testLint('unknown-directive', 'CSP3 §2.2.1', [
  { has: "scrpt-src 'self'", at: "scrpt-src 'self'", after: "script-src 'self'", not: "script-src 'self'" },
  // Renamed, it would be the second of its name.
  { has: "scrpt-src a; script-src 'self'", at: 'scrpt-src a', not: "SCRIPT-SRC 'self'" },
  { has: "img-src: 'self'", at: "img-src: 'self'", after: "img-src 'self'", not: "img-src 'self'" },
  { has: 'img-src= a.test', at: 'img-src= a.test', after: 'img-src a.test', not: 'img-src a.test' },
  { has: 'frobnicate on', at: 'frobnicate on', not: 'sandbox' },
  { has: "img-src 'self'; a.test", at: 'a.test', after: "img-src 'self' a.test", not: "img-src 'self' a.test" },
  { has: "'self'; img-src a.test", at: "'self'", not: 'img-src a.test' },
])

testLint('stray-comma', 'CSP3 §2.2.2', [
  { has: 'img-src a.test, b.test', at: 'b.test', after: 'img-src a.test  b.test', not: 'img-src a.test b.test' },
  {
    has: "script-src 'self','unsafe-eval'; img-src a.test",
    at: "'unsafe-eval'",
    after: "script-src 'self' 'unsafe-eval'; img-src a.test",
    not: "script-src 'self', img-src a.test",
  },
])

testLint('duplicate-directive', 'CSP3 §2.2.1 step 2.5', [
  { has: 'img-src a; img-src b', at: 'img-src b', after: 'img-src a', not: 'img-src a; font-src b', severity: 'error' },
  {
    has: 'img-src a;IMG-SRC a ; b',
    at: 'IMG-SRC a',
    after: 'img-src a;b',
    not: 'img-src a, img-src a',
    severity: 'warning',
  },
  {
    has: 'report-uri /a; report-uri /b;',
    at: 'report-uri /b',
    after: 'report-uri /a;',
    not: 'report-uri /a /b',
    severity: 'warning',
  },
  // A directive that is not ASCII does not take its name (step 2.2).
  { has: 'img-src a; img-src b', at: 'img-src b', after: 'img-src a', not: 'img-src é; img-src b' },
])

testLint('deprecated-directive', 'CSP3 §6', [
  {
    has: 'block-all-mixed-content; img-src a',
    at: 'block-all-mixed-content',
    after: 'img-src a',
    not: 'img-src a',
    severity: 'info',
  },
  {
    has: 'img-src a; navigate-to b',
    at: 'navigate-to b',
    after: 'img-src a',
    not: 'form-action b',
    severity: 'warning',
  },
  { has: 'plugin-types application/pdf', at: 'plugin-types application/pdf', after: '', not: 'object-src a' },
  { has: 'disown-opener', at: 'disown-opener', after: '', not: 'sandbox' },
  { has: 'require-sri-for script', at: 'require-sri-for script', after: '', not: 'script-src a' },
])

testLint('missing-semicolon', 'CSP3 §2.2.1', [
  { has: 'img-src a font-src b', at: 'font-src', after: 'img-src a; font-src b', not: 'img-src a; font-src b' },
  {
    has: 'default-src Script-Src b',
    at: 'Script-Src',
    after: 'default-src; Script-Src b',
    not: 'default-src script-src.test',
  },
  {
    has: 'report-uri /r report-to csp',
    at: 'report-to',
    after: 'report-uri /r; report-to csp',
    not: 'report-uri /report-to',
  },
  {
    has: 'sandbox upgrade-insecure-requests',
    at: 'upgrade-insecure-requests',
    after: 'sandbox; upgrade-insecure-requests',
    not: 'sandbox allow-scripts',
  },
])

testLint('not-ascii', 'CSP3 §2.2.1 step 2.2', [
  { has: "img-src\u00a0'none'", at: "img-src\u00a0'none'", after: "img-src 'none'", not: "img-src 'none'" },
  { has: 'img-src \u2018self\u2019; b', at: '\u2018self\u2019', after: "img-src 'self'; b", not: "img-src 'self'; b" },
  {
    has: 'img-src \u201cself\u201d a \ufeffb',
    at: '\u201cself\u201d',
    after: "img-src 'self' a b",
    not: 'img-src "self" a b',
  },
  {
    has: 'img-src https://münchen.test/ü',
    at: 'https://münchen.test/ü',
    after: 'img-src https://xn--mnchen-3ya.test/%C3%BC',
    not: 'img-src https://xn--mnchen-3ya.test/%C3%BC',
  },
  {
    has: 'img-src münchen.test',
    at: 'münchen.test',
    after: 'img-src xn--mnchen-3ya.test',
    not: 'img-src xn--mnchen-3ya.test',
  },
  // Two hosts are no one piece of text.
  { has: 'img-src ä.test ö.test', at: 'ä.test', not: 'img-src a.test o.test' },
])

testLint('unset-value', 'CSP3 §2.3.1', [
  {
    has: 'object-src; img-src a',
    at: 'object-src',
    after: "object-src 'none'; img-src a",
    not: "object-src 'none'",
    severity: 'info',
  },
  { has: 'frame-ancestors', at: 'frame-ancestors', after: "frame-ancestors 'none'", not: "frame-ancestors 'none'" },
  { has: 'report-uri ; img-src a', at: 'report-uri', after: 'img-src a', not: 'report-uri /r', severity: 'warning' },
  { has: 'trusted-types', at: 'trusted-types', after: "trusted-types 'none'", not: 'trusted-types app' },
  {
    has: 'require-trusted-types-for',
    at: 'require-trusted-types-for',
    after: "require-trusted-types-for 'script'",
    not: "require-trusted-types-for 'script'",
  },
  { has: 'webrtc', at: 'webrtc', after: "webrtc 'block'", not: "webrtc 'allow'" },
  // These need none.
  { has: 'report-to', at: 'report-to', after: '', not: 'sandbox; upgrade-insecure-requests' },
])

testLint(
  'ignored-in-meta',
  'CSP3 §3.3',
  [
    {
      has: "img-src a; frame-ancestors 'self'",
      at: "frame-ancestors 'self'",
      after: 'img-src a',
      not: 'img-src a',
      severity: 'error',
    },
    { has: 'report-uri /r; img-src a', at: 'report-uri /r', after: 'img-src a', not: 'report-to csp; img-src a' },
    { has: 'sandbox', at: 'sandbox', after: '', not: 'upgrade-insecure-requests' },
  ],
  { delivery: 'meta' },
)

testLint(
  'ignored-in-meta',
  'HTML §4.2.5.3: a report-only policy',
  [{ has: 'img-src a', at: 'img-src a', not: '', value: 'report-only' }],
  { delivery: 'meta', disposition: 'report' },
)

testLint(
  'ignored-in-report-only',
  'CSP3 §6',
  [
    { has: 'sandbox; img-src a', at: 'sandbox', after: 'img-src a', not: 'img-src a', severity: 'warning' },
    { has: 'upgrade-insecure-requests', at: 'upgrade-insecure-requests', after: '', not: "frame-ancestors 'self'" },
  ],
  { disposition: 'report' },
)
