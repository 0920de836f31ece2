import { testLint } from './lint.test-kit.ts'

const SHA256 = "'sha256-MhtPZXr7+LpJUY5qtMutB+qWfQtMaPccfe7QXtCcEYc='"

testLint('invalid-source', 'CSP3 §2.3.1: quotes', [
  { has: 'img-src self', at: 'self', after: "img-src 'self'", not: "img-src 'self'", severity: 'error' },
  { has: 'img-src NONE', at: 'NONE', after: "img-src 'none'", not: "img-src 'NONE'" },
  { has: 'img-src "self" a', at: '"self"', after: "img-src 'self' a", not: "img-src 'SELF' a" },
  { has: "img-src 'self a", at: "'self", after: "img-src 'self' a", not: 'img-src self.test a' },
  {
    has: 'script-src nonce-abcd',
    at: 'nonce-abcd',
    after: "script-src 'nonce-abcd'",
    not: 'script-src nonce-abcd.test',
  },
  {
    has: `script-src ${SHA256.slice(1, -1)}`,
    at: SHA256.slice(1, -1),
    after: `script-src ${SHA256}`,
    not: `script-src ${SHA256}`,
  },
  {
    has: "img-src 'https://a.test'",
    at: "'https://a.test'",
    after: 'img-src https://a.test',
    not: 'img-src https://a.test',
  },
  { has: "img-src 'data:' a", at: "'data:'", after: 'img-src data: a', not: 'img-src data: a' },
])

testLint('invalid-source', 'CSP3 §2.3.1: keywords', [
  { has: "img-src 'slef'", at: "'slef'", after: "img-src 'self'", not: "img-src 'self'" },
  {
    has: "script-src a 'wasm-eval'",
    at: "'wasm-eval'",
    after: "script-src a 'wasm-unsafe-eval'",
    not: "script-src a 'wasm-unsafe-eval'",
  },
  {
    has: "script-src 'unsafe-hashed-attributes'",
    at: "'unsafe-hashed-attributes'",
    after: "script-src 'unsafe-hashes'",
    not: "script-src 'unsafe-hashes'",
  },
  { has: "script-src 'unsafe-redirect' a", at: "'unsafe-redirect'", after: 'script-src a', not: 'script-src a' },
  { has: "img-src 'frobnicate'", at: "'frobnicate'", after: "img-src 'none'", not: "img-src 'none'" },
  // The slot of a template that nobody filled in.
  { has: "script-src 'nonce'", at: "'nonce'", not: "script-src 'nonce-abcd'" },
])

testLint('invalid-source', 'CSP3 §2.3.1: hosts', [
  { has: 'img-src a.test/b?c=d', at: 'a.test/b?c=d', after: 'img-src a.test/b', not: 'img-src a.test/b' },
  {
    has: 'img-src https://a.test/#b e',
    at: 'https://a.test/#b',
    after: 'img-src https://a.test/ e',
    not: 'img-src https://a.test/%23b e',
  },
  { has: 'img-src //a.test', at: '//a.test', after: 'img-src https://a.test', not: 'img-src https://a.test' },
  { has: 'img-src *.*', at: '*.*', after: "img-src 'none'", not: 'img-src *.a' },
  { has: 'img-src b [::1]:80', at: '[::1]:80', after: 'img-src b', not: 'img-src b localhost:80' },
  { has: 'img-src /img/ b', at: '/img/', after: 'img-src b', not: 'img-src a/img/ b' },
  { has: 'img-src a.test:port', at: 'a.test:port', after: "img-src 'none'", not: 'img-src a.test:*' },
])

testLint(
  'invalid-source',
  'CSP3 §3.3: a comma parts nothing in a <meta> element',
  [{ has: 'img-src a.test,b.test', at: 'a.test,b.test', after: 'img-src a.test b.test', not: 'img-src a.test b.test' }],
  { delivery: 'meta' },
)

