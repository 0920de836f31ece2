import { expect, test } from 'vitest'
import { readViolation } from './violation-report.ts'

const report = {
  'document-uri': 'http://localhost:3000/styled',
  referrer: '',
  'violated-directive': 'style-src-attr',
  'effective-directive': 'style-src-attr',
  'original-policy': "style-src 'self'; report-uri /told",
  disposition: 'report',
  'blocked-uri': 'inline',
  'line-number': 1,
  'source-file': 'http://localhost:3000/styled',
  'status-code': 200,
  'script-sample': 'color:red',
}
const violation = {
  directive: 'style-src-attr',
  blocked: 'inline',
  page: 'http://localhost:3000/styled',
  source: 'http://localhost:3000/styled',
  sample: 'color:red',
  policy: "style-src 'self'; report-uri /told",
}

test.each([
  ['as Chromium sends it', report, violation],
  ['with the older name of the directive alone', { ...report, 'effective-directive': undefined }, violation],
  [
    'with a directive and its words, as browsers once sent',
    { ...report, 'effective-directive': '', 'violated-directive': "style-src-attr 'self'" },
    violation,
  ],
  ['as WebKit sends it, without disposition', { ...report, disposition: undefined }, violation],
  [
    'with texts missing',
    { ...report, 'script-sample': null, 'source-file': 7 },
    { ...violation, sample: '', source: '' },
  ],
  [
    'with endless texts',
    { ...report, 'script-sample': 'x'.repeat(5_000) },
    { ...violation, sample: 'x'.repeat(2_000) },
  ],
  ['with an endless policy', { ...report, 'original-policy': 'x'.repeat(20_000) }, { ...violation, policy: '' }],
])('%s', (_title, body, expected) => {
  expect(readViolation(JSON.stringify({ 'csp-report': body }))).toEqual(expected)
})

test.each([
  ['nothing', ''],
  ['no JSON', '{'],
  ['null', 'null'],
  ['a list', '[]'],
  ['another report', '{"type":"deprecation","body":{}}'],
  ['a report that is none', '{"csp-report":"x"}'],
  ['a directive that CSP has not', JSON.stringify({ 'csp-report': { ...report, 'effective-directive': 'x-src' } })],
  ['no page', JSON.stringify({ 'csp-report': { ...report, 'document-uri': 'about' } })],
  ['an enforced policy', JSON.stringify({ 'csp-report': { ...report, disposition: 'enforce' } })],
])('is not read from %s', (_title, body) => {
  expect(readViolation(body)).toBeUndefined()
})
