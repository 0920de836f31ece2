import { expect, test } from 'vitest'
import { matchRequest } from '../match/request.ts'
import { parseCsp } from '../parse.ts'
import type { Profile } from '../verdict.ts'
import { subsumes } from './subsumes.ts'

const PAGE = 'https://a.test/'
const HOSTS = ['a.test', 'b.a.test', 'xa.test', '127.0.0.1']
const ADDRESSES = [
  ...['https', 'http'].flatMap((scheme) =>
    HOSTS.flatMap((host) =>
      ['', ':80', ':443', ':8080', ':81'].flatMap((port) =>
        ['/', '/x', '/x/y', '/%78/%79', '/z'].map((path) => `${scheme}://${host}${port}${path}`),
      ),
    ),
  ),
  'data:,x',
  'blob:https://a.test/1',
  'ftp://a.test/',
  'app://a.test/',
]
const WORDS = [
  '*',
  'https:',
  'http:',
  "'self'",
  'data:',
  ...['', 'https://', 'http://'].flatMap((scheme) =>
    ['a.test', 'xa.test', '*.a.test', '*'].flatMap((host) =>
      ['', ':80', ':443', ':8080', ':*'].flatMap((port) =>
        ['', '/x', '/x/'].map((path) => `${scheme}${host}${port}${path}`),
      ),
    ),
  ),
]
// Which a scheme or * is of, for want of addresses: no host source matches them by the standard, and nothing else is left of them here.
const isWhole = (word: string) => word.endsWith('*:*') || word.includes('//*')

test.each<Profile>(['spec', 'chromium', 'gecko', 'webkit'])(
  '%s: of two sources one includes another just when it matches all that it does',
  (profile) => {
    const matched = WORDS.map((word) => {
      const policies = parseCsp(`font-src ${word}`)
      return ADDRESSES.flatMap((url) =>
        [0, 1].flatMap((redirectCount) => {
          const request = { url, destination: 'font', redirectCount }
          return matchRequest(policies, { url: PAGE }, request, { profile }).outcome === 'allowed'
            ? `${url} ${redirectCount}`
            : []
        }),
      )
    })
    const wrong: string[] = []
    WORDS.forEach((outer, outerIndex) => {
      const outerMatched = new Set(matched[outerIndex])
      WORDS.forEach((inner, innerIndex) => {
        const isIncluded = subsumes(`font-src ${outer}`, `font-src ${inner}`, { profile, page: PAGE })
        const isMatched = matched[innerIndex]?.every((address) => outerMatched.has(address)) === true
        if (isIncluded !== isMatched && !(isMatched && isWhole(outer)))
          wrong.push(`${outer} includes ${inner}: ${isIncluded}`)
      })
    })
    expect(wrong).toEqual([])
  },
)
