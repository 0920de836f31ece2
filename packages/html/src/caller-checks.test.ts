import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ConfigError } from '@sallyport/core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { hashFolder } from './folder.ts'
import { audit, combineHashes, hashHtml, staticCsp } from './index.ts'

// What only JavaScript can pass: the compiler refuses all of it.
type Called = (...given: never) => unknown
const call = async (fn: Called, given: readonly unknown[]): Promise<unknown> => Reflect.apply(fn, undefined, given)

let site = ''
let empty = ''
beforeAll(() => {
  site = mkdtempSync(join(tmpdir(), 'sallyport-site-'))
  writeFileSync(join(site, 'index.html'), '<script>start()</script>')
  empty = mkdtempSync(join(tmpdir(), 'sallyport-empty-'))
})
afterAll(() => {
  for (const folder of [site, empty]) rmSync(folder, { recursive: true, force: true })
})

const URL = 'https://a.example/'
const HEADERS = { 'content-security-policy': "script-src 'none'" }

test.each<[mistake: string, fn: Called, given: () => readonly unknown[], told: string]>([
  ['the path of a page', hashHtml, () => ['public/index.html'], 'not its path: read the file first'],
  ['a buffer', hashHtml, () => [new Uint8Array(3)], "Decode it, as readFile(path, 'utf8') does."],
  ['a promise', hashHtml, () => [Promise.resolve('')], 'Await the promise.'],
  [
    'a misspelt option',
    hashHtml,
    () => ['', { algoritm: 'sha512' }],
    'hashHtml has no option algoritm. It has algorithm',
  ],
  ['an option by itself', hashHtml, () => ['', 'sha512'], 'The options of hashHtml are an object with algorithm'],
  ['a promise', staticCsp, () => [hashHtml('')], 'staticCsp needs what hashHtml found: await the promise.'],
  ['a page', staticCsp, () => ['<script>a</script>'], 'give the text of the page to hashHtml first.'],
  ['several pages', staticCsp, () => [[]], 'put several together with combineHashes.'],
  ['one page', combineHashes, () => [{}], 'combineHashes needs a list'],
  ['promises', combineHashes, () => [[hashHtml('')]], 'await the promise.'],
  ['nothing', hashFolder, () => [], 'hashFolder needs the path of a folder.'],
  ['a folder without pages', hashFolder, () => [empty], 'There is no .html file below /'],
  ['a prefix without its slash', hashFolder, () => [site, { prefix: 'docs' }], 'The prefix "docs" is no path.'],
  ['a prefix that is a pattern', hashFolder, () => [site, { prefix: '/docs/*' }], 'The prefix "/docs/*" is no path.'],
  ['a misspelt option', hashFolder, () => [site, { prefx: '/docs' }], 'hashFolder has no option prefx.'],
  ['a policy for a function', hashFolder, () => [site, { csp: {} }], 'csp is a function from hashes to a policy'],
  ['a function without return', hashFolder, () => [site, { csp: () => undefined }], 'gave no policy. Return one.'],
  ['nothing', audit, () => [], 'audit needs { url, headers, html }.'],
  ['arguments apart', audit, () => [HEADERS, ''], 'audit needs the text of a page as html'],
  ['a response', audit, () => [{ url: URL, headers: HEADERS, html: new Response('') }], 'await response.text()'],
  ['no headers', audit, () => [{ url: URL, html: '' }], 'audit needs the headers of the response'],
  ['raw headers', audit, () => [{ url: URL, headers: ['a', 'b'], html: '' }], 'not rawHeaders, but headers'],
  [
    'a misspelt option',
    audit,
    () => [{ url: URL, headers: HEADERS, html: '' }, { reportonly: true }],
    'audit has no option reportonly. It has profile, reportOnly, page.',
  ],
  [
    'a profile that does not exist',
    audit,
    () => [{ url: URL, headers: HEADERS, html: '' }, { profile: 'safari' }],
    'Did you mean "webkit"?',
  ],
])('%s is a TypeError that tells of it', async (_mistake, fn, given, told) => {
  const called = call(fn, given())
  await expect(called).rejects.toThrow(TypeError)
  await expect(called).rejects.toThrow(told)
})

test.each([
  ['scripts', { scripts: 'none' }, "staticCsp.scripts: \"none\" is no way to admit scripts. Write 'hash' or 'self'."],
  ['styles', { styles: 'nonce' }, "staticCsp.styles: \"nonce\" is no way to admit styles. Write 'hash' or 'self' or"],
])('a choice of %s that does not exist is a ConfigError', async (_option, options, told) => {
  const called = call(staticCsp, [await hashHtml(''), options])
  await expect(called).rejects.toThrow(ConfigError)
  await expect(called).rejects.toThrow(told)
})
