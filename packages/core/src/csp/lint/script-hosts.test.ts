import { testLint } from './lint.test-kit.ts'

const NONCE = "'nonce-q83vASNFZ4mrze3LqYdlQyEA'"

testLint('allowlisted-host', 'CSP3 §8.5', [
  { has: "script-src 'self'", at: "'self'", not: `script-src ${NONCE}`, severity: 'info' },
  { has: 'default-src a.test', at: 'a.test', not: 'img-src a.test', severity: 'warning' },
  { has: 'script-src a.test', at: 'a.test', not: `script-src a.test ${NONCE} 'strict-dynamic'`, severity: 'warning' },
  { has: `script-src a.test; script-src-elem ${NONCE}`, at: 'a.test', not: `script-src ${NONCE}`, severity: 'info' },
  { has: "object-src 'self'", at: "'self'", not: "object-src 'none'", severity: 'info' },
  // Something else is said of these.
  { has: 'script-src self.test', at: 'self.test', not: 'script-src self * https: script-src' },
])

const bypasses = {
  jsonp: ['//jsonp.test/api/call', '//tags.test/run.js'],
  jsonpNeedingEval: ['tags.test'],
  angular: ['//cdn.libs.test/angular/1.0/angular.js'],
}

testLint(
  'bypassable-host',
  'CSP3 §8.5',
  [
    {
      has: 'script-src jsonp.test b',
      at: 'jsonp.test',
      after: 'script-src b',
      not: 'script-src other.test b',
      severity: 'error',
    },
    {
      has: 'default-src https://JSONP.test',
      at: 'https://JSONP.test',
      after: "default-src 'none'",
      not: 'default-src https://jsonp.test; script-src b',
    },
    {
      has: 'script-src *.libs.test',
      at: '*.libs.test',
      after: "script-src 'none'",
      not: 'script-src libs.test *.cdn.libs.test',
    },
    { has: 'script-src *.test', at: '*.test', after: "script-src 'none'", not: 'img-src *.test' },
    {
      has: 'script-src jsonp.test/api/',
      at: 'jsonp.test/api/',
      after: "script-src 'none'",
      not: 'script-src jsonp.test/api jsonp.test/static/',
    },
    {
      has: 'script-src jsonp.test/api/call',
      at: 'jsonp.test/api/call',
      after: "script-src 'none'",
      not: 'script-src jsonp.test/api/caller',
    },
    {
      has: "script-src 'unsafe-eval' tags.test",
      at: 'tags.test',
      after: "script-src 'unsafe-eval'",
      not: 'script-src tags.test',
    },
    {
      has: 'script-src jsonp.test',
      at: 'jsonp.test',
      after: "script-src 'none'",
      not: `script-src jsonp.test ${NONCE} 'strict-dynamic'`,
    },
  ],
  { bypasses },
)
