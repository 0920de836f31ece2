import { expect, test } from 'vitest'
import { isSealedForm } from './sealed-form.ts'

const HASH = "'sha256-c2NyaXB0'"
const OTHER = "'sha384-b3RoZXI='"
const served = `script-src 'nonce-*' 'strict-dynamic' https: 'unsafe-inline' ${OTHER}; object-src 'none'`

test.each<[title: string, reported: string]>([
  ['hashes in the place of the nonce', `script-src ${HASH} 'strict-dynamic' https: ${OTHER}; object-src 'none'`],
  ['none', `script-src 'strict-dynamic' https: ${OTHER}; object-src 'none'`],
  [
    'hashes beside it',
    `script-src 'nonce-abc' ${HASH} 'strict-dynamic' https: 'unsafe-inline' ${OTHER}; object-src 'none'`,
  ],
  ['another order of directives', `object-src 'none'; script-src ${HASH} 'strict-dynamic' https: ${OTHER}`],
  ['without what the nonce decides', "object-src 'none'"],
  ['with where it reports to, and what browsers skip', `script-src-nonce 'nonce-a'; object-src 'none'; report-uri /r`],
])('a form of the policy: %s', (_title, reported) => {
  expect(isSealedForm(reported, served)).toBe(true)
})

test.each<[title: string, reported: string, of?: string]>([
  ['another source', `script-src ${HASH} 'strict-dynamic' https: http: ${OTHER}; object-src 'none'`],
  ['a source less', `script-src ${HASH} 'strict-dynamic' ${OTHER}; object-src 'none'`],
  ['a hash of its own less', `script-src ${HASH} 'strict-dynamic' https:; object-src 'none'`],
  ['another directive', `script-src ${HASH} 'strict-dynamic' https: ${OTHER}; object-src 'none'; img-src *`],
  ['without what no nonce decides', `script-src ${HASH} 'strict-dynamic' https: ${OTHER}`],
  ['another list that no nonce decides', "object-src 'self'"],
  ['a hash where there is no nonce', `object-src ${HASH}`],
  ['nothing', ''],
  ['of a policy without a nonce', "script-src 'self' 'sha256-c2NyaXB0'", "script-src 'self'"],
])('no form of the policy: %s', (_title, reported, of = served) => {
  expect(isSealedForm(reported, of)).toBe(false)
})

test('a list that nothing is left of', () => {
  expect(isSealedForm("style-src 'none'", "style-src 'nonce-*' 'unsafe-inline'")).toBe(true)
})

test.each<[title: string, reported: string, fits: boolean]>([
  ['its addresses for what else falls back to it', 'img-src https:; object-src https:', true],
  ['others', 'img-src https: data:; object-src https:', false],
  ['for what does not fall back to it', 'form-action https:; object-src https:', false],
])('default-src left out, %s', (_title, reported, fits) => {
  expect(isSealedForm(reported, "default-src 'nonce-*' https:; object-src https:")).toBe(fits)
})

test('a script-src that repeats default-src', () => {
  expect(isSealedForm(`script-src 'nonce-a' ${HASH}; default-src 'nonce-a'`, "default-src 'nonce-*'")).toBe(true)
})
