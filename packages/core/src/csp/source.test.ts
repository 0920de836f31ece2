import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ConfigError, FINDING_CODES } from '../finding.ts'
import { hostSource, isSourceProblem, parseSource, type SourceKind } from './source.ts'

const digest256 = `${'A'.repeat(43)}=`
const digest384 = 'A'.repeat(64)
const digest512 = `${'A'.repeat(86)}==`

test.each<[text: string, kind: SourceKind]>([
  ["'self'", 'keyword'],
  ["'unsafe-inline'", 'keyword'],
  ["'unsafe-eval'", 'keyword'],
  ["'strict-dynamic'", 'keyword'],
  ["'unsafe-hashes'", 'keyword'],
  ["'report-sample'", 'keyword'],
  ["'wasm-unsafe-eval'", 'keyword'],
  ["'trusted-types-eval'", 'keyword'],
  ["'report-sha256'", 'keyword'],
  ["'report-sha384'", 'keyword'],
  ["'report-sha512'", 'keyword'],
  ["'unsafe-webtransport-hashes'", 'keyword'],
  ["'inline-speculation-rules'", 'keyword'],
  ["'none'", 'none'],
  ["'nonce'", 'nonce-slot'],
  [`'sha256-${digest256}'`, 'hash'],
  [`'sha384-${digest384}'`, 'hash'],
  [`'sha512-${digest512}'`, 'hash'],
  ['https:', 'scheme'],
  ['data:', 'scheme'],
  ['custom-scheme:', 'scheme'],
  ['another.custom-scheme:', 'scheme'],
  ['*', 'host'],
  ['example.com', 'host'],
  ['EXAMPLE.com', 'host'],
  ['example.com.', 'host'],
  ['*.example.com', 'host'],
  ['xn--tdaaaaaa.de', 'host'],
  ['localhost', 'host'],
  ['localhost:3000', 'host'],
  ['*:8443', 'host'],
  ['example.com:*', 'host'],
  ['https://*', 'host'],
  ['https://*:*', 'host'],
  ['127.0.0.1:3000', 'host'],
  ['https://*.example.com:12/path/to/file.js', 'host'],
  ['wss://example.com', 'host'],
  ['example.com/', 'host'],
  ['example.com/a%20b/', 'host'],
  ["https://example.com/~a/!$&'()*+=:@", 'host'],
])('%s is a %s', (text, kind) => {
  expect(parseSource(text)).toEqual({ kind })
})

