import { expect, test } from 'vitest'
import type { Finding } from '../finding.ts'
import { amendCsp } from './change/amend.ts'
import { compileCsp } from './compile.ts'
import type { CspConfig } from './config.ts'
import type { Directives } from './directives.ts'

function framing(...policies: readonly CspConfig[]) {
  const findings: Finding[] = []
  const csp = compileCsp(policies, { path: 'csp', findings })
  return { value: Object.fromEntries(csp?.nonceless ?? [])['x-frame-options'], csp, findings }
}

test.each<[title: string, ancestors: Directives['frame-ancestors'], value: string]>([
  ['nobody', ["'none'"], 'DENY'],
  ['the own origin', ["'self'"], 'SAMEORIGIN'],
])('%s', (_title, ancestors = [], value) => {
  const policy: CspConfig = { directives: { 'frame-ancestors': ancestors }, frameOptions: true }
  expect(framing(policy)).toMatchObject({ value, findings: [] })
  expect(framing({ ...policy, frameOptions: false }).value).toBeUndefined()
})

test.each<[title: string, policies: readonly CspConfig[]]>([
  ['other origins', [{ directives: { 'frame-ancestors': ["'self'", 'https://a.test'] }, frameOptions: true }]],
  ['no frame-ancestors', [{ directives: { 'img-src': ['*'] }, frameOptions: true }]],
  [
    'a policy on trial, which browsers do not heed instead (CSP3 §6.4.2.2)',
    [{ directives: { 'frame-ancestors': ["'none'"], 'report-uri': ['/r'] }, reportOnly: true, frameOptions: true }],
  ],
  [
    'two policies that have only the own origin in common, or not even that',
    [
      { directives: { 'frame-ancestors': ["'self'"] }, frameOptions: true },
      { directives: { 'frame-ancestors': ['https://a.test'] } },
    ],
  ],
])('left out, and reported: %s', (_title, policies) => {
  const { value, findings } = framing(...policies)
  expect(value).toBeUndefined()
  expect(findings).toEqual([
    expect.objectContaining({ code: 'useless-option', path: 'csp.frameOptions', severity: 'warning' }),
  ])
})

test('one policy that lets nobody frame the page settles it', () => {
  const { value } = framing(
    { directives: { 'frame-ancestors': ['https://a.test'] }, frameOptions: true },
    { directives: { 'frame-ancestors': ["'none'"] } },
  )
  expect(value).toBe('DENY')
})

test('it follows a change', () => {
  const { csp } = framing({ directives: { 'frame-ancestors': ["'none'"] }, frameOptions: true })
  const opened = amendCsp(csp, { append: { 'frame-ancestors': ["'self'"] } }).csp
  expect(opened?.others).toEqual([['x-frame-options', 'SAMEORIGIN']])
  expect(amendCsp(opened, { append: { 'frame-ancestors': ['https://a.test'] } }).csp?.others).toBeUndefined()
})
