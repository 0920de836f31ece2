import { describe, expect, test } from 'vitest'
import { renderCsp } from '../apply.ts'
import { compile } from '../compile.ts'
import type { CspSetting } from '../config.ts'
import { decide } from '../decide.ts'
import type { Finding } from '../finding.ts'
import { policyId } from '../report/policy-id.ts'
import { lintCsp } from './lint/lint.ts'
import { metaCsp } from './meta.ts'

const SELF = "default-src 'self'"
const STRICT = "script-src 'nonce-*' 'strict-dynamic'"
// What a response has whose nonce nobody read.
const NONCELESS = "script-src 'strict-dynamic'"
const ANCESTORS = "frame-ancestors 'none'"
const [S, N, L, A] = [SELF, STRICT, NONCELESS, ANCESTORS].map(policyId)

const CSP = 'content-security-policy'
const ON_TRIAL = 'content-security-policy-report-only'
const ENDPOINTS = 'reporting-endpoints'
const nonce = { directives: { 'script-src': ["'nonce'", "'strict-dynamic'"] } } as const
const onTrial = { directives: { 'default-src': ["'self'"] }, reportOnly: true } as const

interface Row {
  readonly csp: CspSetting
  /** Default `/r`. */
  readonly endpoint?: string
  readonly nonce?: string
  readonly http: Readonly<Record<string, string>>
  readonly https: Readonly<Record<string, string>>
}

