import { hashSource } from '@sallyport/core/csp'
import { expect, test } from 'vitest'
import { type BlockedItem, overwriteNonce, overwriteNonceBytes, type SealHtmlOptions, sealHtml } from './index.ts'

const nonce = 'c2VjcmV0LXNlYWwtbm9uY2U='
const filler = `${'.'.repeat(nonce.length - 1)}=`
const file = 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='
const other = 'sha384-OLBgp1GsljhM2TJ+sbHjaiH9txEUvgdDTAzHv2P24donTt6/529l+9Ua0vFImLlb'
const integrityOf = (src: string): string | undefined => (src === '/own.js' ? file : undefined)
const seal = (html: string, options: Partial<SealHtmlOptions> = {}) =>
  sealHtml(html, { nonce, integrityOf, ...options })
const hashes = (texts: readonly string[]) => Promise.all(texts.map((text) => hashSource(text)))
const told = ({ kind, text }: BlockedItem): string => `${kind} ${text}`

/** `N` stands for the nonce, `F` for what it is overwritten with. */
const write = (html: string): string => html.replaceAll('%N', nonce).replaceAll('%F', filler)

test.each<[title: string, html: string, sealed: string, scripts: readonly string[], blocked: readonly string[]]>([
  // HTML, "prepare the script element"
  ['a script with the nonce', '<script nonce="%N">a()</script>', '<script>a()</script>', ['a()'], []],
  ['a module', '<script type=module nonce=%N>a()</script>', '<script type=module>a()</script>', ['a()'], []],
  ['an import map', '<script nonce=%N type=importmap>{}</script>', '<script type=importmap>{}</script>', ['{}'], []],
  [
    'speculation rules',
    '<script nonce=%N type=speculationrules>{}</script>',
    '<script type=speculationrules>{}</script>',
    ['{}'],
    [],
  ],
  [
    'a script for older browsers',
    '<script nomodule nonce=%N>a()</script>',
    '<script nomodule>a()</script>',
    ['a()'],
    [],
  ],
  [
    'a data block',
    '<script nonce=%N type=application/json>"%N"</script>',
    '<script type=application/json>"%F"</script>',
    [],
    [],
  ],
  ['a script that the end of a shell cuts off', '<script nonce=%N>a(', '<script>a(', [], []],
  ['a script without a nonce', '<script>a()</script>', '<script>a()</script>', [], ['script a()']],
  ['a script with another nonce', '<script nonce=b>a()</script>', '<script nonce=b>a()</script>', [], ['script a()']],
  [
    'the nonce in a longer one',
    '<script nonce="%N ">a()</script>',
    '<script nonce="%F ">a()</script>',
    [],
    ['script a()'],
  ],
  ['the nonce in a script', '<script nonce=%N>a("%N")</script>', '<script>a("%F")</script>', ['a("%F")'], []],
  ['line ends', '<script nonce=%N>a(\r\n"%N")</script>', '<script>a(\r\n"%F")</script>', ['a(\n"%F")'], []],
  [
    'a script of SVG',
    '<svg><script nonce=%N>a(&lt;)</script></svg>',
    '<svg><script>a(&lt;)</script></svg>',
    ['a(<)'],
    [],
  ],
  [
    'a shadow root',
    '<p><template shadowrootmode=open><script nonce=%N>a()</script></template>',
    '<p><template shadowrootmode=open><script>a()</script></template>',
    ['a()'],
    [],
  ],
  [
    'a template',
    '<template><script nonce=%N>a()</script><script>b()</script></template>',
    '<template><script>a()</script><script>b()</script></template>',
    [],
    [],
  ],
  [
    'noscript and comments',
    '<noscript><script nonce=%N>a()</script></noscript><!--%N-->',
    '<noscript><script nonce=%F>a()</script></noscript><!--%F-->',
    [],
    [],
  ],
  [
    'a frame',
    `<iframe srcdoc="<script nonce=%N>a()</script><script>b()</script>"></iframe>`,
    `<iframe srcdoc="<script nonce=%F>a()</script><script>b()</script>"></iframe>`,
    ['a()'],
    ['script b()'],
  ],
  [
    'a select',
    '<select><p><script nonce=%N>a()</script></p></select>',
    '<select><p><script nonce=%F>a()</script></p></select>',
    ['a()'],
    [],
  ],
  [
    'a template in a select, or a style with its text',
    '<select><style><p><template shadowrootmode=open><script nonce=%N>a()</script>',
    '<select><style><p><template shadowrootmode=open><script nonce=%F>a()</script>',
    [],
    ['style <p><template shadowrootmode=open><script nonce=%F>a()</script>'],
  ],
  [
    'the text of a script of the page',
    '<script>a()</script><script nonce=%N>a()</script>',
    '<script>a()</script><script>a()</script>',
    ['a()'],
    [],
  ],
  // CSP3 §6.7.3.1, "is element nonceable?"
  ['two nonces', '<script nonce=%N nonce=a>a()</script>', '<script nonce=a>a()</script>', [], ['script a()']],
  [
    'two nonces, the other first',
    '<script nonce=a nonce=%N>a()</script>',
    '<script nonce=a nonce=%F>a()</script>',
    [],
    ['script a()'],
  ],
  [
    'a script that another runs into',
    `<script x='<script nonce=%N>a("'>b()</script>`,
    `<script x='<script nonce=%F>a("'>b()</script>`,
    [],
    ['script b()'],
  ],
  [
    'a tag that runs into the next',
    `<script a='<p x='<SCRIPT nonce=%N>a()</script>`,
    `<script a='<p x='<SCRIPT>a()</script>`,
    [],
    ['script a()'],
  ],
  [
    'a style tag in a value',
    '<script a="<style" nonce=%N>a()</script>',
    '<script a="<style">a()</script>',
    [],
    ['script a()'],
  ],
  // Stricter than the standard, which looks at scripts, and for scripts and styles only.
  [
    'a script that runs into a link',
    '<script <link nonce=%N>a()</script>',
    '<script <link>a()</script>',
    [],
    ['script a()'],
  ],
  [
    'a style that runs into a script',
    '<style <script nonce=%N>a()</style>',
    '<style <script>a()</style>',
    [],
    ['style a()'],
  ],
  // CSP3 §4.2.3
  ['a handler', '<p onclick="a()" nonce=%N>', '<p onclick="a()">', [], ['script attribute a()']],
  [
    'a javascript: URL',
    '<a nonce=%N href="javascript:a()">',
    '<a href="javascript:a()">',
    [],
    ['navigation javascript:a()'],
  ],
])('%s', async (_, html, expected, scripts, blocked) => {
  const sealed = await seal(write(html))
  expect(sealed.html).toBe(write(expected))
  expect(sealed.scripts).toEqual((await hashes(scripts.map(write))).toSorted())
  expect(sealed.blocked.map(told)).toEqual(blocked.map(write))
})

