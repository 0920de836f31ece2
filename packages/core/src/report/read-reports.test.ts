import { expect, test } from 'vitest'
import { type ReadReport, readReports } from './read-reports.ts'
import type { ReportAddress } from './report-url.ts'
import type { Violation } from './violation.ts'

const NOTHING_TOLD: Violation = {
  documentUrl: '',
  referrer: '',
  blockedUrl: '',
  effectiveDirective: 'img-src',
  originalPolicy: '',
  disposition: 'enforce',
  statusCode: 0,
  sample: '',
  sourceFile: '',
  lineNumber: 0,
  columnNumber: 0,
}

type Address = Partial<ReportAddress>

function only(body: unknown, address: Address = {}): ReadReport | undefined {
  const reports = readReports(body, address)
  expect(reports).toHaveLength(1)
  return reports[0]
}

function violationIn(body: unknown, address: Address = {}): Violation | undefined {
  const report = only(body, address)
  return report?.kind === 'violation' ? report.violation : undefined
}

test.each<[title: string, body: unknown, told: Partial<Violation>]>([
  [
    'CSP3 §5.5: the legacy envelope',
    { 'csp-report': { 'effective-directive': 'img-src', 'blocked-uri': 'data' } },
    { blockedUrl: 'data' },
  ],
  [
    'WebKit: the envelope beside type and url',
    { type: 'csp-violation', url: 'https://a.test/', 'csp-report': { 'effective-directive': 'img-src' } },
    { documentUrl: 'https://a.test/' },
  ],
  [
    'WebKit: one report of the Reporting API without a list',
    { type: 'csp-violation', url: 'https://a.test/', body: { effectiveDirective: 'img-src', lineNumber: 7 } },
    { documentUrl: 'https://a.test/', lineNumber: 7 },
  ],
  [
    '§5.3: a list',
    [{ type: 'csp-violation', body: { effectiveDirective: 'img-src', statusCode: 200 } }],
    { statusCode: 200 },
  ],
  [
    'Firefox: null for what is not known',
    {
      type: 'csp-violation',
      body: { effectiveDirective: 'img-src', sourceFile: null, lineNumber: null, referrer: null },
    },
    {},
  ],
  [
    'CSP2 §4.4: violated-directive alone, with its values',
    { 'csp-report': { 'violated-directive': "IMG-SRC 'self' https://a.test" } },
    {},
  ],
  [
    'the legacy names in a body of the Reporting API',
    { type: 'csp-violation', body: { 'effective-directive': 'img-src', 'line-number': 3 } },
    { lineNumber: 3 },
  ],
  [
    'the names of the event',
    { type: 'csp-violation', body: { effectiveDirective: 'img-src', blockedURI: 'eval' } },
    { blockedUrl: 'eval' },
  ],
  [
    'numbers as texts',
    { 'csp-report': { 'effective-directive': 'img-src', 'line-number': '12', 'status-code': '0200' } },
    { lineNumber: 12, statusCode: 200 },
  ],
  [
    'numbers that are none',
    {
      'csp-report': { 'effective-directive': 'img-src', 'line-number': '1e3', 'column-number': -1, 'status-code': 2.5 },
    },
    {},
  ],
  [
    'an enormous number',
    { 'csp-report': { 'effective-directive': 'img-src', 'line-number': 1e300, 'column-number': '99999999999' } },
    {},
  ],
  [
    'a number for a text',
    { 'csp-report': { 'effective-directive': 'img-src', 'script-sample': 12 } },
    { sample: '12' },
  ],
  [
    'other types for a text',
    { 'csp-report': { 'effective-directive': 'img-src', 'script-sample': ['a'], referrer: {}, 'blocked-uri': true } },
    {},
  ],
  [
    'a lone surrogate and control characters',
    { 'csp-report': { 'effective-directive': 'img-src', 'script-sample': '\ud800\u0000\u001b[2J' } },
    { sample: '\ud800\u0000\u001b[2J' },
  ],
  ['a disposition that is none', { 'csp-report': { 'effective-directive': 'img-src', disposition: 'ignore' } }, {}],
])('%s', (_, body, told) => {
  expect(violationIn(body)).toEqual({ ...NOTHING_TOLD, ...told })
})