// Each is what Chromium, Firefox and WebKit deliver: on https report-to, with report-uri for those that do not know it yet; else report-uri alone.
const ROWS: readonly (readonly [title: string, row: Row])[] = [
  [
    'one policy',
    {
      csp: SELF,
      http: { [CSP]: `${SELF}; report-uri /r?policy=${S}&disposition=enforce` },
      https: {
        [CSP]: `${SELF}; report-uri /r?policy=${S}&disposition=enforce; report-to csp-${S}`,
        [ENDPOINTS]: `csp-${S}="/r?policy=${S}&disposition=enforce"`,
      },
    },
  ],
  [
    'one on trial',
    {
      csp: onTrial,
      http: { [ON_TRIAL]: `${SELF}; report-uri /r?policy=${S}&disposition=report` },
      https: {
        [ON_TRIAL]: `${SELF}; report-uri /r?policy=${S}&disposition=report; report-to csp-report-${S}`,
        [ENDPOINTS]: `csp-report-${S}="/r?policy=${S}&disposition=report"`,
      },
    },
  ],
  [
    'the same, enforced and on trial: an endpoint each',
    {
      csp: [SELF, onTrial],
      http: {
        [CSP]: `${SELF}; report-uri /r?policy=${S}&disposition=enforce`,
        [ON_TRIAL]: `${SELF}; report-uri /r?policy=${S}&disposition=report`,
      },
      https: {
        [CSP]: `${SELF}; report-uri /r?policy=${S}&disposition=enforce; report-to csp-${S}`,
        [ON_TRIAL]: `${SELF}; report-uri /r?policy=${S}&disposition=report; report-to csp-report-${S}`,
        [ENDPOINTS]: `csp-${S}="/r?policy=${S}&disposition=enforce", csp-report-${S}="/r?policy=${S}&disposition=report"`,
      },
    },
  ],
  [
    'frame-ancestors leaves into a policy of its own, with report-uri alone (w3c/reporting#203)',
    {
      csp: `${SELF}; ${ANCESTORS}`,
      http: {
        [CSP]: `${SELF}; report-uri /r?policy=${S}&disposition=enforce, ${ANCESTORS}; report-uri /r?policy=${A}&disposition=enforce`,
      },
      https: {
        [CSP]: `${SELF}; report-uri /r?policy=${S}&disposition=enforce; report-to csp-${S}, ${ANCESTORS}; report-uri /r?policy=${A}&disposition=enforce`,
        [ENDPOINTS]: `csp-${S}="/r?policy=${S}&disposition=enforce"`,
      },
    },
  ],
  [
    'frame-ancestors alone stays one policy, and means the same as X-Frame-Options as before',
    {
      csp: { directives: { 'frame-ancestors': ["'none'"] }, frameOptions: true },
      http: { [CSP]: `${ANCESTORS}; report-uri /r?policy=${A}&disposition=enforce`, 'x-frame-options': 'DENY' },
      https: { [CSP]: `${ANCESTORS}; report-uri /r?policy=${A}&disposition=enforce`, 'x-frame-options': 'DENY' },
    },
  ],
  [
    'X-Frame-Options of a policy that frame-ancestors leaves',
    {
      csp: { directives: { 'default-src': ["'self'"], 'frame-ancestors': ["'none'"] }, frameOptions: true },
      http: {
        [CSP]: `${SELF}; report-uri /r?policy=${S}&disposition=enforce, ${ANCESTORS}; report-uri /r?policy=${A}&disposition=enforce`,
        'x-frame-options': 'DENY',
      },
      https: {
        [CSP]: `${SELF}; report-uri /r?policy=${S}&disposition=enforce; report-to csp-${S}, ${ANCESTORS}; report-uri /r?policy=${A}&disposition=enforce`,
        'x-frame-options': 'DENY',
        [ENDPOINTS]: `csp-${S}="/r?policy=${S}&disposition=enforce"`,
      },
    },
  ],
  [
    'a nonce that nobody read: another text, and so another name; both are declared',
    {
      csp: nonce,
      http: { [CSP]: `${NONCELESS}; report-uri /r?policy=${L}&disposition=enforce` },
      https: {
        [CSP]: `${NONCELESS}; report-uri /r?policy=${L}&disposition=enforce; report-to csp-${L}`,
        [ENDPOINTS]: `csp-${N}="/r?policy=${N}&disposition=enforce", csp-${L}="/r?policy=${L}&disposition=enforce"`,
      },
    },
  ],
  [
    'a nonce that was read',
    {
      csp: nonce,
      nonce: 'abc',
      http: { [CSP]: `script-src 'nonce-abc' 'strict-dynamic'; report-uri /r?policy=${N}&disposition=enforce` },
      https: {
        [CSP]: `script-src 'nonce-abc' 'strict-dynamic'; report-uri /r?policy=${N}&disposition=enforce; report-to csp-${N}`,
        [ENDPOINTS]: `csp-${N}="/r?policy=${N}&disposition=enforce", csp-${L}="/r?policy=${L}&disposition=enforce"`,
      },
    },
  ],
  [
    'an absolute address with a query and a fragment',
    {
      csp: SELF,
      endpoint: 'https://reports.test/csp?site=a#x',
      http: { [CSP]: `${SELF}; report-uri https://reports.test/csp?site=a&policy=${S}&disposition=enforce` },
      https: {
        [CSP]: `${SELF}; report-uri https://reports.test/csp?site=a&policy=${S}&disposition=enforce; report-to csp-${S}`,
        [ENDPOINTS]: `csp-${S}="https://reports.test/csp?site=a&policy=${S}&disposition=enforce"`,
      },
    },
  ],
  [
    'an address with what ends a text in a header (RFC 8941 §3.3.3)',
    {
      csp: SELF,
      endpoint: '/r"\\',
      http: { [CSP]: `${SELF}; report-uri /r"\\?policy=${S}&disposition=enforce` },
      https: {
        [CSP]: `${SELF}; report-uri /r"\\?policy=${S}&disposition=enforce; report-to csp-${S}`,
        [ENDPOINTS]: `csp-${S}="/r\\"\\\\?policy=${S}&disposition=enforce"`,
      },
    },
  ],
  [
    'an address of http: report-to would not take it (Reporting API §3.3), and keep report-uri from being used',
    {
      csp: SELF,
      endpoint: 'http://localhost:4000/r',
      http: { [CSP]: `${SELF}; report-uri http://localhost:4000/r?policy=${S}&disposition=enforce` },
      https: { [CSP]: `${SELF}; report-uri http://localhost:4000/r?policy=${S}&disposition=enforce` },
    },
  ],
  [
    'a policy that says itself where it reports keeps what it says, frame-ancestors too',
    {
      csp: [`${SELF}; ${ANCESTORS}; report-uri /own`, 'img-src *; report-to own; report-uri /own'],
      http: { [CSP]: `${SELF}; ${ANCESTORS}; report-uri /own, img-src *; report-to own; report-uri /own` },
      https: { [CSP]: `${SELF}; ${ANCESTORS}; report-uri /own, img-src *; report-to own; report-uri /own` },
    },
  ],
  [
    'the shorter form of a policy is the one that is named',
    {
      csp: { directives: { 'default-src': ["'self'"], 'img-src': ["'self'"] }, minify: true },
      http: { [CSP]: `${SELF}; report-uri /r?policy=${S}&disposition=enforce` },
      https: {
        [CSP]: `${SELF}; report-uri /r?policy=${S}&disposition=enforce; report-to csp-${S}`,
        [ENDPOINTS]: `csp-${S}="/r?policy=${S}&disposition=enforce"`,
      },
    },
  ],
]

function headersOf({ csp, endpoint = '/r', nonce: drawn }: Row, scheme: string | undefined) {
  const policy = compile({ csp, reporting: { endpoint } })
  const request = { method: 'GET', path: '/', header: () => undefined, ...(scheme === undefined ? {} : { scheme }) }
  return Object.fromEntries(renderCsp(decide(policy, request), drawn))
}

