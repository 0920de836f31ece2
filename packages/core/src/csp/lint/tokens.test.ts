import { testLint } from './lint.test-kit.ts'

const DIGEST = 'MhtPZXr7+LpJUY5qtMutB+qWfQtMaPccfe7QXtCcEYc='
const SHA384 = 'oqVuAfXRKap7fdgcCY5uykM6+R9GqQ8K/uxy9rx7HNQlGYl1kPzQho1wx4JwY8wC'
const RANDOM = 'q83vASNFZ4mrze3LqYdlQyEA'

testLint('invalid-nonce', 'CSP3 §2.3.1', [
  {
    has: "script-src 'nonce-{{n}}' a",
    at: "'nonce-{{n}}'",
    after: 'script-src a',
    not: `script-src 'nonce-${RANDOM}' a`,
    severity: 'error',
  },
  { has: "style-src 'nonce-'", at: "'nonce-'", after: "style-src 'none'", not: `style-src 'nonce-${RANDOM}=='` },
  { has: "script-src 'NONCE-a===' a", at: "'NONCE-a==='", after: 'script-src a', not: `script-src 'NONCE-${RANDOM}='` },
])

testLint('weak-nonce', 'CSP3 §7.1: at least 128 bits', [
  { has: "script-src 'nonce-q83vASN'", at: "'nonce-q83vASN'", not: `script-src 'nonce-${RANDOM}'`, severity: 'error' },
  {
    has: "script-src 'nonce-q83vASNFZ4mrze3LqYdlQ'",
    at: "'nonce-q83vASNFZ4mrze3LqYdlQ'",
    not: "script-src 'nonce-q83vASNFZ4mrze3LqYdlQy'",
    severity: 'warning',
  },
  {
    has: "script-src 'nonce-0f3c9a7be2d14568'",
    at: "'nonce-0f3c9a7be2d14568'",
    not: "script-src 'nonce-0f3c9a7be2d145680f3c9a7be2d14569'",
  },
  {
    has: "script-src 'nonce-8365027194830572619405827361'",
    at: "'nonce-8365027194830572619405827361'",
    not: "script-src 'nonce-836502719483057261940582736183650271948'",
  },
  // A UUID has 122 bits, and is taken for good enough.
  { has: "script-src 'nonce-abc'", at: "'nonce-abc'", not: "script-src 'nonce-3f0c8a52-97de-4b61-8a0f-6d21c9e7b405'" },
])

testLint('static-nonce', 'CSP3 §7.1: unique in each response', [
  {
    has: "script-src 'nonce-EDNnf03nceIOfn39fn3e9h3sdfa'",
    at: "'nonce-EDNnf03nceIOfn39fn3e9h3sdfa'",
    not: `script-src 'nonce-${RANDOM}'`,
    severity: 'error',
  },
  { has: "script-src 'nonce-undefined'", at: "'nonce-undefined'", not: `script-src 'nonce-${RANDOM}'` },
  {
    has: "script-src 'nonce-MyRandomNonceValue123456'",
    at: "'nonce-MyRandomNonceValue123456'",
    not: `script-src 'nonce-${RANDOM}'`,
  },
  {
    has: "script-src 'nonce-aaaaaaaaaaaaaaaaaaaaaaaa'",
    at: "'nonce-aaaaaaaaaaaaaaaaaaaaaaaa'",
    not: `script-src 'nonce-${RANDOM}'`,
  },
  { has: "style-src 'nonce-12345678'", at: "'nonce-12345678'", not: "style-src 'nonce-83650271'" },
])

testLint('invalid-hash', 'CSP3 §2.3.1, §6.7.3.3', [
  {
    has: `script-src a 'sha256-${DIGEST.slice(4)}'`,
    at: `'sha256-${DIGEST.slice(4)}'`,
    after: 'script-src a',
    not: `script-src a 'sha256-${DIGEST}'`,
    severity: 'error',
  },
  {
    has: `script-src 'sha384-${DIGEST}' a`,
    at: `'sha384-${DIGEST}'`,
    after: 'script-src a',
    not: `script-src 'sha384-${SHA384}' a`,
  },
  {
    has: `style-src 'SHA256-${DIGEST.slice(0, -1)}'`,
    at: `'SHA256-${DIGEST.slice(0, -1)}'`,
    after: `style-src 'sha256-${DIGEST}'`,
    not: `style-src 'SHA256-${DIGEST}'`,
  },
  { has: "script-src 'sha512-!!'", at: "'sha512-!!'", after: "script-src 'none'", not: "script-src 'none'" },
  // Its last digit would stand for bits that no digest has.
  {
    has: `script-src 'sha256-${DIGEST.replace('c=', 'd=')}'`,
    at: `'sha256-${DIGEST.replace('c=', 'd=')}'`,
    after: "script-src 'none'",
    not: `script-src 'sha256-${DIGEST}'`,
  },
  // Taken out, it would switch 'unsafe-inline' on.
  { has: "script-src 'sha256-abcd' 'unsafe-inline'", at: "'sha256-abcd'", not: "script-src 'unsafe-inline'" },
])

testLint('base64url-hash', 'CSP3 §6.7.2.4', [
  {
    has: `script-src 'sha256-${DIGEST.replaceAll('+', '-')}'`,
    at: `'sha256-${DIGEST.replaceAll('+', '-')}'`,
    after: `script-src 'sha256-${DIGEST}'`,
    not: `script-src 'sha256-${DIGEST}'`,
    severity: 'info',
  },
])
