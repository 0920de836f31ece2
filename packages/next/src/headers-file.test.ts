import { describe, expect, test } from 'vitest'
import { type HeaderBlock, writeHeadersFile } from './headers-file.ts'

const CSP = ['content-security-policy', "script-src 'none'"] as const
const OWN = '# Mine\n/*\n  X-Content-Type-Options: nosniff\n'

test('a block for each path', () => {
  const { text, notes } = writeHeadersFile('', [block('/*'), block('/about', ['x-frame-options', 'DENY'])])
  expect(text.split('\n').slice(1, -2)).toEqual([
    '/*',
    "  content-security-policy: script-src 'none'",
    '',
    '/about',
    "  content-security-policy: script-src 'none'",
    '  x-frame-options: DENY',
  ])
  expect(notes).toEqual([])
})

test('behind what the site has, and in the place of what is ours already', () => {
  const first = writeHeadersFile(OWN, [block('/old')]).text
  expect(first.startsWith(`${OWN}\n# `)).toBe(true)
  const second = writeHeadersFile(first, [block('/new')]).text
  expect(second).toBe(first.replace('/old', '/new'))
})

describe('what hosts will not do', () => {
  // https://developers.cloudflare.com/pages/configuration/headers/
  test('more than 100 blocks, with those of the site', () => {
    const blocks = Array.from({ length: 99 }, (_, index) => block(`/${index}`))
    expect(writeHeadersFile(OWN, blocks).notes).toEqual([])
    expect(writeHeadersFile(OWN, [...blocks, block('/last')]).notes).toEqual([
      '_headers has 101 blocks, and Cloudflare Pages reads the first 100. The pages of the others have their policy in their <meta>.',
    ])
  })

  test('a line above 2000 characters', () => {
    const line = (length: number) => 'x'.repeat(length - '  x: '.length)
    const { text, notes } = writeHeadersFile('', [block('/fits', ['x', line(2000)]), block('/long', ['x', line(2001)])])
    expect(text).toContain(line(2001))
    expect(notes).toEqual([
      'In _headers the path /long has a line above 2000 characters, which Cloudflare Pages leaves out. They have their policy in their <meta>.',
    ])
  })

  test('a path that would be a pattern', () => {
    const { text, notes } = writeHeadersFile(
      '',
      ['/a:b', '/a*', '/c*d/*', '/:e'].map((path) => block(path)),
    )
    expect(text).not.toContain('script-src')
    expect(notes).toEqual([
      'The format of _headers has no way to write the paths /a:b, /a*, /c*d/* and 1 more. They have their policy in their <meta>.',
    ])
  })

  test('a policy of the site itself', () => {
    const own = "/*\n  Content-Security-Policy: default-src 'self'\n"
    expect(writeHeadersFile(own, [block('/')]).notes).toEqual([
      expect.stringMatching('sets a Content-Security-Policy of its own'),
    ])
  })
})

function block(path: string, ...more: readonly (readonly [string, string])[]): HeaderBlock {
  return { path, headers: [CSP, ...more] }
}
