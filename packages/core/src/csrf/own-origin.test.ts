import { expect, test } from 'vitest'
import { isOwnOrigin } from './own-origin.ts'

const SECURE = 'https'
const PLAIN = 'http'

test.each<[title: string, origin: string, host: string, scheme: string | undefined, own: boolean]>([
  ['https, known', 'https://a.test', 'a.test', SECURE, true],
  ['https known, http page of the host', 'http://a.test', 'a.test', SECURE, false],
  ['https known, port named', 'https://a.test', 'a.test:443', SECURE, true],
  ['https known, the port of http named', 'https://a.test', 'a.test:80', SECURE, false],
  ['https known, another port', 'https://a.test:8443', 'a.test:8443', SECURE, true],
  ['https known, the page at another port', 'https://a.test:8443', 'a.test', SECURE, false],
  // spring-boot#10965: behind a proxy that ends TLS, an app takes itself for http.
  ['TLS ended before', 'https://a.test', 'a.test', PLAIN, true],
  ['TLS ended before, port named', 'https://a.test', 'a.test:443', PLAIN, true],
  ['TLS ended before, the port behind it named', 'https://a.test', 'a.test:80', PLAIN, true],
  ['TLS ended before, another port', 'https://a.test:8443', 'a.test:8443', PLAIN, true],
  ['http', 'http://a.test', 'a.test', PLAIN, true],
  ['http, port named', 'http://a.test', 'a.test:80', PLAIN, true],
  ['http, the port of https named', 'http://a.test', 'a.test:443', PLAIN, false],
  ['http, another port', 'http://a.test:3000', 'a.test:3000', PLAIN, true],
  ['http, the page at another port', 'http://a.test:3000', 'a.test:3001', PLAIN, false],
  ['http, the page at no port', 'http://a.test', 'a.test:3000', PLAIN, false],
  ['not known', 'https://a.test', 'a.test', undefined, true],
  ['capitals', 'https://a.test', 'A.TEST', SECURE, true],
  ['a dot at the end of both', 'https://a.test.', 'a.test.', SECURE, true],
  // Another origin to browsers, with cookies of its own.
  ['a dot at the end of one', 'https://a.test.', 'a.test', SECURE, false],
  ['IPv6', 'http://[::1]:3000', '[::1]:3000', PLAIN, true],
  ['IPv6, default port', 'https://[2001:db8::443]', '[2001:db8::443]:443', PLAIN, true],
  ['IPv6, another', 'https://[::1]', '[::2]', PLAIN, false],
  ['a sub-domain', 'https://b.a.test', 'a.test', SECURE, false],
  ['a look-alike', 'https://a.test.evil.test', 'a.test', PLAIN, false],
  ['another scheme', 'app://a.test', 'a.test', PLAIN, false],
  ['no scheme', 'a.test', 'a.test', PLAIN, false],
  ['a scheme alone', 'https://', '', PLAIN, false],
  ['no text', '', '', PLAIN, false],
])('%s', (_, origin, host, scheme, own) => {
  const request = { method: 'POST', path: '/', header: (name: string) => (name === 'host' ? host : undefined) }
  expect(isOwnOrigin(origin, { ...request, scheme })).toBe(own)
})

test('what the framework takes for the host goes before Host', () => {
  const request = { method: 'POST', path: '/', authority: 'shop.test', header: () => 'internal:8080' }
  expect(isOwnOrigin('https://shop.test', request)).toBe(true)
  expect(isOwnOrigin('https://internal:8080', request)).toBe(false)
})

test('no host, no own origin', () => {
  expect(isOwnOrigin('https://a.test', { method: 'POST', path: '/', header: () => undefined })).toBe(false)
})
