import type { Config } from '@sallyport/core'
import { expect, test } from 'vitest'
import { actionHosts } from './action-hosts.ts'

test.each<[title: string, config: Config, hosts: readonly string[]]>([
  ['no guard', { cors: { origins: ['https://a.example'] } }, []],
  ['a guard that trusts nobody else', { csrf: true }, []],
  ['trusted origins, with their ports', { csrf: { trustedOrigins: ['https://a.example:8443'] } }, ['a.example:8443']],
  ['own origins, which a proxy in front hides', { csrf: { ownOrigin: 'https://a.example' } }, ['a.example']],
  [
    'those of CORS, but for patterns',
    { csrf: { trustedOrigins: 'cors' }, cors: { origins: ['https://a.example', 'https://*.b.example'] } },
    ['a.example'],
  ],
  [
    'those of CORS that are known beside a resolver',
    { csrf: { trustedOrigins: 'cors' }, cors: { origins: { resolve: () => true, known: ['https://a.example'] } } },
    ['a.example'],
  ],
  ['not everybody', { csrf: { trustedOrigins: 'cors' }, cors: { origins: '*' } }, []],
])('%s', (_title, config, hosts) => {
  expect(actionHosts(config)).toEqual(hosts)
})
