import { expect, test } from 'vitest'
import { normalizePolicy, policyId } from './policy-id.ts'

const served = "default-src 'self'; script-src 'nonce-abcd' 'strict-dynamic'"

test.each<[title: string, reported: string]>([
  ['as it was served', served],
  ['with another nonce', "default-src 'self'; script-src 'nonce-efgh' 'strict-dynamic'"],
  ['with the addresses of reports', `${served}; report-uri https://app.example/csp?a=b; report-to csp`],
  ['with a space in front, as WebKit sends the second policy of a header', ` ${served}`],
  ['with other white space and letters', "DEFAULT-SRC  'self' ;\tscript-src 'NONCE-abcd' 'strict-dynamic';"],
])('the same policy %s', (_, reported) => {
  expect(normalizePolicy(reported)).toBe("default-src 'self'; script-src 'nonce-*' 'strict-dynamic'")
  expect(policyId(reported)).toBe(policyId(served))
})

test.each<[title: string, reported: string]>([
  ['another source', "default-src 'self' https:; script-src 'nonce-abcd' 'strict-dynamic'"],
  ['another order', "script-src 'nonce-abcd' 'strict-dynamic'; default-src 'self'"],
  ['a path in capitals', "default-src 'self'; script-src 'nonce-abcd' 'strict-dynamic' https://a.example/A"],
  ['nothing', ''],
])('another policy: %s', (_, reported) => {
  expect(policyId(reported)).not.toBe(policyId(served))
})
