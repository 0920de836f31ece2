import { expect, test } from 'vitest'
import type { PolicyInput } from '../policy-input.ts'
import type { ResourceRequest } from '../verdict.ts'
import { ask, PAGE, told } from './match.test-kit.ts'
import { matchRequest } from './request.ts'
import { upgradesInsecureRequests } from './upgrade.ts'

const UPGRADE = 'upgrade-insecure-requests'

test.each<[what: string, policies: readonly PolicyInput[], upgrades: boolean]>([
  ['a header', [{ header: UPGRADE }], true],
  ['a value, which means nothing', [{ header: `${UPGRADE} 0` }], true],
  ['<meta>', [{ header: UPGRADE, delivery: 'meta' }], true],
  ['report-only', [{ header: UPGRADE, disposition: 'report' }], false],
  ['one of several policies', [{ header: `default-src *, ${UPGRADE}` }], true],
  ['no policy', [], false],
])('Upgrade Insecure Requests §3.1: %s: %s', (_what, policies, upgrades) => {
  expect(upgradesInsecureRequests(policies)).toBe(upgrades)
})

// From a page without TLS, so that mixed content has no say.
test.each<[what: string, list: string, request: Partial<ResourceRequest>, told: string]>([
  ['a request', 'font-src https:', { url: 'http://a.test/', destination: 'font' }, 'allowed: listed https:'],
  [
    'its port stays',
    'font-src https://a.test:8080',
    { url: 'http://a.test:8080/', destination: 'font' },
    'allowed: listed https://a.test:8080',
  ],
  [
    'a WebSocket',
    'connect-src wss:',
    { url: 'ws://a.test/', destination: '', initiator: 'websocket' },
    'allowed: listed wss:',
  ],
  [
    'a frame',
    'frame-src https:',
    { url: 'http://a.test/', destination: 'iframe', initiator: 'navigation' },
    'allowed: listed https:',
  ],
  [
    'a form',
    'form-action https:',
    { url: 'http://a.test/', destination: 'document', initiator: 'form-action' },
    'allowed: listed https:',
  ],
  [
    'not a <base>',
    'base-uri https:',
    { url: 'http://a.test/', destination: '', initiator: 'base' },
    'blocked: not-listed',
  ],
  ['not ftp', 'font-src https:', { url: 'ftp://a.test/', destination: 'font' }, 'blocked: not-listed'],
])('Upgrade Insecure Requests §4.1: %s is checked as it is sent: %s', (_what, directive, request, expected) => {
  expect(told(ask(`${UPGRADE}; ${directive}`, request, 'spec', 'http://page.test/'))).toBe(expected)
})

test('Fetch §4.1: report-only policies judge the request before it is upgraded', () => {
  const policies = [
    { header: `${UPGRADE}; img-src https:` },
    { header: 'img-src https:', disposition: 'report' },
  ] as const
  const verdict = matchRequest(policies, PAGE, { url: 'http://a.test/', destination: 'image' })
  expect([told(verdict), ...(verdict.reports ?? []).map(told)]).toEqual([
    'allowed: listed https:',
    'blocked: not-listed',
  ])
})

test.each<[what: string, url: string, destination: string, page: string, spec: string, gecko: string]>([
  ['an image', 'http://a.test/', 'image', 'https://page.test/', 'allowed', 'blocked'],
  ['audio', 'http://a.test/', 'audio', 'https://page.test/', 'allowed', 'blocked'],
  ['video', 'http://a.test/', 'video', 'https://page.test/', 'allowed', 'blocked'],
  ['not a font', 'http://a.test/', 'font', 'https://page.test/', 'blocked', 'blocked'],
  ['not on a page without TLS', 'http://a.test/', 'image', 'http://page.test/', 'blocked', 'blocked'],
  ['not from an IP address', 'http://127.0.0.1/', 'image', 'https://page.test/', 'blocked', 'blocked'],
  ['not from this machine', 'http://localhost/', 'image', 'https://page.test/', 'blocked', 'blocked'],
])('Mixed Content §4.1: %s from %s is upgraded before the check', (_what, url, destination, page, spec, gecko) => {
  const policy = 'default-src https:'
  expect(ask(policy, { url, destination }, 'spec', page).outcome).toBe(spec)
  expect(ask(policy, { url, destination }, 'gecko', page).outcome).toBe(gecko)
})
