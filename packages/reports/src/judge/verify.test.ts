import { describe, expect, test } from 'vitest'
import { CHROMIUM, FIREFOX, violation, WEBKIT } from './judge.test-kit.ts'
import { createJudge } from './judge.ts'

function standingOf(
  policy: string,
  effectiveDirective: string,
  blockedUrl: string,
  userAgent: string = CHROMIUM,
): string {
  const judge = createJudge({ policies: policy, origins: ['https://shop.example'] })
  return judge.group(violation({ originalPolicy: policy, effectiveDirective, blockedUrl }), { userAgent }).standing
}

type Row = [rule: string, policy: string, directive: string, blocked: string, userAgent?: string]

describe('consistent', () => {
  test.each<Row>([
    // CSP3 §6.7.2
    ['a host that is not listed', "img-src 'self'", 'img-src', 'https://evil.test/a.png'],
    ['by default-src', "default-src 'self'", 'img-src', 'https://evil.test/a.png'],
    ['a scheme alone, §5.4', "img-src 'self'", 'img-src', 'data'],
    ['a scheme with its colon', "font-src 'self'", 'font-src', 'data:'],
    ['blob', "worker-src 'self'", 'worker-src', 'blob'],
    ['a WebSocket, whose host is not told', "connect-src 'self'", 'connect-src', 'wss'],
    ['a WebSocket with its host', "connect-src 'self'", 'connect-src', 'wss://live.example/x'],
    ['an extension', "img-src 'self'", 'img-src', 'chrome-extension'],
    ['a frame, of which the path is cut', 'frame-src https://pay.example/widget/', 'frame-src', 'https://pay.example'],
    ['media', "media-src 'none'", 'media-src', 'https://evil.test/a.mp4'],
    ['a manifest', "manifest-src 'none'", 'manifest-src', 'https://shop.example/m.json'],
    ['an object', "object-src 'none'", 'object-src', 'https://evil.test/a.swf'],
    ['a prefetch, §6.7.2.2', "default-src 'self'", 'default-src', 'https://evil.test/next'],
    ['a base, §6.3.1', "base-uri 'none'", 'base-uri', 'https://shop.example'],
    ['a form, §6.4.1', "form-action 'self'", 'form-action', 'https://evil.test/'],
    // §6.7.3
    ['an inline script', "script-src 'self'", 'script-src-elem', 'inline'],
    [
      'an inline script that may have had a nonce',
      "script-src 'nonce-abc' 'strict-dynamic'",
      'script-src-elem',
      'inline',
    ],
    [
      'a script that may have had no nonce',
      "script-src 'nonce-abc' 'strict-dynamic'",
      'script-src-elem',
      'https://cdn.example/a.js',
    ],
    ['a handler', "script-src 'self' 'sha256-AAAA'", 'script-src-attr', 'inline'],
    ['a style attribute', "style-src 'self'", 'style-src-attr', 'inline'],
    // §4.4.1, §4.5.1
    ['eval', "script-src 'self'", 'script-src', 'eval'],
    ['WebAssembly', "script-src 'self'", 'script-src', 'wasm-eval'],
    // Trusted Types §4
    [
      'a sink of Trusted Types',
      "require-trusted-types-for 'script'",
      'require-trusted-types-for',
      'trusted-types-sink',
    ],
    ['a policy of Trusted Types', 'trusted-types app', 'trusted-types', 'trusted-types-policy'],
    ['a second policy of a name', 'trusted-types *', 'trusted-types', 'trusted-types-policy'],
    // §4.3.1
    ['WebRTC', "webrtc 'block'", 'webrtc', 'webrtc'],
    ['WebRTC, by the letter', "webrtc 'block'", 'webrtc', ''],
    // §6.4.2: who was refused is not told.
    [
      'an embedder: Chromium and WebKit name the framed page',
      "frame-ancestors 'self'",
      'frame-ancestors',
      'https://shop.example/',
      WEBKIT,
    ],
    ['an embedder: Firefox names nothing', "frame-ancestors 'none'", 'frame-ancestors', '', FIREFOX],
    // §2.4.2: the URL before redirects.
    ['a redirect from the page’s own host', "img-src 'self'", 'img-src', 'https://shop.example/redirect'],
    [
      'a redirect from a listed host',
      'script-src https://cdn.example',
      'script-src-elem',
      'https://cdn.example/latest.js',
    ],
    ['a redirect to plain http', 'font-src https:', 'font-src', 'https://cdn.example/a.woff2'],
    [
      'a redirected form, which Chromium checks again',
      "form-action 'self'",
      'form-action',
      'https://shop.example/login',
    ],
    // CSP2
    ['CSP2: default-src for an image', "default-src 'self'", 'default-src', 'https://evil.test/a.png'],
    ['CSP2: script-src for an element', "script-src 'self'", 'script-src', 'https://evil.test/a.js'],
    ['CSP2: script-src where default-src decides', "default-src 'self'", 'script-src', 'https://evil.test/a.js'],
    ['CSP2: self for an inline script', "script-src 'self'", 'script-src', 'self'],
    ['CSP2: nothing for an inline style', "style-src 'self'", 'style-src', ''],
    ['CSP2: child-src for a frame', "child-src 'self'", 'child-src', 'https://evil.test'],
    // What today's browsers pass over.
    [
      'mixed content, by a policy that forbids it',
      'block-all-mixed-content',
      'block-all-mixed-content',
      'http://cdn.example/a.png',
    ],
  ])('%s', (_, policy, directive, blocked, userAgent) => {
    expect(standingOf(policy, directive, blocked, userAgent)).toBe('consistent')
  })
})

