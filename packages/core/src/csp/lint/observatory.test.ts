import { describe, expect, test } from 'vitest'
import type { FindingCode } from '../../finding.ts'
import type { PolicyInput } from '../policy-input.ts'
import { gradeCsp } from './grade.ts'
import { lintCsp } from './lint.ts'

const NONCE = "'nonce-q83vASNFZ4mrze3LqYdlQyEA'"

// Each result of the HTTP Observatory's CSP test, in its order, by policies that give it, with what the linter says of them.
describe.each<
  [result: string, rows: readonly (readonly [policies: readonly PolicyInput[], code: FindingCode, value: string])[]]
>([
  ['csp-not-implemented', [[[], 'not-enforced', '']]],
  [
    'csp-not-implemented, a <meta> element with what only headers carry',
    [[[{ header: "frame-ancestors 'none'", delivery: 'meta' }], 'ignored-in-meta', 'frame-ancestors']],
  ],
  [
    'csp-not-implemented-but-reporting-enabled',
    [[[{ header: "default-src 'none'", disposition: 'report' }], 'not-enforced', 'report-only']],
  ],
  [
    'csp-header-invalid',
    [
      [[{ header: 'a' }], 'unknown-directive', 'a'],
      [[{ header: "img-src 'self'; img-src 'none'" }], 'duplicate-directive', 'img-src'],
      [[{ header: "script-src 'strict-dynamic'" }], 'strict-dynamic-alone', "'strict-dynamic'"],
    ],
  ],
  [
    'csp-implemented-with-unsafe-inline',
    [
      [[{ header: "script-src 'unsafe-inline'" }], 'unsafe-inline', "'unsafe-inline'"],
      [[{ header: "default-src 'self' data:" }], 'injectable-source', 'data:'],
      [[{ header: 'script-src *' }], 'unrestricted-source', '*'],
      [[{ header: 'script-src https://*' }], 'unrestricted-source', 'https://*'],
      [[{ header: 'script-src http:' }], 'unrestricted-source', 'http:'],
      [[{ header: 'script-src ftp:' }], 'insecure-source', 'ftp:'],
      [[{ header: 'script-src https://*.*' }], 'invalid-source', 'https://*.*'],
      [[{ header: "script-src 'self'; object-src *" }], 'unrestricted-source', '*'],
      [[{ header: "script-src 'self'" }], 'missing-directive', 'object-src'],
      [[{ header: "object-src 'none'" }], 'missing-directive', 'script-src'],
    ],
  ],
  [
    'csp-implemented-with-insecure-scheme',
    [
      [[{ header: "default-src 'none'; script-src http://a.test" }], 'insecure-source', 'http://a.test'],
      [[{ header: "default-src 'none'; connect-src ftp://a.test" }], 'insecure-source', 'ftp://a.test'],
    ],
  ],
  [
    'csp-implemented-with-unsafe-eval',
    [
      [[{ header: "default-src 'none'; script-src 'self' 'unsafe-eval'" }], 'unsafe-eval', "'unsafe-eval'"],
      // No browser acts on it.
      [[{ header: "default-src 'none'; style-src 'unsafe-eval'" }], 'misplaced-value', "'unsafe-eval'"],
    ],
  ],
  [
    'csp-implemented-with-insecure-scheme-in-passive-content-only',
    [[[{ header: "default-src 'none'; img-src http://a.test" }], 'insecure-source', 'http://a.test']],
  ],
  [
    'csp-implemented-with-unsafe-inline-in-style-src-only',
    [
      [[{ header: "default-src 'none'; style-src 'unsafe-inline'" }], 'unsafe-inline', "'unsafe-inline'"],
      [[{ header: "default-src 'none'; style-src data:" }], 'injectable-source', 'data:'],
      [[{ header: "default-src 'none'; style-src https:" }], 'unrestricted-source', 'https:'],
    ],
  ],
  [
    'csp-implemented-but-duplicate-directives',
    [[[{ header: "default-src 'none'; report-uri /a; report-uri /b" }], 'duplicate-directive', 'report-uri']],
  ],
])('%s', (_result, rows) => {
  test.each(rows)('%j: %s %s', (policies, code, value) => {
    expect(lintCsp(policies)).toContainEqual(expect.objectContaining({ code, value }))
  })
})

test.each<[result: string, header: string]>([
  ['csp-implemented-with-no-unsafe-default-src-none', "default-src 'none'; script-src 'self'; frame-ancestors 'none'"],
  ['csp-implemented-with-no-unsafe', "default-src 'self'; object-src 'none'; frame-ancestors 'none'"],
])('%s: %s is strong', (_result, header) => {
  expect(gradeCsp([{ header }])).toBe('strong')
})

// The flags it shows beside the result, by a policy that has it set to the worse.
test.each<[flag: string, header: string, code: FindingCode, value: string]>([
  ['antiClickjacking', "default-src 'none'", 'missing-directive', 'frame-ancestors'],
  ['defaultNone', "script-src 'self'", 'missing-directive', 'default-src'],
  ['insecureBaseUri', "default-src 'none'", 'missing-directive', 'base-uri'],
  ['insecureBaseUri', 'base-uri *', 'unrestricted-source', '*'],
  ['insecureFormAction', "default-src 'none'", 'missing-directive', 'form-action'],
  ['insecureFormAction', 'form-action https:', 'unrestricted-source', 'https:'],
  ['insecureSchemeActive', 'script-src http://a.test', 'insecure-source', 'http://a.test'],
  ['insecureSchemePassive', 'img-src http:', 'insecure-source', 'http:'],
  ['strictDynamic', `script-src ${NONCE} a.test`, 'allowlisted-host', 'a.test'],
  ['unsafeEval', "script-src 'unsafe-eval'", 'unsafe-eval', "'unsafe-eval'"],
  ['unsafeInline', "script-src 'unsafe-inline'", 'unsafe-inline', "'unsafe-inline'"],
  ['unsafeInlineStyle', "style-src 'unsafe-inline'", 'unsafe-inline', "'unsafe-inline'"],
  ['unsafeObjects', "script-src 'self'", 'missing-directive', 'object-src'],
])('%s: %s: %s %s', (_flag, header, code, value) => {
  expect(lintCsp([{ header }])).toContainEqual(expect.objectContaining({ code, value }))
})
