import { expect, test } from 'vitest'
import { changeDecision } from '../change-decision.ts'
import { compile } from '../compile.ts'
import type { Config } from '../config.ts'
import { decide } from '../decide.ts'
import { overridePolicy } from '../override.ts'
import type { Policy } from '../policy.ts'
import { normalizePolicy } from './policy-id.ts'
import { servedPolicies } from './served-policies.ts'

function served(policy: Policy): readonly string[] {
  return servedPolicies(policy).map(({ text, disposition }) => `${disposition}: ${normalizePolicy(text)}`)
}

const REPORTING = { reporting: { endpoint: '/r' } } as const

test.each<[title: string, config: Config, expected: readonly string[]]>([
  ['no CSP', { cors: { origins: ['https://a.test'] } }, []],
  ['without reporting too: somebody may send the header elsewhere', { csp: 'img-src a' }, ['enforce: img-src a']],
  ['one, on http and https', { csp: 'img-src a', ...REPORTING }, ['enforce: img-src a']],
  [
    'with a nonce and without',
    { csp: { directives: { 'script-src': ["'nonce'", "'unsafe-inline'"] } }, ...REPORTING },
    ["enforce: script-src 'nonce-*' 'unsafe-inline'", "enforce: script-src 'none'"],
  ],
  [
    'frame-ancestors apart where it is sent apart',
    { csp: "img-src a; frame-ancestors 'none'", ...REPORTING },
    ['enforce: img-src a', "enforce: frame-ancestors 'none'"],
  ],
  [
    'on trial, the same text too',
    { csp: ['img-src a', { directives: { 'img-src': ['https://b.test'] }, reportOnly: true }], ...REPORTING },
    ['enforce: img-src a', 'report: img-src https://b.test'],
  ],
  [
    'to a sample',
    {
      csp: {
        directives: { 'img-src': ['https://b.test'] },
        reportOnly: true,
        sample: { share: 0, cookie: 'sid' },
      },
    },
    ['report: img-src https://b.test'],
  ],
  [
    'of routes, also one that is the base’s',
    {
      csp: 'img-src a',
      ...REPORTING,
      routes: [
        { path: '/a', csp: { append: { 'img-src': ['https://b.test'] } } },
        { path: '/b', csp: false },
        { path: '/c', cors: false },
      ],
    },
    ['enforce: img-src a', 'enforce: img-src a https://b.test'],
  ],
])('%s', (_title, config, expected) => {
  expect([...served(compile(config))].sort()).toEqual([...expected].sort())
})

test('of routes of a framework, and of single responses, once they were made', () => {
  const policy = compile({ csp: "img-src 'self'", ...REPORTING })
  expect(served(policy)).toEqual(["enforce: img-src 'self'"])
  const overridden = overridePolicy(policy, { csp: { append: { 'img-src': ['data:'] } } })
  const decision = decide(overridden, { method: 'GET', path: '/', scheme: 'https', header: () => undefined })
  if (decision.kind === 'answer') throw new Error('No preflight is asked for here.')
  const once = changeDecision(decision, { append: { 'img-src': ['https://a.test'] } })
  changeDecision(once.decision, { append: { 'img-src': ['https://b.test'] } })
  expect(served(policy)).toEqual([
    "enforce: img-src 'self'",
    "enforce: img-src 'self' data:",
    "enforce: img-src 'self' data: https://a.test",
    "enforce: img-src 'self' data: https://a.test https://b.test",
  ])
})
