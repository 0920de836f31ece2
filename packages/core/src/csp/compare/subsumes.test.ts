import { describe, expect, test } from 'vitest'
import { subsumes } from './subsumes.ts'

type Row = readonly [title: string, required: string, given: string, isSubsumed: boolean]

function check(_title: string, required: string, given: string, isSubsumed: boolean) {
  expect(subsumes(required, given)).toBe(isSubsumed)
}

describe('policies', () => {
  test.each<Row>([
    ['nothing required', '', '', true],
    ['something required, nothing given', "img-src 'none'", '', false],
    ['CSP3 §4.2: every required policy has to be kept', "img-src 'none', font-src 'none'", "img-src 'none'", false],
    ['one given policy may keep several', "img-src 'self', font-src 'self'", "default-src 'self'; form-action *", true],
    ['several given ones may keep one', "img-src 'self'; font-src 'self'", "img-src 'self', font-src 'none'", true],
    ['several given lists together', 'img-src a.test', 'img-src a.test b.test, img-src a.test c.test', true],
    [
      'several given nonces together',
      "style-src 'nonce-a'",
      "style-src 'nonce-a' 'nonce-b', style-src 'nonce-a' 'nonce-c'",
      true,
    ],
    ['CSP3 §2.2.1: a duplicate counts for nothing', "img-src 'none'", "img-src *; img-src 'none'", false],
    ['a directive that is not ASCII counts for nothing', "img-src 'none'", "img-src 'none' é", false],
  ])('%s', check)

  test('what only reports neither requires nor gives', () => {
    const reports = { header: "img-src 'none'", disposition: 'report' } as const
    expect(subsumes(reports, '')).toBe(true)
    expect(subsumes("img-src 'none'", [reports])).toBe(false)
    expect(subsumes("img-src 'none'", [reports, { header: 'img-src' }])).toBe(true)
  })

  test('CSP3 §3.3: a <meta> element gives no frame-ancestors', () => {
    expect(subsumes("frame-ancestors 'none'", { header: "frame-ancestors 'none'", delivery: 'meta' })).toBe(false)
  })
})

describe('fallbacks (CSP3 §6.8.3)', () => {
  test.each<Row>([
    ['a fallback keeps what it stands for', "font-src 'self'; style-src-attr 'self'", "default-src 'self'", true],
    ['a narrower directive opens one up', "default-src 'self'", "default-src 'self'; img-src *", false],
    ['and is seen in a variant', "script-src 'self'", "script-src 'self'; script-src-elem *", false],
    ['a directive spelt out', "default-src 'self'", "default-src 'self'; font-src 'self'; img-src 'none'", true],
    ['eval asks script-src alone', "script-src 'self'", "script-src-elem 'self'; script-src-attr 'none'", false],
    ['worker-src by child-src, then script-src', "worker-src 'self'", "child-src 'self'; script-src *", true],
    ['frame-src by child-src', "child-src 'self'; default-src *", "frame-src 'self'; worker-src 'self'", false],
    ['prefetches ask default-src alone', "default-src 'none'", "img-src 'none'", false],
    ['base-uri has no fallback', "base-uri 'none'", "default-src 'none'", false],
    ['form-action has none', "form-action 'none'", "default-src 'none'", false],
    ['frame-ancestors has none', "frame-ancestors 'none'", "default-src 'none'", false],
  ])('%s', check)
})

describe('schemes (CSP3 §6.7.2.9)', () => {
  test.each<Row>([
    ['http includes https', 'img-src http:', 'img-src https:', true],
    ['https does not include http', 'img-src https:', 'img-src http:', false],
    ['ws includes wss', 'connect-src ws:', 'connect-src wss:', true],
    ['ws includes http for CSP3 and not for engines', 'connect-src ws:', 'connect-src http:', false],
    ['* includes http', 'img-src *', 'img-src http:', true],
    ['* does not include data:', 'img-src *', 'img-src data:', false],
    ['http: is less than *, which is every scheme of a place in Gecko', 'img-src http:', 'img-src *', false],
    ["* includes 'self'", 'img-src *; connect-src *', "img-src 'self'; connect-src 'self'", true],
    ['* by fallback is less than the * of WebKit', 'default-src *', 'default-src *; img-src *', false],
    ['a scheme includes its hosts', 'img-src https:', 'img-src https://a.test https://*.b.test:*/x', true],
    ['a page over http has hosts over http', 'img-src https:', 'img-src a.test', false],
    ['a page over http or https', 'img-src http:', "img-src a.test 'self'", true],
    ['capitals do not matter', 'img-src HTTPS://A.Test', 'img-src https://a.test', true],
  ])('%s', check)
})

