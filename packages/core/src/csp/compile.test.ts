import { expect, test } from 'vitest'
import type { Finding, FindingCode } from '../finding.ts'
import { policyId } from '../report/policy-id.ts'
import { reportUrl } from '../report/report-url.ts'
import type { Disposition } from '../report/violation.ts'
import { compileCsp } from './compile.ts'
import type { CspConfig } from './config.ts'
import type { Directives } from './directives.ts'
import { NONCE } from './keywords.ts'
import type { CompiledCsp } from './policy.ts'

// What JavaScript callers, and configurations read from a file, may hand over.
interface Untyped {
  compileCsp(
    configs: readonly unknown[],
    options: { readonly path: string; readonly findings: Finding[]; readonly reportUri?: string },
  ): CompiledCsp | null
}
const untyped: Untyped = { compileCsp }

function compileOne(config: unknown, reportUri?: string) {
  const findings: Finding[] = []
  const options = { path: 'csp', findings, ...(reportUri === undefined ? {} : { reportUri }) }
  return { compiled: untyped.compileCsp([config], options), findings }
}

function reporting(policy: string, disposition: Disposition = 'enforce', endpoint = '/r'): string {
  return `${policy}; report-uri ${reportUrl(endpoint, { policy: policyId(policy), disposition })}`
}

const hash = `'sha256-${'A'.repeat(43)}='`
const csp = 'content-security-policy'
const reportOnly = 'content-security-policy-report-only'

test.each<[title: string, directives: Directives, value: string]>([
  ['one directive', { 'default-src': ["'self'"] }, "default-src 'self'"],
  [
    'several sources',
    { 'img-src': ["'self'", 'data:', 'https://*.a.test/x/'] },
    "img-src 'self' data: https://*.a.test/x/",
  ],
  ['nothing admitted', { 'object-src': ["'none'"] }, "object-src 'none'"],
  ['the order as written', { 'style-src': ['*'], 'base-uri': ["'none'"] }, "style-src *; base-uri 'none'"],
  [
    'script-src before its variants, where Next.js looks for the nonce',
    {
      'img-src': ['*'],
      'script-src-elem': ['*'],
      'font-src': ['*'],
      'script-src': ["'self'"],
      'script-src-attr': ["'none'"],
    },
    "img-src *; script-src 'self'; script-src-elem *; font-src *; script-src-attr 'none'",
  ],
  ['script-src after others stays there', { 'img-src': ['*'], 'script-src': ['*'] }, 'img-src *; script-src *'],
  ['valueless directives', { 'upgrade-insecure-requests': true, sandbox: true }, 'upgrade-insecure-requests; sandbox'],
  ['false leaves a valueless directive out', { sandbox: false, 'img-src': ['*'] }, 'img-src *'],
  ['sandbox tokens', { sandbox: ['allow-scripts', 'allow-forms'] }, 'sandbox allow-scripts allow-forms'],
  ['report endpoints', { 'report-uri': ['/r', 'https://r.test/?a=b'] }, 'report-uri /r https://r.test/?a=b'],
  ['an endpoint name', { 'report-uri': ['/r'], 'report-to': 'csp' }, 'report-uri /r; report-to csp'],
  ['webrtc', { webrtc: "'block'" }, "webrtc 'block'"],
  [
    'trusted types',
    {
      'trusted-types': ['default', 'a#b=c_/@.%', '*', "'allow-duplicates'"],
      'require-trusted-types-for': ["'script'"],
    },
    "trusted-types default a#b=c_/@.% * 'allow-duplicates'; require-trusted-types-for 'script'",
  ],
])('%s', (_title, directives, value) => {
  const { compiled, findings } = compileOne({ directives })
  expect(compiled).toEqual({
    headers: [{ name: csp, chunks: [value], nonceless: value }],
    hasNonce: false,
    nonceless: [[csp, value]],
  })
  expect(findings.filter(({ severity }) => severity !== 'info')).toEqual([])
})

test('a text is a policy like any other: white space is tidied, names are lower-cased', () => {
  const { compiled, findings } = compileOne(
    "\n  Default-SRC 'self';\n  script-src\t'nonce'  https://a.test ;; sandbox\n",
  )
  expect(compiled?.headers[0]?.chunks).toEqual(["default-src 'self'; script-src 'nonce-", "' https://a.test; sandbox"])
  expect(findings).toEqual([])
})

