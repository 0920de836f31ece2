import { attributeValue, namespaceOf } from './dom.ts'
import type { DocumentId, PageElement } from './page-elements.ts'

/** What each document of a page resolves its URLs against, from one element to the next. */
export interface DocumentBases {
  of(document: DocumentId): string
  /** Takes a `<base>` in, if the element is the first one with an address. */
  add(at: PageElement, isAllowed: boolean): void
}

/** https://html.spec.whatwg.org/multipage/urls-and-fetching.html#document-base-url; a `srcdoc` frame begins with that of the page around it. */
export function createBases(url: string): DocumentBases {
  const known = new Map<DocumentId, string>()
  const settled = new Set<DocumentId>()
  const of = (document: DocumentId): string => {
    const base = known.get(document) ?? (document.parent === null ? url : of(document.parent))
    known.set(document, base)
    return base
  }
  return {
    of,
    add: ({ element, document: { id } }, isAllowed) => {
      const isBase = element.tagName === 'base' && namespaceOf(element) === 'html'
      const href = isBase ? attributeValue(element, 'href') : undefined
      if (href === undefined || settled.has(id)) return
      settled.add(id)
      const resolved = resolveUrl(href, of(id))
      // "Set the frozen base URL" step 4: these would take the page's own relative URLs out of its policy's sight.
      const isUsable = resolved !== undefined && resolved.protocol !== 'data:' && resolved.protocol !== 'javascript:'
      if (isAllowed && isUsable) known.set(id, resolved.href)
    },
  }
}

/** Undefined for what is no URL: browsers do nothing with it. */
export function resolveUrl(text: string, base: string): URL | undefined {
  return URL.canParse(text, base) ? new URL(text, base) : undefined
}
