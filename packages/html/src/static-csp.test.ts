import type { Finding } from '@sallyport/core'
import { compileCsp, hashSource } from '@sallyport/core/csp'
import { expect, test } from 'vitest'
import { hashHtml, type StaticCspOptions, staticCsp } from './index.ts'

const strict = "object-src 'none'; base-uri 'none'; frame-ancestors 'self'"
const a = await hashSource('a')
const js = await hashSource('javascript:a')

test.each<[title: string, html: string, options: StaticCspOptions, policy: string]>([
  ['a script', '<script>a</script>', {}, `script-src ${a} 'strict-dynamic'; ${strict}`],
  ['no script', '<p style=a><style>a</style>', {}, `script-src 'none'; ${strict}`],
  ['a handler', '<p onclick=a>', {}, `script-src 'none'; script-src-attr 'unsafe-hashes' ${a}; ${strict}`],
  [
    'a javascript: URL',
    '<a href=javascript:a>',
    {},
    `script-src 'unsafe-hashes' ${js} 'strict-dynamic'; script-src-attr 'none'; ${strict}`,
  ],
  ['own files', '<script src=a></script>', { scripts: 'self' }, `script-src 'self'; ${strict}`],
  ['own files and a script', '<script>a</script>', { scripts: 'self' }, `script-src 'self' ${a}; ${strict}`],
  [
    'fallbacks',
    '<script>a</script>',
    { fallbacks: true },
    `script-src ${a} 'strict-dynamic' https: 'unsafe-inline'; ${strict}`,
  ],
  ['no fallbacks for no script', '<p>', { fallbacks: true }, `script-src 'none'; ${strict}`],
  [
    'styles by hash',
    '<style>a</style><p style=a>',
    { styles: 'hash' },
    `script-src 'none'; style-src 'self' ${a}; style-src-attr 'unsafe-hashes' ${a}; ${strict}`,
  ],
  ['no style', '<p>', { styles: 'hash' }, `script-src 'none'; style-src 'self'; ${strict}`],
  ['own styles', '<style>a</style>', { styles: 'self' }, `script-src 'none'; style-src 'self'; ${strict}`],
  [
    'more directives',
    '<script>a</script>',
    { directives: { 'script-src': ["'self'", a], 'img-src': ["'self'"] }, frameAncestors: ["'none'"] },
    `script-src 'self' ${a}; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; img-src 'self'`,
  ],
])('%s', async (_, html, options, policy) => {
  const findings: Finding[] = []
  const compiled = compileCsp([staticCsp(await hashHtml(html), options)], { path: 'csp', findings })
  // That the fallbacks are for old browsers is no problem.
  expect(findings.filter(({ severity }) => severity !== 'info')).toEqual([])
  const sent = compiled?.headers[0]?.chunks.join('N') ?? ''
  expect(sent.split('; ').toSorted()).toEqual(policy.split('; ').toSorted())
})

test('report only, and unknown options', async () => {
  const hashes = await hashHtml('')
  expect(staticCsp(hashes, { reportOnly: true }).reportOnly).toBe(true)
  // @ts-expect-error no such option
  expect(() => staticCsp(hashes, { style: 'hash' })).toThrow('style')
})
