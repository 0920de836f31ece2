import { describe, expect, test } from 'vitest'
import { parseCsp } from '../parse.ts'
import { intersect } from './intersect.ts'
import { intersectToOne } from './intersect-to-one.ts'

describe('intersect', () => {
  test.each<[title: string, one: string, other: string, both: string]>([
    ['two policies', "img-src 'self'", 'font-src *', "img-src 'self', font-src *"],
    ['two equal ones', "img-src  'self' ;", "IMG-SRC 'self'", "img-src 'self'"],
    [
      'lists',
      'img-src a.test, font-src a.test',
      'font-src a.test, base-uri a.test',
      'img-src a.test, font-src a.test, base-uri a.test',
    ],
    ['nothing on one side', '', "img-src 'none'", "img-src 'none'"],
    ['nothing on both', '', ' ;, ', ''],
    ['what browsers ignore', "img-src 'self'; img-src *; font-src é", '', "img-src 'self'"],
    [
      'what Chromium ignores too, after a directive of the name that is not ASCII',
      "default-src 'self'; img-src é; img-src *",
      '',
      "default-src 'self'; img-src *, default-src 'self'",
    ],
    ['the nonce slot stays', "script-src 'nonce'", '', "script-src 'nonce'"],
  ])('%s', (_title, one, other, both) => {
    expect(intersect(one, other)).toBe(both)
  })

  test('what only reports is not in it', () => {
    expect(intersect({ header: 'img-src *', disposition: 'report' }, parseCsp('font-src *'))).toBe('font-src *')
  })

  test('no word adds a policy, a directive or a line', () => {
    const meta = {
      header: "img-src a,b *;webrtc 'allow' x,y; script-src\n'self'\u0000 'nonce-a'",
      delivery: 'meta',
    } as const
    expect(intersect(meta, 'font-src\n*')).toBe("img-src *; webrtc 'block'; script-src 'nonce-a', font-src *")
  })
})

describe('intersectToOne', () => {
  test.each<[title: string, one: string, other: string, both: string | undefined]>([
    ['other directives', "img-src 'self'", 'font-src a.test', "img-src 'self'; font-src a.test"],
    ['a narrower list', 'img-src https:', 'img-src https://a.test', 'img-src https://a.test'],
    ['lists that overlap', 'img-src a.test b.test', 'img-src b.test c.test', 'img-src b.test'],
    ['lists that do not', 'img-src a.test', 'img-src b.test', "img-src 'none'"],
    ['narrower parts', 'img-src https://*.a.test', 'img-src https://b.a.test:*', 'img-src https://b.a.test'],
    ['a fallback', "default-src 'self' a.test", 'img-src a.test', "default-src 'self' a.test; img-src a.test"],
    ['nonces', "script-src 'nonce-a' 'nonce-b'", "script-src 'nonce-b'", "script-src 'nonce-b'"],
    ['the nonce slot', "script-src 'nonce' 'unsafe-inline'", "script-src 'nonce'", "script-src 'nonce'"],
    [
      "'unsafe-inline' and a nonce, which no policy is",
      "script-src 'unsafe-inline'",
      "script-src 'nonce-a'",
      undefined,
    ],
    ["a host and 'self' of an unknown page", 'img-src a.test', "img-src 'self'", undefined],
    [
      'sandboxes',
      'sandbox allow-popups',
      'sandbox allow-top-navigation',
      'sandbox allow-top-navigation-to-custom-protocols',
    ],
    ['Trusted Types', 'trusted-types a b', 'trusted-types *', 'trusted-types a b'],
    ['webrtc', "webrtc 'allow'", "webrtc 'block'", "webrtc 'block'"],
    ['reports', 'img-src a.test; report-uri /a', 'img-src a.test; report-uri /b', 'img-src a.test; report-uri /a /b'],
    ['nothing', '', '', ''],
  ])('%s', (_title, one, other, both) => {
    expect(intersectToOne(one, other)).toBe(both)
  })
})
