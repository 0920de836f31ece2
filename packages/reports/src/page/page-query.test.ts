import { expect, test } from 'vitest'
import { type PageQuery, readPageQuery } from './page-query.ts'

const DEFAULTS = { range: '7d', standing: 'consistent', noise: 'hide', limit: 25 } as const

test.each<[title: string, query: string, expected: Partial<PageQuery>]>([
  ['nothing', '', {}],
  ['a time', 'range=30d', { range: '30d' }],
  ['noise', 'noise=show', { noise: 'show' }],
  ['a directive', 'directive=img-src', { directive: 'img-src' }],
  ['what browsers did not tell', 'blocked=', { blocked: '' }],
  ['an origin', 'blocked=https%3A%2F%2Fcdn.example', { blocked: 'https://cdn.example' }],
  [
    'all at once',
    'site=a&page=b&browser=webkit&disposition=report&standing=foreign&group=0123456789abcdef0123456789abcdef&limit=500',
    {
      site: 'a',
      page: 'b',
      browser: 'webkit',
      disposition: 'report',
      standing: 'foreign',
      group: '0123456789abcdef0123456789abcdef',
      limit: 500,
    },
  ],
  ['what is the app’s own', 'tenant=7&tenant=8&format=json', {}],
])('reads %s', (_, query, expected) => {
  expect(readPageQuery(new URLSearchParams(query))).toEqual({ ...DEFAULTS, ...expected })
})

test.each<[query: string, words: string]>([
  ['range=1y', 'range is "1y"; it can be 24h, 7d, 30d.'],
  ['range=', 'range is ""; it can be 24h, 7d, 30d.'],
  ['standing=all', 'standing is "all"; it can be consistent, unknown-policy, inconsistent, foreign.'],
  ['noise=only', 'noise is "only"; it can be hide, show.'],
  ['browser=Chrome', 'browser is "Chrome"; it can be chromium, firefox, webkit, other.'],
  ['disposition=both', 'disposition is "both"; it can be enforce, report.'],
  ['group=0123', 'group is "0123"; it is 32 hexadecimal digits in lower case.'],
  [
    'group=0123456789ABCDEF0123456789ABCDEF',
    'group is "0123456789ABCDEF0123456789ABCDEF"; it is 32 hexadecimal digits in lower case.',
  ],
  ['limit=0', 'limit is "0"; it is a number from 1 to 500.'],
  ['limit=501', 'limit is "501"; it is a number from 1 to 500.'],
  ['limit=1e9', 'limit is "1e9"; it is a number from 1 to 500.'],
  ['limit=ten', 'limit is "ten"; it is a number from 1 to 500.'],
  ['page=a&page=b', 'page stands there more than once.'],
  [`page=${'a'.repeat(2_049)}`, 'page is longer than 2048 characters.'],
  ['range=%E2%80%AEb&noise=x', 'range is "\\u202eb"; it can be 24h, 7d, 30d. noise is "x"; it can be hide, show.'],
])('says what is wrong with %s', (query, words) => {
  expect(readPageQuery(new URLSearchParams(query))).toBe(words)
})
