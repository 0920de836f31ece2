import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cssUrls } from './css-urls.ts'

test.each<[title: string, css: string, urls: readonly string[]]>([
  // https://drafts.csswg.org/css-values-4/#urls
  ['an image', 'a { background: url(a.png) }', ['image a.png']],
  ['in quotes', `a { background: url( "a b.png" ), URL('c.png') }`, ['image a b.png', 'image c.png']],
  ['white space around it', 'a { background: url( \n a.png\t) }', ['image a.png']],
  ['src()', 'a { background: src("a.png") }', ['image a.png']],
  [
    'image-set()',
    `a { background: image-set("a.png" 1x type("image/png"), url(b.png) 2x) }`,
    ['image a.png', 'image b.png'],
  ],
  ['into the page itself', 'a { fill: url(#b); mask: url("") }', []],
  ['a declaration by itself', 'background: url(a.png); color: red', ['image a.png']],
  ['a variable', ':root { --a: url(a.png) }', ['image a.png']],
  // https://drafts.csswg.org/css-cascade-5/#at-import
  [
    'imports',
    `@import "a.css"; @IMPORT url(b.css) print; @import url("c.css") layer(d) supports(e: url(f))`,
    ['style a.css', 'style b.css', 'style c.css'],
  ],
  ['a namespace', '@namespace svg url(http://www.w3.org/2000/svg); a { b: url(c) }', ['image c']],
  [
    'a font',
    `@font-face { font-family: "a"; src: local("b"), url(c.woff2) format("woff2") } d { e: url(f) }`,
    ['font c.woff2', 'image f'],
  ],
  ['a font in a media query', '@media print { @font-face { src: url(a) } b { c: url(d) } }', ['font a', 'image d']],
  // https://drafts.csswg.org/css-syntax-3/#tokenization
  ['a comment', '/* url(a) */ b { c: u/**/rl(d) }', []],
  ['a comment in a URL is none', 'a { b: url(/*c*/d) }', ['image /*c*/d']],
  ['a string', `a::before { content: "url(b)" }`, []],
  ['another function', 'a { b: my-url(c) xurl("d") }', []],
  ['escapes', 'a { b: \\75 rl(c\\29 d\\)) u\\52l("e\\\nf") }', ['image c)d)', 'image ef']],
  ['an escape that is no character', 'a { b: url(\\0\\d800\\110000 c) }', ['image \ufffd\ufffd\ufffdc']],
  ['a URL that is none', 'a { b: url(c d), url(e"f), url(g(h) } i { j: url(k) }', ['image k']],
  ['a string that does not end on its line', 'a { b: url("c\n"); d: url(e) }', []],
  ['what the end cuts off', 'a { b: url(c', ['image c']],
  ['a string that the end cuts off', 'a { b: url("c', ['image c']],
])('%s', (_, css, urls) => {
  expect(cssUrls(css).map(({ destination, url }) => `${destination} ${url}`)).toEqual(urls)
})

test('a URL is where it stands', () => {
  const css = '@import "a.css";\nb { c: url( d ) url("e") }'
  expect(cssUrls(css).map(({ offset }) => css.charAt(offset))).toEqual(['a', 'd', 'e'])
})

test('whatever the text, there are URLs of it', () => {
  const bits = fc.constantFrom(
    'url(',
    'src(',
    ')',
    '"',
    "'",
    '\\',
    '/*',
    '*/',
    '@import ',
    '@font-face',
    '{',
    '}',
    ';',
    '\n',
    'a',
    '(',
  )
  fc.assert(
    fc.property(fc.array(fc.oneof(bits, fc.string({ unit: 'binary', maxLength: 3 }))), (all) => {
      const css = all.join('')
      for (const { url, offset } of cssUrls(css)) {
        expect(url).not.toBe('')
        expect(offset).toBeLessThanOrEqual(css.length)
      }
    }),
    { numRuns: Math.min(Number(process.env.SALLYPORT_RUNS ?? 500), 20_000) },
  )
})
