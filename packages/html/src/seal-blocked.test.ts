import { hashSource } from '@sallyport/core/csp'
import { expect, test } from 'vitest'
import { overwriteNonce, overwriteNonceBytes, sealHtml } from './index.ts'

const nonce = 'c2VjcmV0LXNlYWwtbm9uY2U='
const integrityOf = () => undefined
const seal = (html: string, admitted: readonly string[] = []) => sealHtml(html, { nonce, integrityOf, admitted })

test('an item says what it is, where it is, why it is blocked and what to do', async () => {
  const html = `<!doctype html>\r\n<p>\r\n  <script>mine()</script><iframe srcdoc="\n<a onclick=go()>">`
  const mine = await hashSource('mine()')
  const go = await hashSource('go()')
  expect((await seal(html)).blocked).toEqual([
    {
      kind: 'script',
      element: 'script',
      text: 'mine()',
      hash: mine,
      why: 'It has not the nonce of the rendering: nothing tells it from injected markup.',
      fix: `If it is yours, add ${mine} to script-src.`,
      line: 3,
      column: 11,
      offset: html.indexOf('mine()'),
    },
    {
      kind: 'script attribute',
      element: 'a',
      attribute: 'onclick',
      text: 'go()',
      hash: go,
      why: 'A nonce does not count for attributes.',
      fix: `Listen for the event in a script, or add ${go} to script-src-attr with 'unsafe-hashes'.`,
      line: 3,
      column: html.indexOf('\n<a') - html.indexOf('  <script>') + 1,
      offset: html.indexOf('\n<a'),
      inFrame: { line: 2, column: 12, offset: 12 },
    },
  ])
})

const other = 'sha384-OLBgp1GsljhM2TJ+sbHjaiH9txEUvgdDTAzHv2P24donTt6/529l+9Ua0vFImLlb'

test.each<[title: string, html: string, fix: string]>([
  ['a style', '<style>a{}</style>', 'If it is yours, add %H to style-src.'],
  ['a style attribute', '<p style="a{}">', "Use a class, or add %H to style-src-attr with 'unsafe-hashes'."],
  ['a URL', '<a href=javascript:a{}>', "Use a button and a script, or add %H to script-src with 'unsafe-hashes'."],
  ['a tag run into', `<script x="<p" nonce=${nonce}>a{}</script>`, 'Look for markup before it that is not closed.'],
  [
    'a file',
    '<script src=a.js></script>',
    'Let a script of the page load it (next/script with afterInteractive does), or give it an integrity whose hash is in script-src.',
  ],
  [
    'a file with integrity',
    `<script src=a.js integrity=${other}></script>`,
    `If it is yours, add '${other}' to script-src.`,
  ],
  ['a file of SVG', '<svg><script href=a.js></script></svg>', 'Load it with a script element of HTML.'],
])('the fix for %s', async (_, html, fix) => {
  const text = html.includes('javascript:') ? 'javascript:a{}' : 'a{}'
  const hash = await hashSource(text)
  expect((await seal(html)).blocked.map((item) => item.fix)).toEqual([fix.replace('%H', hash)])
})

test.each<[title: string, html: string, admitted: readonly string[]]>([
  // CSP3 §6.7.3.3; the hash of a()
  ['a hash', '<script>a()</script>', ['%sha256']],
  ['one of another algorithm', '<script>a()</script>', ['%sha512']],
  ['in base64url', '<script>a()</script>', ['%url']],
  ['the hash of a style', '<style>a()</style>', ['%sha384']],
  ['a handler', '<p onclick=a()>', ['%sha256', "'Unsafe-Hashes'"]],
  ['a style attribute', '<p style=a()>', ['%sha384', "'unsafe-hashes'"]],
  ['speculation rules', '<script type=speculationrules>{}</script>', ["'inline-speculation-rules'"]],
])('what the policy admits is not blocked: %s', async (_, html, admitted) => {
  const listed = await Promise.all(admitted.map(sourceOf))
  expect((await seal(html, listed)).blocked).toEqual([])
  expect((await seal(html, listed.slice(1))).blocked).toHaveLength(1)
  expect((await seal(html, listed)).scripts).toEqual([])
})

async function sourceOf(word: string): Promise<string> {
  switch (word) {
    case '%sha256':
      return hashSource('a()')
    case '%sha384':
      return hashSource('a()', 'sha384')
    case '%sha512':
      return hashSource('a()', 'sha512')
    case '%url':
      return `'SHA512-${(await hashSource('a()', 'sha512')).slice(8).replaceAll('+', '-').replaceAll('/', '_')}`
    default:
      return word
  }
}

test('a handler needs unsafe-hashes', async () => {
  expect((await seal('<p onclick=a()>', [await hashSource('a()')])).blocked).toHaveLength(1)
})

test.each<[title: string, nonce: string]>([
  ['empty', ''],
  ['short enough to be guessed', 'c2hvcnQ='],
  ['no base64', 'a nonce with spaces in it'],
  ['no more than padding', '================'],
])('refuses a nonce that is %s', async (_, wrong) => {
  await expect(sealHtml('', { nonce: wrong, integrityOf })).rejects.toThrow('sealHtml needs the nonce')
  expect(() => overwriteNonce('', wrong)).toThrow(TypeError)
  expect(() => overwriteNonceBytes(new Uint8Array(), wrong)).toThrow(TypeError)
})

test('refuses what is no page and no option', async () => {
  // @ts-expect-error no text
  await expect(seal(undefined)).rejects.toThrow('sealHtml needs the text of a page.')
  // @ts-expect-error no function
  await expect(sealHtml('', { nonce, integrityOf: {} })).rejects.toThrow('integrityOf, a function')
  // @ts-expect-error no option
  await expect(sealHtml('', { nonce, integrityOf, nonces: [] })).rejects.toThrow('sealHtml has no option nonces')
})
