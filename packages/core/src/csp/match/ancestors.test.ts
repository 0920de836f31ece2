import { expect, test } from 'vitest'
import { matchAncestors, overridesFrameOptions } from './ancestors.ts'
import { missed, told } from './match.test-kit.ts'

const SELF = 'https://page.test/x'

type Row = [rule: string, policy: string, ancestors: string[], told: string]

// CSP3 §6.4.2.1
test.each<Row>([
  ['no directive', "default-src 'none'; frame-src 'none'", ['https://a.test'], 'allowed: no-directive'],
  ['step 4: not framed', "frame-ancestors 'none'", [], 'allowed: exempt'],
  ["step 6.3: 'none'", "frame-ancestors 'none'", ['https://page.test'], "blocked: empty-list 'none'"],
  ['step 6.3: an empty list', 'frame-ancestors', ['https://page.test'], 'blocked: empty-list'],
  ["step 6.3: 'self'", "frame-ancestors 'self'", ['https://page.test'], "allowed: listed 'self'"],
  ["step 6.3: 'self' is no other port", "frame-ancestors 'self'", ['https://page.test:8443'], 'blocked: not-listed'],
  ['step 6.3: a host', 'frame-ancestors a.test', ['https://a.test'], 'allowed: listed a.test'],
  [
    'step 6.3: a wildcard',
    'frame-ancestors https://*.a.test',
    ['https://x.a.test'],
    'allowed: listed https://*.a.test',
  ],
  ['step 6.3: its apex', 'frame-ancestors https://*.a.test', ['https://a.test'], 'blocked: not-listed'],
  ['step 6.3: a host that begins alike', 'frame-ancestors a.test', ['https://a.test.evil.test'], 'blocked: not-listed'],
  ['step 6.3: http for https', 'frame-ancestors https://a.test', ['http://a.test'], 'blocked: not-listed'],
  ['step 6.3: a scheme', 'frame-ancestors https:', ['https://a.test'], 'allowed: listed https:'],
  ['step 6.3: a scheme of one’s own', 'frame-ancestors app:', ['app://x'], 'allowed: listed app:'],
  [
    'step 6: every ancestor, the parent',
    'frame-ancestors a.test',
    ['https://evil.test', 'https://a.test'],
    'blocked: not-listed',
  ],
  [
    'step 6: … and its parent',
    'frame-ancestors a.test',
    ['https://a.test', 'https://evil.test'],
    'blocked: not-listed',
  ],
  [
    'step 6: all of them',
    'frame-ancestors a.test b.test',
    ['https://a.test', 'https://b.test'],
    'allowed: listed a.test',
  ],
  ['step 6.2: an opaque origin matches nothing', 'frame-ancestors * data:', ['null'], 'blocked: not-listed'],
  ['step 6.2: told by its address too', 'frame-ancestors * data:', ['data:text/html,x'], 'blocked: not-listed'],
  [
    'step 6.2: origins alone are compared',
    'frame-ancestors a.test',
    ['https://a.test/some/page'],
    'allowed: listed a.test',
  ],
  [
    'step 6.2: and have a path of /',
    'frame-ancestors a.test/',
    ['https://a.test/some/page'],
    'allowed: listed a.test/',
  ],
  [
    'step 6.3: so that another path matches none',
    'frame-ancestors a.test/app',
    ['https://a.test/app'],
    'blocked: not-listed',
  ],
  [
    '§6.4.2: nonces and keywords mean nothing',
    "frame-ancestors 'unsafe-inline' 'nonce-abc'",
    ['https://a.test'],
    'blocked: not-listed',
  ],
  [
    'several policies: all of them',
    'frame-ancestors a.test, frame-ancestors b.test',
    ['https://a.test'],
    'blocked: not-listed',
  ],
])('%s: %s', (_rule, policy, ancestors, expected) => {
  expect(told(matchAncestors([{ header: policy }], SELF, ancestors))).toBe(expected)
})

test('step 1: a local page has the policies of its maker, not a response’s', () => {
  const policies = [{ header: "frame-ancestors 'none'" }]
  for (const self of ['about:srcdoc', 'data:text/html,x', 'blob:https://page.test/1']) {
    expect(told(matchAncestors(policies, self, ['https://a.test']))).toBe('allowed: exempt')
  }
})

test('a block names the ancestor and what it nearly matched', () => {
  const verdict = matchAncestors([{ header: 'frame-ancestors *.a.test' }], SELF, ['https://x.a.test', 'https://a.test'])
  expect(verdict).toMatchObject({ outcome: 'blocked', ancestor: 'https://a.test', directive: 'frame-ancestors' })
  expect(missed(verdict)).toEqual(['*.a.test apex'])
})

test('§3.3, §6.4.2: <meta> cannot carry it', () => {
  const policies = [{ header: "frame-ancestors 'none'", delivery: 'meta' }] as const
  expect(told(matchAncestors(policies, SELF, ['https://a.test']))).toBe('allowed: no-directive')
})

test('a report-only policy reports', () => {
  const verdict = matchAncestors([{ header: "frame-ancestors 'none'", disposition: 'report' }], SELF, [
    'https://a.test',
  ])
  expect(verdict.outcome).toBe('allowed')
  expect(verdict.reports?.map(told)).toEqual(["blocked: empty-list 'none'"])
})

test.each<[what: string, policies: Parameters<typeof overridesFrameOptions>[0], overrides: boolean]>([
  ['an enforced frame-ancestors', [{ header: 'frame-ancestors a.test' }], true],
  ['a report-only one', [{ header: 'frame-ancestors a.test', disposition: 'report' }], false],
  ['one in <meta>', [{ header: 'frame-ancestors a.test', delivery: 'meta' }], false],
  ['none', [{ header: "default-src 'none'" }], false],
])('§6.4.2.2: X-Frame-Options is passed over beside %s: %s', (_what, policies, overrides) => {
  expect(overridesFrameOptions(policies)).toBe(overrides)
})
