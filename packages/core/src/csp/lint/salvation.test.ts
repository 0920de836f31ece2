import { expect, test } from 'vitest'
import type { FindingCode } from '../../finding.ts'
import { lintText } from './lint.test-kit.ts'

const DIGEST = 'MhtPZXr7+LpJUY5qtMutB+qWfQtMaPccfe7QXtCcEYc='
const HASH = `'sha256-${DIGEST}'`
const NONCE = "'nonce-q83vASNFZ4mrze3LqYdlQyEA'"

// What salvation (shapesecurity/salvation v3) warns of, told in our words, by a policy that has it: with what the linter says of it.
test.each<[what: string, header: string, code: FindingCode, value: string]>([
  // Directives
  ['a directive twice', 'img-src a; img-src b', 'duplicate-directive', 'img-src'],
  ['a directive it does not know', 'imgsrc a', 'unknown-directive', 'imgsrc'],
  ['a directive that is deprecated', 'plugin-types application/pdf', 'deprecated-directive', 'plugin-types'],
  ['a directive that was an experiment', 'navigate-to a', 'deprecated-directive', 'navigate-to'],
  ['block-all-mixed-content', 'block-all-mixed-content', 'deprecated-directive', 'block-all-mixed-content'],
  ['prefetch-src', 'prefetch-src a', 'deprecated-directive', 'prefetch-src'],
  ['a value where none goes', 'upgrade-insecure-requests a', 'misplaced-value', 'a'],
  ['a value where none goes, again', 'block-all-mixed-content a', 'misplaced-value', 'a'],
  ['a character outside ASCII', 'img-src ä', 'not-ascii', 'ä'],
  // Lists of sources
  ['an empty list', 'img-src', 'unset-value', 'img-src'],
  ["'none' beside others", "img-src 'none' a", 'none-with-others', "'none'"],
  ['a host twice', 'img-src a A', 'duplicate-value', 'A'],
  ['a scheme twice', 'img-src data: DATA:', 'duplicate-value', 'DATA:'],
  ["'self' twice", "img-src 'self' 'self'", 'duplicate-value', "'self'"],
  ['* twice', 'img-src * *', 'duplicate-value', '*'],
  ['a keyword twice', "script-src 'unsafe-eval' 'unsafe-eval'", 'duplicate-value', "'unsafe-eval'"],
  ['a nonce twice', `script-src ${NONCE} ${NONCE}`, 'duplicate-value', NONCE],
  ['a hash twice', `script-src ${HASH} ${HASH}`, 'duplicate-value', HASH],
  ['a keyword without quotes', 'img-src self', 'invalid-source', 'self'],
  ["'none' without quotes", 'img-src none', 'invalid-source', 'none'],
  ['a nonce without quotes', 'script-src nonce-abcd', 'invalid-source', 'nonce-abcd'],
  ['a hash without quotes', `script-src ${HASH.slice(1, -1)}`, 'invalid-source', HASH.slice(1, -1)],
  ['a keyword nobody knows', "script-src 'frobnicate'", 'invalid-source', "'frobnicate'"],
  ['a keyword of drafts', "script-src 'unsafe-hashed-attributes'", 'invalid-source', "'unsafe-hashed-attributes'"],
  ['a keyword that was taken out', "script-src 'unsafe-redirect'", 'invalid-source', "'unsafe-redirect'"],
  ['text that is no source', 'img-src a_b', 'invalid-source', 'a_b'],
  ['a nonce that is no base64', "script-src 'nonce-%'", 'invalid-nonce', "'nonce-%'"],
  ['a hash that is no base64', "script-src 'sha256-%'", 'invalid-hash', "'sha256-%'"],
  ['a hash of another algorithm', "script-src 'sha1-abcd'", 'invalid-source', "'sha1-abcd'"],
  ['a hash of the wrong length, sha256', "script-src 'sha256-abcd'", 'invalid-hash', "'sha256-abcd'"],
  ['a hash of the wrong length, sha384', `script-src 'sha384-${DIGEST}'`, 'invalid-hash', `'sha384-${DIGEST}'`],
  ['a hash of the wrong length, sha512', `script-src 'sha512-${DIGEST}'`, 'invalid-hash', `'sha512-${DIGEST}'`],
  [
    'a hash in base64url',
    `script-src 'sha256-${DIGEST.replaceAll('+', '-')}'`,
    'base64url-hash',
    `'sha256-${DIGEST.replaceAll('+', '-')}'`,
  ],
  ['a keyword where it means nothing', "img-src 'unsafe-inline'", 'misplaced-value', "'unsafe-inline'"],
  [
    'an ancestor that is no host, scheme or self',
    "frame-ancestors 'unsafe-inline'",
    'misplaced-value',
    "'unsafe-inline'",
  ],
  ["'none' beside ancestors", "frame-ancestors 'none' a", 'none-with-others', "'none'"],
  ['an ancestor twice', 'frame-ancestors a a', 'duplicate-value', 'a'],
  ['a query in a source', 'img-src a/b?c', 'invalid-source', 'a/b?c'],
  // Other values
  ['a sandbox token it does not know', 'sandbox allow-everything', 'misplaced-value', 'allow-everything'],
  ['a sandbox token in quotes', "sandbox 'allow-forms'", 'misplaced-value', "'allow-forms'"],
  ['a sandbox token twice', 'sandbox allow-forms allow-forms', 'duplicate-value', 'allow-forms'],
  ['report-to without a value', 'report-to', 'unset-value', 'report-to'],
  ['report-to with two', 'report-to a b', 'misplaced-value', 'b'],
  ['report-to with what is no name', 'report-to a/b', 'undeclared-endpoint', 'a/b'],
  ['media types, well-formed or not', 'plugin-types a', 'deprecated-directive', 'plugin-types'],
  ['report-uri without a value', 'report-uri', 'unset-value', 'report-uri'],
  ['a report address twice', 'report-uri /a /a', 'duplicate-value', '/a'],
  ['a report address that is none', 'report-uri a', 'invalid-endpoint', 'a'],
])('%s: %s', (_what, header, code, value) => {
  expect(lintText(header)).toContainEqual(expect.objectContaining({ code, value }))
})

// It warns of report-uri, which CSP3 §6.5.1 calls deprecated. Browsers from before report-to know nothing else, so we do not.
test('report-uri is not held against a policy', () => {
  const found = lintText("default-src 'none'; report-uri /r").filter(({ directive }) => directive === 'report-uri')
  expect(found).toEqual([])
})
