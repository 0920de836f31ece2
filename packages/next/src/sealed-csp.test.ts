import { type CompiledCsp, type CspConfig, compile, decide, renderCsp } from '@sallyport/core'
import { NONCE, strictCsp } from '@sallyport/core/csp'
import { expect, test } from 'vitest'
import type { PageSources } from './build-manifest.ts'
import { nonceCsp, sealedCsp } from './sealed-csp.ts'

const ENFORCED = 'content-security-policy'
const REPORT_ONLY = 'content-security-policy-report-only'
const LISTED = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"
const PAGE: PageSources = { scripts: ["'sha256-c2NyaXB0'"], styles: ["'sha256-c3R5bGU='"] }
const NOTHING: PageSources = { scripts: [], styles: [] }

interface Row {
  readonly title: string
  readonly csp: CspConfig | readonly CspConfig[]
  readonly sources?: PageSources
  readonly sealed: readonly (readonly [name: string, value: string])[]
}

const ROWS: readonly Row[] = [
  {
    title: 'the hashes stand where the nonce stood, all else stays',
    csp: strictCsp({ mode: 'nonce' }),
    sealed: [
      [
        ENFORCED,
        "script-src 'sha256-c2NyaXB0' 'strict-dynamic'; object-src 'none'; base-uri 'none'; frame-ancestors 'self'",
      ],
    ],
  },
  {
    title: 'each family has its own',
    csp: { directives: { 'script-src-elem': [NONCE], 'style-src': ["'self'", NONCE], 'img-src': ["'self'"] } },
    sealed: [[ENFORCED, "script-src-elem 'sha256-c2NyaXB0'; style-src 'self' 'sha256-c3R5bGU='; img-src 'self'"]],
  },
  {
    title: 'default-src stands in for both',
    csp: { directives: { 'default-src': ["'self'", NONCE] } },
    sealed: [[ENFORCED, "default-src 'self' 'sha256-c2NyaXB0' 'sha256-c3R5bGU='"]],
  },
  {
    title: 'default-src does not stand in for what is there (§6.8.3)',
    csp: { directives: { 'default-src': [NONCE], 'script-src': ["'self'"] } },
    sealed: [[ENFORCED, "default-src 'sha256-c3R5bGU='; script-src 'self'"]],
  },
  {
    title: "a page without scripts: 'unsafe-inline' does not come into force (§6.7.3.2)",
    csp: { directives: { 'script-src': [NONCE, "'unsafe-inline'", "'strict-dynamic'", 'https:'] } },
    sources: NOTHING,
    sealed: [[ENFORCED, "script-src 'strict-dynamic' https:"]],
  },
  {
    title: "a list that becomes empty is 'none'",
    csp: { directives: { 'script-src': [NONCE], 'style-src': [NONCE] } },
    sources: NOTHING,
    sealed: [[ENFORCED, "script-src 'none'; style-src 'none'"]],
  },
  {
    title: 'a hash that the policy lists is not said twice',
    csp: { directives: { 'script-src': [NONCE, LISTED] } },
    sources: { scripts: [LISTED], styles: [] },
    sealed: [[ENFORCED, `script-src ${LISTED}`]],
  },
  {
    title: 'every policy with a nonce, enforced or not; X-Frame-Options goes along',
    csp: [
      { directives: { 'script-src': [NONCE] } },
      { directives: { 'frame-ancestors': ["'none'"] }, frameOptions: true },
      { directives: { 'script-src': [NONCE, "'strict-dynamic'"] }, reportOnly: true },
    ],
    sealed: [
      [ENFORCED, "script-src 'sha256-c2NyaXB0', frame-ancestors 'none'"],
      [REPORT_ONLY, "script-src 'sha256-c2NyaXB0' 'strict-dynamic'"],
      ['x-frame-options', 'DENY'],
    ],
  },
]

test.each(ROWS)('$title', ({ csp, sources = PAGE, sealed }) => {
  expect(sealedCsp(compiled(csp), sources)).toEqual(sealed)
})

test('with a nonce: the slot stays, and the hashes are added', () => {
  const csp = nonceCsp(
    compiled({ directives: { 'script-src': [NONCE, "'strict-dynamic'"], 'style-src': [NONCE] } }),
    PAGE,
  )
  expect(csp.hasNonce).toBe(true)
  expect(rendered(csp, 'N0nce')).toEqual([
    [
      ENFORCED,
      "script-src 'nonce-N0nce' 'sha256-c2NyaXB0' 'strict-dynamic'; style-src 'nonce-N0nce' 'sha256-c3R5bGU='",
    ],
  ])
  expect(rendered(csp)).toEqual([
    [ENFORCED, "script-src 'sha256-c2NyaXB0' 'strict-dynamic'; style-src 'sha256-c3R5bGU='"],
  ])
})

test.each([
  ['nothing to add', { directives: { 'script-src': [NONCE] } }, NOTHING],
  ['nowhere to add it', { directives: { 'script-src': ["'self'"] } }, PAGE],
] as const)('with a nonce: %s, and the policy is the same object', (_title, csp, sources) => {
  const before = compiled(csp)
  expect(nonceCsp(before, sources)).toBe(before)
})

function compiled(csp: CspConfig | readonly CspConfig[]): CompiledCsp {
  const decision = decided(csp)
  if (decision.kind !== 'continue' || decision.csp === null) throw new Error('no policy')
  return decision.csp
}

function rendered(csp: CompiledCsp, nonce?: string) {
  const decision = decided({ directives: { 'img-src': ["'self'"] } })
  if (decision.kind !== 'continue') throw new Error('no policy')
  return renderCsp({ ...decision, csp }, nonce)
}

function decided(csp: CspConfig | readonly CspConfig[]) {
  return decide(compile({ csp }), { method: 'GET', path: '/', header: () => undefined })
}
