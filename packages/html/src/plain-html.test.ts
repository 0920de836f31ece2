import { describe, expect, test } from 'vitest'
import { parsePlainly } from './dom.ts'

describe('is read from tag to tag', () => {
  test.each([
    [
      'a page as React writes it',
      '<!DOCTYPE html><html lang="en"><head><meta charSet="utf-8"/></head><body><p>a<!-- -->b</p></body></html>',
    ],
    ['a script of flight data', '<script nonce="n">self.__next_f.push([1,"1:\\"a\\"\\n</p>"])</script>'],
    ['a file with an attribute that has no value', '<script src="/a.js" async="" defer></script>'],
    ['an end tag in capitals, with white space', '<style>a{}</STYLE\n>'],
    ['references that renderers write', '<a href="/?a=1&amp;b=2" title=\'&quot;&#x27;&#39;\'>&lt;&nbsp;</a>'],
    ['a value without quotes', '<div class=a id=b>'],
    ['SVG', '<svg viewBox="0 0 1 1"><path d="M0 0"/></svg>'],
    [
      'a template, and a shadow root',
      '<template><p></template><div><template shadowrootmode="open"><p></template></div>',
    ],
    ['tags that are not closed', '<ul><li>a<li>b'],
  ])('%s', (_title, html) => {
    expect(parsePlainly(html, true)).toBeDefined()
  })
})

describe('is left to parse5', () => {
  test.each([
    ['an attribute twice', '<script nonce="a" nonce="b"></script>'],
    ['a tag in a tag', '<script <script nonce="a">'],
    ['a quote where none belongs', '<p a"b">'],
    ['attributes that touch', '<p a="b"c="d">'],
    ['a value that has no end', '<p a="b>'],
    ['an "=" behind white space', '<p a ="b">'],
    ['a name of other characters', '<p @click="a">'],
    ['an end tag with attributes', '<p></p a>'],
    ['a script that the page cuts off', '<script>a()'],
    ['a script with <!-- in it', '<script>"<!--"</script>'],
    ['a comment that ends by mistake', '<!-->-->'],
    ['a comment with -- in it', '<!-- a -- b -->'],
    ['CDATA', '<svg><![CDATA[a]]></svg>'],
    ['a reference without its semicolon', '<p>&amp</p>'],
    ['a reference that renderers do not write', '<p>&notin;</p>'],
    ['white space as a reference', '<p>&#32;</p>'],
    ['a "<" in a text', '<p>1 < 2</p>'],
    ['a character that is replaced', '<p>\0</p>'],
    ['a line end that is replaced', '<p>\r\n</p>'],
    ['another doctype', '<!DOCTYPE html SYSTEM "about:legacy-compat">'],
    ['frames', '<frameset><frame></frameset>'],
    ['the end of all markup', '<plaintext>'],
  ])('%s', (_title, html) => {
    expect(parsePlainly(html, true)).toBeUndefined()
  })
})
