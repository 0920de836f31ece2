import { type Attribute, attributeName, childText, findAttribute, namespaceOf } from './dom.ts'
import { isEventHandler } from './event-handlers.ts'
import type { ItemKind } from './item.ts'
import { javascriptUrlTexts, mayNavigate, navigates } from './javascript-url.ts'
import {
  attributePosition,
  contentPosition,
  type DocumentId,
  isUnseenFrame,
  type PageElement,
} from './page-elements.ts'
import type { Position } from './position.ts'
import { isForAnotherEvent, type ScriptType, scriptSource, scriptType } from './script-type.ts'

/** What runs or styles in an element, before anything is hashed. */
export interface FoundItem {
  readonly kind: ItemKind
  readonly at: PageElement
  readonly attribute?: string
  readonly type?: ScriptType
  readonly text: string
  /** What to hash; of external scripts, nothing. */
  readonly texts: readonly string[]
  /** In the document of the element. */
  readonly position: Position
}

/** Where attributes were met so far. */
export type SeenAttributes = Map<DocumentId, Set<number>>

/** Misnested formatting elements are cloned, attributes and all, and what a `<select>` holds is looked at twice. */
function isFirstSight({ document }: PageElement, attribute: Attribute, seen: SeenAttributes): boolean {
  const offset = document.start + (document.attributeOffset(attribute) ?? 0)
  const offsets = seen.get(document.id) ?? new Set()
  seen.set(document.id, offsets)
  if (offsets.has(offset)) return false
  offsets.add(offset)
  return true
}

/** What an element runs or styles: by its attributes, in their order, then by its content. `templates` counts ordinary templates in. */
export function findItems(at: PageElement, seen: SeenAttributes, templates: boolean): readonly FoundItem[] {
  const live = !at.inert || templates
  const { tagName, attrs } = at.element
  const found: FoundItem[] = []
  for (const attribute of attrs) {
    if (mayHoldItem(attribute.name) && isFirstSight(at, attribute, seen)) {
      found.push(...findInAttribute(at, attribute, live))
    }
  }
  if (live && tagName === 'script') found.push(...findScript(at))
  if (live && tagName === 'style') found.push(...findStyle(at))
  return found
}

/** Most attributes are passed by at their names. Without a prefix: `href` stands for `xlink:href`. */
function mayHoldItem(name: string): boolean {
  return name === 'style' || name.startsWith('on') || FRAME_SOURCES.has(name) || mayNavigate(name)
}

const FRAME_SOURCES: ReadonlySet<string> = new Set(['src', 'srcdoc'])

function findInAttribute(at: PageElement, attribute: Attribute, live: boolean): readonly FoundItem[] {
  const name = attributeName(attribute)
  const text = attribute.value
  const found = (kind: ItemKind, texts: readonly string[]): readonly FoundItem[] => [
    { kind, at, attribute: name, text, texts, position: attributePosition(at, attribute) },
  ]
  // These two are checked when they are set, in templates as well: their documents share the page's global object (CSP3 §4.2.3).
  if (name === 'style') return found('style attribute', [text])
  if (live && isUnseenFrame(at, attribute)) return found('frame', [])
  if (!at.document.scripting) return []
  if (isEventHandler(at.element, name)) return found('script attribute', [text])
  const urls = live && navigates(at.element, name) ? javascriptUrlTexts(text) : []
  return urls.length > 0 ? found('navigation', urls) : []
}

/** By HTML's "prepare the script element", whose step numbers these are: https://html.spec.whatwg.org/multipage/scripting.html#prepare-the-script-element */
function findScript(at: PageElement): readonly FoundItem[] {
  const { element, document } = at
  // MathML has no script element. 18: scripting is off.
  if (namespaceOf(element) === 'mathml' || !document.scripting) return []
  const type = scriptType(element)
  // 13: a data block.
  if (type === undefined) return []
  const source = scriptSource(element)
  const attribute = source === undefined ? undefined : findAttribute(element, source)
  if (attribute !== undefined) return findExternal(at, attribute, type)
  const text = childText(element)
  // 6: empty. And a script that the end of the page cuts off is never prepared (§13.2.6.4.8, end of file).
  // Not 19: `nomodule` is for the older browsers that run it. Nor 22: `for` and `event` may keep it from running, but only once the policy was asked (21).
  if (text === '' || !element.sourceCodeLocation?.endTag) return []
  return [{ kind: 'script', at, type, text, texts: [text], position: contentPosition(at) }]
}

function findExternal(at: PageElement, attribute: Attribute, type: ScriptType): readonly FoundItem[] {
  const isData = type === 'importmap' || type === 'speculationrules'
  // 22, before anything is fetched.
  if (type === 'classic' && isForAnotherEvent(at.element)) return []
  // 33.1 and 33.3: these come inline only, and an empty URL loads nothing.
  if (isData || attribute.value === '' || !at.element.sourceCodeLocation?.endTag) return []
  const position = attributePosition(at, attribute)
  const name = attributeName(attribute)
  return [{ kind: 'external script', at, attribute: name, type, text: attribute.value, texts: [], position }]
}

/**
 * By "update a style block". An empty one is checked as well. One of another type than CSS is not, says its step 4; Chromium checks it all the same, and
 * then ignores it.
 */
function findStyle(at: PageElement): readonly FoundItem[] {
  if (namespaceOf(at.element) === 'mathml') return []
  const text = childText(at.element)
  return [{ kind: 'style', at, text, texts: [text], position: contentPosition(at) }]
}
