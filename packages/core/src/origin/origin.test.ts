import { expect, test } from 'vitest'
import { isSerialisedOrigin } from './origin.ts'

test.each([
  'https://a.test',
  'https://a.test:8443',
  'http://a.test:443',
  'https://a.test:80',
  'http://localhost:1',
  'https://a.test:65535',
  'https://192.0.2.1',
  'https://[2001:db8::1]',
  'https://[::1]:8443',
  'https://a_b.test',
  'https://a.test.',
  'https://a.test.:8443',
  'chrome-extension://abcdefgh',
  'web+app://shell',
])('%s is written as an origin', (text) => {
  expect(isSerialisedOrigin(text)).toBe(true)
})

test.each([
  ['nothing', ''],
  ['the opaque origin', 'null'],
  ['no scheme', '://a.test'],
  ['a scheme that begins with a hyphen', '-https://a.test'],
  ['a scheme that begins with a digit', '1https://a.test'],
  ['a scheme with an underscore', 'a_b://a.test'],
  ['no host', 'https://'],
  ['no host, but a port', 'https://:8443'],
  ['a path', 'https://a.test/'],
  ['capitals', 'https://A.test'],
  ['an empty label', 'https://a..test'],
  ['an empty first label', 'https://.a.test'],
  ['two trailing dots', 'https://a.test..'],
  ['an empty port', 'https://a.test:'],
  ['the port of its scheme, https', 'https://a.test:443'],
  ['the port of its scheme, http', 'http://a.test:80'],
  ['a port with a leading zero', 'https://a.test:08443'],
  ['port zero', 'https://a.test:0'],
  ['a port above all', 'https://a.test:65536'],
  ['a port of six digits', 'https://a.test:100000'],
  ['a port of letters', 'https://a.test:8a'],
  ['two ports', 'https://a.test:1:2'],
  ['a bracket that stays open', 'https://[::1'],
  ['a bracket inside', 'https://a[::1]'],
  ['an empty address', 'https://[]'],
  ['a name in brackets', 'https://[a.test]'],
  ['text behind an address', 'https://[::1]a'],
  ['two origins', 'https://a.test, https://b.test'],
  ['a line break', 'https://a.test\r\nx: y'],
  ['a NUL', 'https://a.test\0'],
  ['a letter beyond ASCII', 'https://\u0430.test'],
  ['more than 326 characters', `https://${'a.'.repeat(160)}test`],
])('%s is not', (_, text) => {
  expect(isSerialisedOrigin(text)).toBe(false)
})
