import { describe, expect, test } from 'vitest'
import type { FindingCode } from '../../finding.ts'
import type { PolicyInput } from '../policy-input.ts'
import { applyEdit } from './edit.ts'
import { lintCsp } from './lint.ts'

const NONCE = "'nonce-q83vASNFZ4mrze3LqYdlQyEA'"

function severityOf(code: FindingCode, policies: readonly PolicyInput[], value?: string): string | undefined {
  return lintCsp(policies).find((found) => found.code === code && (value === undefined || found.value === value))
    ?.severity
}

// Every policy is asked (CSP3 §8.1), so one that keeps it out is enough.
describe.each<[code: FindingCode, loose: string, strict: string, alone: string]>([
  ['unsafe-inline', "script-src 'unsafe-inline'", `script-src ${NONCE}`, 'error'],
  ['unsafe-inline', "script-src 'unsafe-inline'", "default-src 'self'", 'error'],
  ['unsafe-eval', "script-src 'self' 'unsafe-eval'", "script-src 'self'", 'warning'],
  ['unrestricted-source', 'default-src *', "script-src 'self'; object-src 'none'; worker-src 'self'", 'error'],
  ['unrestricted-source', 'frame-ancestors *', "frame-ancestors 'self'", 'warning'],
  ['injectable-source', 'script-src data:', "script-src 'self'", 'error'],
  ['allowlisted-host', 'script-src a.test', `script-src ${NONCE} 'strict-dynamic'`, 'warning'],
])('%s: %s beside %s', (code, loose, strict, alone) => {
  test('alone', () => {
    expect(severityOf(code, [{ header: loose }])).toBe(alone)
  })
  test('as two headers', () => {
    expect(severityOf(code, [{ header: loose }, { header: strict }])).toBe('info')
    expect(severityOf(code, [{ header: strict }, { header: loose }])).toBe('info')
  })
  test('as one header', () => {
    expect(severityOf(code, [{ header: `${loose}, ${strict}` }])).toBe('info')
  })
  test('with the other in report-only, which blocks nothing', () => {
    expect(severityOf(code, [{ header: loose }, { header: strict, disposition: 'report' }])).toBe(alone)
  })
  test('with one as loose', () => {
    expect(severityOf(code, [{ header: loose }, { header: `${loose}; img-src a` }])).toBe(alone)
  })
})

test('a hole that half of the page’s scripts still has stays one', () => {
  const policies = [{ header: "script-src 'unsafe-inline'" }, { header: "script-src-elem 'self'" }]
  expect(severityOf('unsafe-inline', policies)).toBe('error')
})

test.each<[missing: string, first: string, second: string]>([
  ['script-src', 'img-src a', 'script-src a'],
  ['object-src', 'script-src a', "object-src 'none'"],
  ['base-uri', `script-src ${NONCE}`, "base-uri 'none'"],
  ['frame-ancestors', 'script-src a', "frame-ancestors 'self'"],
])('%s is missing in %s, unless another policy has it', (missing, first, second) => {
  expect(severityOf('missing-directive', [{ header: first }], missing)).toBeDefined()
  expect(severityOf('missing-directive', [{ header: first }, { header: second }], missing)).toBeUndefined()
  const watched = [{ header: first }, { header: second, disposition: 'report' } as const]
  expect(severityOf('missing-directive', watched, missing)).toBeDefined()
})

// What the first allows and the second blocks; and the same where the second does not.
test.each<[first: string, value: string, second: string, wider: string]>([
  ["script-src 'self' a.test", 'a.test', 'script-src b.test', "script-src 'self'"],
  ['img-src a.test', 'a.test', "default-src 'none'", 'default-src *'],
  ['img-src a.test', 'a.test', 'img-src *.a.test', 'img-src *.test'],
  ['img-src *.a.test', '*.a.test', 'img-src a.test', 'img-src b.a.test'],
  ['img-src *.a.test', '*.a.test', 'img-src *.b.test', 'img-src *.c.a.test'],
  ['img-src data:', 'data:', "img-src 'self'", 'img-src data:'],
  ['img-src https:', 'https:', 'img-src blob:', 'img-src a.test'],
  ['img-src *', '*', 'img-src data:', 'img-src b.test'],
  ["connect-src 'self'", "'self'", 'connect-src data:', 'connect-src page.test'],
  ["script-src 'unsafe-eval'", "'unsafe-eval'", "default-src 'self'", "default-src 'unsafe-eval'"],
  ["script-src 'wasm-unsafe-eval'", "'wasm-unsafe-eval'", "default-src 'self'", "default-src 'unsafe-eval'"],
  ["script-src 'unsafe-inline'", "'unsafe-inline'", "script-src 'self'", `script-src ${NONCE}`],
  ['script-src a.test', 'a.test', 'script-src b.test', `script-src b.test ${NONCE}`],
  [`script-src ${NONCE}`, NONCE, "script-src 'none'", "script-src 'self'"],
  ['frame-ancestors https://a.test', 'https://a.test', 'frame-ancestors https://b.test', 'frame-ancestors *.test'],
])('%s: %s is blocked by %s, and not by %s', (first, value, second, wider) => {
  const find = (other: PolicyInput) =>
    lintCsp([{ header: first }, other]).filter((found) => found.code === 'blocked-elsewhere' && found.policy === 0)
  const found = find({ header: second })
  expect(found.map((each) => each.value)).toContain(value)
  expect(found[0]?.severity).toBe('info')
  const { edit } = found.find((each) => each.value === value) ?? {}
  expect(edit && applyEdit(first, edit)).not.toContain(value)
  expect(find({ header: wider }).map((each) => each.value)).not.toContain(value)
  expect(find({ header: second, disposition: 'report' })).toEqual([])
})

test('an edit of a header with several policies is one of the whole header', () => {
  const header = "img-src a, script-src 'unsafe-inline' b"
  const found = lintCsp([{ header }]).find(({ code }) => code === 'unsafe-inline')
  expect(found?.edit && applyEdit(header, found.edit)).toBe('img-src a, script-src b')
})
