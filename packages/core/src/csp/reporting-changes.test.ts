import { expect, test } from 'vitest'
import { changeDecision, composeDecisions } from '../change-decision.ts'
import { compile } from '../compile.ts'
import type { Config } from '../config.ts'
import { decide } from '../decide.ts'
import type { ContinueDecision } from '../decision.ts'
import { overridePolicy } from '../override.ts'
import { normalizePolicy, policyId } from '../report/policy-id.ts'
import type { CspChange } from './change/change.ts'

const REPORTING = { reporting: { endpoint: '/r' } } as const

function decideOn(config: Config, scheme: 'http' | 'https', path = '/'): ContinueDecision {
  const decision = decide(compile(config), { method: 'GET', path, scheme, header: () => undefined })
  if (decision.kind === 'answer') throw new Error('No preflight is asked for here.')
  return decision
}

function sent({ csp }: ContinueDecision): Readonly<Record<string, string>> {
  return Object.fromEntries(csp?.nonceless ?? [])
}

function secure(...policies: readonly string[]) {
  const [address, named] = [
    (text: string) => `/r?policy=${policyId(text)}&disposition=enforce`,
    (text: string) => `${text}; report-uri ${address(text)}; report-to csp-${policyId(text)}`,
  ]
  return {
    'content-security-policy': policies.map(named).join(', '),
    'reporting-endpoints': policies.map((text) => `csp-${policyId(text)}="${address(text)}"`).join(', '),
  }
}

const CHANGES: readonly (readonly [title: string, change: CspChange, after: readonly string[]])[] = [
  ['append', { append: { 'img-src': ['data:'] } }, ["default-src 'self'; img-src 'self' data:"]],
  ['replace', { replace: { 'default-src': ["'none'"] } }, ["default-src 'none'"]],
  ['restrict', { restrict: { 'img-src': ["'self'"] } }, ["default-src 'self'", "img-src 'self'"]],
]

test.each(CHANGES)('%s: the changed policy is named anew, by whatever way it was changed', (_title, change, after) => {
  const csp = "default-src 'self'"
  const expected = secure(...after)
  const onRoute = { csp, ...REPORTING, routes: [{ path: '/a', csp: change }] }
  expect(sent(decideOn(onRoute, 'https', '/a'))).toEqual(expected)
  const earlier = decideOn({ csp, ...REPORTING }, 'https')
  expect(sent(changeDecision(earlier, change).decision)).toEqual(expected)
  expect(sent(composeDecisions(earlier, decideOn({ csp: change }, 'https')))).toEqual(expected)
  // Of a registration that says where to report, about one that does not.
  const silent = decideOn({ csp }, 'https')
  expect(sent(composeDecisions(silent, decideOn({ csp: change, ...REPORTING }, 'https')))).toEqual(expected)
  const overridden = overridePolicy(compile({ csp, ...REPORTING }), { csp: change })
  const decision = decide(overridden, { method: 'GET', path: '/', scheme: 'https', header: () => undefined })
  expect(decision.kind === 'continue' && sent(decision)).toEqual(expected)
})

test('on http a change keeps report-uri alone', () => {
  const earlier = decideOn({ csp: "default-src 'self'", ...REPORTING }, 'http')
  const { decision } = changeDecision(earlier, { append: { 'img-src': ['data:'] } })
  const text = "default-src 'self'; img-src 'self' data:"
  expect(sent(decision)).toEqual({
    'content-security-policy': `${text}; report-uri /r?policy=${policyId(text)}&disposition=enforce`,
  })
})

test.each<[title: string, change: CspChange, after: string]>([
  ['an address more', { append: { 'report-uri': ['/more'] } }, "default-src 'self'; report-uri /r /more"],
  ['another address', { replace: { 'report-uri': ['/other'] } }, "default-src 'self'; report-uri /other"],
  ['an endpoint of its own', { replace: { 'report-to': 'own' } }, "default-src 'self'; report-uri /r; report-to own"],
  ['none at all', { remove: { 'report-uri': true } }, "default-src 'self'"],
  ['not this address', { remove: { 'report-uri': ['/r'] } }, "default-src 'self'"],
])('a change may be about where a policy reports: %s', (_title, change, after) => {
  const config: Config = { csp: ["default-src 'self'", change], ...REPORTING }
  expect(compile(config).findings.filter(({ code }) => code === 'useless-option')).toEqual([])
  for (const scheme of ['http', 'https'] as const) {
    expect(sent(decideOn(config, scheme))).toEqual({ 'content-security-policy': after })
  }
})

test('a change that takes an address away that is not there leaves the reporting as it is, and says so', () => {
  const change: CspChange = { remove: { 'report-uri': ['/elsewhere'] } }
  const config: Config = { csp: ["default-src 'self'", change], ...REPORTING }
  expect(compile(config).findings).toMatchObject([{ code: 'useless-option', path: 'csp.remove.report-uri' }])
  expect(sent(decideOn(config, 'https'))).toEqual(secure("default-src 'self'"))
})

test('a restriction beside a policy that reports elsewhere reports there', () => {
  const config: Config = {
    csp: ["default-src 'self'; report-uri /own", { restrict: { 'img-src': ["'self'"] } }],
    ...REPORTING,
  }
  const value = "default-src 'self'; report-uri /own, img-src 'self'; report-uri /own"
  expect(sent(decideOn(config, 'https'))).toEqual({ 'content-security-policy': value })
})

test('a decision for http and one for https are the same for all requests, and frozen', () => {
  const policy = compile({ csp: "default-src 'self'", ...REPORTING })
  for (const scheme of ['http', 'https', undefined]) {
    const request = { method: 'GET', path: '/', scheme, header: () => undefined }
    expect(decide(policy, request)).toBe(decide(policy, request))
    expect(Object.isFrozen(decide(policy, request))).toBe(true)
  }
  const [text = ''] = Object.values(sent(decideOn({ csp: "default-src 'self'", ...REPORTING }, 'https')))
  expect(normalizePolicy(text)).toBe("default-src 'self'")
})