test('a policy whose directives are all turned off is left out, and nothing is reported for it', () => {
  const off = { directives: { sandbox: false, 'upgrade-insecure-requests': false } }
  const findings: Finding[] = []
  expect(compileCsp([off, 'img-src *'], { path: 'csp', findings, reportUri: '/r' })?.nonceless).toEqual([
    [csp, reporting('img-src *')],
  ])
  expect(compileOne({ ...off, reportOnly: true }, '/r')).toEqual({
    compiled: { headers: [], hasNonce: false, nonceless: [] },
    findings: [],
  })
})

test('several policies become one enforced and one report-only header', () => {
  const findings: Finding[] = []
  const configs: readonly CspConfig[] = [
    { directives: { 'script-src': [NONCE] }, reportOnly: true },
    "img-src 'self'",
    { directives: { 'style-src': [NONCE], 'report-uri': ['/own'] }, reportOnly: true },
    { directives: { 'frame-ancestors': ["'none'"] }, reportOnly: false },
  ]
  const enforcedText = `${reporting("img-src 'self'")}, ${reporting("frame-ancestors 'none'")}`
  const reportedText = `${reporting("script-src 'none'", 'report')}, style-src 'none'; report-uri /own`
  const [before = '', after = ''] = reporting("script-src 'nonce-*'", 'report').split('*')
  expect(compileCsp(configs, { path: 'csp', findings, reportUri: '/r' })).toEqual({
    headers: [
      { name: csp, chunks: [enforcedText], nonceless: enforcedText },
      {
        name: reportOnly,
        chunks: [before, `${after}, style-src 'nonce-`, "'; report-uri /own"],
        nonceless: reportedText,
      },
    ],
    hasNonce: true,
    nonceless: [
      [csp, enforcedText],
      [reportOnly, reportedText],
    ],
  })
  expect(findings).toEqual([])
})

test('a report-only policy alone sends the report-only header alone', () => {
  const { compiled } = compileOne({ directives: { 'img-src': ['*'] }, reportOnly: true }, 'https://r.test/csp')
  expect(compiled?.nonceless).toEqual([[reportOnly, reporting('img-src *', 'report', 'https://r.test/csp')]])
})

test('the result is frozen through and through', () => {
  const { compiled } = compileOne({ directives: { 'script-src': [NONCE] } })
  const parts = [
    compiled,
    compiled?.headers,
    compiled?.nonceless,
    ...(compiled?.headers ?? []),
    ...(compiled?.nonceless ?? []),
  ]
  for (const part of parts) expect(Object.isFrozen(part)).toBe(true)
})

type Refusal = [title: string, config: unknown, code: FindingCode, path: string, text: string]

const one = (name: string, value: unknown) => ({ directives: { [name]: value } })