describe('hosts (CSP3 §6.7.2.10)', () => {
  test.each<Row>([
    ['the same', 'img-src a.test', 'img-src a.test', true],
    ['another', 'img-src a.test', 'img-src b.test', false],
    ['one ending alike', 'img-src a.test', 'img-src evil-a.test', false],
    ['a wildcard includes what is below', 'img-src *.a.test', 'img-src b.a.test *.c.a.test d.e.a.test', true],
    ['a wildcard does not include its parent', 'img-src *.a.test', 'img-src a.test', false],
    ['a wildcard does not include the one above', 'img-src *.b.a.test', 'img-src *.a.test', false],
    ['any host of a scheme', 'img-src https://*', 'img-src https://*.a.test', true],
    ['any host is less than the scheme', 'img-src https://*', 'img-src https:', false],
    ['the scheme may be narrower', 'img-src http://a.test', 'img-src https://a.test', true],
    ['and not wider', 'img-src https://a.test', 'img-src http://a.test', false],
    ['https is in any page’s', 'img-src a.test', 'img-src https://a.test', true],
    ['http is not in a page’s over https', 'img-src a.test', 'img-src http://a.test', false],
  ])('%s', check)
})

describe('ports (CSP3 §6.7.2.11)', () => {
  test.each<Row>([
    ['the default port, written', 'img-src https://a.test', 'img-src https://a.test:443', true],
    ['the default port, not written', 'img-src https://a.test:443', 'img-src https://a.test', true],
    ['any port', 'img-src https://a.test:*', 'img-src https://a.test:81', true],
    ['one port', 'img-src https://a.test:81', 'img-src https://a.test:*', false],
    ['Firefox has leading zeros be no number', 'img-src https://a.test:0443', 'img-src https://a.test', false],
    ['and so they say less', 'img-src https://a.test', 'img-src https://a.test:0443', true],
    ['CSP3 has port 80 be no port of https', 'img-src http://a.test:80', 'img-src https://a.test', false],
    ['Chromium has port 81 not be upgraded', 'img-src http://a.test:81', 'img-src https://a.test:81', false],
    ['no port is upgraded with its scheme', 'img-src http://a.test', 'img-src https://a.test:443', true],
  ])('%s', check)
})

describe('paths (CSP3 §6.7.2.12)', () => {
  test.each<Row>([
    ['none includes one', 'img-src a.test', 'img-src a.test/x', true],
    ['one does not include none', 'img-src a.test/x', 'img-src a.test', false],
    ['a directory includes what is below', 'img-src a.test/x/', 'img-src a.test/x/y a.test/x/y/', true],
    ['a directory is not its own name', 'img-src a.test/x/', 'img-src a.test/x', false],
    ['a file is no directory', 'img-src a.test/x', 'img-src a.test/x/', false],
    ['/ is every path', 'img-src a.test/', 'img-src a.test', true],
    ['case matters', 'img-src a.test/x', 'img-src a.test/X', false],
    ['escapes do not', 'img-src a.test/x%79', 'img-src a.test/xy', true],
    ['an escaped slash is one for some', 'img-src a.test/x/', 'img-src a.test/x%2Fy', false],
  ])('%s', check)
})

