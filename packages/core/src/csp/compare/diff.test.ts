import { describe, expect, test } from 'vitest'
import { describeChanges } from './describe-change.ts'
import { diff } from './diff.ts'

type Row = readonly [title: string, before: string, after: string, lines: readonly string[]]

function check(_title: string, before: string, after: string, lines: readonly string[]) {
  expect(describeChanges(diff(before, after))).toEqual(lines)
}

describe('addresses', () => {
  test.each<Row>([
    ['nothing', "img-src 'self'", "img-src  'self';", []],
    [
      'a host',
      'img-src a.test',
      'img-src a.test b.test',
      ['img-src loosened: b.test now allows the image https://b.test/any'],
    ],
    [
      'a host less',
      'img-src a.test b.test',
      'img-src a.test',
      ['img-src tightened: the image https://b.test/any is no longer allowed, as it was by b.test'],
    ],
    ['a host that was covered', 'img-src https:', 'img-src https: https://a.test', []],
    [
      'a wildcard for a host',
      'img-src b.a.test',
      'img-src *.a.test',
      ['img-src loosened: *.a.test now allows the image https://any.a.test/any'],
    ],
    [
      'the parent is not below its wildcard',
      'font-src a.test',
      'font-src *.a.test',
      [
        'font-src loosened: *.a.test now allows the font https://any.a.test/any',
        'font-src tightened: the font https://a.test/any is no longer allowed, as it was by a.test',
      ],
    ],
    [
      'any port',
      'img-src a.test',
      'img-src a.test:*',
      ['img-src loosened: a.test:* now allows the image https://a.test:8443/any'],
    ],
    [
      'a path less',
      'img-src a.test/x',
      'img-src a.test/',
      ['img-src loosened: a.test/ now allows the image https://a.test/any'],
    ],
    [
      'a path that a redirect passes over',
      'img-src a.test/x b.test/y',
      'img-src a.test/x',
      ['img-src tightened: the image https://b.test/y is no longer allowed, as it was by b.test/y'],
    ],
    ['data:', "img-src 'self'", "img-src 'self' data:", ['img-src loosened: data: now allows the image data:,any']],
    [
      'http matters on a page over http',
      'img-src https:',
      'img-src http:',
      ['img-src loosened: http: now allows the image http://any.example/ on http://page.any.example/'],
    ],
    [
      'scripts over http matter everywhere',
      'script-src https:',
      'script-src http:',
      ['script-src-elem loosened: http: of script-src now allows the script http://any.example/ (also worker-src)'],
    ],
    [
      'ancestors',
      "frame-ancestors 'none'",
      'frame-ancestors https://*.a.test',
      ['frame-ancestors loosened: https://*.a.test now allows framing by https://any.a.test'],
    ],
    [
      'forms',
      "form-action 'self'",
      '',
      ['form-action loosened: sending a form to https://any.example/ is now allowed, as nothing restricts it'],
    ],
    [
      'base addresses',
      '',
      "base-uri 'none'",
      ['base-uri tightened: the base address https://any.example/ is no longer allowed'],
    ],
  ])('%s', check)
})

describe('fallbacks (CSP3 §6.8.3)', () => {
  test.each<Row>([
    [
      'one word of default-src, in all that it stands for',
      "default-src 'self'; script-src 'none'; style-src 'none'",
      "default-src 'self' a.test; script-src 'none'; style-src 'none'",
      [
        'connect-src loosened: a.test of default-src now allows fetching https://a.test/any (also frame-src, fenced-frame-src, object-src, img-src, font-src, media-src, manifest-src, default-src)',
      ],
    ],
    [
      'a directive spelt out as it was',
      "default-src 'none'; img-src 'self'",
      "default-src 'none'; img-src 'self'; font-src 'none'",
      [],
    ],
    [
      'a directive that was a fallback',
      "child-src 'self'",
      '',
      [
        'worker-src loosened: the worker https://any.example/ is now allowed, as nothing restricts it',
        'frame-src loosened: a frame of https://any.example/ is now allowed, as nothing restricts it',
        'fenced-frame-src loosened: a fenced frame of https://any.example/ is now allowed, as nothing restricts it',
      ],
    ],
  ])('%s', check)
})