test.each<Refusal>([
  // the policy itself
  ['nothing', undefined, 'unset-value', 'csp', 'environment variable'],
  ['null', null, 'unset-value', 'csp', 'environment variable'],
  ['an empty text', '', 'unset-value', 'csp', 'environment variable'],
  ['a text without directives', ' ; ', 'unset-value', 'csp', 'csp: false'],
  ['a number', 1, 'invalid-type', 'csp', 'directives'],
  ['true', true, 'invalid-type', 'csp', 'directives'],
  ['a list in the list', [[]], 'invalid-type', 'csp', 'directives'],
  ['an object without directives', { reportOnly: true }, 'unset-value', 'csp.directives', 'has no directives'],
  ['directives as a text', { directives: 'img-src *' }, 'invalid-type', 'csp.directives', 'directives by name'],
  ['empty directives', { directives: {} }, 'unset-value', 'csp.directives', 'csp: false'],
  [
    'a misspelt option',
    { directives: { 'img-src': ['*'] }, reportonly: true },
    'unknown-key',
    'csp.reportonly',
    'Did you mean reportOnly',
  ],
  [
    'directives at the top',
    { directives: { 'img-src': ['*'] }, 'font-src': ['*'] },
    'unknown-key',
    'csp.font-src',
    "{ 'font-src': … }",
  ],
  [
    'an unset reportOnly',
    { directives: { 'img-src': ['*'] }, reportOnly: undefined },
    'unset-value',
    'csp.reportOnly',
    'true or false',
  ],
  [
    'a reportOnly that is a text',
    { directives: { 'img-src': ['*'] }, reportOnly: 'yes' },
    'invalid-type',
    'csp.reportOnly',
    'true or false',
  ],

  // names
  [
    'a misspelt directive',
    one('img-scr', ['*']),
    'unknown-directive',
    'csp.directives.img-scr',
    'Did you mean img-src?',
  ],
  ['camel case', one('scriptSrcElem', ['*']), 'unknown-directive', 'csp.directives.scriptSrcElem', 'script-src-elem'],
  ['a capital letter', one('Img-Src', ['*']), 'unknown-directive', 'csp.directives.Img-Src', 'img-src'],
  [
    'a property every object has',
    one('constructor', ['*']),
    'unknown-directive',
    'csp.directives.constructor',
    'lower-case',
  ],
  [
    'a name that would be two',
    one('img-src *; script-src', ['*']),
    'unknown-directive',
    'csp.directives.img-src *; script-src',
    'CSP has no directive',
  ],
  ['an unknown directive in a text', 'imgsrc *', 'unknown-directive', 'csp', 'img-src'],
  ['plugin-types', one('plugin-types', ['a/b']), 'deprecated-directive', 'csp.directives.plugin-types', 'object-src'],
  ['navigate-to', one('navigate-to', ["'self'"]), 'deprecated-directive', 'csp.directives.navigate-to', 'form-action'],
  ['referrer', 'referrer no-referrer', 'deprecated-directive', 'csp', 'Referrer-Policy'],
  ['reflected-xss', 'reflected-xss block', 'deprecated-directive', 'csp', 'script-src'],
  ['a directive twice in a text', 'img-src *; IMG-SRC a.test', 'duplicate-value', 'csp', 'heed the first only'],
  ['a comma in a text', 'img-src *, font-src *', 'invalid-source', 'csp', 'list of texts'],

  // shapes
  ['an unset directive', one('img-src', undefined), 'unset-value', 'csp.directives.img-src', 'environment variable'],
  ['a null directive', one('img-src', null), 'unset-value', 'csp.directives.img-src', 'environment variable'],
  ['an empty directive', one('report-to', ''), 'unset-value', 'csp.directives.report-to', 'environment variable'],
  ['an empty list', one('img-src', []), 'unset-value', 'csp.directives.img-src', `["'none'"]`],
  ['an empty list of tokens', one('sandbox', []), 'unset-value', 'csp.directives.sandbox', 'Write true'],
  [
    'a text for a list',
    one('img-src', "'self' data:"),
    'invalid-type',
    'csp.directives.img-src',
    `["'self'", "data:"]`,
  ],
  ['true for a list', one('img-src', true), 'invalid-type', 'csp.directives.img-src', 'a list of sources'],
  [
    'a list for no value',
    one('upgrade-insecure-requests', []),
    'invalid-type',
    'csp.directives.upgrade-insecure-requests',
    'Write true',
  ],
  ['a list for one name', one('report-to', ['a']), 'invalid-type', 'csp.directives.report-to', "one endpoint's name"],
  ['a directive of a text without value', 'img-src', 'unset-value', 'csp', "img-src 'none'"],
  ['a value that is not taken', 'upgrade-insecure-requests 1', 'misplaced-value', 'csp', 'takes none'],
  ['two endpoint names', 'report-to a b', 'misplaced-value', 'csp', 'one value'],

  // entries
  [
    'an unset entry',
    one('img-src', ['*', undefined]),
    'unset-value',
    'csp.directives.img-src[1]',
    'environment variable',
  ],
  ['an empty entry', one('img-src', ['']), 'unset-value', 'csp.directives.img-src[0]', 'environment variable'],
  ['a number as entry', one('img-src', [1]), 'invalid-type', 'csp.directives.img-src[0]', 'Write a text'],
  ['a list as entry', one('img-src', [['*']]), 'invalid-type', 'csp.directives.img-src[0]', 'Write a text'],
  [
    'a hole in the list',
    one('img-src', Object.assign(['*'], { 2: 'a.test' })),
    'unset-value',
    'csp.directives.img-src[1]',
    'environment variable',
  ],
  ['an unquoted keyword', one('img-src', ['self']), 'invalid-source', 'csp.directives.img-src[0]', "'self'"],
  ['a fixed nonce', one('script-src', ["'nonce-abc'"]), 'invalid-source', 'csp.directives.script-src[0]', 'NONCE'],
  ['a missing semicolon', "img-src 'self' font-src *", 'invalid-source', 'csp', 'semicolon'],
  [
    "'none' beside others",
    one('img-src', ['a.test', "'none'"]),
    'none-with-others',
    'csp.directives.img-src[1]',
    'ignore it',
  ],
  ["'none' beside 'report-sample'", "script-src 'none' 'report-sample'", 'none-with-others', 'csp', 'ignore it'],
  [
    'a keyword of scripts for images',
    one('img-src', ["'strict-dynamic'"]),
    'misplaced-value',
    'csp.directives.img-src[0]',
    'script-src',
  ],
  [
    'a nonce for attributes',
    one('style-src-attr', [NONCE]),
    'misplaced-value',
    'csp.directives.style-src-attr[0]',
    'style-src-elem',
  ],
  ['a nonce for images', one('img-src', [NONCE]), 'misplaced-value', 'csp.directives.img-src[0]', 'script-src'],
  ['a hash for frames', one('frame-src', [hash]), 'misplaced-value', 'csp.directives.frame-src[0]', 'style-src'],
  [
    'a keyword for ancestors',
    one('frame-ancestors', ["'unsafe-inline'"]),
    'misplaced-value',
    'csp.directives.frame-ancestors[0]',
    'script-src',
  ],
  [
    'a misspelt sandbox token',
    one('sandbox', ['allow-script']),
    'misplaced-value',
    'csp.directives.sandbox[0]',
    'allow-scripts',
  ],
  ['a source in sandbox', one('sandbox', ["'self'"]), 'misplaced-value', 'csp.directives.sandbox[0]', 'allow-forms'],
  [
    'a relative report address',
    one('report-uri', ['reports']),
    'invalid-endpoint',
    'csp.directives.report-uri[0]',
    '/csp-reports',
  ],
  [
    'a report address with a comma',
    one('report-uri', ['/r?a,b']),
    'invalid-endpoint',
    'csp.directives.report-uri[0]',
    'percent-encode',
  ],
  [
    'an endpoint that is no token',
    one('report-to', 'a b'),
    'misplaced-value',
    'csp.directives.report-to',
    'reporting endpoint',
  ],
  ['an unquoted value of webrtc', one('webrtc', 'block'), 'misplaced-value', 'csp.directives.webrtc', "'block'"],
  [
    'an unknown group of sinks',
    one('require-trusted-types-for', ["'style'"]),
    'misplaced-value',
    'csp.directives.require-trusted-types-for[0]',
    "'script'",
  ],
  [
    'a policy name with a space',
    one('trusted-types', ['a b']),
    'misplaced-value',
    'csp.directives.trusted-types[0]',
    'Trusted Types policy',
  ],
])('refuses %s', (_title, config, code, path, text) => {
  const { compiled, findings } = compileOne(config)
  expect(compiled).toBeNull()
  const errors = findings.filter(({ severity }) => severity === 'error')
  expect(errors.map((finding) => [finding.code, finding.path])).toEqual([[code, path]])
  expect(`${errors[0]?.message} ${errors[0]?.fix}`).toContain(text)
})

