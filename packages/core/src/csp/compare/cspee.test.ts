import { describe, expect, test } from 'vitest'
import { subsumes } from './subsumes.ts'

// Each row: what the frame asks for, what the response sends (several policies with a comma), whether the frame is shown.
type Row = readonly [title: string, required: string, given: string, isShown: boolean]

const PAGE = 'https://framed.test/'

function check(_title: string, required: string, given: string, isShown: boolean) {
  expect(subsumes(required, given, { mode: 'cspee', page: PAGE })).toBe(isShown)
}

describe('policies (§3.2.1, §3.2.2)', () => {
  test.each<Row>([
    ['nothing asked for is always given', '', '', true],
    ['nothing asked for, something given', '', "img-src 'none'", true],
    ['something asked for, nothing given', "font-src 'self'", '', false],
    ['word for word', "font-src 'self'; object-src 'none'", "font-src 'self'; object-src 'none'", true],
    ['one of two directives missing', "font-src 'self'; object-src 'none'", "font-src 'self'", false],
    ['more than asked for', "font-src 'self'", "font-src 'self'; object-src 'none'", true],
    ['another directive', "font-src 'none'", "media-src 'none'", false],
    ['a fallback stands for the directive', "font-src 'self'", "default-src 'self'", true],
    ['a fallback that is wider', "font-src 'self'", 'default-src *', false],
    ['child-src stands for frame-src', 'frame-src https://a.test', 'child-src https://a.test', true],
    ['script-src stands for its variants', "script-src-elem 'self'; script-src-attr 'none'", "script-src 'none'", true],
    ['default-src asked for: every directive counts', "default-src 'none'", "font-src 'none'; media-src 'none'", false],
    ['default-src has all that was asked for', "img-src 'self'; font-src 'self'", "default-src 'none'", true],
    ['the second policy has it', "font-src 'none'", "img-src 'self', font-src 'none'", true],
    ['form-action is not in default-src', "form-action 'self'", "default-src 'self'", false],
    ['base-uri', "base-uri 'self'", "base-uri 'none'", true],
    ['frame-ancestors', 'frame-ancestors https://a.test', 'frame-ancestors https://b.test', false],
    ['directives that came after the draft are not looked at', "trusted-types a; webrtc 'block'", 'img-src *', true],
  ])('%s', check)

  test('what only reports gives nothing, and asks for nothing', () => {
    const reports = { header: "img-src 'none'", disposition: 'report' } as const
    expect(subsumes("img-src 'none'", reports, { mode: 'cspee' })).toBe(false)
    expect(subsumes(reports, '', { mode: 'cspee' })).toBe(true)
  })
})

describe("'none' and the empty list (§3.2.3 steps 2 and 3, as the tests have them)", () => {
  test.each<Row>([
    ['empty and empty', 'img-src', 'img-src', true],
    ["'none' and empty", "img-src 'none'", 'img-src', true],
    ['empty asked for, a host given', 'img-src', 'img-src https://a.test', false],
    ['a host asked for, empty given', 'img-src https://a.test', 'img-src', true],
    ["'none' beside a host is nothing", "img-src 'none' https://a.test", 'img-src https://a.test', true],
    ['two lists without a common source', "img-src 'none'", 'img-src https://a.test, img-src https://b.test', true],
    ["one of them is 'self'", "img-src 'none'", "img-src https://*.a.test, img-src 'self'", true],
    ['two lists with a common source', "img-src 'none'", 'img-src https://a.test c.test, img-src *.test a.test', false],
  ])('%s', check)
})

