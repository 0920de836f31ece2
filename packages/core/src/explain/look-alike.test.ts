import { expect, test } from 'vitest'
import { likenessOf } from './look-alike.ts'

const LETTERS = 'is written with letters that look alike'

test.each([
  ['in front of another domain', 'app.example.com.evil.test', 'app.example.com', 'has it in front of another domain'],
  ['inside another domain', 'x.example.com.evil.test', 'example.com', 'has it in front of another domain'],
  ['glued on the left', 'evilexample.com', 'example.com', 'ends in it, without a dot between'],
  ['glued on the left by a hyphen', 'app-example.com', 'example.com', 'ends in it, without a dot between'],
  ['glued on the right', 'example.com-login.test', 'example.com', 'begins with it, without a dot between'],
  ['a longer top-level domain', 'example.community', 'example.com', 'begins with it, without a dot between'],
  ['a dot lost', 'appexample.com', 'app.example.com', 'is one letter away from it'],
  ['a letter lost', 'exmple.com', 'example.com', 'is one letter away from it'],
  ['letters swapped', 'exmaple.com', 'example.com', 'is one letter away from it'],
  ['below a misspelt domain', 'app.exampel.com', 'example.com', 'is one letter away from it'],
  ['two letters in a long name', 'micrasaft-online.test', 'microsoft-online.test', 'is two letters away from it'],
  ['another top-level domain', 'example.co', 'example.com', 'is one letter away from it'],
  ['a digit for a letter', 'examp1e.com', 'example.com', LETTERS],
  ['r and n for m', 'exarnple.com', 'example.com', LETTERS],
  ['Cyrillic letters', 'xn--80ak6aa92e.com', 'apple.com', LETTERS],
  ['an accent', 'xn--exmple-qta.com', 'example.com', LETTERS],
  ['Cyrillic below a domain of ours', 'xn--pple-43d.example.com', 'apple.example.com', LETTERS],
  ['on a shared domain', 'my-shopp.vercel.app', 'my-shop.vercel.app', 'is one letter away from it'],
  ['with a dot at the end', 'evilexample.com.', 'example.com', 'ends in it, without a dot between'],
])('%s: %s for %s', (_, host, entry, how) => {
  expect(likenessOf(host)(entry)).toBe(how)
})

test.each([
  ['the same', 'example.com', 'example.com'],
  ['the same with a dot', 'example.com.', 'example.com'],
  ['a subdomain', 'app.example.com', 'example.com'],
  ['the domain itself', 'example.com', 'app.example.com'],
  ['a sibling', 'shop.example.com', 'app.example.com'],
  ['a sibling whose name ends alike', 'my-app.example.com', 'app.example.com'],
  ['a numbered sibling', 'tenant-02.example.com', 'tenant-01.example.com'],
  ['a neighbour on the network', '192.168.0.11', '192.168.0.1'],
  ['short names', 'b.test', 'a.test'],
  ['another site', 'partner.test', 'example.com'],
  ['everything, for a top-level domain', 'evilcom.test', 'com'],
])('not %s: %s and %s', (_, host, entry) => {
  expect(likenessOf(host)(entry)).toBeUndefined()
})
