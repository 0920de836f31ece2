import { asciiLowerCase, isAsciiWhitespace, splitOnAsciiWhitespace } from './ascii.ts'
import {
  type Attribute,
  attributeValue,
  childText,
  type Element,
  findAttribute,
  isElement,
  namespaceOf,
  type ParentNode,
  parseDocument,
} from './dom.ts'
import { createPositions, type Position } from './position.ts'
import { shadowHost } from './shadow-root.ts'

/** A page, or the document of a `srcdoc` frame in it, which lives under the page's policy. */
export interface PageDocument {
  readonly html: string
  /** Where in it the parsed text begins: parse5's offsets count from there. */
  readonly start: number
  /** Whether scripts run in it: false in a sandboxed frame without `allow-scripts`. */
  readonly scripting: boolean
  /** How many `srcdoc` frames are around it. */
  readonly depth: number
  /** Whether it is what a `<select>` holds, read again, or a frame in that. */
  readonly inSelect: boolean
  /** Of a `srcdoc` document, where the outermost of these attributes has its value. */
  readonly frame: Position | undefined
  readonly position: (offset: number) => Position
  readonly attributeOffset: (attribute: Attribute) => number | undefined
  readonly hasDuplicate: (element: Element) => boolean
  /** The same for all that is parsed into one document, and the document around it. */
  readonly id: DocumentId
}

export interface DocumentId {
  readonly parent: DocumentId | null
}

/** An element that is part of a page or of one of its `srcdoc` frames. */
export interface PageElement {
  readonly element: Element
  readonly document: PageDocument
  /** Whether it stands in an ordinary `<template>`, where nothing runs, loads or styles until a script clones it. */
  readonly inert: boolean
  /** Whether it stands in a `<select>`, where browsers differ in what they see: what is a tag to one may be the text of a style to another. */
  readonly inSelect: boolean
}

/**
 * Browsers have their own limits. Here each level costs a pass over what is left, so without one a page made of nothing but frames in frames would cost
 * the square of its length.
 */
const DEEPEST = 8

/** Every element of the page in tree order, those of templates, shadow roots and `srcdoc` frames with them. */
export function* pageElements(html: string): Generator<PageElement> {
  const { roots, ...parsed } = parseDocument(html, true)
  const position = createPositions(html)
  const id = { parent: null }
  yield* elementsOf(roots, {
    html,
    start: 0,
    scripting: true,
    depth: 0,
    inSelect: false,
    frame: undefined,
    position,
    id,
    ...parsed,
  })
}

function* elementsOf(roots: readonly Element[], document: PageDocument, isInert = false): Generator<PageElement> {
  const hosts = new Set<Element>()
  // A stack of our own: pages nest deeper than JavaScript's.
  const waiting: PageElement[] = []
  for (const element of roots.toReversed()) {
    waiting.push({ element, document, inert: isInert, inSelect: document.inSelect })
  }
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { element, inert } = next
    yield next
    const inner = inert ? undefined : srcdocOf(element, document)
    if (inner !== undefined) yield* elementsOf(inner.roots, inner.document)
    // Of selects in selects the outermost alone: to read each one's text again would cost more than the square of it.
    if (isSelect(element) && !next.inSelect) yield* droppedFromSelect(element, document, inert)
    const inSelect = next.inSelect || isSelect(element)
    const content = 'content' in element && isParentNode(element.content) ? element.content : undefined
    if (content === undefined) {
      pushChildren(waiting, element, { document, inert, inSelect })
      continue
    }
    const host = shadowHost(element)
    const isShadow = host !== undefined && !hosts.has(host)
    if (isShadow) hosts.add(host)
    pushChildren(waiting, content, { document, inert: inert || !isShadow, inSelect })
  }
}

/** In reverse, as they are popped; one by one, as an argument list has its limits. */
function pushChildren(
  waiting: PageElement[],
  { childNodes }: ParentNode,
  { document, inert, inSelect }: Omit<PageElement, 'element'>,
): void {
  for (let index = childNodes.length - 1; index >= 0; index--) {
    const child = childNodes[index]
    if (child !== undefined && isElement(child)) waiting.push({ element: child, document, inert, inSelect })
  }
}

function isParentNode(content: unknown): content is ParentNode {
  return typeof content === 'object' && content !== null && 'childNodes' in content
}