describe('sources (§3.2.4)', () => {
  test.each<Row>([
    ['http stands for https', 'img-src http://a.test', 'img-src https://a.test', true],
    ['https does not stand for http', 'img-src https://a.test', 'img-src http://a.test', false],
    ['ws stands for wss', 'connect-src ws://a.test', 'connect-src wss://a.test', true],
    ['http does not stand for wss', 'connect-src http:', 'connect-src wss://a.test', false],
    ['a scheme stands for its hosts', 'img-src http:', 'img-src http://a.test:* https://*.b.test/x', true],
    ['a host does not stand for its scheme', 'img-src https://a.test', 'img-src https:', false],
    ['every scheme has to be there', 'img-src http: wss:', 'img-src https: ws:', false],
    ['another host', 'img-src https://a.test', 'img-src https://b.test', false],
    ['a wildcard stands for a host below it', 'img-src https://*.a.test', 'img-src https://b.a.test', true],
    ['a wildcard does not stand for its parent', 'img-src https://*.a.test', 'img-src https://a.test', false],
    ['a wildcard below a wildcard', 'img-src https://*.a.test', 'img-src https://*.b.a.test', true],
    ['a host does not stand for a wildcard', 'img-src https://b.a.test', 'img-src https://*.a.test', false],
    ['another port', 'img-src http://a.test:80', 'img-src http://a.test:81', false],
    ['the default port, written', 'img-src http://a.test', 'img-src http://a.test:80', true],
    ['the default port, not written', 'img-src http://a.test:80', 'img-src http://a.test', true],
    ['port 80 is 443 over https', 'img-src http://a.test:80', 'img-src https://a.test', true],
    ['port 80 is 443, both written', 'img-src http://a.test:80', 'img-src https://a.test:443', true],
    ['port 80 is 443 for ws', 'connect-src ws://a.test:80', 'connect-src wss://a.test', true],
    ['an own port over https', 'img-src http://a.test', 'img-src https://a.test:444', false],
    ['the same own port over https', 'img-src http://a.test:81', 'img-src https://a.test:81', true],
    ['any port stands for one', 'img-src http://a.test:*', 'img-src https://a.test:444', true],
    ['any port stands for none', 'img-src http://a.test:*', 'img-src https://a.test', true],
    ['one port does not stand for any', 'img-src http://a.test:80', 'img-src http://a.test:*', false],
    ['no port does not stand for any', 'img-src http://a.test', 'img-src http://a.test:*', false],
    ['a path below', 'img-src https://a.test/x/', 'img-src https://a.test/x/y', true],
    ['a path beside', 'img-src https://a.test/x', 'img-src https://a.test/y', false],
    ['no path is more than one', 'img-src https://a.test/x', 'img-src https://a.test', false],
    ['/ is no path', 'img-src https://a.test/', 'img-src https://a.test', true],
    ['no path is /', 'img-src https://a.test', 'img-src https://a.test/', true],
    ['/ is more than a path', 'img-src https://a.test/x https://a.test/y', 'img-src https://a.test/', false],
    ['paths in another order', 'img-src a.test/x a.test/y', 'img-src a.test/y a.test/x', true],
    ['without a scheme it has the page’s', 'img-src https://a.test', 'img-src a.test', true],
    ["'self' is the framed page", "img-src 'self'", 'img-src https://framed.test', true],
    ["'self' is not another page", "img-src 'self'", 'img-src https://framing.test', false],
    ["'self' has a port", "img-src 'self'", 'img-src https://framed.test:444', false],
    ['* stands for the network', 'img-src *', "img-src https: wss: 'self' http://a.test", true],
    ['* does not stand for data:', 'img-src *', 'img-src data:', false],
    ['* is more than https:', 'img-src https:', 'img-src *', false],
    [
      'two lists meet in the narrower source',
      'img-src https://b.a.test/x',
      'img-src *.a.test/x, img-src b.a.test',
      true,
    ],
    ['two lists meet in the narrower port', 'img-src a.test:81', 'img-src a.test:*, img-src a.test:81', true],
    ['two lists of any port meet in it', 'img-src a.test:81', 'img-src a.test:*, img-src *.test:*', false],
  ])('%s', check)
})

describe('nonces and hashes (§3.2.4 steps 3 and 4)', () => {
  test.each<Row>([
    ['the same nonce', "script-src 'nonce-a'", "script-src 'nonce-a'", true],
    ['another nonce, whose value is not compared', "script-src 'nonce-a'", "script-src 'nonce-b'", true],
    ['one of two nonces', "style-src 'nonce-a' 'nonce-b'", "style-src 'nonce-a'", true],
    ['two for one', "style-src 'nonce-a'", "style-src 'nonce-b' 'nonce-c'", true],
    ['a nonce where none was asked for', "script-src 'self'", "script-src 'self' 'nonce-a'", false],
    ['no nonce where one was asked for', "script-src 'self' 'nonce-a'", "script-src 'self'", true],
    ['two policies, two nonces: none works', "script-src 'none'", "script-src 'nonce-a', script-src 'nonce-b'", true],
    ['two policies, one nonce', "script-src 'none'", "script-src 'nonce-a', script-src 'nonce-a' 'nonce-b'", false],
    ['hashes are compared', "script-src 'sha256-AAAA'", "script-src 'sha256-BBBB'", false],
    ['one of two hashes', "script-src 'sha256-AAAA' 'sha512-BBBB'", "script-src 'sha512-BBBB'", true],
    ['a hash where none was asked for', "style-src 'self'", "style-src 'sha256-AAAA'", false],
    ['they mean nothing elsewhere', "img-src 'self'", "img-src 'self' 'nonce-a' 'sha256-AAAA'", true],
  ])('%s', check)
})

