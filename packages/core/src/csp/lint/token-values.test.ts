import { testLint } from './lint.test-kit.ts'

testLint('misplaced-value', 'HTML §4.8.5: sandbox', [
  {
    has: 'sandbox allow-foo',
    at: 'allow-foo',
    after: 'sandbox allow-forms',
    not: 'sandbox allow-forms',
    severity: 'warning',
  },
  {
    has: "sandbox 'allow-forms' allow-modals",
    at: "'allow-forms'",
    after: 'sandbox allow-forms allow-modals',
    not: 'sandbox Allow-Forms allow-modals',
  },
  { has: 'sandbox everything', at: 'everything', after: 'sandbox', not: 'sandbox' },
])

testLint('misplaced-value', 'CSP3 §6.5.2, §6.6.1; Upgrade Insecure Requests §3.1', [
  {
    has: 'report-to csp other; img-src a',
    at: 'other',
    after: 'report-to csp; img-src a',
    not: 'report-to csp; img-src a',
  },
  {
    has: 'upgrade-insecure-requests 1; img-src a',
    at: '1',
    after: 'upgrade-insecure-requests; img-src a',
    not: 'upgrade-insecure-requests; img-src a',
  },
  { has: 'webrtc allow', at: 'allow', after: "webrtc 'allow'", not: "webrtc 'allow'" },
  { has: "webrtc 'never'", at: "'never'", after: "webrtc 'block'", not: "webrtc 'block'" },
  { has: "webrtc 'allow' 'block'", at: "'block'", after: "webrtc 'block'", not: "webrtc 'ALLOW'" },
])

testLint('misplaced-value', 'Trusted Types §4.2', [
  {
    has: 'require-trusted-types-for script',
    at: 'script',
    after: "require-trusted-types-for 'script'",
    not: "require-trusted-types-for 'script'",
  },
  {
    has: "trusted-types a{b} 'none-such' c",
    at: 'a{b}',
    after: "trusted-types 'none-such' c",
    not: 'trusted-types a/b@1.0#x=%y_z c',
  },
  {
    has: 'trusted-types none',
    at: 'none',
    after: "trusted-types 'none'",
    not: "trusted-types 'None'",
    severity: 'error',
  },
  {
    has: 'trusted-types a allow-duplicates',
    at: 'allow-duplicates',
    after: "trusted-types a 'allow-duplicates'",
    not: "trusted-types a 'allow-duplicates'",
  },
])

testLint('sandbox-escape', 'HTML §4.8.5', [
  {
    has: 'sandbox allow-scripts allow-forms ALLOW-same-origin',
    at: 'ALLOW-same-origin',
    after: 'sandbox allow-scripts allow-forms',
    not: 'sandbox allow-scripts allow-forms',
    severity: 'warning',
  },
  {
    has: 'sandbox allow-same-origin allow-scripts',
    at: 'allow-same-origin',
    after: 'sandbox allow-scripts',
    not: 'sandbox allow-same-origin',
  },
])

const REQUIRED = "; require-trusted-types-for 'script'"

testLint('loose-trusted-types', 'Trusted Types §4.2.3', [
  {
    has: `trusted-types *${REQUIRED}`,
    at: '*',
    after: `trusted-types 'none'${REQUIRED}`,
    not: `trusted-types a${REQUIRED}`,
    severity: 'warning',
  },
  {
    has: `trusted-types a 'allow-duplicates'${REQUIRED}`,
    at: "'allow-duplicates'",
    after: `trusted-types a${REQUIRED}`,
    not: `trusted-types a b${REQUIRED}`,
    severity: 'info',
  },
])

testLint('useless-option', 'Trusted Types §4.2: trusted-types alone', [
  {
    has: 'trusted-types a; report-uri /r',
    at: 'a',
    not: `trusted-types a; report-uri /r${REQUIRED}`,
    severity: 'info',
  },
])
