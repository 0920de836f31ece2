import { expect, test } from 'vitest'
import { ask, PAGE, told } from './match.test-kit.ts'
import { matchRequest } from './request.ts'

type Row = [rule: string, source: string, url: string, matches: boolean]

// Images of https://page.test/app/ by the standard's profile, each row with the section of CSP3 that decides.
const ROWS: readonly Row[] = [
  ['§6.7.2.7 step 2: no source', '', 'https://a.test/', false],
  ["§6.7.2.7 step 3: 'none'", "'none'", 'https://a.test/', false],
  ["§6.7.2.7 step 3: 'NONE'", "'NONE'", 'https://a.test/', false],
  ["§6.7.2.7 step 3: 'none' beside others counts for nothing", "'none' a.test", 'https://a.test/', true],
  [
    "§6.7.2.7 step 3: 'none' beside 'report-sample' still matches nothing",
    "'none' 'report-sample'",
    'https://a.test/',
    false,
  ],
  ['§6.7.2.7 step 4: any source', 'b.test c.test a.test', 'https://a.test/', true],
  ['§6.7.2.7 step 5: none of them', 'b.test c.test', 'https://a.test/', false],

  ['§6.7.2.8 step 1.1: * and https', '*', 'https://a.test:8443/x', true],
  ['§6.7.2.8 step 1.1: * and an IP address', '*', 'https://127.0.0.1/', true],
  ['§6.7.2.8 step 1: * and data:', '*', 'data:image/png,x', false],
  ['§6.7.2.8 step 1: * and blob:', '*', 'blob:https://page.test/1', false],
  ['§6.7.2.8 step 1: * and ftp:', '*', 'ftp://a.test/', false],
  ['§6.7.2.8 step 1: * and a scheme of one’s own', '*', 'app://a.test/', false],
  ['§6.7.2.8 step 2.2: a scheme', 'data:', 'data:image/png,x', true],
  ['§6.7.2.8 step 2.2: a scheme of one’s own', 'app:', 'app://a.test/', true],
  ['§6.7.2.8 step 2.2: blob:', 'blob:', 'blob:https://page.test/1', true],
  ['§6.7.2.8 step 2.1: another scheme', 'blob:', 'data:image/png,x', false],
  ['§6.7.2.8 step 2.1: another scheme of a host', 'ftp://a.test', 'https://a.test/', false],
  ['§6.7.2.8 step 3.1: a URL without a host', 'a.test', 'data:a.test', false],
  ['§6.7.2.8 step 3.2: the page’s scheme where there is none', 'a.test', 'https://a.test/', true],
  ['§6.7.2.8 step 3.6: a path', 'a.test/x', 'https://a.test/x', true],
  ['§6.7.2.8 step 3.6: a query is no part of it', 'a.test/x', 'https://a.test/x?y=/z', true],
  ['§6.7.2.8 step 3.6: a fragment is no part of it', 'a.test/x', 'https://a.test/x#y', true],
  ["§6.7.2.8 step 4: 'self'", "'self'", 'https://page.test/x', true],
  ["§6.7.2.8 step 4: 'SELF'", "'SELF'", 'https://page.test/x', true],
  ["§6.7.2.8 step 5: a keyword that is not 'self'", "'unsafe-inline'", 'https://a.test/', false],
  ['§6.7.2.8 step 5: a nonce', "'nonce-abc'", 'https://a.test/', false],
  ['§6.7.2.8 step 5: self without quotes is a host', 'self', 'https://page.test/', false],
  ['§6.7.2.8 step 5: what is no source', 'a.test/x?y', 'https://a.test/x', false],

  ['§6.7.2.9 step 1.1: letters of schemes have no case', 'HTTPS:', 'https://a.test/', true],
  ['§6.7.2.9 step 1.2: http covers https', 'http:', 'https://a.test/', true],
  ['§6.7.2.9 step 1.2: http://host covers https://host', 'http://a.test', 'https://a.test/', true],
  ['§6.7.2.9 step 1.3: ws covers https', 'ws:', 'https://a.test/', true],
  ['§6.7.2.9 step 1.4: wss covers https', 'wss://a.test', 'https://a.test/', true],
  ['§6.7.2.9 step 2: https does not cover ftp', 'https:', 'ftp://a.test/', false],

  ['§6.7.2.10 step 1: an IPv4 address', '127.0.0.1', 'https://127.0.0.1/', false],
  ['§6.7.2.10 step 1: an IPv4 address in hexadecimal', '127.0.0.1', 'https://0x7f.1/', false],
  ['§6.7.2.10 step 1: an IPv6 address and https://*', 'https://*', 'https://[::1]/', false],
  ['§6.7.2.10 step 1: localhost is a domain', 'localhost', 'https://localhost/', true],
  ['§6.7.2.10 step 1: a host of a scheme of one’s own is no domain', 'app://a.test', 'app://a.test/', false],
  ['§6.7.2.10 step 2: https://*', 'https://*', 'https://a.test/', true],
  ['§6.7.2.10 step 3: a wildcard and a subdomain', '*.a.test', 'https://x.a.test/', true],
  ['§6.7.2.10 step 3: a wildcard and a subdomain of one', '*.a.test', 'https://y.x.a.test/', true],
  ['§6.7.2.10 step 3: a wildcard and its apex', '*.a.test', 'https://a.test/', false],
  ['§6.7.2.10 step 3: a wildcard and a host that ends alike', '*.a.test', 'https://evila.test/', false],
  ['§6.7.2.10 step 3: letters have no case', '*.A.TEST', 'https://x.a.test/', true],
  ['§6.7.2.10 step 4: a host', 'a.test', 'https://a.test/', true],
  ['§6.7.2.10 step 4: letters have no case', 'A.Test', 'https://a.test/', true],
  ['§6.7.2.10 step 4: a subdomain', 'a.test', 'https://x.a.test/', false],
  ['§6.7.2.10 step 4: a host that begins alike', 'a.test', 'https://a.test.evil.test/', false],
  ['§6.7.2.10 step 4: a dot at the end of the URL’s host', 'a.test', 'https://a.test./', false],
  ['§6.7.2.10 step 4: a dot at the end of both', 'a.test.', 'https://a.test./', true],
  ['§6.7.2.10 step 4: punycode', 'xn--bcher-kva.test', 'https://bücher.test/', true],

  ['§6.7.2.11 step 2: * and any port', 'a.test:*', 'https://a.test:8443/', true],
  ['§6.7.2.11 step 4: the same port', 'a.test:8443', 'https://a.test:8443/', true],
  ['§6.7.2.11 step 4: no port on either side', 'a.test', 'https://a.test/', true],
  ['§6.7.2.11 step 4: ports are numbers', 'a.test:08443', 'https://a.test:8443/', true],
  ['§6.7.2.11 step 5: the default port named', 'a.test:443', 'https://a.test/', true],
  ['§6.7.2.11 step 5: the default port named in both', 'a.test:443', 'https://a.test:443/', true],
  ['§6.7.2.11 step 5: port 80 is not the default of https', 'http://a.test:80', 'https://a.test/', false],
  ['§6.7.2.11 step 6: another port', 'a.test', 'https://a.test:8443/', false],
  ['§6.7.2.11 step 6: another port than named', 'a.test:8080', 'https://a.test/', false],

  ['§6.7.2.12 step 1: no path covers every path', 'a.test', 'https://a.test/x/y', true],
  ['§6.7.2.12 step 2: / and nothing', 'https://a.test/', 'https://a.test', true],
  ['§6.7.2.12 step 3: / is a prefix', 'a.test/', 'https://a.test/x/y', true],
  ['§6.7.2.12 step 3: a / at the end is a prefix', 'a.test/x/', 'https://a.test/x/y/z', true],
  ['§6.7.2.12 step 3: the prefix itself', 'a.test/x/', 'https://a.test/x/', true],
  ['§6.7.2.12 step 5: without its /', 'a.test/x/', 'https://a.test/x', false],
  ['§6.7.2.12 step 6: without a / at the end it is exact', 'a.test/x', 'https://a.test/x/y', false],
  ['§6.7.2.12 step 6: not even a / more', 'a.test/x', 'https://a.test/x/', false],
  ['§6.7.2.12 step 8.2: percent-encoding in the source', 'a.test/%61', 'https://a.test/a', true],
  ['§6.7.2.12 step 8.3: percent-encoding in the URL', 'a.test/a', 'https://a.test/%61', true],
  ['§6.7.2.12 step 8: of UTF-8', 'a.test/%c3%a9', 'https://a.test/é', true],
  ['§6.7.2.12 step 8: %2F is no /', 'a.test/x%2Fy', 'https://a.test/x/y', false],
  ['§6.7.2.12 step 8: %2F equals %2f', 'a.test/x%2Fy', 'https://a.test/x%2fy', true],
  ['§6.7.2.12 step 8: a semicolon in the URL', 'a.test/x%3By', 'https://a.test/x;y', true],
  ['§6.7.2.12 step 8.4: letters have a case', 'a.test/X', 'https://a.test/x', false],
  ['§6.7.2.12: dots are resolved before', 'a.test/x/', 'https://a.test/x/../y', false],

  ['URL: no URL', 'a.test *', 'https://', false],
  ['URL: relative to the page', "'self'", 'x.png', true],
  ['URL: host of the page alone', "'self'", '//page.test/x', true],
  ['URL: other letters of the host', 'a.test', 'HTTPS://A.TEST/', true],
]