test.each<[title: string, config: unknown, code: FindingCode, severity: Finding['severity'], path: string]>([
  [
    'a deprecated directive',
    one('block-all-mixed-content', true),
    'deprecated-directive',
    'warning',
    'csp.directives.block-all-mixed-content',
  ],
  ['prefetch-src', "prefetch-src 'self'", 'deprecated-directive', 'warning', 'csp'],
  ['a source twice', one('img-src', ['a.test', 'a.test']), 'duplicate-value', 'warning', 'csp.directives.img-src[1]'],
  [
    "a nonce beside 'unsafe-inline'",
    one('style-src', [NONCE, "'unsafe-inline'"]),
    'unsafe-inline-disabled',
    'warning',
    'csp.directives.style-src',
  ],
  [
    "a hash beside 'unsafe-inline'",
    one('script-src', [hash, "'unsafe-inline'"]),
    'unsafe-inline-disabled',
    'warning',
    'csp.directives.script-src',
  ],
  [
    'the known fallbacks for old browsers',
    one('script-src', [NONCE, "'strict-dynamic'", 'https:', "'unsafe-inline'"]),
    'unsafe-inline-disabled',
    'info',
    'csp.directives.script-src',
  ],
  [
    "'strict-dynamic' alone",
    one('script-src', ["'strict-dynamic'", 'https:']),
    'strict-dynamic-alone',
    'warning',
    'csp.directives.script-src',
  ],
  [
    "'unsafe-hashes' without a hash",
    one('script-src', ["'unsafe-hashes'"]),
    'useless-option',
    'warning',
    'csp.directives.script-src',
  ],
  [
    "'report-sha256' without report-to",
    one('script-src', ["'self'", "'report-sha256'"]),
    'useless-option',
    'warning',
    'csp.directives.script-src',
  ],
  ['report-to on its own', one('report-to', 'csp'), 'undeclared-endpoint', 'warning', 'csp.directives.report-to'],
  ['report-to with report-uri', 'report-to csp; report-uri /r', 'undeclared-endpoint', 'info', 'csp'],
  [
    'sandbox in report-only',
    { directives: { sandbox: true, 'report-uri': ['/r'] }, reportOnly: true },
    'ignored-in-report-only',
    'warning',
    'csp.directives.sandbox',
  ],
  [
    'upgrade-insecure-requests in report-only',
    { directives: { 'upgrade-insecure-requests': true, 'report-uri': ['/r'] }, reportOnly: true },
    'ignored-in-report-only',
    'warning',
    'csp.directives.upgrade-insecure-requests',
  ],
  [
    'report-only without an endpoint',
    { directives: { 'img-src': ['*'] }, reportOnly: true },
    'useless-option',
    'warning',
    'csp.directives.report-uri',
  ],
  [
    'a base64url hash',
    one('script-src', [`'sha256-${'_'.repeat(42)}8='`]),
    'invalid-source',
    'warning',
    'csp.directives.script-src[0]',
  ],
])('accepts %s, and says so', (_title, config, code, severity, path) => {
  const { compiled, findings } = compileOne(config)
  expect(compiled).not.toBeNull()
  expect(findings.map((finding) => [finding.code, finding.severity, finding.path])).toEqual([[code, severity, path]])
  expect(findings[0]?.fix).toBeDefined()
})

