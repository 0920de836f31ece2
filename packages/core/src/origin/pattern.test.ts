import { expect, test } from 'vitest'
import { covers, isLoopback, parseOriginPattern } from './pattern.ts'

test.each([
  [
    'an exact origin',
    'https://app.example.com',
    { scheme: 'https', host: 'app.example.com', wildcard: false, port: '' },
  ],
  ['a port', 'http://localhost:3000', { scheme: 'http', host: 'localhost', wildcard: false, port: '3000' }],
  ['subdomains', 'https://*.example.com', { scheme: 'https', host: 'example.com', wildcard: true, port: '' }],
  ['any port', 'http://localhost:*', { scheme: 'http', host: 'localhost', wildcard: false, port: '*' }],
  ['both wildcards', 'https://*.example.com:*', { scheme: 'https', host: 'example.com', wildcard: true, port: '*' }],
  ['another scheme', 'app://host', { scheme: 'app', host: 'host', wildcard: false, port: '' }],
  [
    'an extension',
    'chrome-extension://abcdef',
    { scheme: 'chrome-extension', host: 'abcdef', wildcard: false, port: '' },
  ],
  ['an IPv4 address', 'http://127.0.0.1:8080', { scheme: 'http', host: '127.0.0.1', wildcard: false, port: '8080' }],
  ['an IPv6 address', 'http://[::1]:8080', { scheme: 'http', host: '[::1]', wildcard: false, port: '8080' }],
  [
    'punycode',
    'https://xn--bcher-kva.example',
    { scheme: 'https', host: 'xn--bcher-kva.example', wildcard: false, port: '' },
  ],
])('reads %s', (_, text, parts) => {
  expect(parseOriginPattern(text)).toEqual({ text, ...parts })
})

test.each([
  ['upper case', 'https://App.example.com', 'invalid-origin', 'Write https://app.example.com.'],
  ['an upper-case scheme', 'HTTPS://app.example.com', 'invalid-origin', 'Write https://app.example.com.'],
  ['letters outside ASCII', 'https://bücher.example', 'invalid-origin', 'Write https://xn--bcher-kva.example.'],
  ['a default port', 'https://example.com:443', 'invalid-origin', 'Write https://example.com.'],
  ['port zero', 'https://example.com:0', 'invalid-origin', undefined],
  ['a port out of range', 'https://example.com:65536', 'invalid-origin', undefined],
  ['a port with a leading zero', 'https://example.com:0443', 'invalid-origin', undefined],
  ['an empty port', 'https://example.com:', 'invalid-origin', 'Write https://example.com.'],
  ['a path', 'https://example.com/app', 'invalid-origin', 'Write https://example.com.'],
  ['a trailing slash', 'https://example.com/', 'invalid-origin', 'Write https://example.com.'],
  ['a query', 'https://example.com?x', 'invalid-origin', 'Write https://example.com.'],
  ['a fragment', 'https://example.com#x', 'invalid-origin', 'Write https://example.com.'],
  ['a user', 'https://me@example.com', 'invalid-origin', 'Write https://example.com.'],
  ['a short IPv4 address', 'http://127.1', 'invalid-origin', 'Write http://127.0.0.1.'],
  ['a long IPv6 address', 'http://[0:0:0:0:0:0:0:1]', 'invalid-origin', 'Write http://[::1].'],
  ['an empty label', 'https://a..example.com', 'invalid-origin', undefined],
  ['a label over 63 characters', `https://${'a'.repeat(64)}.example.com`, 'invalid-origin', undefined],
  ['a host over 253 characters', `https://${'a.'.repeat(127)}com`, 'invalid-origin', undefined],
  ['no scheme', 'example.com', 'invalid-origin', undefined],
  ['no host', 'https://', 'invalid-origin', undefined],
  ['white space', 'https://example.com ', 'invalid-origin', undefined],
  ['a control character', 'https://example.com\r\n', 'invalid-origin', undefined],
  ['the file scheme', 'file://host', 'invalid-origin', undefined],
  ['the null origin', 'null', 'null-origin', undefined],
  ['a wildcard inside a label', 'https://app*.example.com', 'invalid-wildcard', undefined],
  ['a wildcard without its dot', 'https://*example.com', 'invalid-wildcard', undefined],
  ['a wildcard in the middle', 'https://a.*.example.com', 'invalid-wildcard', undefined],
  ['a bare wildcard host', 'https://*', 'invalid-wildcard', undefined],
  ['a wildcard before an address', 'http://*.0.0.1', 'invalid-wildcard', undefined],
])('refuses %s, naming it', (_, text, code, fix) => {
  const problem = parseOriginPattern(text)
  expect(problem).toMatchObject({ code, message: expect.stringContaining(JSON.stringify(text).slice(0, 100)) })
  if (fix !== undefined) expect(problem).toMatchObject({ fix })
})

test.each([
  ['https://*.example.com', 'https://a.example.com', true],
  ['https://*.example.com', 'https://*.a.example.com', true],
  ['https://*.example.com', 'https://example.com', false],
  ['https://*.example.com', 'http://a.example.com', false],
  ['https://*.example.com', 'https://a.example.com:8443', false],
  ['https://*.example.com', 'https://badexample.com', false],
  ['http://localhost:*', 'http://localhost:3000', true],
  ['http://localhost:*', 'http://localhost', true],
])('%s covers %s: %s', (wide, narrow, expected) => {
  const [left, right] = [parseOriginPattern(wide), parseOriginPattern(narrow)]
  if ('code' in left || 'code' in right) throw new Error('both are patterns')
  expect(covers(left, right)).toBe(expected)
})

test.each([
  ['localhost', true],
  ['app.localhost', true],
  ['127.0.0.1', true],
  ['[::1]', true],
  ['localhost.example.com', false],
  ['127.example.com', false],
])('%s is loopback: %s', (host, expected) => {
  expect(isLoopback(host)).toBe(expected)
})
