import { expect, test } from 'vitest'
import { readReportUrl, reportUrl } from './report-url.ts'

const policy = '0123456789abcdef'

test.each([
  ['/csp-reports', '/csp-reports?policy=0123456789abcdef&disposition=enforce'],
  ['https://r.example/c?site=a', 'https://r.example/c?site=a&policy=0123456789abcdef&disposition=enforce'],
  ['/csp#top', '/csp?policy=0123456789abcdef&disposition=enforce'],
])('%s', (endpoint, expected) => {
  const url = reportUrl(endpoint, { policy, disposition: 'enforce' })
  expect(url).toBe(expected)
  expect(readReportUrl(url)).toEqual({ policy, disposition: 'enforce' })
})

test.each<[title: string, url: string, expected: object]>([
  ['no query', 'https://r.example/csp', {}],
  ['another query', '/csp?a=b', {}],
  ['a policy in capitals', '/csp?policy=0123456789ABCDEF&disposition=report', { disposition: 'report' }],
  ['a policy of another length', '/csp?policy=0123&disposition=report', { disposition: 'report' }],
  ['another disposition', `/csp?policy=${policy}&disposition=both`, { policy }],
  ['the first of several', `/csp?policy=${policy}&policy=x`, { policy }],
  ['no URL at all', '?%%%', {}],
])('%s', (_, url, expected) => {
  expect(readReportUrl(url)).toEqual(expected)
})