/** The document of a `srcdoc` frame. It takes over the policy of the page around it (HTML, "determining navigation params policy container"). */
function srcdocOf(
  element: Element,
  around: PageDocument,
): { roots: readonly Element[]; document: PageDocument } | undefined {
  const srcdoc = isSrcdocFrame(element) ? findAttribute(element, 'srcdoc') : undefined
  if (srcdoc === undefined || around.depth >= DEEPEST) return undefined
  const sandbox = attributeValue(element, 'sandbox')
  const allows = sandbox === undefined || splitOnAsciiWhitespace(asciiLowerCase(sandbox)).includes('allow-scripts')
  const scripting = around.scripting && allows
  const { roots, ...parsed } = parseDocument(srcdoc.value, scripting)
  return {
    roots,
    document: {
      html: srcdoc.value,
      start: 0,
      scripting,
      depth: around.depth + 1,
      inSelect: around.inSelect,
      frame: around.frame ?? attributePosition({ element, document: around }, srcdoc),
      position: createPositions(srcdoc.value),
      id: { parent: around.id },
      ...parsed,
    },
  }
}

function isSrcdocFrame(element: Element): boolean {
  return (
    element.tagName === 'iframe' && namespaceOf(element) === 'html' && findAttribute(element, 'srcdoc') !== undefined
  )
}

/** Whether an attribute makes a frame that takes the page's policy over, and whose elements are not among those of the page. */
export function isUnseenFrame({ element, document }: PageElement, attribute: Attribute): boolean {
  const isFrame = namespaceOf(element) === 'html' && ['iframe', 'frame'].includes(element.tagName)
  if (!isFrame) return false
  if (isSrcdocFrame(element)) return attribute.name === 'srcdoc' && document.depth >= DEEPEST
  const isData = asciiLowerCase(attribute.value.slice(0, LONGEST_START)).trimStart().startsWith('data:')
  return attribute.name === 'src' && isData
}

// Of a URL, white space in front included.
const LONGEST_START = 100

function isSelect(element: Element): boolean {
  return element.tagName === 'select' && namespaceOf(element) === 'html'
}

/**
 * Today's parsing algorithm lets any element stand in a `<select>`, and Chromium follows it; parse5 and older browsers drop most of them. So what a `<select>`
 * holds is parsed once more as if it stood in a `<body>`, and what was dropped the first time is part of the page too.
 */
function* droppedFromSelect(select: Element, around: PageDocument, inert: boolean): Generator<PageElement> {
  const location = select.sourceCodeLocation
  const start = location?.startTag?.endOffset
  if (!location || start === undefined) return
  const kept = new Map<number, string>()
  const waiting: PageElement[] = []
  pushChildren(waiting, select, { document: around, inert, inSelect: true })
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { element } = next
    if (element.sourceCodeLocation) kept.set(element.sourceCodeLocation.startOffset, signature(element))
    // What a template holds is looked at again: in what was dropped, it may have been a shadow root.
    pushChildren(waiting, element, { document: around, inert, inSelect: true })
  }
  const inner = around.html.slice(around.start + start, around.start + location.endOffset)
  const { roots, ...parsed } = parseDocument(inner, around.scripting)
  const document: PageDocument = { ...around, start: around.start + start, inSelect: true, ...parsed }
  for (const found of elementsOf(roots, document, inert)) {
    const offset = found.element.sourceCodeLocation?.startOffset
    const isKept = offset === undefined || kept.get(start + offset) === signature(found.element)
    if (found.document !== document || !isKept) yield found
  }
}

/** What else than its tag an element is made of: a script that was in SVG is read by other rules when it is not. */
function signature(element: Element): string {
  const hasText = element.tagName === 'script' || element.tagName === 'style'
  return `${namespaceOf(element)} ${hasText ? childText(element) : ''}`
}

/** Where the value of an attribute begins: after its quote, if it has one. Where it has no value, or the parser made it up, the element's place. */
export function attributePosition(at: Pick<PageElement, 'element' | 'document'>, attribute: Attribute): Position {
  const { html, start, position, attributeOffset } = at.document
  const name = attributeOffset(attribute)
  if (name === undefined) return elementPosition(at)
  // A name can begin with what would end it.
  let index = start + name + 1
  while (index < html.length && !endsName(html.charCodeAt(index))) index++
  index = skipWhitespace(html, index)
  if (html.charAt(index) !== '=') return position(start + name)
  index = skipWhitespace(html, index + 1)
  return position(html.charAt(index) === '"' || html.charAt(index) === "'" ? index + 1 : index)
}

// White space, "/", ">" and "=" (HTML §13.2.5.33).
function endsName(code: number): boolean {
  return isAsciiWhitespace(code) || code === 0x2f || code === 0x3e || code === 0x3d
}

function skipWhitespace(html: string, from: number): number {
  let index = from
  while (isAsciiWhitespace(html.charCodeAt(index))) index++
  return index
}

export function elementPosition({ element, document }: Pick<PageElement, 'element' | 'document'>): Position {
  return document.position(document.start + (element.sourceCodeLocation?.startOffset ?? 0))
}

/** Where the text of an element begins: after its start tag. */
export function contentPosition({ element, document }: PageElement): Position {
  return document.position(document.start + (element.sourceCodeLocation?.startTag?.endOffset ?? 0))
}