describe('inconsistent', () => {
  test.each<Row>([
    ['the policy has no directive for it', "img-src 'self'", 'script-src-elem', 'https://evil.test/a.js'],
    ['no fallback for base-uri', "default-src 'none'", 'base-uri', 'https://evil.test'],
    ['no fallback for form-action', "default-src 'none'", 'form-action', 'https://evil.test'],
    ['no fallback for frame-ancestors', "default-src 'none'", 'frame-ancestors', ''],
    [
      'images over http are upgraded first, so that no redirect is blocked',
      'img-src https:',
      'img-src',
      'https://cdn.example/a.png',
    ],
    ['everything is allowed, also after redirects', 'img-src *', 'img-src', 'https://evil.test/a.png'],
    ['both schemes are allowed', 'img-src http: https:', 'img-src', 'https://evil.test/a.png'],
    ['data: is allowed, and nothing redirects there', "img-src 'self' data:", 'img-src', 'data'],
    ['inline scripts are allowed', "script-src 'unsafe-inline'", 'script-src-elem', 'inline'],
    ['style attributes are allowed', "style-src-attr 'unsafe-inline'; style-src 'self'", 'style-src-attr', 'inline'],
    ['eval is allowed', "script-src 'unsafe-eval'", 'script-src', 'eval'],
    ['WebAssembly is allowed', "script-src 'wasm-unsafe-eval'", 'script-src', 'wasm-eval'],
    ['WebKit lets WebAssembly be', "script-src 'self'", 'script-src', 'wasm-eval', WEBKIT],
    ['an image is never inline', "img-src 'self'", 'img-src', 'inline'],
    ['a style is never eval', "style-src 'self'", 'style-src-elem', 'eval'],
    ['a frame of about:blank is not fetched, HTML §4.8.5', "frame-src 'self'", 'frame-src', 'about'],
    ['a base is not redirected', "base-uri 'self'", 'base-uri', 'https://shop.example/'],
    [
      'Firefox does not check a redirected form',
      "form-action 'self'",
      'form-action',
      'https://shop.example/login',
      FIREFOX,
    ],
    ['Trusted Types are not required', "script-src 'self'", 'require-trusted-types-for', 'trusted-types-sink'],
    [
      'every Trusted Types policy is allowed',
      "trusted-types * 'allow-duplicates'",
      'trusted-types',
      'trusted-types-policy',
    ],
    ['WebRTC is allowed', "webrtc 'allow'", 'webrtc', 'webrtc'],
    ['default-src, where img-src decides', "default-src *; img-src 'self'", 'default-src', 'https://evil.test/a.png'],
    ['a directive that reports nothing', "img-src 'self'; report-uri /r", 'report-uri', 'https://evil.test/'],
    ['a directive that no standard has', "img-src 'self'; x-src 'none'", 'y-src', 'https://evil.test/'],
    ['what was blocked is nothing that a browser says', "img-src 'self'", 'img-src', 'two words'],
    ['a word that is no keyword is a scheme, which images may have', 'img-src unsafe:', 'img-src', 'unsafe'],
  ])('%s', (_, policy, directive, blocked, userAgent) => {
    expect(standingOf(policy, directive, blocked, userAgent)).toBe('inconsistent')
  })
})

test('where the engine is not known, any may have done it', () => {
  expect(standingOf("script-src 'self'", 'script-src', 'wasm-eval', 'my browser')).toBe('consistent')
  expect(standingOf('img-src *', 'img-src', 'https://evil.test/', 'my browser')).toBe('inconsistent')
})
