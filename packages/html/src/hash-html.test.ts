import { hashSource } from '@sallyport/core/csp'
import { expect, test } from 'vitest'
import { combineHashes, type HtmlItem, hashHtml } from './index.ts'
import { TRAPS, trapPage } from './traps.test-kit.ts'

test.each(TRAPS)('finds what a browser runs: $title', async (trap) => {
  const { items } = await hashHtml(trapPage(trap))
  expect(items.map(({ kind, text }) => `${kind} ${text}`)).toEqual(trap.items)
})

test('an item says what it is, where it is and what admits it', async () => {
  const html = '<!doctype html>\r\n<p>\r\n  <a href="#" onclick="go()">Go</a>'
  const { items } = await hashHtml(html, { page: 'about.html' })
  expect(items).toEqual([
    {
      kind: 'script attribute',
      element: 'a',
      attribute: 'onclick',
      text: 'go()',
      hashes: [await hashSource('go()')],
      needsUnsafeHashes: true,
      directive: 'script-src-attr',
      line: 3,
      column: 24,
      offset: html.indexOf('go()'),
      page: 'about.html',
    },
  ])
})

test.each<[kind: HtmlItem['kind'], html: string, directive: string, needsUnsafeHashes: boolean]>([
  // CSP3 §6.8.2 and §6.7.3.3 step 4
  ['script', '<script>a</script>', 'script-src-elem', false],
  ['external script', '<script src=a></script>', 'script-src-elem', false],
  ['navigation', '<a href=javascript:a>', 'script-src-elem', true],
  ['script attribute', '<p onclick=a>', 'script-src-attr', true],
  ['style', '<style>a</style>', 'style-src-elem', false],
  ['style attribute', '<p style=a>', 'style-src-attr', true],
])('%s: %s is decided by %s', async (kind, html, directive, needsUnsafeHashes) => {
  expect((await hashHtml(html)).items).toMatchObject([{ kind, directive, needsUnsafeHashes }])
})

const sha256 = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"
const sha384 = "'sha384-OLBgp1GsljhM2TJ+sbHjaiH9txEUvgdDTAzHv2P24donTt6/529l+9Ua0vFImLlb'"
const bare = (source: string): string => source.slice(1, -1)

test.each<[title: string, script: string, hashes: readonly string[]]>([
  // CSP3 §6.7.1.1, SRI §3.3.3
  ['one digest', `<script src=a integrity=${bare(sha384)}></script>`, [sha384]],
  ['every digest', `<script src=a integrity="${bare(sha384)}\n${bare(sha256)}"></script>`, [sha384, sha256]],
  ['options', `<script src=a integrity="${bare(sha384)}?a=b"></script>`, [sha384]],
  ['an algorithm in capitals', `<script src=a integrity="SHA384${bare(sha384).slice(6)}"></script>`, [sha384]],
  ['unknown algorithms', `<script src=a integrity="md5-AAAA ${bare(sha384)} x"></script>`, [sha384]],
  ['a module', `<script type=module src=a integrity=${bare(sha384)}></script>`, [sha384]],
  ['none', '<script src=a></script>', []],
  ['an empty one', '<script src=a integrity=" "></script>', []],
  ['nothing but unknown algorithms', '<script src=a integrity="md5-AAAA"></script>', []],
  ['a digest of the wrong length', `<script src=a integrity="${bare(sha384)} sha256-AAAA"></script>`, []],
  ['a source of its own', `<script src=a integrity="sha256-';script-src *"></script>`, []],
  ['SVG', `<svg><script href=a integrity=${bare(sha384)}></script></svg>`, []],
])('an external script with %s', async (_, html, hashes) => {
  const { items, scripts, withoutHash } = await hashHtml(html)
  expect(items).toMatchObject([{ kind: 'external script', text: 'a', hashes }])
  expect(scripts).toEqual([...hashes].sort())
  expect(withoutHash).toEqual(hashes.length === 0 ? items : [])
  expect(withoutHash.every(({ reason }) => reason !== undefined)).toBe(true)
})

test('modules are admitted by the integrity in an import map', async () => {
  const map = `{"integrity":{"/docs/a.js":"${bare(sha384)}","/b.js":"${bare(sha256)}"}}`
  const html = `<script type=importmap>${map}</script><script type=module src=a.js></script><script src=a.js></script>`
  const { items } = await hashHtml(html, { page: 'docs/index.html' })
  expect(items).toMatchObject([
    { kind: 'script', type: 'importmap' },
    { kind: 'external script', type: 'module', text: '/docs/a.js', hashes: [sha384] },
    { kind: 'external script', type: 'module', text: '/b.js', hashes: [sha256] },
    { kind: 'external script', attribute: 'src', text: 'a.js', hashes: [sha384] },
    // A classic script does not look into the map.
    { kind: 'external script', type: 'classic', text: 'a.js', hashes: [] },
  ])
})

