import { expect, test } from 'vitest'
import { compile } from '../compile.ts'
import type { CsrfConfig } from '../config.ts'
import { decide } from '../decide.ts'

type HeaderRecord = Readonly<Record<string, string>>

function refuses(csrf: CsrfConfig | boolean, method: string, headers: HeaderRecord): boolean {
  const policy = compile({ csrf, cors: { origins: ['https://*.team.test'], credentials: true } })
  const decision = decide(policy, { method, path: '/', header: (name) => ({ host: 'own.test', ...headers })[name] })
  return decision.reason === 'cross-origin-refused'
}

const trusting: CsrfConfig = { trustedOrigins: ['https://friend.test'] }

test.each<[title: string, csrf: CsrfConfig | boolean, method: string, headers: HeaderRecord, refused: boolean]>([
  ['the own page', true, 'POST', { 'sec-fetch-site': 'same-origin' }, false],
  ['the visitor’s own doing', true, 'POST', { 'sec-fetch-site': 'none' }, false],
  ['another site', true, 'POST', { 'sec-fetch-site': 'cross-site', origin: 'https://evil.test' }, true],
  ['another origin of the site', true, 'POST', { 'sec-fetch-site': 'same-site', origin: 'https://a.own.test' }, true],
  ['an unknown value', true, 'POST', { 'sec-fetch-site': 'elsewhere', origin: 'https://evil.test' }, true],
  ['another site without Origin', true, 'POST', { 'sec-fetch-site': 'cross-site' }, true],
  [
    'another site that claims the own origin',
    true,
    'POST',
    { 'sec-fetch-site': 'cross-site', origin: 'https://own.test' },
    true,
  ],
  [
    'PUT, PATCH and DELETE likewise',
    true,
    'DELETE',
    { 'sec-fetch-site': 'cross-site', origin: 'https://evil.test' },
    true,
  ],
  ['an unknown method likewise', true, 'PURGE', { 'sec-fetch-site': 'cross-site', origin: 'https://evil.test' }, true],
  ['a safe method', true, 'GET', { 'sec-fetch-site': 'cross-site', origin: 'https://evil.test' }, false],
  ['HEAD', true, 'HEAD', { 'sec-fetch-site': 'cross-site' }, false],
  ['QUERY', true, 'QUERY', { 'sec-fetch-site': 'cross-site' }, false],
  ['no browser', true, 'POST', {}, false],
  ['an older browser, own page', true, 'POST', { origin: 'https://own.test' }, false],
  ['an older browser, own page over http', true, 'POST', { origin: 'http://own.test' }, false],
  ['an older browser, host in capitals', true, 'POST', { origin: 'https://own.test', host: 'OWN.test' }, false],
  ['an older browser, own host on another port', true, 'POST', { origin: 'https://own.test:8443' }, true],
  ['an older browser, another site', true, 'POST', { origin: 'https://evil.test' }, true],
  ['an older browser, a look-alike', true, 'POST', { origin: 'https://own.test.evil.test' }, true],
  ['an older browser, the null origin', true, 'POST', { origin: 'null' }, true],
  ['an older browser, an empty origin', true, 'POST', { origin: '' }, true],
  ['a trusted origin', trusting, 'POST', { 'sec-fetch-site': 'cross-site', origin: 'https://friend.test' }, false],
  ['a trusted origin, older browser', trusting, 'POST', { origin: 'https://friend.test' }, false],
  ['a trusted origin over http', trusting, 'POST', { origin: 'http://friend.test' }, true],
  ['a subdomain of a trusted origin', trusting, 'POST', { origin: 'https://a.friend.test' }, true],
  ['the null origin beside trusted ones', trusting, 'POST', { 'sec-fetch-site': 'cross-site', origin: 'null' }, true],
  [
    'an origin CORS admits',
    { trustedOrigins: 'cors' },
    'POST',
    { 'sec-fetch-site': 'cross-site', origin: 'https://a.team.test' },
    false,
  ],
  [
    'an origin CORS refuses',
    { trustedOrigins: 'cors' },
    'POST',
    { 'sec-fetch-site': 'cross-site', origin: 'https://team.test' },
    true,
  ],
  ['no guard', false, 'POST', { 'sec-fetch-site': 'cross-site', origin: 'https://evil.test' }, false],
])('%s', (_, csrf, method, headers, refused) => {
  expect(refuses(csrf, method, headers)).toBe(refused)
})
