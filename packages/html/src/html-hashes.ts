import type { HashSource } from '@sallyport/core/csp'
import { checkHashes } from './caller-checks.ts'
import type { HtmlItem } from './item.ts'

/** For scripts and for attributes: the hashes, and `'unsafe-hashes'` where they need it. */
type HashList = readonly (HashSource | "'unsafe-hashes'")[]

/** What the pages' items add to a policy. A directive that nothing needs is left out, so these can be appended or spread into `directives`. */
export interface HashDirectives {
  /** `<script>` elements and `javascript:` URLs. */
  readonly 'script-src'?: HashList
  /** Event handler attributes. */
  readonly 'script-src-attr'?: HashList
  /** `<style>` elements. */
  readonly 'style-src'?: readonly HashSource[]
  /** `style` attributes. */
  readonly 'style-src-attr'?: HashList
}

/** What one page or several need; each list is sorted and without doubles, so that the same pages give the same policy. */
export interface HtmlHashes {
  /** All of them, in the order of the page's text. */
  readonly items: readonly HtmlItem[]
  /** Of `<script>` elements: inline scripts, and files by their `integrity`. For `script-src` and `strictCsp({ mode: 'hash', hashes })`. */
  readonly scripts: readonly HashSource[]
  /** Of `javascript:` URLs, for `script-src`; they count beside `'unsafe-hashes'` only. */
  readonly navigations: readonly HashSource[]
  /** Of event handler attributes, for `script-src-attr`; they count beside `'unsafe-hashes'` only. */
  readonly scriptAttributes: readonly HashSource[]
  /** Of `<style>` elements, for `style-src`. */
  readonly styles: readonly HashSource[]
  /** Of `style` attributes, for `style-src-attr`; they count beside `'unsafe-hashes'` only. */
  readonly styleAttributes: readonly HashSource[]
  /** All of the above, in their directives. */
  readonly directives: HashDirectives
  /** The directives among them that need `'unsafe-hashes'`; empty for a page without handlers, `javascript:` URLs and `style` attributes. */
  readonly needsUnsafeHashes: readonly ('script-src' | 'script-src-attr' | 'style-src-attr')[]
  /**
   * What has no hash, each with its `reason`: external scripts, which need an `integrity` or their host in a policy without `'strict-dynamic'`, and
   * frames whose contents are not looked into.
   */
  readonly withoutHash: readonly HtmlItem[]
}

/**
 * What several pages need together: for one policy over all of them.
 *
 * @throws {TypeError} for anything but what `hashHtml` found, in a list.
 */
export function combineHashes(pages: Iterable<HtmlHashes>): HtmlHashes {
  if (typeof pages !== 'object' || pages === null || !(Symbol.iterator in pages)) {
    throw new TypeError('combineHashes needs a list of what hashHtml found.')
  }
  const all = [...pages]
  for (const page of all) checkHashes('combineHashes', page)
  return collectHashes(all.flatMap(({ items }) => items))
}

export function collectHashes(items: readonly HtmlItem[]): HtmlHashes {
  const of = (...kinds: readonly HtmlItem['kind'][]): readonly HashSource[] => {
    const hashes = items.filter(({ kind }) => kinds.includes(kind)).flatMap((item) => item.hashes)
    return [...new Set(hashes)].toSorted()
  }
  const lists = {
    scripts: of('script', 'external script'),
    navigations: of('navigation'),
    scriptAttributes: of('script attribute'),
    styles: of('style'),
    styleAttributes: of('style attribute'),
  }
  const directives = directivesOf(lists)
  const names = ['script-src', 'script-src-attr', 'style-src-attr'] as const
  return {
    items,
    ...lists,
    directives,
    needsUnsafeHashes: names.filter((name) => directives[name]?.includes("'unsafe-hashes'")),
    withoutHash: items.filter(({ hashes }) => hashes.length === 0),
  }
}

type Lists = Pick<HtmlHashes, 'scripts' | 'navigations' | 'scriptAttributes' | 'styles' | 'styleAttributes'>

function directivesOf({ scripts, navigations, scriptAttributes, styles, styleAttributes }: Lists): HashDirectives {
  const elements = navigations.length === 0 ? scripts : unsafe([...new Set([...scripts, ...navigations])].toSorted())
  return {
    ...(elements.length === 0 ? {} : { 'script-src': elements }),
    ...(scriptAttributes.length === 0 ? {} : { 'script-src-attr': unsafe(scriptAttributes) }),
    ...(styles.length === 0 ? {} : { 'style-src': styles }),
    ...(styleAttributes.length === 0 ? {} : { 'style-src-attr': unsafe(styleAttributes) }),
  }
}

function unsafe(hashes: readonly HashSource[]): HashList {
  return ["'unsafe-hashes'", ...hashes]
}
