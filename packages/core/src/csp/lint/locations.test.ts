import { testLint } from './lint.test-kit.ts'

testLint('ip-source', 'CSP3 §6.7.2.10', [
  { has: 'img-src 192.0.2.1', at: '192.0.2.1', not: 'img-src 192.0.2.1.test', severity: 'warning' },
  { has: 'script-src https://192.0.2.1:8443/js/', at: 'https://192.0.2.1:8443/js/', not: 'script-src https://a1.test' },
  // The URL standard makes an address of each of these.
  { has: 'img-src 1', at: '1', not: 'img-src a' },
  { has: 'img-src 0x7f.1.0x2', at: '0x7f.1.0x2', not: 'img-src 0x7g.test' },
])

testLint('loopback-source', 'CSP3 §6.7.2.10', [
  {
    has: 'script-src localhost:3000 a',
    at: 'localhost:3000',
    after: 'script-src a',
    not: 'script-src localhost.test a',
    severity: 'info',
  },
  {
    has: 'connect-src ws://127.0.0.1:*',
    at: 'ws://127.0.0.1:*',
    after: "connect-src 'none'",
    not: 'connect-src wss://128.0.0.1:*',
  },
  { has: 'img-src *.localhost', at: '*.localhost', after: "img-src 'none'", not: 'img-src *.localhosts' },
])

testLint('insecure-source', 'CSP3 §6.7.2.9', [
  {
    has: 'script-src http://a.test/b',
    at: 'http://a.test/b',
    after: 'script-src https://a.test/b',
    not: 'script-src https://a.test/b',
    severity: 'warning',
  },
  {
    has: 'connect-src WS://a.test',
    at: 'WS://a.test',
    after: 'connect-src wss://a.test',
    not: 'connect-src WSS://a.test',
  },
  { has: 'img-src http:', at: 'http:', after: 'img-src https:', not: 'img-src https:', severity: 'info' },
  { has: 'script-src ftp: a', at: 'ftp:', after: 'script-src a', not: 'script-src a' },
  {
    has: 'script-src http://a.test; upgrade-insecure-requests',
    at: 'http://a.test',
    after: 'script-src https://a.test; upgrade-insecure-requests',
    not: 'script-src a.test',
    severity: 'info',
  },
  // The own machine is no network.
  {
    has: 'form-action http://a.test',
    at: 'http://a.test',
    after: 'form-action https://a.test',
    not: 'form-action http://localhost:3000',
  },
])

testLint(
  'scheme-less-source',
  'CSP3 §6.7.2.8 step 4',
  [
    {
      has: 'script-src a.test:8080/b',
      at: 'a.test:8080/b',
      after: 'script-src https://a.test:8080/b',
      not: 'script-src https://a.test:8080/b',
      severity: 'info',
    },
    {
      has: 'img-src *.a.test',
      at: '*.a.test',
      after: 'img-src https://*.a.test',
      not: "img-src 'self' http://a.test * localhost",
    },
  ],
  { page: 'HTTP://page.test/' },
)

testLint('trailing-dot', 'CSP3 §6.7.2.10', [
  {
    has: 'img-src https://a.test.:8443/b',
    at: 'https://a.test.:8443/b',
    after: 'img-src https://a.test:8443/b',
    not: 'img-src https://a.test:8443/b.',
  },
])

testLint('public-suffix', 'CSP3 §6.7.2.10', [
  { has: 'script-src *.com', at: '*.com', not: 'script-src *.a.com', severity: 'warning' },
  { has: 'frame-ancestors https://*.dev:*', at: 'https://*.dev:*', not: 'frame-ancestors https://*.localhost:*' },
])

testLint('redundant-value', 'CSP3 §6.7.2.6', [
  {
    has: 'img-src *.a.test b.a.test',
    at: 'b.a.test',
    after: 'img-src *.a.test',
    not: 'img-src *.a.test a.test',
    severity: 'info',
  },
  {
    has: 'img-src https://c.b.a.test/d https://*.a.test',
    at: 'https://c.b.a.test/d',
    after: 'img-src https://*.a.test',
    not: 'img-src http://b.a.test https://*.a.test',
  },
  {
    has: 'img-src https: https://a.test',
    at: 'https://a.test',
    after: 'img-src https:',
    not: 'img-src https: wss://a.test',
  },
  { has: 'img-src a.test http:', at: 'a.test', after: 'img-src http:', not: 'img-src data: a.test' },
  { has: 'img-src * a.test:8443', at: 'a.test:8443', after: 'img-src *', not: 'img-src * ws://a.test:8443' },
  { has: 'img-src a.test/b a.test', at: 'a.test/b', after: 'img-src a.test', not: 'img-src a.test/b a.test:8443' },
])

testLint('apex-not-covered', 'CSP3 §6.7.2.10', [
  {
    has: 'img-src https://*.a.test:8443 b; font-src c',
    at: 'https://*.a.test:8443',
    after: 'img-src https://*.a.test:8443 b https://a.test:8443; font-src c',
    not: 'img-src https://*.a.test:8443 a.test',
    severity: 'info',
  },
  { has: 'img-src *.a.test', at: '*.a.test', after: 'img-src *.a.test a.test', not: 'img-src *.a.test https:' },
  // Beside 'strict-dynamic' neither counts.
  {
    has: 'script-src *.a.test',
    at: '*.a.test',
    after: 'script-src *.a.test a.test',
    not: "script-src *.a.test 'strict-dynamic'",
  },
])

testLint(
  'public-suffix',
  'with the list of them',
  [{ has: 'script-src *.github.test', at: '*.github.test', not: 'script-src *.a.github.test github.test' }],
  { isPublicSuffix: (domain) => domain === 'github.test' },
)

testLint(
  'upgrade-on-http',
  'Upgrade Insecure Requests §3.2',
  [
    {
      has: 'upgrade-insecure-requests; img-src a',
      at: 'upgrade-insecure-requests',
      after: 'img-src a',
      not: 'img-src a',
      severity: 'warning',
    },
  ],
  { page: 'http://192.0.2.1/' },
)
