import fc from 'fast-check'
import type { DefaultTreeAdapterTypes } from 'parse5'
import { expect, test } from 'vitest'
import { isElement, namespaceOf, type ParsedDocument, parseAnything, parsePlainly } from './dom.ts'
import { pages } from './pages.test-kit.ts'

const RUNS = Math.min(Number(process.env.SALLYPORT_RUNS ?? 1000), 50_000)

type ChildNode = DefaultTreeAdapterTypes.ChildNode

/** What is read plainly one by one, in orders that no renderer writes. */
const PLAIN = [
  '<!doctype html>',
  '<html lang="en">',
  '<head>',
  '</head>',
  '<body class=a>',
  '<body onload="x()" class=b>',
  '</body>',
  '</html>',
  '<p>',
  '</p>',
  '</br>',
  '<b>',
  '</b>',
  '<a href="/?a&amp;b">',
  '</a>',
  '<br/>',
  '<img src="a.png" alt=\'x > "y"\' hidden/>',
  '<input type="hidden" value="&quot;&#x27;&#39;&lt;">',
  '<div id="d"\n\tclass="c d" data-x>',
  '</div >',
  '<table>',
  '</table>',
  '<tr>',
  '<td>',
  '</td>',
  '<caption>',
  '<colgroup>',
  '<select>',
  '</select>',
  '<option>',
  '<optgroup>',
  '<template>',
  '</template>',
  '<div><template shadowrootmode="open">',
  '<script nonce="n">',
  'self.a.push([1,"b</c"])',
  '</script>',
  '</SCRIPT\n>',
  '<script src="/a.js" async=""></script>',
  '<style>',
  'a>b{c:d}',
  '</style>',
  '<title>',
  '</title>',
  '<textarea>',
  '</textarea>',
  '<noscript>',
  '</noscript>',
  '<iframe srcdoc="<p>&lt;">',
  '</iframe>',
  '<pre>',
  '</pre>',
  '<svg viewBox="0 0 1 1">',
  '<path d="M0"/>',
  '<script/>',
  '<foreignObject>',
  '</foreignObject>',
  '<desc>',
  '</svg>',
  '<math definitionurl="a">',
  '<annotation-xml encoding="text/html">',
  '</math>',
  '<form>',
  '</form>',
  '<button>',
  '<h1>',
  '</h2>',
  '<li>',
  '<!-- -->',
  '<!---->',
  '<!--$-->',
  '<!--a<!-->',
  '<!-- a - b -->',
  ' ',
  '\n',
  '\f\t',
  'text',
  ' more text ',
  '&amp;',
  '&#x27; &nbsp;',
  '&copy;&laquo;&reg;&middot;&raquo;&times;&ndash;&mdash;&lsquo;&rsquo;',
  '<p title="&ldquo;&rdquo;&bull;&hellip;&euro;&trade;&larr;&rarr;&apos;">',
  '>',
  '\u{1f600}',
]
/** What makes the reader give up, or must. */
const OTHER = [
  '<',
  '&',
  '"',
  "'",
  '=',
  '/',
  '-->',
  '--!>',
  '<!--',
  '<p a a>',
  '<p a="b"c>',
  '<p =a>',
  '<frameset>',
  '<col>',
  '\0',
  '\r',
  '\ud800',
]

const plain = fc.array(fc.constantFrom(...PLAIN), { maxLength: 30 }).map((bits) => bits.join(''))
const mixed = fc
  .array(fc.oneof({ arbitrary: fc.constantFrom(...PLAIN), weight: 8 }, fc.constantFrom(...OTHER), pages), {
    maxLength: 12,
  })
  .map((bits) => bits.join(''))

test.each([
  ['of what is plain', plain],
  ['of anything', mixed],
])('a page %s that is read plainly is what parse5 makes of it', (_title, arbitrary) => {
  let count = 0
  fc.assert(
    fc.property(arbitrary, fc.boolean(), (html, scripting) => {
      const plainly = parsePlainly(html, scripting)
      if (plainly === undefined) return
      count++
      expect(treeOf(plainly)).toEqual(treeOf(parseAnything(html, scripting)))
    }),
    { numRuns: RUNS },
  )
  expect(count).toBeGreaterThan(RUNS / 20)
})

/** All that is asked of a document: not lines and columns, and not where texts and comments stand. */
function treeOf({ roots, attributeOffset, hasDuplicate }: ParsedDocument): readonly unknown[] {
  const describe = (node: ChildNode): unknown => {
    if (!isElement(node)) return 'value' in node ? node.value : 'data' in node ? `comment ${node.data}` : node
    const { startTag, endTag, attrs: places = {}, ...place } = node.sourceCodeLocation ?? {}
    return {
      name: `${namespaceOf(node)} ${node.tagName}`,
      place: [rangeOf(place), rangeOf(startTag), rangeOf(endTag)],
      attributes: node.attrs.map((attribute) => [{ ...attribute }, attributeOffset(attribute)]),
      places: Object.entries(places).map(([name, range]) => [name, rangeOf(range)]),
      hasDuplicate: hasDuplicate(node),
      children: node.childNodes.map(describe),
      content: 'content' in node ? node.content.childNodes.map(describe) : undefined,
    }
  }
  return roots.map(describe)
}

function rangeOf(range: { startOffset?: number; endOffset?: number } | undefined): readonly unknown[] {
  return [range?.startOffset, range?.endOffset]
}
