import { expect, test } from 'vitest'
import { parseCsp } from '../parse.ts'
import type { PolicyInput } from '../policy-input.ts'
import { PAGE, told } from './match.test-kit.ts'
import { matchRequest } from './request.ts'

function askAll(policies: readonly PolicyInput[]) {
  return matchRequest(policies, PAGE, {
    url: 'https://a.test/x',
    destination: 'script',
    redirectCount: 0,
    nonce: '',
    integrity: '',
  })
}

// CSP3 §4.1.2
test.each<[what: string, policies: readonly PolicyInput[], told: string]>([
  ['no policy', [], 'allowed: no-directive'],
  ['an empty policy', [{ header: ' ,;' }], 'allowed: no-directive'],
  ['all allow', [{ header: 'script-src a.test, script-src *' }], 'allowed: listed a.test'],
  ['one blocks', [{ header: 'script-src a.test' }, { header: "script-src 'none'" }], "blocked: empty-list 'none'"],
  ['the first of those that block', [{ header: 'script-src b.test, script-src' }], 'blocked: not-listed'],
  [
    'a block comes before what is unknown',
    [{ header: "script-src 'strict-dynamic', script-src" }],
    'blocked: empty-list',
  ],
  [
    'what is unknown comes before what allows',
    [{ header: "script-src *, script-src 'strict-dynamic'" }],
    'depends: parserInserted',
  ],
  ['one that does not speak of it', [{ header: "img-src 'none', script-src a.test" }], 'allowed: listed a.test'],
  [
    'report-only beside it',
    [{ header: "script-src 'none'", disposition: 'report' }, { header: 'script-src a.test' }],
    'allowed: listed a.test',
  ],
])('%s', (_what, policies, expected) => {
  expect(told(askAll(policies))).toBe(expected)
})

test('the facts of all policies that depend are named', () => {
  const header = "script-src 'nonce-abc' 'strict-dynamic', script-src 'sha256-abc'"
  const verdict = matchRequest([{ header }], PAGE, { url: '/x', destination: 'script' })
  expect(verdict.dependsOn).toEqual(['nonce', 'parserInserted', 'integrity'])
  expect(verdict.policy?.text).toBe("script-src 'nonce-abc' 'strict-dynamic'")
})

test('report-only policies are told aside, those that would block and those that might', () => {
  const header = "script-src 'none', script-src 'strict-dynamic', script-src *, img-src 'none'"
  const verdict = askAll([{ header, disposition: 'report' }])
  expect([verdict.outcome, verdict.policy]).toEqual(['allowed', null])
  expect(verdict.reports?.map(told)).toEqual(["blocked: empty-list 'none'", 'depends: parserInserted'])
})

test('what nobody would report has no reports', () => {
  expect(askAll([{ header: 'script-src *', disposition: 'report' }])).not.toHaveProperty('reports')
})

test('a parsed policy gives the same answer, however often it is asked', () => {
  const policies = parseCsp("script-src a.test; default-src 'none'")
  expect(askAll(policies)).toEqual(askAll([{ header: "script-src a.test; default-src 'none'" }]))
  expect(askAll(policies).policy).toBe(policies[0])
  const chromium = matchRequest(
    policies,
    PAGE,
    { url: 'https://a.test/x', destination: 'script' },
    { profile: 'chromium' },
  )
  expect(told(chromium)).toBe('allowed: listed a.test')
})