describe('the page (CSP3 §6.7.2.8 step 4)', () => {
  test.each<[...Row, page: string]>([
    ["'self' includes its own address", "img-src 'self'", 'img-src https://a.test/x', true, 'https://a.test/y'],
    ["'self' is included in it", 'img-src https://a.test', "img-src 'self'", true, 'https://a.test/y'],
    ["'self' is on one port", "img-src 'self'", 'img-src https://a.test:*', false, 'https://a.test'],
    ["'self' is on its own port", 'img-src a.test:81', "img-src 'self'", true, 'https://a.test:81'],
    ["'self' over http is https too", 'img-src https://a.test', "img-src 'self'", false, 'http://a.test'],
    ["'self' connects over wss", 'connect-src https://a.test', "connect-src 'self'", false, 'https://a.test'],
    ['a host source matches no address', 'img-src https://127.0.0.1', "img-src 'self'", false, 'https://127.0.0.1'],
    ['without a scheme it has the page’s', 'img-src https://b.test', 'img-src b.test', true, 'https://a.test'],
    ["an opaque origin has no 'self'", 'img-src https:', "img-src 'self' a.test", true, 'data:text/html,x'],
    ['what is no URL is not known', "img-src 'self'", 'img-src https://a.test', false, 'a.test'],
  ])('%s', (_title, required, given, isSubsumed, page) => {
    expect(subsumes(required, given, { page })).toBe(isSubsumed)
  })
})

describe('scripts and styles (CSP3 §6.7.1, §6.7.3)', () => {
  test.each<Row>([
    ['the same nonce', "script-src 'nonce-a'", "script-src 'nonce-a'", true],
    ['another nonce', "script-src 'nonce-a'", "script-src 'nonce-b'", false],
    ['the nonce slot', "script-src 'nonce' 'strict-dynamic'", "script-src 'nonce'", true],
    ['the nonce slot ends unsafe-inline', "script-src 'nonce'", "script-src 'nonce' 'unsafe-inline'", true],
    ['a hash', "script-src 'sha256-AAAA'", "script-src 'SHA256-AAAA'", true],
    ['another hash', "style-src 'sha256-AAAA'", "style-src 'sha384-AAAA'", false],
    ['a style’s hash in base64url', "style-src-elem 'sha256-A+A/'", "style-src-elem 'sha256-A-A_'", true],
    [
      'a script’s hash in base64url, which integrity does not fold',
      "script-src-elem 'sha256-A+A/'",
      "script-src-elem 'sha256-A-A_'",
      false,
    ],
    ['unsafe-inline', "style-src 'self'", "style-src 'self' 'unsafe-inline'", false],
    ['unsafe-inline includes hashes', "style-src-elem 'unsafe-inline'", "style-src-elem 'sha256-AAAA'", true],
    ['and nonces, but not what a nonce loads', "style-src-elem 'unsafe-inline'", "style-src-elem 'nonce-a'", false],
    ['unsafe-inline ends by a nonce', "style-src 'unsafe-inline' 'nonce-a'", "style-src 'unsafe-inline'", false],
    ['a malformed nonce ends nothing', "style-src 'unsafe-inline' 'nonce-'", "style-src 'unsafe-inline'", true],
    [
      'unsafe-inline ends by strict-dynamic',
      "script-src 'unsafe-inline' 'strict-dynamic'",
      "script-src 'unsafe-inline'",
      false,
    ],
    ['not for styles', "style-src 'unsafe-inline' 'strict-dynamic'", "style-src 'unsafe-inline'", true],
    ['strict-dynamic', "script-src 'nonce-a'", "script-src 'nonce-a' 'strict-dynamic'", false],
    [
      'strict-dynamic ends hosts',
      "script-src 'nonce-a' 'strict-dynamic'",
      "script-src 'nonce-a' 'strict-dynamic' https: a.test",
      true,
    ],
    [
      'required hosts that are dead',
      "script-src 'nonce-a' 'strict-dynamic' a.test",
      "script-src 'nonce-a' a.test",
      false,
    ],
    ['strict-dynamic given up', "script-src 'nonce-a' 'strict-dynamic'", "script-src 'nonce-a'", true],
    ['unsafe-hashes', "script-src-attr 'sha256-AAAA'", "script-src-attr 'sha256-AAAA' 'unsafe-hashes'", false],
    ['unsafe-hashes without a hash', "script-src-attr 'none'", "script-src-attr 'unsafe-hashes'", true],
    ['nonces do not reach attributes', "script-src-attr 'none'", "script-src-attr 'nonce-a'", true],
    ['unsafe-eval', "script-src 'self'", "script-src 'self' 'unsafe-eval'", false],
    ['unsafe-eval means nothing for elements', "script-src-elem 'self'", "script-src-elem 'self' 'unsafe-eval'", true],
    ['unsafe-eval includes wasm', "script-src 'unsafe-eval'", "script-src 'wasm-unsafe-eval'", true],
    ['wasm does not include eval', "script-src 'wasm-unsafe-eval'", "script-src 'unsafe-eval'", false],
    [
      'trusted-types-eval without Trusted Types is dead',
      "script-src 'self'",
      "script-src 'self' 'trusted-types-eval'",
      true,
    ],
    [
      'and alive with them',
      "script-src 'self'",
      "script-src 'self' 'trusted-types-eval'; require-trusted-types-for 'script'",
      false,
    ],
    ['a worker has no nonce', "worker-src 'self'", "script-src 'self' 'nonce-a'", true],
    ['strict-dynamic lets in every worker', "worker-src 'self'", "script-src 'self' 'strict-dynamic'", false],
    ['in engines by default-src too', "worker-src 'self'", "default-src 'self' 'strict-dynamic'", false],
    ['speculation rules', "script-src 'self'", "script-src 'self' 'inline-speculation-rules'", false],
    ['report-sample allows nothing', "script-src 'self'", "script-src 'self' 'report-sample'", true],
    ['WebTransport by hash', "connect-src 'self'", "connect-src 'self' 'unsafe-webtransport-hashes'", false],
    ['a nonce means nothing for images', "img-src 'self'", "img-src 'self' 'nonce-a'", true],
  ])('%s', check)
})

