import { type CompiledCsp, type ContinueDecision, compile, decide, type HeaderPair, renderCsp } from '@sallyport/core'
import { NONCE, parseCsp } from '@sallyport/core/csp'
import { isSealedForm, normalizePolicy, policyId, readReportUrl, servedPolicies } from '@sallyport/core/report'
import { expect, test } from 'vitest'
import type { PageSources } from './build-manifest.ts'
import { cacheableCsp } from './cacheable-csp.ts'
import { readableByNext } from './readable-csp.ts'
import { nonceCsp, sealedCsp } from './sealed-csp.ts'

const PAGE: PageSources = { scripts: ["'sha256-c2NyaXB0'"], styles: [] }

const policy = compile({
  csp: [
    { directives: { 'img-src': ["'self'"], 'frame-ancestors': ["'none'"] } },
    { directives: { 'default-src': [NONCE], 'object-src': ["'none'"], 'frame-ancestors': ["'self'"] } },
    { directives: { 'script-src': [NONCE, "'strict-dynamic'"] }, reportOnly: true },
  ],
  reporting: { endpoint: '/csp-reports' },
})

/** Each way in which Next.js gets the policies of a response that some page of it has. */
const FORMS: readonly (readonly [
  title: string,
  form: (csp: CompiledCsp, decision: ContinueDecision) => readonly HeaderPair[],
])[] = [
  ['rendered for the request', (csp, decision) => renderCsp({ ...decision, csp: readableByNext(csp) }, 'abc')],
  ['with the hashes of a shell', (csp, decision) => renderCsp({ ...decision, csp: nonceCsp(csp, PAGE) }, 'abc')],
  ['kept, with its hashes', (csp) => sealedCsp(csp, PAGE)],
  ['kept, where it cannot be sealed', (csp) => [...cacheableCsp(csp).headers, ...(csp.others ?? [])]],
  ['of a route handler', (_, decision) => renderCsp(decision)],
]

test.each(FORMS)('%s: a collector knows the policy by the name in its address', (_title, form) => {
  const served = new Map(servedPolicies(policy).map(({ text }) => [policyId(text), text]))
  const decision = decide(policy, { method: 'GET', path: '/', scheme: 'https', header: () => undefined })
  if (decision.kind === 'answer' || decision.csp === null) throw new Error('The policy has CSP.')
  for (const [name, value] of form(decision.csp, decision)) {
    if (!name.startsWith('content-security-policy')) continue
    for (const text of value.split(',').map((one) => one.trim())) {
      const [, uri = ''] = text.split('report-uri ')
      const known = served.get(readReportUrl(uri.split(';')[0] ?? '').policy ?? '') ?? ''
      expect([text, normalizePolicy(text) === normalizePolicy(known) || isSealedForm(text, known)]).toEqual([
        text,
        true,
      ])
    }
  }
})

test.each(FORMS)('%s: every policy reports, and on https to what is declared', (_title, form) => {
  for (const scheme of ['http', 'https']) {
    const decision = decide(policy, { method: 'GET', path: '/', scheme, header: () => undefined })
    if (decision.kind === 'answer' || decision.csp === null) throw new Error('The policy has CSP.')
    const headers = form(decision.csp, decision)
    const declared = headers.find(([name]) => name === 'reporting-endpoints')?.[1] ?? ''
    const policies = headers
      .filter(([name]) => name.startsWith('content-security-policy'))
      .flatMap(([, value]) => parseCsp(value))
    expect(policies.length).toBeGreaterThanOrEqual(4)
    for (const { directives } of policies) {
      const wordOf = (wanted: string) => directives.find(({ name }) => name === wanted)?.values[0]?.text
      expect(wordOf('report-uri')).toMatch(/^\/csp-reports\?policy=[0-9a-f]{16}&disposition=(enforce|report)$/)
      const endpoint = wordOf('report-to')
      expect(endpoint !== undefined).toBe(scheme === 'https' && wordOf('frame-ancestors') === undefined)
      if (endpoint !== undefined) expect(declared).toContain(`${endpoint}="${wordOf('report-uri')}"`)
    }
  }
})