describe('code and styles (CSP3 §6.7.3)', () => {
  test.each<Row>([
    [
      "'unsafe-inline'",
      "style-src 'self'",
      "style-src 'self' 'unsafe-inline'",
      ["style-src-elem loosened: 'unsafe-inline' of style-src now allows an inline style (also style-src-attr)"],
    ],
    [
      'ended by a nonce',
      "style-src-elem 'unsafe-inline'",
      "style-src-elem 'unsafe-inline' 'nonce-a'",
      [
        "style-src-elem loosened: 'nonce-a' now allows the stylesheet https://any.example/ with the nonce a",
        "style-src-elem tightened: an inline style is no longer allowed, as it was by 'unsafe-inline'",
      ],
    ],
    [
      'revived by a nonce that went',
      "script-src-attr 'unsafe-inline' 'nonce-a'",
      "script-src-attr 'unsafe-inline'",
      ["script-src-attr loosened: 'unsafe-inline' now allows an event handler attribute"],
    ],
    [
      "'strict-dynamic'",
      "script-src-elem 'nonce-a' a.test",
      "script-src-elem 'nonce-a' a.test 'strict-dynamic'",
      [
        "script-src-elem loosened: 'strict-dynamic' now allows the script https://any.example/ inserted by another script",
        'script-src-elem tightened: the script https://a.test/any is no longer allowed, as it was by a.test',
      ],
    ],
    [
      'the nonce slot',
      "script-src-elem 'self'",
      "script-src-elem 'self' 'nonce'",
      ["script-src-elem loosened: 'nonce' now allows the script https://any.example/ with the nonce 'nonce'"],
    ],
    ['the nonce slot moved', "script-src-elem 'nonce' 'self'", "script-src-elem 'self' 'nonce'", []],
    [
      'a hash of an unknown text',
      "style-src-elem 'none'",
      "style-src-elem 'sha256-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA='",
      [
        "style-src-elem loosened: 'sha256-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=' now allows an inline style with the hash sha256-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
      ],
    ],
    [
      'a hash that no text has',
      "style-src-elem 'none'",
      "style-src-elem 'sha256-AAAA'",
      ['style-src-elem may be loosened: no example was found'],
    ],
    [
      'hashes for attributes',
      "style-src-attr 'sha256-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA='",
      "style-src-attr 'sha256-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=' 'unsafe-hashes'",
      [
        "style-src-attr loosened: 'sha256-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=' now allows a style attribute with the hash sha256-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
      ],
    ],
    [
      'eval',
      "script-src 'self'",
      "script-src 'self' 'unsafe-eval'",
      ["script-src loosened: 'unsafe-eval' now allows eval"],
    ],
    [
      'WebAssembly',
      "script-src 'unsafe-eval'",
      "script-src 'wasm-unsafe-eval'",
      ["script-src tightened: eval is no longer allowed, as it was by 'unsafe-eval'"],
    ],
    ['a keyword that does nothing there', "img-src 'self'", "img-src 'self' 'unsafe-inline'", []],
  ])('%s', check)
})

describe('other directives', () => {
  test.each<Row>([
    [
      'a sandbox lifted',
      'sandbox',
      'sandbox allow-forms',
      ['sandbox loosened: allow-forms now allows what the sandbox keeps a page from, forms'],
    ],
    ['webrtc', "webrtc 'block'", "webrtc 'allow'", ["webrtc loosened: 'allow' now allows a WebRTC connection"]],
    [
      'Trusted Types policies',
      'trusted-types a',
      "trusted-types a b 'allow-duplicates'",
      [
        'trusted-types loosened: b now allows a Trusted Types policy named b',
        "trusted-types loosened: 'allow-duplicates' now allows a second Trusted Types policy named a",
      ],
    ],
    [
      'Trusted Types',
      "require-trusted-types-for 'script'",
      '',
      [
        'require-trusted-types-for loosened: a plain string where script can be injected is now allowed, as nothing restricts it',
      ],
    ],
    [
      'upgrades',
      '',
      'upgrade-insecure-requests',
      ['upgrade-insecure-requests tightened: a request over http without an upgrade is no longer allowed'],
    ],
  ])('%s', check)
})

describe('several policies', () => {
  test.each<Row>([
    [
      'one more',
      'img-src a.test b.test',
      'img-src a.test b.test, img-src b.test',
      ['img-src tightened: the image https://a.test/any is no longer allowed, as it was by a.test'],
    ],
    ['one more that is wider', 'img-src a.test', 'img-src a.test, img-src *', []],
    [
      'one less',
      "img-src a.test b.test, img-src b.test; font-src 'none'",
      "img-src a.test b.test; font-src 'none'",
      ['img-src loosened: a.test now allows the image https://a.test/any'],
    ],
  ])('%s', check)
})
