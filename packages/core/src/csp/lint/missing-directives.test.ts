import { testLint } from './lint.test-kit.ts'

const NONCE = "'nonce-q83vASNFZ4mrze3LqYdlQyEA'"

testLint('missing-directive', 'CSP3 §6.8.3: script-src', [
  {
    has: 'img-src a',
    at: 'img-src a',
    after: "img-src a; script-src 'self'",
    not: 'default-src a',
    value: 'script-src',
    severity: 'error',
  },
  {
    has: 'script-src-elem a;',
    at: 'script-src-elem a',
    after: "script-src-elem a; script-src 'self';",
    not: 'script-src a;',
    value: 'script-src',
  },
])
testLint('missing-directive', 'CSP3 §6.1.8: object-src', [
  {
    has: 'script-src a',
    at: 'script-src a',
    after: "script-src a; object-src 'none'",
    not: "script-src a; default-src 'self'",
    value: 'object-src',
    severity: 'warning',
  },
])
testLint('missing-directive', 'CSP3 §6.3.1: base-uri', [
  {
    has: `script-src ${NONCE}`,
    at: `script-src ${NONCE}`,
    after: `script-src ${NONCE}; base-uri 'none'`,
    not: `script-src ${NONCE}; base-uri 'self'`,
    value: 'base-uri',
    severity: 'error',
  },
  {
    has: 'default-src a',
    at: 'default-src a',
    after: "default-src a; base-uri 'none'",
    not: 'default-src a; base-uri b',
    value: 'base-uri',
    severity: 'info',
  },
])
testLint('missing-directive', 'CSP3 §6.4.1, §6.4.2: form-action, frame-ancestors', [
  {
    has: 'default-src a ',
    at: 'default-src a',
    after: "default-src a; form-action 'self' ",
    not: "default-src a; form-action 'none'",
    value: 'form-action',
    severity: 'info',
  },
  {
    has: "default-src 'none'",
    at: "default-src 'none'",
    after: "default-src 'none'; frame-ancestors 'self'",
    not: "default-src 'none'; frame-ancestors 'none'",
    value: 'frame-ancestors',
    severity: 'warning',
  },
])
testLint('missing-directive', 'Trusted Types §4.2.2; CSP3 §6.1.3', [
  {
    has: 'script-src a',
    at: 'script-src a',
    after: "script-src a; require-trusted-types-for 'script'",
    not: "script-src 'none'",
    value: 'require-trusted-types-for',
    severity: 'info',
  },
  {
    has: 'script-src a',
    at: 'script-src a',
    after: "script-src a; default-src 'self'",
    not: 'script-src a; default-src a',
    value: 'default-src',
    severity: 'info',
  },
])
testLint(
  'missing-directive',
  'CSP3 §3.3: a <meta> element carries no frame-ancestors',
  [{ has: 'default-src a', at: 'default-src a', not: '', value: 'frame-ancestors' }],
  { delivery: 'meta' },
)
testLint(
  'missing-directive',
  'RFC 7034: X-Frame-Options does for frame-ancestors',
  [
    {
      has: 'default-src a',
      at: 'default-src a',
      after: "default-src a; form-action 'self'",
      not: '',
      value: 'form-action',
    },
  ],
  { headers: { 'X-Frame-Options': 'DENY' } },
)

testLint('missing-fallback', 'CSP3 §8.2, §8.5', [
  {
    has: `script-src ${NONCE}`,
    at: `script-src ${NONCE}`,
    after: `script-src ${NONCE} 'unsafe-inline'`,
    not: `script-src ${NONCE} 'unsafe-inline'`,
    value: "'unsafe-inline'",
    severity: 'info',
  },
  {
    has: `script-src ${NONCE} 'strict-dynamic'`,
    at: `script-src ${NONCE} 'strict-dynamic'`,
    after: `script-src ${NONCE} 'strict-dynamic' https:`,
    not: `script-src ${NONCE} 'strict-dynamic' https:`,
    value: 'https:',
  },
  // There it would not be ignored.
  { has: `default-src ${NONCE}`, at: `default-src ${NONCE}`, not: 'default-src a' },
])

testLint('not-enforced', 'CSP3 §3.2', [{ has: '', at: '', not: 'img-src a', severity: 'error' }])
testLint('limited-support', 'browser-compat-data', [
  {
    has: "require-trusted-types-for 'script'",
    at: "require-trusted-types-for 'script'",
    not: 'worker-src a',
    severity: 'info',
  },
  {
    has: "script-src 'trusted-types-eval'",
    at: "'trusted-types-eval'",
    not: "script-src 'wasm-unsafe-eval' 'strict-dynamic'",
    severity: 'info',
  },
  { has: 'style-src-elem a', at: 'style-src-elem a', not: 'style-src-attr a', severity: 'info' },
  { has: 'fenced-frame-src a', at: 'fenced-frame-src a', not: 'frame-src a', severity: 'info' },
])