test('all problems are named at once, each with the index of its policy', () => {
  const findings: Finding[] = []
  const configs = [{ directives: { 'img-src': ['self', 'a b'], 'font-scr': ['*'] } }, 'img-src', undefined]
  expect(untyped.compileCsp(configs, { path: 'routes[2].csp', findings })).toBeNull()
  expect(findings.map(({ path }) => path)).toEqual([
    'routes[2].csp[0].directives.img-src[0]',
    'routes[2].csp[0].directives.img-src[1]',
    'routes[2].csp[0].directives.font-scr',
    'routes[2].csp[1]',
    'routes[2].csp[2]',
  ])
})

test('an empty list of policies is an unset value', () => {
  const findings: Finding[] = []
  expect(compileCsp([], { path: 'csp', findings })).toBeNull()
  expect(findings).toMatchObject([{ code: 'unset-value', path: 'csp' }])
})

test('findings that were there before do not count', () => {
  const before: Finding = { code: 'invalid-origin', severity: 'error', path: 'cors', value: 1, message: 'x' }
  const findings = [before]
  expect(compileCsp(['img-src *'], { path: 'csp', findings })).not.toBeNull()
  expect(findings).toEqual([before])
})

test('an endpoint that cannot stand in a policy is refused here too', () => {
  const { compiled, findings } = compileOne('img-src *', "/r; script-src 'unsafe-inline'")
  expect(compiled).toBeNull()
  expect(findings).toMatchObject([{ code: 'invalid-endpoint', path: 'reporting.endpoint' }])
})
