import { expect, test } from 'vitest'
import type { ResourceRequest } from '../verdict.ts'
import { ask, told } from './match.test-kit.ts'

const DYNAMIC = { destination: 'script', parserInserted: false } as const
const PARSED = { destination: 'script', parserInserted: true } as const

test.each<[rule: string, list: string, request: Partial<ResourceRequest>, told: string]>([
  // §6.7.2.3
  ['§6.7.1.1 step 1.1: a nonce', "'nonce-abc'", { ...PARSED, nonce: 'abc' }, "allowed: nonce 'nonce-abc'"],
  [
    '§6.7.1.1 step 1.1: whatever the URL',
    "'nonce-abc'",
    { ...PARSED, nonce: 'abc', url: 'https://[' },
    "allowed: nonce 'nonce-abc'",
  ],
  ['§6.7.2.3 step 2: an empty nonce', "'nonce-'", { ...PARSED, nonce: '' }, 'blocked: not-listed'],
  ['§6.7.2.3 step 3.1: exactly the same', "'nonce-abc'", { ...PARSED, nonce: 'ABC' }, 'blocked: not-listed'],
  ['§6.7.2.3 step 3.1: not read as base64', "'nonce-ab-_'", { ...PARSED, nonce: 'ab+/' }, 'blocked: not-listed'],
  ['§6.7.2.3 step 3.1: white space counts', "'nonce-abc'", { ...PARSED, nonce: 'abc ' }, 'blocked: not-listed'],
  [
    '§6.7.2.3 step 3: any of several',
    "'nonce-x' 'nonce-abc'",
    { ...PARSED, nonce: 'abc' },
    "allowed: nonce 'nonce-abc'",
  ],

  // §6.7.2.4, §8.4
  [
    '§6.7.1.1 step 1.2: integrity',
    "'sha256-abc'",
    { ...PARSED, integrity: 'sha256-abc' },
    "allowed: hash 'sha256-abc'",
  ],
  [
    '§6.7.2.4 step 6: every value has to be listed',
    "'sha256-abc' 'sha512-xyz'",
    { ...PARSED, integrity: 'sha256-abc sha512-xyz' },
    "allowed: hash 'sha256-abc'",
  ],
  [
    '§6.7.2.4 step 6: one is not',
    "'sha256-abc'",
    { ...PARSED, integrity: 'sha256-abc sha512-xyz' },
    'blocked: not-listed',
  ],
  [
    '§6.7.2.4 step 6.1: algorithms have no case',
    "'SHA256-abc'",
    { ...PARSED, integrity: 'sha256-abc' },
    "allowed: hash 'SHA256-abc'",
  ],
  ['§6.7.2.4 step 6.1: values do', "'sha256-abc'", { ...PARSED, integrity: 'sha256-ABC' }, 'blocked: not-listed'],
  [
    '§6.7.2.4 step 6.1: base64url is compared as it is written',
    "'sha256-ab-_'",
    { ...PARSED, integrity: 'sha256-ab+/' },
    'blocked: not-listed',
  ],
  [
    '§6.7.2.4 step 6.1: on both sides',
    "'sha256-ab-_'",
    { ...PARSED, integrity: 'sha256-ab-_' },
    "allowed: hash 'sha256-ab-_'",
  ],
  [
    '§6.7.2.4 step 4: what is no hash counts for nothing',
    "'sha256-abc'",
    { ...PARSED, integrity: ' sha256-abc  sha1-x nonsense ' },
    "allowed: hash 'sha256-abc'",
  ],
  [
    '§6.7.2.4 step 4: options are cut off',
    "'sha256-abc'",
    { ...PARSED, integrity: 'sha256-abc?ct=x' },
    "allowed: hash 'sha256-abc'",
  ],
  ['§6.7.2.4 step 5: no value', "'sha256-abc'", { ...PARSED, integrity: ' ' }, 'blocked: not-listed'],
  [
    '§6.7.2.4 step 5: no value that is understood',
    "'sha256-abc'",
    { ...PARSED, integrity: 'sha1-abc' },
    'blocked: not-listed',
  ],

  // §6.7.1.1 step 1.3, §8.2
  [
    "step 1.3: 'strict-dynamic' trusts what scripts make",
    "'strict-dynamic'",
    DYNAMIC,
    "allowed: keyword 'strict-dynamic'",
  ],
  ["step 1.3: 'STRICT-DYNAMIC'", "'STRICT-DYNAMIC'", DYNAMIC, "allowed: keyword 'STRICT-DYNAMIC'"],
  [
    'step 1.3.1: and not what the parser makes',
    "'strict-dynamic'",
    PARSED,
    "blocked: parser-inserted 'strict-dynamic'",
  ],
  [
    'step 1.3: hosts, schemes and self count for nothing',
    "'strict-dynamic' * https: 'self' a.test",
    PARSED,
    "blocked: parser-inserted 'strict-dynamic'",
  ],
  [
    'step 1.1 comes first: a nonce',
    "'strict-dynamic' 'nonce-abc'",
    { ...PARSED, nonce: 'abc' },
    "allowed: nonce 'nonce-abc'",
  ],
  [
    'step 1.2 comes first: integrity',
    "'strict-dynamic' 'sha256-abc'",
    { ...PARSED, integrity: 'sha256-abc' },
    "allowed: hash 'sha256-abc'",
  ],
  [
    'step 1.3: data: too',
    "'strict-dynamic'",
    { ...DYNAMIC, url: 'data:text/javascript,x()' },
    "allowed: keyword 'strict-dynamic'",
  ],

  // step 1.4
  ['step 1.4: by URL', 'a.test', PARSED, 'allowed: listed a.test'],
  ['step 1.4: not by URL', 'b.test', PARSED, 'blocked: not-listed'],
  ["step 1.4: 'unsafe-inline' is for inline code", "'unsafe-inline'", PARSED, 'blocked: not-listed'],
  ['step 1: xslt is held to it too', "'nonce-abc'", { destination: 'xslt' }, 'blocked: not-listed'],
])('%s: script-src %s', (_rule, list, request, expected) => {
  for (const directive of ['script-src', 'script-src-elem', 'default-src']) {
    expect(told(ask(`${directive} ${list}`, request)), directive).toBe(expected)
  }
})

// §6.1.1.1, §6.1.3.1, §6.2.2.1: workers fall back to script-src, whose own check then decides.
test.each<[rule: string, policy: string, told: string]>([
  ["script-src's check is that of scripts", "script-src 'strict-dynamic'", "allowed: keyword 'strict-dynamic'"],
  ["worker-src's looks at the URL alone", "worker-src 'strict-dynamic'", 'blocked: not-listed'],
  ['child-src does as worker-src', "child-src 'strict-dynamic' a.test", 'allowed: listed a.test'],
  ['so does default-src', "default-src 'strict-dynamic'", 'blocked: not-listed'],
  ['script-src-elem is not asked', "script-src-elem 'none'", 'allowed: no-directive'],
  ['nor is frame-src', "frame-src 'none'", 'allowed: no-directive'],
])('workers: %s: %s', (_rule, policy, expected) => {
  expect(told(ask(policy, { destination: 'worker', parserInserted: false }))).toBe(expected)
})