describe("'unsafe-inline' (§3.2.3 step 5.4)", () => {
  test.each<Row>([
    ['both', "script-src 'unsafe-inline'", "script-src 'unsafe-inline'", true],
    ['given alone', "style-src 'self'", "style-src 'unsafe-inline'", false],
    ['asked for alone', "style-src 'self' 'unsafe-inline'", "style-src 'self'", true],
    ['a nonce given beside it ends it', "style-src 'nonce-a'", "style-src 'unsafe-inline' 'nonce-a'", true],
    ['a nonce asked for beside it ends it', "style-src 'unsafe-inline' 'nonce-a'", "style-src 'unsafe-inline'", false],
    [
      'a hash asked for beside it ends it',
      "style-src 'unsafe-inline' 'sha256-AAAA'",
      "style-src 'unsafe-inline'",
      false,
    ],
    [
      'a nonce in one of two',
      "style-src 'unsafe-inline'",
      "style-src 'unsafe-inline' 'nonce-a', style-src 'unsafe-inline'",
      true,
    ],
    [
      'that nonce in both',
      "style-src 'unsafe-inline'",
      "style-src 'unsafe-inline' 'nonce-a', style-src 'nonce-a'",
      false,
    ],
    ['in one of two policies', "style-src 'none'", "style-src 'unsafe-inline', style-src 'self'", true],
    ['a word that CSP does not know', "style-src 'self'", "style-src 'self' 'unsafe-hashed-attributes'", true],
    ["'unsafe-hashes' is asked for", "style-src 'self'", "style-src 'self' 'unsafe-hashes'", false],
    ["'unsafe-eval' is asked for", "script-src 'self'", "script-src 'self' 'unsafe-eval'", false],
    ["'unsafe-eval' in one of two", "script-src 'self'", "script-src 'self' 'unsafe-eval', script-src 'self'", true],
  ])('%s', check)
})

describe("'strict-dynamic' (§3.2.3 step 4)", () => {
  test.each<Row>([
    ['both', "script-src 'strict-dynamic' 'nonce-a'", "script-src 'strict-dynamic' 'nonce-a'", true],
    ['given alone', "script-src 'nonce-a'", "script-src 'strict-dynamic' 'nonce-a'", false],
    ['asked for alone, no URL given', "script-src 'strict-dynamic' 'nonce-a'", "script-src 'nonce-a'", true],
    [
      'asked for alone, a URL given',
      "script-src 'strict-dynamic' 'nonce-a' a.test",
      "script-src 'nonce-a' a.test",
      false,
    ],
    [
      'it ends hosts, schemes and self',
      "script-src 'strict-dynamic' 'nonce-a'",
      "script-src 'strict-dynamic' 'nonce-a' https: a.test 'self'",
      true,
    ],
    [
      "it ends 'unsafe-inline'",
      "script-src 'strict-dynamic' 'nonce-a'",
      "script-src 'strict-dynamic' 'nonce-a' 'unsafe-inline'",
      true,
    ],
    [
      "it ends an asked-for 'unsafe-inline'",
      "script-src 'strict-dynamic' 'unsafe-inline'",
      "script-src 'unsafe-inline'",
      false,
    ],
    [
      'it means nothing for styles',
      "style-src 'self' 'unsafe-inline'",
      "style-src 'self' 'strict-dynamic' 'unsafe-inline'",
      true,
    ],
    ['it means nothing for images', "img-src 'self'", "img-src 'self' 'strict-dynamic'", true],
    ['in script-src-elem', "script-src-elem 'nonce-a'", "script-src-elem 'nonce-a' 'strict-dynamic'", false],
    [
      'in script-src-attr',
      "script-src-attr 'unsafe-inline'",
      "script-src-attr 'unsafe-inline' 'strict-dynamic'",
      false,
    ],
    ['by fallback', "script-src-attr 'strict-dynamic' 'nonce-a'", "script-src 'strict-dynamic' 'nonce-a'", true],
    ['in one of two policies', "script-src 'self'", "script-src 'strict-dynamic', script-src 'self'", true],
  ])('%s', check)
})

describe('other directives (§3.2.2 steps 9 and 11)', () => {
  test.each<Row>([
    ['a sandbox is missing', 'sandbox', 'img-src *', false],
    ['a sandbox lifts more', 'sandbox allow-forms', 'sandbox allow-forms allow-scripts', false],
    ['a sandbox lifts less', 'sandbox allow-forms allow-scripts', 'sandbox', true],
    ['upgrades are missing', 'upgrade-insecure-requests', 'img-src *', false],
    ['upgrades are there', 'upgrade-insecure-requests', 'upgrade-insecure-requests', true],
  ])('%s', check)
})

test.each<Row>([
  ["'self' is itself", "img-src 'self'", "img-src 'self'", true],
  ["'self' may be anything else", 'img-src https:', "img-src 'self'", false],
  ['a page over http or https', 'img-src http://a.test', 'img-src a.test', true],
  ['a page over http', 'img-src https://a.test', 'img-src a.test', false],
  ["two lists with 'self'", "img-src 'none'", "img-src 'self', img-src https://a.test", false],
])('without a page: %s', (_title, required, given, isShown) => {
  expect(subsumes(required, given, { mode: 'cspee' })).toBe(isShown)
})
