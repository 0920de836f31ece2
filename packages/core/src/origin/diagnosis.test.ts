import { expect, test } from 'vitest'
import { parseOriginPattern } from './pattern.ts'

const FORM = 'An origin is scheme://host or scheme://host:port, such as https://app.example.com.'
const SUBDOMAINS = 'All subdomains of a domain are https://*.example.com.'

test.each<[title: string, text: string, what: string, fix: string]>([
  [
    'letters outside ASCII below a wildcard',
    'https://*.bücher.example',
    'host outside ASCII',
    'Write https://*.xn--bcher-kva.example.',
  ],
  ['full-width letters', 'https://ａ.test', 'host outside ASCII', 'Write https://a.test.'],
  [
    'an invisible character',
    'https://a\u200b.test',
    '"https://a\\u200b.test" has a host outside ASCII',
    'Write https://a.test.',
  ],
  ['everything at once', 'HTTPS://*.Example.com:*/', 'scheme in upper case', 'Write https://*.example.com:*.'],
  ['a default port of http', 'http://a.test:80', 'default port of http', 'Write http://a.test.'],
  ['a port with a leading zero', 'https://a.test:08443', 'port with a leading zero', 'Write https://a.test:8443.'],
  ['port zero', 'https://a.test:0', 'not 1 to 65535', 'Any port is *, as in http://localhost:*.'],
  ['a list of ports', 'https://a.test:[80,443]', 'not 1 to 65535', 'Any port is *, as in http://localhost:*.'],
  ['a wildcard in a port', 'http://localhost:30*', 'not its whole port', 'Write http://localhost:*.'],
  ['octal IPv4', 'http://0177.0.0.1', 'IPv4 address that browsers write differently', 'Write http://127.0.0.1.'],
  ['hexadecimal IPv4', 'http://0x7f.1', 'IPv4 address that browsers write differently', 'Write http://127.0.0.1.'],
  [
    'IPv4 as one number',
    'http://2130706433',
    'IPv4 address that browsers write differently',
    'Write http://127.0.0.1.',
  ],
  ['IPv4 out of range', 'http://256.1.1.1', 'ends in a number but is no IPv4 address', FORM],
  [
    'IPv4 in IPv6',
    'http://[::ffff:1.2.3.4]',
    'IPv6 address that browsers write differently',
    'Write http://[::ffff:102:304].',
  ],
  ['an IPv6 zone', 'http://[fe80::1%25eth0]:8080', 'IPv6 address with a zone', 'Write http://[fe80::1]:8080.'],
  ['an open bracket', 'http://[::1', 'malformed IPv6 address', FORM],
  ['IPv6 without brackets', 'http://::1', 'IPv6 address without brackets', 'Write http://[::1].'],
  ['a sign that DNS has no names with', 'https://a!b.test', 'characters other than letters', FORM],
  ['an encoded dot', 'https://a%2etest', 'characters other than letters', 'Write https://a.test.'],
  ['bad punycode', 'https://xn--a.test', 'no valid punycode', FORM],
  ['a dot at the start', 'https://.a.test', 'empty label', FORM],
  ['several wildcards', 'https://*.a.*.b.com', 'more than one wildcard', 'Write https://*.b.com.'],
  ['a wildcard beside letters', 'https://a*.b.com', 'not its whole first label', 'Write https://*.b.com.'],
  ['a wildcard without its dot', 'https://*a.com', 'not its whole first label', 'Write https://*.a.com.'],
  ['a double wildcard', 'https://**.example.com', 'more than one wildcard', 'Write https://*.example.com.'],
  ['two wildcards over a top-level domain', 'https://*.*.x', 'more than one wildcard', SUBDOMAINS],
  [
    'only wildcards',
    'https://*.*',
    'names no domain',
    "Name the domain, as in https://*.example.com; any origin at all is origins: '*'.",
  ],
  ['a wildcard at the top', 'https://example.*', 'wildcard for its top-level domain', 'List each domain.'],
  ['a wildcard in an IPv4 address', 'http://192.168.1.*', 'wildcard in an IP address', 'List each address.'],
  ['a wildcard before an IPv6 address', 'http://*.[::1]', 'wildcard in an IP address', 'List each address.'],
  ['a wildcard scheme', 'http*://example.com', 'wildcard in its scheme', 'Write https://example.com.'],
  ['a choice of schemes', 'https?://example.com', 'malformed scheme', 'Write https://example.com.'],
  ['a file', 'file:///a', 'scheme file', FORM],
  ['a blob', 'blob:https://a.test/uuid', 'scheme blob', 'Write https://a.test.'],
  ['data', 'data:text/html,x', 'scheme data', FORM],
  ['a blank page', 'about:blank', 'scheme about', FORM],
  ['a script', 'javascript:alert(1)', 'scheme javascript', FORM],
  ['a WebSocket', 'wss://a.test:8443/x', 'where a page connects to', 'Write https://a.test:8443.'],
  ['FTP', 'ftp://a.test', 'browsers load no pages from', FORM],
  [
    'a list with commas',
    'https://a.test,https://b.test',
    'several origins in one text',
    'Make each an entry of its own: "https://a.test", "https://b.test".',
  ],
  [
    'a list with spaces',
    'a.test localhost:3000',
    'several origins in one text',
    'Make each an entry of its own: "https://a.test", "http://localhost:3000".',
  ],
  ['white space around', '\thttps://a.test\n', 'white space or a control character', 'Write https://a.test.'],
  ['no scheme', 'example.com', 'has no scheme', 'Write https://example.com.'],
  ['no scheme but a port', 'example.com:8080', 'has no scheme', 'Write https://example.com:8080.'],
  ['no scheme but a wildcard', '*.example.com', 'has no scheme', 'Write https://*.example.com.'],
  ['no scheme on the own machine', 'localhost:3000', 'has no scheme', 'Write http://localhost:3000.'],
  ['a single word', 'app', 'has no scheme', FORM],
  ['slashes alone', '//example.com', 'has no scheme', 'Write https://example.com.'],
  ['a lost colon', 'https//example.com', 'has no scheme', 'Write https://example.com.'],
  ['a lost slash', 'http:/example.com', 'no :// after its scheme', 'Write http://example.com.'],
  ['a regular expression', '^https://.*\\.example\\.com$', 'characters of a regular expression', SUBDOMAINS],
  ['braces', 'https://{a,b}.example.com', 'characters of a regular expression', SUBDOMAINS],
  ['a backslash', 'https://a.test\\', 'has a backslash', 'Write https://a.test.'],
  ['an object made a text', 'https://[object Object]', 'white space', FORM],
  ['a star', '*', 'is not an origin', FORM],
])('%s is told what to write', (_, text, what, fix) => {
  expect(parseOriginPattern(text)).toMatchObject({ message: expect.stringContaining(what), fix })
})

test('a text of any length is answered, and shown cut', () => {
  const texts = [
    'a'.repeat(100_000),
    `https://${'a'.repeat(100_000)}`,
    `https://${'a.'.repeat(50_000)}test/`,
    'https://a.test,'.repeat(10_000),
  ]
  for (const text of texts) {
    const problem = parseOriginPattern(text)
    expect(problem).toHaveProperty('code')
    expect(JSON.stringify(problem).length).toBeLessThan(500)
  }
})
