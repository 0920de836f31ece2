import { describe, expect, test } from 'vitest'
import type { Finding, FindingCode } from '../../finding.ts'
import { compileCsp } from '../compile.ts'
import type { CspConfig } from '../config.ts'
import type { Directives } from '../directives.ts'
import { NONCE } from '../keywords.ts'
import { amendCsp } from './amend.ts'
import type { CspChange } from './change.ts'

const CSP = 'content-security-policy'

/** The enforced header and what was found, with `N` for the nonce. */
function change(base: readonly CspConfig[], ...changes: readonly CspChange[]) {
  const findings: Finding[] = []
  const csp = compileCsp([...base, ...changes], { path: 'csp', findings })
  const text = (name: string) => csp?.headers.find((header) => header.name === name)?.chunks.join('N')
  const found = findings.filter(({ severity }) => severity !== 'info').map(({ code }) => code)
  return { enforced: text(CSP), reportOnly: text(`${CSP}-report-only`), found, findings }
}

type Row = readonly [title: string, base: Directives, change: CspChange, enforced: string]

const HASH = `'sha256-${'A'.repeat(43)}='` as const

describe('append', () => {
  test.each<Row>([
    ['adds to a list', { 'img-src': ["'self'"] }, { append: { 'img-src': ['data:'] } }, "img-src 'self' data:"],
    [
      'to a directive that is missing: what it fell back to comes along (CSP3 §6.8.3)',
      { 'default-src': ["'self'", 'https://a.test'] },
      { append: { 'img-src': ['data:'] } },
      "default-src 'self' https://a.test; img-src 'self' https://a.test data:",
    ],
    [
      'to a directive that falls back twice: the nearest',
      { 'default-src': ["'none'"], 'script-src': ["'self'"] },
      { append: { 'script-src-elem': ['https://a.test'] } },
      "default-src 'none'; script-src 'self'; script-src-elem 'self' https://a.test",
    ],
    [
      "to 'none': it goes",
      { 'frame-src': ["'none'"] },
      { append: { 'frame-src': ['https://a.test'] } },
      'frame-src https://a.test',
    ],
    [
      "to a fallback of 'none': it goes",
      { 'default-src': ["'none'"] },
      { append: { 'img-src': ["'self'"] } },
      "default-src 'none'; img-src 'self'",
    ],
    [
      'of what comes along, only what means something there',
      { 'default-src': ["'self'", "'unsafe-inline'", "'unsafe-eval'", 'https:'] },
      { append: { 'img-src': ['data:'], 'style-src': ['https://a.test'] } },
      "default-src 'self' 'unsafe-inline' 'unsafe-eval' https:; img-src 'self' https: data:; style-src 'self' 'unsafe-inline' https: https://a.test",
    ],
    [
      'the nonce comes along too',
      { 'script-src': [NONCE, "'strict-dynamic'"] },
      { append: { 'script-src-elem': [HASH] } },
      `script-src 'nonce-N' 'strict-dynamic'; script-src-elem 'nonce-N' 'strict-dynamic' ${HASH}`,
    ],
    [
      'to a fallback and what falls back to it: both get it',
      { 'default-src': ["'self'"] },
      { append: { 'img-src': ['data:'], 'default-src': ['https://a.test'] } },
      "default-src 'self' https://a.test; img-src 'self' https://a.test data:",
    ],
    [
      'several sources come in one order, whatever the order they are written in',
      { 'img-src': ["'self'"] },
      { append: { 'img-src': ['https://b.test', 'data:', 'https://a.test'] } },
      "img-src 'self' data: https://a.test https://b.test",
    ],
    [
      'a new child-src leaves workers what they had from script-src',
      { 'default-src': ["'none'"], 'script-src': ["'self'"] },
      { append: { 'child-src': ['https://a.test'] } },
      "default-src 'none'; script-src 'self'; child-src https://a.test; worker-src 'self' https://a.test",
    ],
    [
      'a new child-src leaves all workers to those whom strict-dynamic let run any (§6.7.1.1)',
      { 'default-src': ["'self'"], 'script-src': [NONCE, "'strict-dynamic'"] },
      { append: { 'child-src': ['https://a.test'] } },
      "default-src 'self'; script-src 'nonce-N' 'strict-dynamic'; child-src 'self' https://a.test; worker-src 'self' blob: data: https://a.test",
    ],
    [
      'script-src stands before its variants, where Next.js looks for the nonce',
      { 'default-src': ["'self'"], 'script-src-attr': ["'none'"] },
      { append: { 'script-src': ['https://a.test'] } },
      "default-src 'self'; script-src 'self' https://a.test; script-src-attr 'none'",
    ],
    [
      'lifts a restriction of the sandbox',
      { sandbox: true },
      { append: { sandbox: ['allow-scripts'] } },
      'sandbox allow-scripts',
    ],
    [
      'an ancestor',
      { 'frame-ancestors': ["'none'"] },
      { append: { 'frame-ancestors': ["'self'"] } },
      "frame-ancestors 'self'",
    ],
    ['an endpoint', { 'img-src': ['*'] }, { append: { 'report-uri': ['/r'] } }, 'img-src *; report-uri /r'],
    [
      'a Trusted Types policy',
      { 'trusted-types': ["'none'"] },
      { append: { 'trusted-types': ['a'] } },
      'trusted-types a',
    ],
  ])('%s', (_title, directives, changed, enforced) => {
    expect(change([{ directives }], changed)).toMatchObject({ enforced, found: [] })
  })

  test.each<Row>([
    [
      'where nothing is restricted there is nothing to add to, and a list would restrict',
      { 'script-src': ["'self'"] },
      { append: { 'img-src': ['https://a.test'] } },
      "script-src 'self'",
    ],
    [
      'frame-ancestors falls back to nothing',
      { 'default-src': ["'self'"] },
      { append: { 'frame-ancestors': ['https://a.test'] } },
      "default-src 'self'",
    ],
    [
      'what is there already: not even a directive of its own',
      { 'default-src': ["'self'", 'https://a.test'] },
      { append: { 'img-src': ['https://a.test'] } },
      "default-src 'self' https://a.test",
    ],
    [
      'workers that strict-dynamic lets run anyway',
      { 'script-src': [NONCE, "'strict-dynamic'"] },
      { append: { 'worker-src': ['https://a.test'] } },
      "script-src 'nonce-N' 'strict-dynamic'",
    ],
    ['no sandbox, no restriction to lift', { 'img-src': ['*'] }, { append: { sandbox: ['allow-forms'] } }, 'img-src *'],
  ])('does nothing, and says so: %s', (_title, directives, changed, enforced) => {
    expect(change([{ directives }], changed)).toMatchObject({ enforced, found: ['useless-option'] })
  })
})