test.each<[title: string, reported: unknown, address: Address, disposition: string]>([
  ['the report says it', 'report', { disposition: 'enforce' }, 'report'],
  ['the address alone says it', undefined, { disposition: 'report' }, 'report'],
  ['nobody says it', undefined, {}, 'enforce'],
])('the disposition where %s', (_, disposition, address, expected) => {
  const body = { 'csp-report': { 'effective-directive': 'img-src', disposition } }
  expect(violationIn(body, address)?.disposition).toBe(expected)
})

test.each<[title: string, report: unknown]>([
  ['nothing', undefined],
  ['null', null],
  ['a text', 'csp-report'],
  ['a list in the list', [{ 'csp-report': { 'effective-directive': 'img-src' } }]],
  ['no type', { body: { effectiveDirective: 'img-src' } }],
  ['a type that is no text', { type: 1, body: {} }],
  ['a violation without a body', { type: 'csp-violation', url: 'https://a.test/' }],
  ['a violation whose body is a list', { type: 'csp-violation', body: [] }],
  ['a violation of no directive', { type: 'csp-violation', body: { blockedURL: 'inline' } }],
  ['a violation of a directive that no policy can have', { 'csp-report': { 'effective-directive': '<script>' } }],
  ['a directive that goes on', { 'csp-report': { 'effective-directive': 'img-src/secret' } }],
  ['a directive without an end', { 'csp-report': { 'effective-directive': 'a'.repeat(65) } }],
  ['an envelope that is no object', { 'csp-report': 'img-src' }],
  ['a hash report without a hash', { type: 'csp-hash', body: { type: 'subresource' } }],
  ['inherited fields', Object.create({ 'csp-report': { 'effective-directive': 'img-src' } })],
  ['a prototype in place of fields', JSON.parse('{"__proto__": {"type": "csp-violation"}, "toString": 1}')],
])('malformed: %s', (_, report) => {
  const good = { 'csp-report': { 'effective-directive': 'img-src' } }
  expect(readReports([good, report, good], {}).map(({ kind }) => kind)).toEqual(['violation', 'malformed', 'violation'])
})

test('§5.4: the hash of a script that ran', () => {
  const body = {
    documentURL: 'https://a.test/',
    subresourceURL: 'https://a.test/a.js',
    hash: 'sha256-AAAA',
    type: 'subresource',
    destination: 'script',
  }
  const report = {
    documentUrl: 'https://a.test/',
    subresourceUrl: 'https://a.test/a.js',
    hash: 'sha256-AAAA',
    type: 'subresource',
    destination: 'script',
  }
  expect(only([{ type: 'csp-hash', body }])).toEqual({ kind: 'hash', report })
  expect(only({ type: 'csp-hash', url: 'https://b.test/', body: { hash: 'sha256-AAAA' } })).toEqual({
    kind: 'hash',
    report: { documentUrl: 'https://b.test/', subresourceUrl: '', hash: 'sha256-AAAA', type: '', destination: '' },
  })
})

test('another type goes on as it came, unless it is too deep', () => {
  const nested = (depth: number): unknown => (depth === 0 ? 1 : { inner: nested(depth - 1) })
  expect(only({ type: 'deprecation', body: { id: 'x' } })).toEqual({
    kind: 'other',
    type: 'deprecation',
    body: { id: 'x' },
  })
  expect(only({ type: 'x', body: nested(6) })?.kind).toBe('other')
  expect(only({ type: 'x', body: nested(7) })?.kind).toBe('malformed')
})

test('age and browser, where they are told', () => {
  const body = { effectiveDirective: 'img-src' }
  expect(only({ type: 'csp-violation', age: 12, user_agent: 'Mozilla/5.0', body })).toMatchObject({
    age: 12,
    userAgent: 'Mozilla/5.0',
  })
  expect(Object.keys(only({ type: 'csp-violation', age: null, user_agent: null, body }) ?? {})).toEqual([
    'kind',
    'violation',
  ])
})

test('an empty list has no report', () => {
  expect(readReports([], {})).toEqual([])
})

test('long texts are cut', () => {
  const long = 'x'.repeat(100_000)
  const body = { 'csp-report': { 'effective-directive': 'img-src', 'blocked-uri': long, 'original-policy': long } }
  const violation = violationIn(body)
  expect(violation?.blockedUrl).toHaveLength(2048)
  expect(violation?.originalPolicy).toHaveLength(16_384)
})
