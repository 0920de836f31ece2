import { testLint } from './lint.test-kit.ts'

const NONCE = "'nonce-q83vASNFZ4mrze3LqYdlQyEA'"
const HASH = "'sha256-MhtPZXr7+LpJUY5qtMutB+qWfQtMaPccfe7QXtCcEYc='"

testLint('unsafe-inline', 'CSP3 §6.7.3.2: scripts', [
  {
    has: "script-src 'self' 'unsafe-inline'",
    at: "'unsafe-inline'",
    after: "script-src 'self'",
    not: "script-src 'self'",
    severity: 'error',
  },
  {
    has: "default-src 'Unsafe-Inline'",
    at: "'Unsafe-Inline'",
    after: "default-src 'none'",
    not: `default-src 'unsafe-inline' ${NONCE}`,
    severity: 'error',
  },
  {
    has: "script-src-attr 'unsafe-inline'; script-src 'self'",
    at: "'unsafe-inline'",
    after: "script-src-attr 'none'; script-src 'self'",
    not: `script-src 'unsafe-inline' ${HASH}`,
    severity: 'error',
  },
  {
    has: "script-src 'unsafe-inline'; script-src-elem 'self'",
    at: "'unsafe-inline'",
    after: "script-src 'none'; script-src-elem 'self'",
    not: "script-src 'unsafe-inline' 'strict-dynamic'",
    severity: 'error',
  },
  // A nonce or hash that follows no grammar does not switch it off.
  {
    has: "script-src 'unsafe-inline' 'nonce-'",
    at: "'unsafe-inline'",
    after: "script-src 'nonce-'",
    not: "script-src 'unsafe-inline'; script-src-elem a; script-src-attr b",
    severity: 'error',
  },
])

testLint('unsafe-inline', 'CSP3 §6.7.3.2: styles', [
  {
    has: "style-src 'unsafe-inline' a",
    at: "'unsafe-inline'",
    after: 'style-src a',
    not: `style-src 'unsafe-inline' ${NONCE}`,
    severity: 'info',
  },
  // For styles 'strict-dynamic' switches nothing off.
  {
    has: "style-src-attr 'unsafe-inline'",
    at: "'unsafe-inline'",
    after: "style-src-attr 'none'",
    not: 'style-src-attr',
    severity: 'info',
  },
])

testLint('unsafe-eval', 'CSP3 §4.4.1', [
  {
    has: `script-src ${NONCE} 'unsafe-eval'`,
    at: "'unsafe-eval'",
    after: `script-src ${NONCE}`,
    not: `script-src ${NONCE} 'wasm-unsafe-eval'`,
    severity: 'warning',
  },
  {
    has: "default-src 'unsafe-eval'",
    at: "'unsafe-eval'",
    after: "default-src 'none'",
    not: "default-src 'unsafe-eval'; script-src a",
  },
])

testLint('unsafe-hashes', 'CSP3 §8.3', [
  {
    has: `script-src ${HASH} 'unsafe-hashes'`,
    at: "'unsafe-hashes'",
    after: `script-src ${HASH}`,
    not: `style-src ${HASH} 'unsafe-hashes'`,
    severity: 'info',
  },
  {
    has: `script-src-attr ${HASH} 'unsafe-hashes'`,
    at: "'unsafe-hashes'",
    after: `script-src-attr ${HASH}`,
    not: `script-src-attr ${HASH}`,
  },
])

testLint('unrestricted-source', 'CSP3 §6.7.2.8', [
  { has: 'script-src *', at: '*', after: "script-src 'none'", not: 'script-src a.test', severity: 'error' },
  {
    has: 'default-src a https:',
    at: 'https:',
    after: 'default-src a',
    not: 'default-src a; script-src b; object-src b; worker-src b; style-src b; connect-src b; frame-src b',
    severity: 'error',
  },
  {
    has: 'script-src https://*:*',
    at: 'https://*:*',
    after: "script-src 'none'",
    not: 'script-src https://*.a.test:*',
    severity: 'error',
  },
  { has: 'script-src http://*/ a', at: 'http://*/', after: 'script-src a', not: 'script-src http://a.test/ a' },
  {
    has: 'script-src *:443',
    at: '*:443',
    after: "script-src 'none'",
    not: `script-src ${NONCE} 'strict-dynamic' *:443`,
  },
  { has: 'object-src *', at: '*', after: "object-src 'none'", not: "object-src 'none'", severity: 'warning' },
  { has: 'base-uri *', at: '*', after: "base-uri 'none'", not: "base-uri 'self'", severity: 'warning' },
  {
    has: `base-uri https:; script-src ${NONCE}`,
    at: 'https:',
    after: `base-uri 'none'; script-src ${NONCE}`,
    not: 'img-src *',
    severity: 'error',
  },
  {
    has: 'frame-ancestors *',
    at: '*',
    after: "frame-ancestors 'none'",
    not: 'frame-ancestors https://a.test',
    severity: 'warning',
  },
  {
    has: 'form-action https:',
    at: 'https:',
    after: "form-action 'none'",
    not: "form-action 'self'",
    severity: 'warning',
  },
  { has: 'connect-src *', at: '*', after: "connect-src 'none'", not: 'connect-src wss://a.test', severity: 'info' },
  {
    has: "script-src *; script-src-elem 'self'",
    at: '*',
    after: "script-src 'none'; script-src-elem 'self'",
    not: "script-src *; script-src-elem 'self'; worker-src 'self'",
    severity: 'warning',
  },
])