describe('replace, remove and restrict', () => {
  test.each<Row>([
    ['replace sets a directive', { 'img-src': ['*'] }, { replace: { 'img-src': ["'self'"] } }, "img-src 'self'"],
    [
      'replace adds one',
      { 'default-src': ["'self'"] },
      { replace: { 'img-src': ['*'], 'base-uri': ["'none'"] } },
      "default-src 'self'; img-src *; base-uri 'none'",
    ],
    ['false leaves one out', { 'img-src': ['*'], sandbox: true }, { replace: { sandbox: false } }, 'img-src *'],
    [
      'remove takes a source out',
      { 'img-src': ["'self'", 'data:'] },
      { remove: { 'img-src': ['data:'] } },
      "img-src 'self'",
    ],
    [
      "remove of the last source leaves 'none'",
      { 'img-src': ['data:'] },
      { remove: { 'img-src': ['data:'] } },
      "img-src 'none'",
    ],
    [
      'remove inherits like append',
      { 'default-src': ["'self'", 'data:'] },
      { remove: { 'font-src': ['data:'] } },
      "default-src 'self' data:; font-src 'self'",
    ],
    [
      'remove gives workers a list of their own where they would fall back to another',
      { 'default-src': ['https:', 'data:'], 'script-src': ["'self'", 'data:'] },
      { remove: { 'child-src': ['data:'] } },
      "default-src https: data:; script-src 'self' data:; child-src https:; worker-src 'self'",
    ],
    [
      'remove: true takes the directive, and its fallback holds again',
      { 'default-src': ["'self'"], 'img-src': ['*'] },
      { remove: { 'img-src': true } },
      "default-src 'self'",
    ],
    [
      'remove takes a token of the sandbox back',
      { sandbox: ['allow-forms'] },
      { remove: { sandbox: ['allow-forms'] } },
      'sandbox',
    ],
    [
      'remove of the last endpoint leaves none',
      { 'img-src': ['*'], 'report-uri': ['/r'] },
      { remove: { 'report-uri': ['/r'] } },
      'img-src *',
    ],
    [
      'restrict is a policy more, which reports to where the first one does (§8.1)',
      { 'img-src': ['*'], 'report-uri': ['/r'], 'report-to': 'csp' },
      { restrict: { 'img-src': ["'self'", 'https://a.test'] } },
      "img-src *; report-uri /r; report-to csp, img-src 'self' https://a.test; report-uri /r; report-to csp",
    ],
    [
      'all verbs, in their own order: replace, remove, append, restrict',
      { 'img-src': ['*'] },
      {
        restrict: { 'img-src': ['https:'] },
        append: { 'img-src': ['https://c.test'] },
        remove: { 'img-src': ['https://b.test', 'https://c.test'] },
        replace: { 'img-src': ['https://a.test', 'https://b.test'] },
      },
      'img-src https://a.test https://c.test, img-src https:',
    ],
  ])('%s', (_title, directives, changed, enforced) => {
    expect(change([{ directives }], changed).enforced).toBe(enforced)
  })

  test.each<Row>([
    ['remove of what is not there', { 'img-src': ["'self'"] }, { remove: { 'img-src': ['data:'] } }, "img-src 'self'"],
    ['remove of a directive that is not there', { 'img-src': ['*'] }, { remove: { 'font-src': true } }, 'img-src *'],
  ])('does nothing, and says so: %s', (_title, directives, changed, enforced) => {
    expect(change([{ directives }], changed)).toMatchObject({ enforced, found: ['useless-option'] })
  })
})