test.each(ROWS)('%s: img-src %s and %s: %s', (_rule, source, url, matches) => {
  const { outcome } = ask(`img-src ${source}`, { url })
  expect(outcome).toBe(matches ? 'allowed' : 'blocked')
})

// From a page without TLS.
test.each<Row>([
  ['§6.7.2.8 step 3.2: a host covers http', 'a.test', 'http://a.test/', true],
  ['§6.7.2.8 step 3.2: and https, its upgrade', 'a.test', 'https://a.test/', true],
  ['§6.7.2.8 step 3.2: on the port named too', 'a.test:8443', 'https://a.test:8443/', true],
  ['§6.7.2.9: https does not cover http', 'https:', 'http://a.test/', false],
  ['§6.7.2.9: https://host does not cover http', 'https://a.test', 'http://a.test/', false],
  ['§6.7.2.9: wss does not cover http', 'wss:', 'http://a.test/', false],
  ["§6.7.2.8 step 4.1: 'self'", "'self'", 'http://page.test/', true],
  ["§6.7.2.8 step 4.2.1: 'self' and its upgrade", "'self'", 'https://page.test/', true],
  ["§6.7.2.8 step 4.2: 'self' on another port", "'self'", 'http://page.test:8080/', false],
  ["§6.7.2.8 step 4.2: 'self' upgraded to a port of its own", "'self'", 'https://page.test:8443/', false],
  ["§6.7.2.8 step 4: 'self' and a subdomain", "'self'", 'http://x.page.test/', false],
])('%s: img-src %s and %s from http: %s', (_rule, source, url, matches) => {
  const { outcome } = ask(`img-src ${source}`, { url }, 'spec', 'http://page.test/')
  expect(outcome).toBe(matches ? 'allowed' : 'blocked')
})