describe('other directives', () => {
  test.each<Row>([
    ['HTML §7.1.5: a sandbox', 'sandbox', 'sandbox allow-scripts', false],
    ['fewer tokens', 'sandbox allow-scripts ALLOW-FORMS', 'sandbox allow-forms', true],
    [
      'a token that includes another',
      'sandbox allow-top-navigation',
      'sandbox allow-top-navigation-by-user-activation',
      true,
    ],
    ['and not the other way', 'sandbox allow-top-navigation-by-user-activation', 'sandbox allow-top-navigation', false],
    ['a token that browsers do not know', 'sandbox', 'sandbox allow-everything', true],
    ['two sandboxes, of which HTML counts the last', 'sandbox allow-forms', 'sandbox, sandbox allow-forms', true],
    ['and engines count both', 'sandbox', 'sandbox, sandbox allow-forms', false],
    ['CSP3 §6.2.1: webrtc', "webrtc 'block'", "webrtc 'allow'", false],
    ['anything else blocks', "webrtc 'block'", "webrtc 'allow' 'allow'", true],
    ['webrtc allowed', "webrtc 'allow'", '', true],
    ['Trusted Types', "require-trusted-types-for 'script'", "require-trusted-types-for 'script' x", true],
    [
      'in capitals they are not required',
      "require-trusted-types-for 'script'",
      "require-trusted-types-for 'Script'",
      false,
    ],
    ['missing', "require-trusted-types-for 'script'", 'img-src *', false],
    ['fewer policies', 'trusted-types a b', 'trusted-types a', true],
    ['more policies', 'trusted-types a', 'trusted-types a b', false],
    ['none', "trusted-types 'none'", 'trusted-types', true],
    ['any', 'trusted-types a', 'trusted-types *', false],
    ['any required', 'trusted-types *', 'trusted-types a', true],
    ['duplicates', 'trusted-types a', "trusted-types a 'allow-duplicates'", false],
    ['duplicates of none', "trusted-types 'none'", "trusted-types 'allow-duplicates'", true],
    ['two lists', 'trusted-types a', 'trusted-types a b, trusted-types a c', true],
    ['Upgrade Insecure Requests §3', 'upgrade-insecure-requests', 'img-src *', false],
    ['an upgrade more', 'img-src https:', 'img-src https:; upgrade-insecure-requests', true],
    ['what is reported allows nothing', 'report-uri /a', '', true],
    ['what browsers no longer read allows nothing', 'plugin-types a/b; block-all-mixed-content', '', true],
  ])('%s', check)
})
