import { lintCsp } from '@sallyport/core/csp'
import { expect, test } from 'vitest'
import { bypasses } from './index.ts'

test('the lists are addresses', () => {
  expect(bypasses.jsonp.length).toBeGreaterThan(100)
  expect(bypasses.angular.length).toBeGreaterThan(30)
  for (const address of [...bypasses.jsonp, ...bypasses.angular])
    expect(() => new URL(`https:${address}`)).not.toThrow()
  const hosts = new Set(bypasses.jsonp.map((address) => new URL(`https:${address}`).hostname))
  expect(bypasses.jsonpNeedingEval.some((host) => hosts.has(host))).toBe(true)
})

test.each([
  ['script-src https://cdnjs.cloudflare.com', 'https://cdnjs.cloudflare.com'],
  ['script-src *.googleapis.com', '*.googleapis.com'],
  ['default-src accounts.google.com', 'accounts.google.com'],
  ["script-src 'unsafe-eval' www.googletagmanager.com", 'www.googletagmanager.com'],
])('%s can be bypassed', (header, value) => {
  expect(lintCsp([{ header }], {}, { bypasses })).toContainEqual(
    expect.objectContaining({ code: 'bypassable-host', value, severity: 'error' }),
  )
})

test.each([
  'script-src cdn.example.com',
  'script-src https://ajax.googleapis.com/ajax/libs/jquery/',
  'script-src www.googletagmanager.com',
  'img-src cdnjs.cloudflare.com',
])('%s cannot, as far as is known', (header) => {
  expect(lintCsp([{ header }], {}, { bypasses }).map(({ code }) => code)).not.toContain('bypassable-host')
})