// CSP3 §2.2: 'self' is the origin of the URL that the policies came from.
test.each<[what: string, page: string, source: string, url: string, told: string]>([
  ['a port of its own', 'http://page.test:8080/', "'self'", 'https://page.test:8080/', "allowed: listed 'self'"],
  [
    'a port of its own, upgraded to the default',
    'http://page.test:8080/',
    "'self'",
    'https://page.test/',
    'blocked: not-listed',
  ],
  [
    'a blob: page has the origin of its maker',
    'blob:https://page.test/1',
    "'self'",
    'https://page.test/',
    "allowed: listed 'self'",
  ],
  ['a data: page has an opaque origin', 'data:text/html,x', "'self' a.test", 'https://a.test/', 'blocked: not-listed'],
  ['… from which * still matches the web', 'data:text/html,x', '*', 'https://a.test/', 'allowed: listed *'],
  [
    'about:blank likewise, unless its maker is given',
    'about:blank',
    "'self'",
    'https://page.test/',
    'blocked: not-listed',
  ],
  ['§6.7.2.8 step 1.2: * and the scheme of the page', 'ftp://page.test/', '*', 'ftp://a.test/', 'allowed: listed *'],
  ['file:', 'file:///x/y.html', "'self'", 'file:///x/z.png', 'blocked: not-listed'],
  ["'self' is no blob: of its own", 'https://page.test/', "'self'", 'blob:https://page.test/1', 'blocked: not-listed'],
  ["'self' is no data:", 'https://page.test/', "'self'", 'data:,x', 'blocked: not-listed'],
  ['a page that is no URL', 'page.test', "'self'", 'https://page.test/', 'blocked: invalid-page-url'],
  ['… matters for hosts without a scheme', 'page.test', 'a.test', 'https://a.test/', 'blocked: invalid-page-url'],
  ['… and for nothing else', 'page.test', 'https://a.test', 'https://a.test/', 'allowed: listed https://a.test'],
  ['a request that is no URL', 'https://page.test/', '*', 'https://a b/', 'blocked: invalid-url'],
])('%s: a page at %s, img-src %s and %s', (_what, page, source, url, expected) => {
  expect(told(ask(`img-src ${source}`, { url }, 'spec', page))).toBe(expected)
})

// §6.7.2.8 step 3.6, §7.6
test.each<[what: string, redirectCount: number | undefined, source: string, told: string]>([
  ['a path counts', 0, 'a.test/y', 'blocked: not-listed'],
  ['not after a redirect', 1, 'a.test/y', 'allowed: listed a.test/y'],
  ['the rest counts still', 1, 'a.test:8443/y', 'blocked: not-listed'],
  ['unknown, it decides', undefined, 'a.test/y', 'depends: redirectCount'],
  ['unknown, and another source matches', undefined, 'a.test/y a.test', 'allowed: listed a.test'],
  ['unknown, and the path matches', undefined, 'a.test/x', 'allowed: listed a.test/x'],
  ['unknown, and nothing matches', undefined, 'b.test/x', 'blocked: not-listed'],
])('redirects: %s (%s, img-src %s)', (_what, redirectCount, source, expected) => {
  const count = redirectCount === undefined ? {} : { redirectCount }
  const request = { url: 'https://a.test/x', destination: 'image', ...count }
  expect(told(matchRequest([{ header: `img-src ${source}` }], PAGE, request))).toBe(expected)
})
