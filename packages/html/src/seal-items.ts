import type { HashSource } from '@sallyport/core/csp'
import { asciiLowerCase } from './ascii.ts'
import type { BlockedCause, BlockedKind } from './blocked-item.ts'
import { attributeValue, type Element, findAttribute, namespaceOf } from './dom.ts'
import { type FoundItem, findItems, type SeenAttributes } from './find-items.ts'
import { integritySources } from './integrity.ts'
import { linkKinds } from './link-requests.ts'
import { countingNonce } from './nonce.ts'
import { overwriteChecked } from './nonce-text.ts'
import { attributePosition, type PageElement } from './page-elements.ts'
import type { SealEdits } from './seal-edits.ts'

/** Something that the policy of a sealed page is asked about. */
export interface SealCandidate extends Pick<FoundItem, 'at' | 'attribute' | 'type' | 'text' | 'position'> {
  readonly kind: BlockedKind
  /** Whether it is the page's own, so that its sources go into the policy. */
  readonly isOwn: boolean
  /** What to hash, as it is in the sealed page; of files, nothing. */
  readonly texts: readonly string[]
  /** Of files, the sources by their `integrity`. */
  readonly files: readonly HashSource[]
  /** Why it is blocked, if nothing else admits it. */
  readonly cause: BlockedCause
}

export interface SealContext {
  readonly nonce: string
  readonly integrityOf: (src: string) => string | undefined
  readonly edits: SealEdits
}

/** A function that gives what each element of a page runs, styles or loads, and notes what to change in it. */
export function findSealed(context: SealContext): (at: PageElement) => readonly SealCandidate[] {
  const seen: SeenAttributes = new Map()
  return (at) => {
    const { attrs, tagName } = at.element
    if (attrs.length === 0 && tagName !== 'script' && tagName !== 'style') return NOTHING
    context.edits.removeNonce(at)
    const items = findItems(at, seen, false)
    if (items.length === 0) return findPreload(at, context)
    const candidates = items
      .flatMap((item) => candidatesOf(item, context))
      .filter((one) => one.isOwn || !isPassedOver(one))
    return [...candidates, ...findPreload(at, context)]
  }
}

const NOTHING: readonly SealCandidate[] = []

function candidatesOf(item: FoundItem, context: SealContext): readonly SealCandidate[] {
  const { kind, at, attribute, type, position } = item
  if (kind === 'frame') return []
  if (kind === 'external script') return [fileCandidate({ ...item, kind }, context)]
  const { nonce } = context
  const isElement = kind === 'script' || kind === 'style'
  const isOwn = isElement && isMarked(at, nonce)
  const hasNonce = attributeValue(at.element, 'nonce') === nonce
  return [
    {
      kind,
      at,
      ...(attribute === undefined ? {} : { attribute }),
      ...(type === undefined ? {} : { type }),
      position,
      text: overwriteChecked(item.text, nonce),
      texts: item.texts.map((text) => overwriteChecked(text, nonce)),
      files: [],
      isOwn,
      cause: !isElement ? 'attribute' : hasNonce ? 'run into' : 'unmarked',
    },
  ]
}

/**
 * Whether the element was rendered with the nonce, and by itself. Stricter than CSP3 §6.7.3.1 is for scripts (`countingNonce`), as the hash of what follows is
 * admitted for good: links have the nonce as well, and what an injected `<script ` or `<style ` runs into may be one of those.
 */
function isMarked(at: PageElement, nonce: string): boolean {
  if (countingNonce(at) !== nonce) return false
  return !at.element.attrs.some(({ name, value }) => holdsTag(name) || holdsTag(value))
}

function holdsTag(text: string): boolean {
  return text.includes('<') && TAG_START.test(text)
}

const TAG_START = /<[a-z]/i

/**
 * Files are known by what is in them, and not by the nonce: a file of the build may run whoever names it, from wherever a `<base>` makes it come, and any other
 * is nobody's whose contents are known.
 */
function fileCandidate(
  item: Pick<SealCandidate, 'kind' | 'at' | 'attribute' | 'type' | 'text' | 'position'>,
  { nonce, integrityOf, edits }: SealContext,
): SealCandidate {
  const { at } = item
  const text = overwriteChecked(item.text, nonce)
  const found = { ...item, text, texts: [] }
  if (namespaceOf(at.element) === 'svg') return { ...found, files: [], isOwn: false, cause: 'svg file' }
  const integrity = integrityOf(text)
  const known = integrity === undefined ? undefined : integritySources(integrity)
  if (integrity !== undefined && known !== undefined && edits.setIntegrity(at, integrity)) {
    return { ...found, files: known, isOwn: true, cause: 'unknown file' }
  }
  const own = attributeValue(at.element, 'integrity')
  const files = own === undefined ? undefined : integritySources(own)
  return {
    ...found,
    files: files ?? [],
    isOwn: false,
    cause: files === undefined ? 'unknown file' : 'unknown integrity',
  }
}

/** Scripts that are fetched ahead. They have to have the integrity of the script to come, or are fetched twice. */
function findPreload(at: PageElement, context: SealContext): readonly SealCandidate[] {
  const { element } = at
  if (at.inert || element.tagName !== 'link' || namespaceOf(element) !== 'html') return NOTHING
  const kinds = linkKinds(element).filter(({ destination }) => destination === 'script')
  const attribute = findAttribute(element, 'href')
  if (kinds.length === 0 || attribute === undefined || attribute.value === '') return []
  const position = attributePosition(at, attribute)
  const candidate = fileCandidate({ kind: 'preload', at, attribute: 'href', text: attribute.value, position }, context)
  // The page's own, of a file that is nobody's build: the script that it is for is loaded by the page's scripts, which may, and a hint is
  // no loss. An injected one stays, to be reported.
  if (!candidate.isOwn && isMarked(at, context.nonce) && context.edits.remove(at)) return []
  // Chromium alone holds preloads to be parser-inserted, and only those of classic scripts: all others pass by 'strict-dynamic'.
  return candidate.isOwn || kinds.some(({ isPreload }) => isPreload === true) ? [candidate] : []
}

/** What today's browsers do not run, and ask no policy about; older ones run `nomodule`, so that the page's own keep their hashes. */
function isPassedOver({ kind, at: { element }, type, text }: SealCandidate): boolean {
  if (kind === 'style') return !isCss(element)
  // Asks nothing of a policy: "prepare the script element" step 33.6.
  if (kind === 'external script' && !URL.canParse(text, 'https://page.invalid/')) return true
  const isScript = kind === 'script' || kind === 'external script'
  if (!isScript || type !== 'classic' || namespaceOf(element) !== 'html') return false
  return attributeValue(element, 'nomodule') !== undefined
}

/** "Update a style block" step 4. */
function isCss(style: Element): boolean {
  const type = attributeValue(style, 'type')
  return type === undefined || type === '' || asciiLowerCase(type) === 'text/css'
}