test.each<[title: string, html: string, sealed: string]>([
  // SRI §3.2; CSP3 §6.7.1.1 step 1.3
  ['a file', '<script src="/own.js" async></script>', '<script integrity="%I" src="/own.js" async></script>'],
  ['with the nonce', '<script nonce="%N" src="/own.js"></script>', '<script integrity="%I" src="/own.js"></script>'],
  ['with nothing but a URL', '<SCRIPT src=/own.js></script>', '<SCRIPT integrity="%I" src=/own.js></script>'],
  [
    'with an integrity',
    `<script src=/own.js integrity='${other}'></script>`,
    '<script src=/own.js integrity="%I"></script>',
  ],
  [
    'with two',
    '<script integrity integrity=b src=/own.js></script>',
    '<script integrity="%I" integrity=b src=/own.js></script>',
  ],
  ['a module', '<script type=module src=/own.js></script>', '<script integrity="%I" type=module src=/own.js></script>'],
  [
    'a preload',
    '<link rel=preload as=script nonce=%N href=/own.js>',
    '<link integrity="%I" rel=preload as=script href=/own.js>',
  ],
  [
    'a preload of a module',
    '<link rel=modulepreload href=/own.js />',
    '<link integrity="%I" rel=modulepreload href=/own.js />',
  ],
])('integrity: %s', async (_, html, expected) => {
  const sealed = await seal(write(html))
  expect(sealed).toEqual({
    html: write(expected).replaceAll('%I', file),
    scripts: [`'${file}'`],
    styles: [],
    blocked: [],
  })
})

test.each<[title: string, html: string, isBlocked: boolean, admitted?: readonly string[]]>([
  ['a file of another', '<script nonce=%N src=/a.js></script>', true],
  ['with an integrity', `<script src=/a.js integrity=${other}></script>`, true],
  ['with an integrity that the policy has', `<script src=/a.js integrity=${other}></script>`, false, [`'${other}'`]],
  ['with one of two', `<script src=/a.js integrity="${other} ${file}"></script>`, true, [`'${other}'`]],
  ['a preload', '<link rel=preload as=script href=/a.js>', true],
  ['a preload of a module, which passes by strict-dynamic', '<link rel=modulepreload href=/a.js>', false],
  ['a preload of a style', '<link rel=preload as=style href=/own.js>', false],
  ['a stylesheet', '<link rel=stylesheet nonce=%N href=/own.js>', false],
  ['a file of SVG', '<svg><script href=/own.js></script></svg>', true],
  ['a file in a frame', '<iframe srcdoc="<script src=/own.js></script>"></iframe>', true],
  ['a file in a select', '<select><b><script src=/own.js></script></b></select>', true],
  ['a file for older browsers', '<script nomodule src=/a.js></script>', false],
])('blocked: %s', async (_, html, isBlocked, admitted = []) => {
  const { blocked, scripts } = await seal(write(html), { admitted })
  expect(blocked.length > 0).toBe(isBlocked)
  expect(scripts).toEqual([])
})

test('a preload of the page’s own that is no file of the build is left out: it is only a hint', async () => {
  const sealed = await seal(write('<p><link rel=preload as=script nonce=%N href=/other.js><p>'))
  expect(sealed).toEqual({ html: '<p><p>', scripts: [], styles: [], blocked: [] })
})

test.each<[title: string, options: Partial<SealHtmlOptions>, blocked: readonly string[]]>([
  ['restricted', {}, ['style b{}', 'style attribute c:d']],
  ['not restricted', { styles: false }, []],
])('styles: %s', async (_, options, blocked) => {
  const sealed = await seal(write('<style nonce=%N>a{}</style><style>b{}</style><p style="c:d">'), options)
  expect(sealed.styles).toEqual(await hashes(['a{}']))
  expect(sealed.scripts).toEqual([])
  expect(sealed.blocked.map(told)).toEqual(blocked)
})

test('bytes are overwritten like text', () => {
  const text = write('é%N%N 🚪%N')
  expect(new TextDecoder().decode(overwriteNonceBytes(new TextEncoder().encode(text), nonce))).toBe(
    overwriteNonce(text, nonce),
  )
  expect(overwriteNonce(text, nonce)).toBe(write('é%F%F 🚪%F'))
})