testLint('none-with-others', 'CSP3 §6.7.2.6', [
  {
    has: "script-src 'none' https://a.test",
    at: "'none'",
    after: 'script-src https://a.test',
    not: "script-src 'none'",
    severity: 'error',
  },
  { has: "img-src 'self' 'NONE'", at: "'NONE'", after: "img-src 'self'", not: "img-src 'self'" },
  {
    has: "script-src 'none' 'report-sample'",
    at: "'none'",
    after: "script-src 'report-sample'",
    not: "script-src 'none'",
    severity: 'info',
  },
  {
    has: "trusted-types 'none' app",
    at: "'none'",
    after: 'trusted-types app',
    not: "trusted-types 'none'",
    severity: 'error',
  },
])

testLint('misplaced-value', 'CSP3 §6: in a list of sources', [
  {
    has: "img-src 'unsafe-inline' a",
    at: "'unsafe-inline'",
    after: 'img-src a',
    not: "style-src 'unsafe-inline' a",
    severity: 'warning',
  },
  {
    has: "style-src 'strict-dynamic'",
    at: "'strict-dynamic'",
    after: "style-src 'none'",
    not: "script-src 'strict-dynamic'",
  },
  {
    has: "script-src-elem 'unsafe-eval' a",
    at: "'unsafe-eval'",
    after: 'script-src-elem a',
    not: "script-src 'unsafe-eval' a",
  },
  { has: `img-src a ${SHA256}`, at: SHA256, after: 'img-src a', not: `style-src a ${SHA256}` },
  {
    has: "frame-ancestors 'nonce-abcd' a",
    at: "'nonce-abcd'",
    after: 'frame-ancestors a',
    not: "frame-ancestors 'self' a",
  },
  { has: "script-src-attr 'self'", at: "'self'", after: "script-src-attr 'none'", not: "script-src-elem 'self'" },
  {
    has: "style-src-attr https: 'unsafe-inline'",
    at: 'https:',
    after: "style-src-attr 'unsafe-inline'",
    not: "style-src https: 'unsafe-inline'",
  },
  {
    has: 'frame-ancestors https://a.test/b',
    at: 'https://a.test/b',
    after: 'frame-ancestors https://a.test',
    not: 'frame-ancestors https://a.test/',
  },
  { has: "base-uri data: 'self'", at: 'data:', after: "base-uri 'self'", not: "img-src data: 'self'" },
])

testLint('misplaced-value', 'CSP3 §6.7.3.2: what switches unsafe-inline off is not taken out', [
  { has: "script-src-attr 'nonce-abcd' 'unsafe-inline'", at: "'nonce-abcd'", not: "script-src-attr 'unsafe-inline'" },
  {
    has: "script-src-attr 'strict-dynamic' 'unsafe-inline'",
    at: "'strict-dynamic'",
    not: "script-src-attr 'unsafe-inline'",
  },
])

testLint('duplicate-value', 'CSP3 §2.3', [
  {
    has: 'img-src a.test b A.TEST',
    at: 'A.TEST',
    after: 'img-src a.test b',
    not: 'img-src a.test/A a.test/a',
    severity: 'info',
  },
  { has: "img-src 'self' 'Self'", at: "'Self'", after: "img-src 'self'", not: "img-src 'self'; font-src 'self'" },
  { has: 'img-src https: HTTPS:', at: 'HTTPS:', after: 'img-src https:', not: 'img-src https: http:' },
  {
    has: `script-src ${SHA256} ${SHA256.replace('sha', 'SHA')}`,
    at: SHA256.replace('sha', 'SHA'),
    after: `script-src ${SHA256}`,
    not: `script-src ${SHA256}`,
  },
  {
    has: "script-src 'nonce-abcd' 'NONCE-abcd'",
    at: "'NONCE-abcd'",
    after: "script-src 'nonce-abcd'",
    not: "script-src 'nonce-abcd' 'nonce-ABCD'",
  },
  {
    has: 'sandbox allow-forms allow-forms',
    at: 'allow-forms',
    after: 'sandbox allow-forms',
    not: 'sandbox allow-forms allow-modals',
  },
  { has: 'report-uri /a /a', at: '/a', after: 'report-uri /a', not: 'report-uri /a /A' },
])