describe('several policies', () => {
  const several: readonly CspConfig[] = [
    { directives: { 'default-src': ["'self'"] } },
    { directives: { 'frame-ancestors': ["'self'"] } },
    { directives: { 'img-src': ["'none'"], 'report-uri': ['/r'] }, reportOnly: true },
  ]

  test('append goes to each that restricts the same, on trial or in force', () => {
    expect(change(several, { append: { 'img-src': ['data:'] } })).toMatchObject({
      enforced: "default-src 'self'; img-src 'self' data:, frame-ancestors 'self'",
      reportOnly: 'img-src data:; report-uri /r',
      found: [],
    })
  })

  test.each([
    ['enforced', "default-src 'self'; img-src *, frame-ancestors 'self'", "img-src 'none'; report-uri /r"],
    ['report-only', "default-src 'self', frame-ancestors 'self'", 'img-src *; report-uri /r'],
  ] as const)('to: %s leaves the others alone', (to, enforced, reportOnly) => {
    expect(change(several, { to, replace: { 'img-src': ['*'] } })).toMatchObject({ enforced, reportOnly })
  })

  test('replace sets what no policy has in the first of them only', () => {
    expect(change(several, { to: 'enforced', replace: { 'base-uri': ["'none'"] } }).enforced).toBe(
      "default-src 'self'; base-uri 'none', frame-ancestors 'self'",
    )
  })

  test('restrict enforces only beside what is enforced', () => {
    const onTrial: CspConfig = { directives: { 'img-src': ['*'], 'report-uri': ['/r'] }, reportOnly: true }
    expect(change([onTrial], { restrict: { 'img-src': ["'self'"] } })).toMatchObject({
      enforced: undefined,
      reportOnly: "img-src *; report-uri /r, img-src 'self'; report-uri /r",
    })
  })

  test('the same restriction twice is one policy', () => {
    const restriction: CspChange = { restrict: { 'img-src': ["'self'"] } }
    expect(change(['img-src *'], restriction, { ...restriction }).enforced).toBe("img-src *, img-src 'self'")
  })
})