testLint('injectable-source', 'CSP3 §7', [
  { has: 'script-src data: a', at: 'data:', after: 'script-src a', not: 'img-src data: a', severity: 'error' },
  {
    has: 'script-src blob:',
    at: 'blob:',
    after: "script-src 'none'",
    not: `script-src blob: ${NONCE} 'strict-dynamic'`,
    severity: 'warning',
  },
  {
    has: 'script-src filesystem:',
    at: 'filesystem:',
    after: "script-src 'none'",
    not: 'font-src filesystem:',
    severity: 'warning',
  },
  { has: 'worker-src blob: data:', at: 'blob:', after: 'worker-src data:', not: "worker-src 'self'", severity: 'info' },
  {
    has: 'default-src data:; script-src a',
    at: 'data:',
    after: "default-src 'none'; script-src a",
    not: "default-src data:; script-src a; object-src 'none'; style-src a",
    severity: 'warning',
  },
])

testLint('unsafe-inline-disabled', 'CSP3 §6.7.3.2', [
  {
    has: `script-src 'unsafe-inline' ${NONCE}`,
    at: "'unsafe-inline'",
    after: `script-src ${NONCE}`,
    not: `script-src ${NONCE}`,
    severity: 'info',
  },
  {
    has: `style-src 'unsafe-inline' ${HASH}`,
    at: "'unsafe-inline'",
    after: `style-src ${HASH}`,
    not: "style-src 'unsafe-inline'",
    severity: 'warning',
  },
  {
    has: "script-src 'strict-dynamic' 'unsafe-inline'",
    at: "'unsafe-inline'",
    after: "script-src 'strict-dynamic'",
    not: "script-src 'unsafe-inline'",
  },
])

testLint('ignored-source', "CSP3 §8.2: beside 'strict-dynamic'; §6.8.3: overridden", [
  {
    has: `script-src ${NONCE} 'strict-dynamic' https:`,
    at: 'https:',
    after: `script-src ${NONCE} 'strict-dynamic'`,
    not: `script-src ${NONCE} https:`,
    severity: 'info',
  },
  {
    has: `script-src 'self' ${NONCE} 'strict-dynamic'`,
    at: "'self'",
    after: `script-src ${NONCE} 'strict-dynamic'`,
    not: `img-src 'self'; script-src ${NONCE} 'strict-dynamic'`,
  },
  // It still counts for images.
  { has: `default-src a.test ${NONCE} 'strict-dynamic'`, at: 'a.test', not: 'default-src a.test' },
  {
    has: "style-src 'unsafe-inline'; style-src-elem a; style-src-attr b",
    at: "'unsafe-inline'",
    after: "style-src 'none'; style-src-elem a; style-src-attr b",
    not: "style-src 'unsafe-inline'; style-src-elem a",
  },
])

testLint('strict-dynamic-alone', 'CSP3 §8.2', [
  {
    has: "script-src 'strict-dynamic' a",
    at: "'strict-dynamic'",
    not: `script-src 'strict-dynamic' ${NONCE}`,
    severity: 'warning',
  },
  { has: "script-src 'strict-dynamic' 'nonce-'", at: "'strict-dynamic'", not: `script-src 'strict-dynamic' ${HASH}` },
])

testLint('useless-option', 'CSP3 §8.3: unsafe-hashes without a hash', [
  {
    has: "script-src 'unsafe-hashes' a",
    at: "'unsafe-hashes'",
    after: 'script-src a',
    not: `script-src 'unsafe-hashes' ${HASH}`,
    severity: 'warning',
  },
])