test.each(['{', '[]', 'null', '{"integrity":[]}', '{"integrity":null}', '{"integrity":{"a":1}}'])(
  'an import map of %s has no integrity',
  async (map) => {
    expect((await hashHtml(`<script type=importmap>${map}</script>`)).items).toHaveLength(1)
  },
)

test('a javascript: URL has a hash for each text that a browser may take', async () => {
  const [url] = (await hashHtml(`<a href="javascript:go('a%20b')">`)).items
  expect(url?.hashes).toEqual([await hashSource("javascript:go('a%20b')"), await hashSource("javascript:go('a b')")])
  const [plain] = (await hashHtml('<a href=javascript:go()>')).items
  expect(plain?.hashes).toEqual([await hashSource('javascript:go()')])
})

test('an item of a srcdoc frame is where the frame is, and where it is in the frame', async () => {
  const [item] = (await hashHtml(`<p>\n<iframe srcdoc="&lt;p>\n&lt;style>a{}&lt;/style>">`)).items
  expect(item).toMatchObject({ text: 'a{}', line: 2, column: 17, inFrame: { line: 2, column: 8, offset: 11 } })
})

test.each([
  ['<iframe src="data:text/html,<script>a</script>"></iframe>', 'src'],
  ['<iframe src=" DATA:text/html,a"></iframe>', 'src'],
  ['<frameset><frame src="data:text/html,a"></frameset>', 'src'],
  [nested(9), 'srcdoc'],
])('%s is a frame that is not looked into', async (html, attribute) => {
  const page = await hashHtml(html)
  expect(page.items).toMatchObject([{ kind: 'frame', attribute, hashes: [] }])
  expect(page.withoutHash).toEqual(page.items)
})

test('frames in frames are looked into, but not without end', async () => {
  expect((await hashHtml(nested(8))).items).toMatchObject([{ kind: 'style', text: 'a{}' }])
})

test('selects in selects are not read over and over', async () => {
  const html = '<select><div style=a><template shadowrootmode=open>'.repeat(500)
  expect((await hashHtml(html)).items.length).toBeGreaterThan(0)
})

/** A style in so many frames. */
function nested(depth: number): string {
  let html = '<style>a{}</style>'
  for (let around = 0; around < depth; around++) {
    html = `<iframe srcdoc="${html.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}"></iframe>`
  }
  return html
}

test('templates are counted in when asked for', async () => {
  const html = '<template><script>a</script><style>b</style><a href=javascript:c></template>'
  expect((await hashHtml(html)).items).toEqual([])
  const { items } = await hashHtml(html, { templates: true })
  expect(items.map(({ text }) => text)).toEqual(['a', 'b', 'javascript:c'])
})

test('the lists are sorted, without doubles, and in their directives', async () => {
  const html = `<script>b</script><script>a</script><script>b</script><style>a</style>
    <p style=a onclick=a><a href=javascript:a onclick=b>`
  const page = await hashHtml(html, { algorithm: 'sha512' })
  const hash = (text: string): Promise<string> => hashSource(text, 'sha512')
  const both = [await hash('a'), await hash('b')].sort()
  expect(page.scripts).toEqual(both)
  expect(page.directives).toEqual({
    'script-src': ["'unsafe-hashes'", ...[...both, await hash('javascript:a')].sort()],
    'script-src-attr': ["'unsafe-hashes'", ...both],
    'style-src': [await hash('a')],
    'style-src-attr': ["'unsafe-hashes'", await hash('a')],
  })
  expect(page.needsUnsafeHashes).toEqual(['script-src', 'script-src-attr', 'style-src-attr'])
})

test('a page with nothing in it adds nothing', async () => {
  expect(await hashHtml('<p>')).toEqual({
    items: [],
    scripts: [],
    navigations: [],
    scriptAttributes: [],
    styles: [],
    styleAttributes: [],
    directives: {},
    needsUnsafeHashes: [],
    withoutHash: [],
  })
})

test('several pages together', async () => {
  const one = await hashHtml('<script>a</script><script src=c></script>', { page: 'one' })
  const other = await hashHtml('<script>b</script><script>a</script>', { page: 'other' })
  const all = combineHashes([one, other])
  expect(all.scripts).toEqual([await hashSource('a'), await hashSource('b')].sort())
  expect(all.items.map(({ page, text }) => `${page} ${text}`)).toEqual(['one a', 'one c', 'other b', 'other a'])
  expect(combineHashes([other, one]).directives).toEqual(all.directives)
  expect(combineHashes([]).items).toEqual([])
})

test('refuses what is no text and no algorithm', async () => {
  // @ts-expect-error undefined is no page
  await expect(hashHtml(undefined)).rejects.toThrow('hashHtml needs the text of a page.')
  // @ts-expect-error no algorithm of CSP
  await expect(hashHtml('', { algorithm: 'md5' })).rejects.toThrow('md5')
})
