import { expect, test } from 'vitest'
import { findNearMisses } from './near-misses.ts'

test.each<[origin: string, entries: readonly string[], misses: readonly string[]]>([
  ['https://a.test:8443', ['https://a.test'], ['port https://a.test']],
  ['https://a.test', ['https://a.test:8443'], ['port https://a.test:8443']],
  ['https://x.a.test:1', ['https://*.a.test'], ['port https://*.a.test']],
  ['http://a.test', ['https://a.test'], ['scheme https://a.test']],
  ['https://localhost:3000', ['http://localhost:*'], ['scheme http://localhost:*']],
  ['http://a.test:8080', ['https://a.test'], []],
  ['https://a.test', ['https://*.a.test'], ['apex https://*.a.test']],
  ['https://x.a.test', ['https://a.test'], ['subdomain https://a.test']],
  ['https://www.a.test', ['https://a.test'], ['www https://a.test']],
  ['https://a.test', ['https://www.a.test'], ['www https://www.a.test']],
  ['https://a.test.', ['https://a.test'], ['trailing-dot https://a.test']],
  ['https://x.a.test.', ['https://*.a.test'], ['trailing-dot https://*.a.test']],
  ['https://A.test', ['https://a.test'], ['case https://a.test']],
  ['HTTPS://x.a.test', ['https://*.a.test'], ['case https://*.a.test']],
  ['http://[::1]:3000', ['http://[::1]:8080'], ['port http://[::1]:8080']],
  [
    'https://www.a.test',
    ['https://www.a.test.', 'http://www.a.test', 'https://a.test', 'https://www.a.test:1'],
    ['trailing-dot https://www.a.test.', 'port https://www.a.test:1', 'scheme http://www.a.test'],
  ],
  ['https://evilexample.com', ['https://b.test', 'https://example.com'], ['look-alike https://example.com']],
  ['http://evilexample.com:1', ['https://*.example.com'], ['look-alike https://*.example.com']],
  ['https://www.notexample.com', ['https://example.com', 'https://notexample.com'], ['www https://notexample.com']],
  ['https://b.test', ['https://a.test'], []],
  ['null', ['https://a.test'], []],
  ['garbage', ['https://a.test'], []],
  [`https://${'a.'.repeat(8000)}test`, ['https://a.test'], []],
])('%s among %j', (origin, entries, misses) => {
  expect(findNearMisses(origin, entries).map(({ kind, entry }) => `${kind} ${entry}`)).toEqual(misses)
})