describe.each(ROWS)('%s', (_title, row) => {
  test.each([
    ['https', row.https],
    ['http', row.http],
    // Works on https too, in all three.
    [undefined, row.http],
    ['wss', row.http],
  ] as const)('scheme %s', (scheme, expected) => {
    expect(headersOf(row, scheme)).toEqual(expected)
  })
})

// Both kinds of a policy's own reporting are left as they are, so their findings are not ours.
const OURS = ROWS.filter(([title]) => !title.includes('keeps what it says'))
const ABOUT_REPORTING: readonly Finding['code'][] = [
  'no-reporting',
  'report-to-only',
  'undeclared-endpoint',
  'insecure-endpoint',
  'invalid-endpoint',
  'useless-option',
]

test.each(OURS)('the linter agrees: %s', (_title, row) => {
  for (const scheme of ['https', 'http'] as const) {
    const headers = headersOf({ ...row, nonce: 'r4nd0mr4nd0mr4nd0mr4nd0m' }, scheme)
    const policies = [
      { header: headers[CSP] ?? '' },
      { header: headers[ON_TRIAL] ?? '', disposition: 'report' as const },
    ].filter(({ header }) => header !== '')
    const findings = lintCsp(policies, { page: `${scheme}://a.test/`, headers })
    const told = findings.filter(({ code }) => ABOUT_REPORTING.includes(code))
    expect(told.map(({ code }) => code)).toEqual([])
  }
})

const FIRST_LINE = { 'default-src': ["'self'"] } as const

// The rows of what browsers were seen to do with reports; each has its finding where somebody writes it by hand.
test.each<[row: string, csp: CspSetting, code: Finding['code'], path: string]>([
  ['h: a name with a capital letter', `${SELF}; report-to CSP; report-uri /r`, 'undeclared-endpoint', 'csp'],
  ['m: a name that a header has to declare', `${SELF}; report-to csp; report-uri /r`, 'undeclared-endpoint', 'csp'],
  [
    'f: frame-ancestors beside report-to',
    { directives: { ...FIRST_LINE, 'frame-ancestors': ["'self'"], 'report-to': 'csp', 'report-uri': ['/r'] } },
    'useless-option',
    'csp.directives.frame-ancestors',
  ],
])('a policy of its own, row %s', (_row, csp, code, path) => {
  const { findings } = compile({ csp })
  expect(findings).toContainEqual(expect.objectContaining({ code, path }))
})

test.each<[row: string, header: string, page: string, headers: Record<string, string>, code: Finding['code']]>([
  ['h: a capital letter', 'img-src a; report-to CSP; report-uri /r', 'https:', {}, 'undeclared-endpoint'],
  ['m: a name that nothing declares', 'img-src a; report-to csp; report-uri /r', 'https:', {}, 'undeclared-endpoint'],
  [
    'r: an address without a slash in front',
    'img-src a; report-to csp; report-uri /r',
    'https:',
    { 'Reporting-Endpoints': 'csp="r"' },
    'invalid-endpoint',
  ],
  ['r: the same in report-uri', 'img-src a; report-uri r', 'https:', {}, 'invalid-endpoint'],
  [
    'l2: report-to on a page of http',
    'img-src a; report-to csp; report-uri /r',
    'http:',
    { 'Reporting-Endpoints': 'csp="https://a.test/r"' },
    'useless-option',
  ],
  [
    'f: frame-ancestors beside report-to',
    'frame-ancestors a; report-to csp; report-uri /r',
    'https:',
    { 'Reporting-Endpoints': 'csp="/r"' },
    'useless-option',
  ],
  ['b: report-to alone, for browsers that do not know it', 'img-src a; report-to csp', 'https:', {}, 'report-to-only'],
])('the linter knows row %s', (_row, header, page, headers, code) => {
  expect(lintCsp([{ header }], { page, headers }).map((finding) => finding.code)).toContain(code)
})

test.each<[title: string, endpoint: string, findings: readonly Partial<Finding>[]]>([
  ['https', 'https://reports.test/csp', []],
  ['a path', '/csp', []],
  ['the own machine', 'http://localhost:4000/csp', []],
  [
    'http: mixed content (Mixed Content §4.4)',
    'http://reports.test/csp',
    [
      {
        code: 'insecure-endpoint',
        severity: 'warning',
        path: 'reporting.endpoint',
        fix: 'Write https://reports.test/csp.',
      },
    ],
  ],
])('an endpoint at %s', (_title, endpoint, expected) => {
  expect(compile({ csp: SELF, reporting: { endpoint } }).findings).toMatchObject(expected)
})

test('a meta element gets nothing of it: it can carry neither', () => {
  const policy = compile({ csp: SELF, reporting: { endpoint: '/r' } })
  expect(metaCsp(policy)).toMatchObject({ contents: [SELF], findings: [] })
})
