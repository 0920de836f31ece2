import { expect, test } from 'vitest'
import { compile } from '../compile.ts'
import type { Config } from '../config.ts'
import { decide } from '../decide.ts'
import { describeExplanation } from '../explain/describe.ts'
import { explain } from '../explain/explain.ts'

const GUARDED: Config = {
  cors: { origins: ['https://app.example.com'], credentials: true },
  csrf: true,
  reporting: { endpoint: '/csp-reports' },
}

// As browsers send reports across sites: no-cors, and WebKit with the origin null.
const REPORT = { origin: 'null', 'sec-fetch-site': 'cross-site', 'content-type': 'application/csp-report' }
const PREFLIGHT = {
  origin: 'https://page.example',
  'access-control-request-method': 'POST',
  'access-control-request-headers': 'content-type',
}

function reasonFor(config: Config, line: string, headers: Readonly<Record<string, string>>): string {
  const [method = '', path = ''] = line.split(' ')
  const view = { method, path, header: (name: string) => headers[name] }
  const policy = compile(config)
  const decision = decide(policy, view)
  // Whatever the decision, there are words for it.
  expect(describeExplanation(explain(policy, view, decision))).not.toBe('')
  return decision.reason
}

const LET_IN = 'no-cors'

test.each<[title: string, line: string, headers: Readonly<Record<string, string>>, config: Config, reason: string]>([
  ['a report', 'POST /csp-reports', REPORT, GUARDED, LET_IN],
  ['a report with the policy in the query', 'POST /csp-reports?policy=0&disposition=enforce', REPORT, GUARDED, LET_IN],
  ['the preflight of a report, which the app answers', 'OPTIONS /csp-reports', PREFLIGHT, GUARDED, LET_IN],
  ['a path that only begins so', 'POST /csp-reports-of-others', REPORT, GUARDED, 'cross-origin-refused'],
  ['a path below', 'POST /csp-reports/all', REPORT, GUARDED, 'cross-origin-refused'],
  ['the path in another spelling', 'POST /%63sp-reports', REPORT, GUARDED, 'cross-origin-refused'],
  ['another path', 'POST /orders', REPORT, GUARDED, 'cross-origin-refused'],
  [
    'an endpoint with a query of its own',
    'POST /csp-reports?site=a&policy=0',
    REPORT,
    { ...GUARDED, reporting: { endpoint: '/csp-reports?site=a' } },
    LET_IN,
  ],
  [
    'reports that go to an absolute URL: whether that is this server, nobody knows',
    'POST /csp-reports',
    REPORT,
    { ...GUARDED, reporting: { endpoint: 'https://app.example.com/csp-reports' } },
    'cross-origin-refused',
  ],
  [
    'below a route',
    'POST /csp-reports',
    REPORT,
    { ...GUARDED, routes: [{ path: '/*', csrf: { trustedOrigins: ['https://a.example'] } }] },
    LET_IN,
  ],
  [
    'where a route alone has a guard',
    'POST /csp-reports',
    REPORT,
    { reporting: { endpoint: '/csp-reports' }, routes: [{ path: '/*', csrf: true }] },
    LET_IN,
  ],
  [
    'a route for the path, which has the last word',
    'POST /csp-reports',
    REPORT,
    { ...GUARDED, routes: [{ path: '/csp-reports', csp: false }] },
    'cross-origin-refused',
  ],
])('%s', (_, line, headers, config, reason) => {
  expect(reasonFor(config, line, headers)).toBe(reason)
})

test('without CORS and guard no path is looked at', () => {
  const { findRule } = compile({ csp: { directives: { 'default-src': ["'self'"] } }, reporting: { endpoint: '/csp' } })
  expect(findRule).toBeNull()
})