describe('what would silently be switched off, or on', () => {
  const live: Directives = { 'script-src': ["'self'", "'unsafe-inline'"] }
  const dead: Directives = { 'script-src': [NONCE, "'unsafe-inline'"] }

  test.each<[title: string, base: Directives, change: CspChange, code: FindingCode, path: string]>([
    [
      "a nonce beside 'unsafe-inline' (§6.7.3.2)",
      live,
      { append: { 'script-src': [NONCE] } },
      'unsafe-inline-conflict',
      'csp.append.script-src',
    ],
    ['a hash', live, { append: { 'script-src': [HASH] } }, 'unsafe-inline-conflict', 'csp.append.script-src'],
    [
      "'unsafe-inline' that comes along from default-src",
      { 'default-src': ["'unsafe-inline'"] },
      { append: { 'style-src': [NONCE] } },
      'unsafe-inline-conflict',
      'csp.append.style-src',
    ],
    [
      'a nonce in default-src, for what falls back to it',
      { 'default-src': ["'self'", "'unsafe-inline'"] },
      { append: { 'default-src': [NONCE] } },
      'unsafe-inline-conflict',
      'csp.append.default-src',
    ],
    [
      'the nonce goes, and inline content is let in',
      dead,
      { remove: { 'script-src': [NONCE] } },
      'unsafe-inline-conflict',
      'csp.remove.script-src',
    ],
    [
      "'strict-dynamic' beside hosts",
      { 'script-src': [NONCE, 'https://a.test'] },
      { append: { 'script-src': ["'strict-dynamic'"] } },
      'strict-dynamic-conflict',
      'csp.append.script-src',
    ],
    [
      'attributes that would inherit from a list with a nonce',
      { 'script-src': ["'unsafe-inline'"], 'script-src-elem': ["'self'"] },
      { append: { 'script-src': [NONCE], 'script-src-attr': ['https://a.test'] } },
      'unsafe-inline-conflict',
      'csp.append.script-src-attr',
    ],
    [
      "'strict-dynamic' that comes along from default-src",
      { 'default-src': ['https://a.test'] },
      { append: { 'default-src': ["'strict-dynamic'"], 'script-src': [NONCE] } },
      'strict-dynamic-conflict',
      'csp.append.script-src',
    ],
    [
      "'strict-dynamic' goes, and hosts are let in",
      { 'script-src': [NONCE, "'strict-dynamic'", 'https:'] },
      { remove: { 'script-src': ["'strict-dynamic'"] } },
      'strict-dynamic-conflict',
      'csp.remove.script-src',
    ],
  ])('%s', (_title, directives, changed, code, path) => {
    const { findings, enforced } = change([{ directives }], changed)
    expect(enforced).toBeUndefined()
    expect(findings.filter(({ severity }) => severity === 'error')).toEqual([
      expect.objectContaining({ code, path, fix: expect.any(String) }),
    ])
  })

  test.each<Row>([
    [
      'fallbacks: true',
      live,
      { append: { 'script-src': [NONCE] }, fallbacks: true },
      "script-src 'self' 'unsafe-inline' 'nonce-N'",
    ],
    [
      "'unsafe-inline' removed in the same change",
      live,
      { append: { 'script-src': [NONCE] }, remove: { 'script-src': ["'unsafe-inline'"] } },
      "script-src 'self' 'nonce-N'",
    ],
    [
      'a nonce for elements, beside attributes that keep theirs',
      { 'style-src': ["'unsafe-inline'"] },
      {
        append: { 'style-src': [NONCE] },
        remove: { 'style-src': ["'unsafe-inline'"] },
        replace: { 'style-src-attr': ["'unsafe-inline'"] },
      },
      "style-src 'nonce-N'; style-src-attr 'unsafe-inline'",
    ],
    [
      "'unsafe-inline' that a nonce had switched off before",
      dead,
      { append: { 'script-src': [HASH] } },
      `script-src 'nonce-N' 'unsafe-inline' ${HASH}`,
    ],
    [
      "'strict-dynamic' does nothing to styles, nor to hosts of styles",
      { 'default-src': [NONCE], 'style-src': ['https:'] },
      { append: { 'script-src': ["'strict-dynamic'"] } },
      "default-src 'nonce-N'; style-src https:; script-src 'nonce-N' 'strict-dynamic'",
    ],
  ])('said: %s', (_title, directives, changed, enforced) => {
    const result = change([{ directives }], changed)
    expect(result.findings.filter(({ severity }) => severity === 'error')).toEqual([])
    expect(result.enforced).toBe(enforced)
  })

  test("'unsafe-inline' that a nonce has switched off does not come to life where the nonce means nothing (§6.7.3.3)", () => {
    const directives: Directives = {
      'style-src': [NONCE, "'unsafe-inline'"],
      'script-src': [NONCE, "'strict-dynamic'", "'unsafe-inline'", 'https:'],
    }
    const base = change([{ directives }]).enforced
    expect(
      change([{ directives }], { append: { 'style-src-attr': [HASH], 'script-src-attr': ['https://a.test'] } })
        .enforced,
    ).toBe(`${base}; script-src-attr https: https://a.test; style-src-attr ${HASH}`)
    expect(change([{ directives }], { remove: { 'script-src-attr': ['https:'] } }).enforced).toBe(
      `${base}; script-src-attr 'none'`,
    )
  })

  test('replaced as a whole, nothing is silent', () => {
    expect(change([{ directives: live }], { replace: { 'script-src': [NONCE, "'unsafe-inline'"] } }).found).toEqual([
      'unsafe-inline-disabled',
    ])
  })
})

