import { type HashAlgorithm, type HashSource, hashSource } from '@sallyport/core/csp'
import { checkOptions, checkText } from './caller-checks.ts'
import { attributeValue, namespaceOf } from './dom.ts'
import { type FoundItem, findItems, type SeenAttributes } from './find-items.ts'
import { hashText } from './hash-text.ts'
import { collectHashes, type HtmlHashes } from './html-hashes.ts'
import { addImportMap, importMapIntegrity, moduleUrl } from './import-map.ts'
import { integritySources } from './integrity.ts'
import { type HtmlItem, KINDS } from './item.ts'
import { pageElements } from './page-elements.ts'
import type { Position } from './position.ts'

export interface HashHtmlOptions {
  /** Of the hashes; those in `integrity` attributes keep theirs. Default `sha256`. */
  readonly algorithm?: HashAlgorithm
  /** A name for the page, such as its path, for items to carry. */
  readonly page?: string
  /**
   * Hash the scripts and styles in `<template>`s too, for pages whose scripts clone them. Default false: by itself a template runs nothing. Its `style` and
   * event handler attributes are hashed either way, since browsers check them where they stand.
   */
  readonly templates?: boolean
}

/**
 * The hashes of all that a page runs and styles inline, and of the files it names with `integrity`, for a policy without nonces (CSP3 §7.1).
 *
 * The page is parsed as a browser with scripting on would: what is commented out, in a data block such as JSON-LD, in `<noscript>` or in a `<template>`
 * does not count; what is in a declarative shadow root or a `srcdoc` frame does. `html` is the decoded text of a page (not of a fragment), exactly as it is sent:
 * one more space in a script is another hash. Never throws on any text.
 *
 * ```ts
 * const page = await hashHtml(await readFile('dist/index.html', 'utf8'))
 * const policy = strictCsp({ mode: 'hash', hashes: page.scripts })
 * ```
 *
 * @throws {TypeError} (as a rejection) when `html` is no string, or the path of a file, and for an unknown option or algorithm.
 */
export async function hashHtml(html: string, options: HashHtmlOptions = {}): Promise<HtmlHashes> {
  checkText(html, 'hashHtml needs the text of a page.')
  // A page whose whole text is the name of a page: nothing would be found in it, and nothing admitted.
  if (html.endsWith('.html') && !html.includes('<')) {
    throw new TypeError('hashHtml needs the text of a page, not its path: read the file first.')
  }
  checkOptions('hashHtml', options, ['algorithm', 'page', 'templates'])
  const { algorithm = 'sha256', page = '', templates = false } = options
  // An unknown algorithm is an error even on a page with nothing to hash.
  await hashSource('', algorithm)
  const found: FoundItem[] = []
  const seen: SeenAttributes = new Map()
  for (const at of pageElements(html)) found.push(...findItems(at, seen, templates))
  found.sort((one, other) => place(one).offset - place(other).offset)
  const modules = readImportMaps(found, page)
  const items: HtmlItem[] = []
  for (const item of found) {
    items.push(describe(item, await hashesOf(item, algorithm, modules, page)))
    if (item.type === 'importmap') items.push(...describeImports(item))
  }
  return collectHashes(page === '' ? items : items.map((item) => ({ ...item, page })))
}

/** The hashes of an item, or why it has none. */
async function hashesOf(item: FoundItem, algorithm: HashAlgorithm, modules: Modules, page: string) {
  if (item.kind === 'external script') return fileHashes(item, modules, page)
  if (item.kind === 'frame') return 'It takes the policy of the page over, and what is in it is not looked into.'
  return Promise.all(item.texts.map((text) => hashText(text, algorithm)))
}

/** `hashes`, or why there are none. */
function describe(found: FoundItem, hashes: readonly HashSource[] | string): HtmlItem {
  const { kind, attribute, type, text } = found
  return {
    kind,
    element: found.at.element.tagName,
    ...(attribute === undefined ? {} : { attribute }),
    ...(type === undefined ? {} : { type }),
    text,
    ...KINDS[kind],
    ...(typeof hashes === 'string' ? { hashes: [], reason: hashes } : { hashes }),
    ...place(found),
  }
}

function place({ at, position }: FoundItem): Position & Pick<HtmlItem, 'inFrame'> {
  const { frame } = at.document
  return frame === undefined ? position : { ...frame, inFrame: position }
}

/** The integrity of modules' files, by their URLs, as the page's import maps have it. */
type Modules = ReadonlyMap<string, string>

function readImportMaps(found: readonly FoundItem[], page: string): Modules {
  const modules = new Map<string, string>()
  for (const { type, text } of found) {
    if (type === 'importmap') addImportMap(modules, text, (url) => moduleUrl(url, page))
  }
  return modules
}

/** The files that an import map has the integrity of: scripts import them, and no element names them. */
function describeImports(map: FoundItem): readonly HtmlItem[] {
  return importMapIntegrity(map.text).map(([url, integrity]) =>
    describe(
      { kind: 'external script', at: map.at, type: 'module', text: url, texts: [], position: map.position },
      integritySources(integrity) ?? UNUSABLE,
    ),
  )
}

const UNUSABLE = 'Its integrity has a digest that no policy can list, or none at all.'

/** The hashes of a script's file, or why it has none. */
function fileHashes(file: FoundItem, modules: Modules, page: string): readonly HashSource[] | string {
  const { element } = file.at
  if (namespaceOf(element) === 'svg') return 'A script of SVG has no integrity attribute.'
  const own = attributeValue(element, 'integrity')
  const url = file.type === 'module' ? moduleUrl(file.text, page) : undefined
  const integrity = own ?? (url === undefined ? undefined : modules.get(url))
  if (integrity === undefined) return 'It has no integrity attribute.'
  return integritySources(integrity) ?? UNUSABLE
}