test.each<[title: string, text: string, message: string, fix: string]>([
  ['an unquoted keyword', 'self', 'needs single quotes', "'self'"],
  ['an unquoted none', 'none', 'needs single quotes', "'none'"],
  ['an unquoted keyword in capitals', 'Unsafe-Inline', 'needs single quotes', "'unsafe-inline'"],
  ['a keyword in double quotes', '"self"', 'needs single quotes', "'self'"],
  ['a keyword in typographic quotes', '‘self’', 'needs single quotes', "'self'"],
  ['a keyword with one quote', "'self", 'needs single quotes', "'self'"],
  ['a keyword in capitals', "'SELF'", 'in capitals', "'self'"],
  ['a misspelt keyword', "'unsafe-inlin'", 'no keyword', "'unsafe-inline'"],
  ['a host in quotes', "'example.com'", 'no keyword', 'without quotes'],
  ['a removed keyword', "'unsafe-allow-redirects'", 'no keyword', 'without quotes'],
  ['a lone quote', "'", 'opening quote only', 'Close the quote'],
  ['a fixed nonce', "'nonce-r4nd0m'", 'fixed nonce', 'NONCE'],
  ['a fixed nonce in capitals', "'NONCE-r4nd0m'", 'fixed nonce', 'NONCE'],
  ['an unquoted nonce', 'nonce-r4nd0m', 'needs single quotes', "'nonce'"],
  ['an unquoted hash', `sha256-${digest256}`, 'needs single quotes', `'sha256-${digest256}'`],
  ['an unquoted hash, cut short', 'sha512-AAAA', 'needs single quotes', "'sha512-AAAA'"],
  ['a hash that is cut short', "'sha256-AAAA='", '44 characters', 'hashSource'],
  ['a hash of another length', `'sha256-${digest384}'`, '44 characters', 'hashSource'],
  ['a hash without its padding', `'sha256-${'A'.repeat(43)}'`, 'can match nothing', 'hashSource'],
  ['a hash whose last digit no digest has', `'sha256-${'A'.repeat(42)}B='`, 'can match nothing', 'hashSource'],
  ['a hash with a foreign digit', `'sha384-${'A'.repeat(63)}!'`, 'can match nothing', 'hashSource'],
  ['a hash algorithm in capitals', `'SHA256-${digest256}'`, 'capitals', 'sha256'],
  ['a hash algorithm that browsers do not know', `'md5-${digest256}'`, 'no keyword', 'without quotes'],
  ['two sources in one text', 'self https:', 'white space', '"self", "https:"'],
  ['white space at the end', "'self' ", 'white space', 'Remove'],
  ['a line break', "'self'\r\nx-evil:1", 'white space', `"'self'", "x-evil:1"`],
  ['NUL', 'example.com\0', 'control character', 'Remove'],
  ['a vertical tab', 'example.com\v', 'control character', 'Remove'],
  ['a semicolon', 'example.com;script-src', 'semicolon', '%3B'],
  ['a comma', 'https://a.test,https://b.test', 'comma', '%2C'],
  ['a host outside ASCII', 'https://bücher.example', 'outside ASCII', 'https://xn--bcher-kva.example'],
  ['a bare host outside ASCII', 'bücher.example', 'outside ASCII', '"xn--bcher-kva.example"'],
  ['a wildcard host outside ASCII', '*.bücher.example', 'outside ASCII', '"*.xn--bcher-kva.example"'],
  ['a path outside ASCII', 'https://a.test/é', 'outside ASCII', 'https://a.test/%C3%A9'],
  ['a no-break space', "'self'\u00a0", 'outside ASCII', 'punycode'],
  ['a scheme without a host', 'https://', 'no host', 'Write a host'],
  ['no scheme before the slashes', '//example.com', 'no scheme', 'https://example.com'],
  ['a path alone', '/js/', 'path without a host', "'self'"],
  ['a malformed scheme', '1http://example.com', 'malformed scheme', 'Write a host'],
  ['more than a scheme', 'data:image/png', 'more than a scheme', '"data:"'],
  ['a code URL', 'javascript:alert(1)', 'port', 'Write a host'],
  ['a wildcard inside', 'https://a.*.test', 'wildcard', '*.example.com'],
  ['a wildcard in a label', 'cdn*.example.com', 'wildcard', '*.example.com'],
  ['two wildcards', '*.*', 'wildcard', '*.example.com'],
  ['an empty label', 'a..test', 'empty label', 'Write a host'],
  ['a dot before the host', '.example.com', 'empty label', 'Write a host'],
  ['an underscore in the host', 'a_b.test', '"_"', 'Write a host'],
  ['a port that is no number', 'localhost:http', 'port', 'Write a host'],
  ['a port beyond the last', 'localhost:65536', 'port', 'Write a host'],
  ['an empty port before a path', 'localhost:/x', 'port', 'Write a host'],
  ['a user name', 'https://user:pass@example.com', 'user name', 'Write a host'],
  ['an IPv6 address', 'http://[::1]:3000', 'IPv6', 'localhost'],
  ['a query', 'https://example.com/a?b=c', 'query', '"https://example.com/a"'],
  ['a fragment', 'https://example.com#a', 'query or fragment', '"https://example.com"'],
  ['a percent sign of its own', 'https://example.com/50%', '%', '%25'],
  ['a character no path has', 'https://example.com/<a>', '"<"', '%3C'],
  ['two slashes before a path', 'https://example.com//a', 'two slashes', 'one slash'],
])('refuses %s', (_title, text, message, fix) => {
  const problem = parseSource(text)
  expect(problem).toMatchObject({ code: 'invalid-source' })
  if (!isSourceProblem(problem)) return
  expect(problem.message).toContain(message)
  expect(problem.fix).toContain(fix)
})

test('an empty text is told apart, because its cause is elsewhere', () => {
  expect(parseSource('')).toMatchObject({ code: 'unset-value' })
})

