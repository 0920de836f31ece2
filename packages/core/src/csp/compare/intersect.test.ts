import { describe, expect, test } from 'vitest'
import { parseCsp } from '../parse.ts'
import { intersect } from './intersect.ts'

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