test('a policy that nothing is left of goes, but not the restriction beside it', () => {
  const emptied: CspChange = { remove: { 'img-src': true } }
  expect(change(['img-src *'], emptied).enforced).toBeUndefined()
  expect(change(['img-src *'], { ...emptied, restrict: { 'font-src': ['data:'] } }).enforced).toBe('font-src data:')
})

test('changes come after the policies of a list, wherever they stand', () => {
  const images: CspChange = { append: { 'img-src': ['data:'] } }
  const findings: Finding[] = []
  const csp = compileCsp([images, "img-src 'self'", "font-src 'self'"], { path: 'csp', findings })
  expect(csp?.nonceless).toEqual([[CSP, "img-src 'self' data:, font-src 'self'"]])
})

test('a change of nothing is nothing, but a restriction is a policy', () => {
  expect(change([], { append: { 'img-src': ['data:'] } })).toMatchObject({ enforced: undefined, found: [] })
  expect(change([], { restrict: { 'img-src': ['data:'] } })).toMatchObject({ enforced: 'img-src data:', found: [] })
})

test('a change of a base that is given', () => {
  const base = compileCsp(["img-src 'self'"], { path: 'csp', findings: [] })
  const csp = compileCsp([{ append: { 'img-src': ['data:'] } }], { path: 'routes[0].csp', findings: [], base })
  expect(csp?.nonceless).toEqual([[CSP, "img-src 'self' data:"]])
})

test.each<[title: string, base: Directives, removals: readonly NonNullable<CspChange['remove']>[], enforced: string]>([
  [
    'from what workers fell back to past a directive that is new (CSP3 §6.8.3)',
    { 'default-src': ['*'], 'script-src': ['data:'] },
    [{ 'child-src': ['*'] }, { 'child-src': ['*', 'data:'] }],
    "default-src *; script-src data:; child-src 'none'; worker-src 'none'",
  ],
  [
    'what another has removed too',
    { 'img-src': ['https:', 'data:', 'blob:'] },
    [{ 'img-src': ['https:', 'data:'] }, { 'img-src': ['data:'] }],
    'img-src blob:',
  ],
])('two changes of a response that remove, in either order: %s', (_title, directives, removals, enforced) => {
  const base = compileCsp([{ directives }], { path: 'csp', findings: [] })
  const changes = removals.map((remove): CspChange => ({ remove, fallbacks: true }))
  const sent = [changes, changes.toReversed()].map((each) => each.reduce((csp, one) => amendCsp(csp, one).csp, base))
  expect(sent.map((csp) => csp?.nonceless)).toEqual([[[CSP, enforced]], [[CSP, enforced]]])
})