test('a base64url hash passes with advice: it matches inline content, but no integrity attribute', () => {
  expect(parseSource(`'sha256-${'_'.repeat(42)}8='`)).toMatchObject({
    kind: 'hash',
    advice: { fix: `Write "'sha256-${'/'.repeat(42)}8='".` },
  })
})

/** host-source and scheme-source of CSP3 §2.3.1, made by the grammar. */
function locations(): fc.Arbitrary<string> {
  const alphabet = 'abcxyzABC019'.split('')
  const part = (extra: string) =>
    fc.string({ unit: fc.constantFrom(...alphabet, ...extra), minLength: 1, maxLength: 8 })
  // Letters that no keyword, and no scheme of browsers, is made of.
  const scheme = part('+-.').map((rest) => `q${rest}`)
  const host = fc.tuple(fc.boolean(), fc.array(part('-'), { minLength: 1, maxLength: 4 }), fc.boolean())
  const name = host.map(([wild, labels, dot]) => `${wild ? '*.' : ''}${labels.join('.')}${dot ? '.' : ''}`)
  const port = fc.oneof(fc.constant('*'), fc.nat(65_535).map(String))
  const segment = part("-._~!$&'()*+=:@")
  const path = fc.array(segment, { maxLength: 3 }).map((segments) => `/${segments.join('/')}`)
  const option = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined })
  const hostSources = fc
    .tuple(option(scheme), fc.oneof(name, fc.constant('*')), option(port), option(path))
    .map(([s, h, p, rest]) => `${s ? `${s}://` : ''}${h}${p ? `:${p}` : ''}${rest ?? ''}`)
  return fc.oneof(
    hostSources,
    scheme.map((text) => `${text}:`),
  )
}

test('every host and scheme of the grammar is accepted', () => {
  fc.assert(
    fc.property(locations(), (text) => {
      expect(isSourceProblem(parseSource(text)) ? parseSource(text) : 'accepted').toBe('accepted')
    }),
    { numRuns: 2000 },
  )
})

/** Texts of pieces that matter to a parser of CSP, or of HTTP. */
function hostileTexts(): fc.Arbitrary<string> {
  const pieces = [
    ...' \t\r\n\f\v\0;,\'"*:/.-%_=?#@[]é\u00a0\u212a\ud800',
    'self',
    'https:',
    'a.test',
    "'none'",
    "'self'",
    'nonce-',
  ]
  return fc.oneof(fc.string({ unit: fc.constantFrom(...pieces), maxLength: 8 }), fc.string({ unit: 'binary' }))
}

test('what is accepted is one word of printable ASCII, and what is refused says why and what to do', () => {
  fc.assert(
    fc.property(hostileTexts(), (text) => {
      const parsed = parseSource(text)
      if (isSourceProblem(parsed)) {
        expect(Object.keys(FINDING_CODES)).toContain(parsed.code)
        expect(parsed.fix.length).toBeGreaterThan(5)
        return
      }
      for (const character of text) {
        expect(character > ' ' && character <= '~' && character !== ';' && character !== ',').toBe(true)
      }
    }),
    { numRuns: 5000 },
  )
})

test.each(['example.com', 'https://*.example.com', 'localhost:3000', 'intranet', 'https:', '*'])(
  'hostSource takes %s',
  (text) => {
    expect(hostSource(text)).toBe(text)
  },
)

test.each<[text: string, message: string]>([
  ['', 'is empty'],
  ['self', 'keyword'],
  ["'self'", 'is no host and no scheme'],
  ["'nonce'", 'is no host and no scheme'],
  ['a.test b.test', 'white space'],
  ['https://a.test; script-src *', 'semicolon'],
])('hostSource refuses %j', (text, message) => {
  expect(() => hostSource(text)).toThrow(ConfigError)
  expect(() => hostSource(text)).toThrow(message)
})

test('hostSource refuses what is no text, as an unset environment variable is in JavaScript', () => {
  // @ts-expect-error undefined is no text
  expect(() => hostSource(undefined)).toThrow('environment variable')
})

test('hostSource gives back its text or throws a ConfigError', () => {
  fc.assert(
    fc.property(hostileTexts(), (text) => {
      try {
        expect(hostSource(text)).toBe(text)
      } catch (error) {
        expect(error).toBeInstanceOf(ConfigError)
      }
    }),
  )
})
