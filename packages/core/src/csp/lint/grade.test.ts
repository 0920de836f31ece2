import { expect, test } from 'vitest'
import { createNonce } from '../../nonce.ts'
import { compileCsp } from '../compile.ts'
import type { CspConfig } from '../config.ts'
import type { PolicyInput } from '../policy-input.ts'
import { strictCsp } from '../strict.ts'
import { type CspGrade, gradeCsp } from './grade.ts'

const RANDOM = "'nonce-q83vASNFZ4mrze3LqYdlQyEA'"
const STRICT = `script-src ${RANDOM} 'strict-dynamic'; object-src 'none'; base-uri 'none'; frame-ancestors 'self'`

test.each<[grade: CspGrade, policies: readonly PolicyInput[]]>([
  ['none', []],
  ['none', [{ header: '' }]],
  ['none', [{ header: "img-src 'self'" }]],
  ['none', [{ header: "frame-ancestors 'self'; upgrade-insecure-requests" }]],
  ['none', [{ header: STRICT, disposition: 'report' }]],
  ['weak', [{ header: "default-src 'self' 'unsafe-inline'" }]],
  ['weak', [{ header: 'default-src *' }]],
  ['weak', [{ header: `script-src ${RANDOM}; object-src 'none'; frame-ancestors 'self'` }]],
  ['weak', [{ header: 'default-src self' }]],
  ['fair', [{ header: "default-src 'self'" }]],
  ['fair', [{ header: "default-src 'self' a.test; frame-ancestors 'self'" }]],
  ['fair', [{ header: `${STRICT.replace(';', " 'unsafe-eval';")}` }]],
  ['strong', [{ header: STRICT }]],
  ['strong', [{ header: "default-src 'self'; frame-ancestors 'self'" }]],
  ['strong', [{ header: "default-src 'none'; frame-ancestors 'none'" }]],
  // The second keeps out what the first lets in.
  ['strong', [{ header: "script-src 'unsafe-inline' *; frame-ancestors *" }, { header: STRICT }]],
  // What is only watched does not count, neither for nor against.
  ['strong', [{ header: STRICT }, { header: 'default-src * self', disposition: 'report' }]],
])('%s: %j', (grade, policies) => {
  expect(gradeCsp(policies)).toBe(grade)
})

function rendered(config: CspConfig): string {
  return compileCsp([config], { path: 'csp', findings: [] })?.headers[0]?.chunks.join(createNonce()) ?? ''
}

test.each([
  strictCsp({ mode: 'nonce' }),
  strictCsp({ mode: 'nonce', fallbacks: true }),
  strictCsp({ mode: 'nonce', styles: 'nonce' }),
  strictCsp({ mode: 'nonce', styles: 'unsafe-inline' }),
  strictCsp({ mode: 'hash', hashes: ["'sha256-MhtPZXr7+LpJUY5qtMutB+qWfQtMaPccfe7QXtCcEYc='"] }),
])('the strict preset %j is strong', (config) => {
  expect(gradeCsp([{ header: rendered(config) }])).toBe('strong')
})

test('the example of the README is weak', () => {
  const header = "script-src 'self' 'unsafe-inline'; object-src none; frame-ancestors *"
  expect(gradeCsp([{ header }], { page: 'https://app.example.com/', headers: { 'X-Frame-Options': 'DENY' } })).toBe(
    'weak',
  )
})

test('X-Frame-Options stands in for frame-ancestors', () => {
  const policies = [{ header: "default-src 'self'" }]
  expect(gradeCsp(policies, { headers: { 'x-frame-options': 'DENY' } })).toBe('strong')
  expect(gradeCsp(policies, { headers: {} })).toBe('fair')
})
