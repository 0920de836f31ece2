import {
  type DefaultTreeAdapterMap,
  type DefaultTreeAdapterTypes,
  defaultTreeAdapter,
  Parser,
  type Token,
} from 'parse5'
import { readPlainly } from './plain-html.ts'

export type Element = DefaultTreeAdapterTypes.Element
export type ParentNode = DefaultTreeAdapterTypes.ParentNode
type ChildNode = DefaultTreeAdapterTypes.ChildNode
export type Attribute = Token.Attribute

export type Namespace = 'html' | 'svg' | 'mathml'

const NAMESPACES: Readonly<Record<string, Namespace>> = {
  'http://www.w3.org/2000/svg': 'svg',
  'http://www.w3.org/1998/Math/MathML': 'mathml',
}

export interface ParsedDocument {
  /** Its element, and what the parser had made before it threw it away: a `<frameset>` takes the place of a body whose scripts have run by then. */
  readonly roots: readonly Element[]
  /** Where an attribute stands in the source, from its name to the end of its value. */
  readonly attributeOffset: (attribute: Attribute) => number | undefined
  /** Whether an attribute of the element's tag was dropped because the tag has another of that name. */
  readonly hasDuplicate: (element: Element) => boolean
}

/** Nothing else in a page is asked for its text. */
const TEXTS: ReadonlySet<string> = new Set(['script', 'style'])

/**
 * parse5's own parser, which also notes where each attribute stands: the tree alone has no place for those that a second `<body>` or `<html>`
 * tag adds to the first. It makes no nodes of comments, nor of texts that nobody asks for: of most pages they are the greater part, and what
 * becomes of the elements depends on none of them.
 */
class LocatingParser extends Parser<DefaultTreeAdapterMap> {
  readonly attributeOffsets = new Map<Attribute, number>()

  override _appendCommentNode(): void {}

  override _insertCharacters(token: Token.CharacterToken): void {
    const { current } = this.openElements
    if (current !== undefined && 'tagName' in current && TEXTS.has(current.tagName)) super._insertCharacters(token)
  }

  override onStartTag(token: Token.TagToken): void {
    for (const attribute of token.attrs) {
      const location = token.location?.attrs?.[attribute.name]
      if (location !== undefined) this.attributeOffsets.set(attribute, location.startOffset)
    }
    super.onStartTag(token)
  }
}

/** Parses a document as a browser does. `scripting` is HTML's scripting flag: with it, the contents of `<noscript>` are text. */
export function parseDocument(html: string, scripting: boolean): ParsedDocument {
  return parsePlainly(html, scripting) ?? parseAnything(html, scripting)
}

/** Several times as fast, and the same. Undefined for a document that has more to it than `readPlainly` knows. */
export function parsePlainly(html: string, scripting: boolean): ParsedDocument | undefined {
  const { parser, parsed } = startParsing(scripting)
  return readPlainly(html, parser) ? parsed() : undefined
}

export function parseAnything(html: string, scripting: boolean): ParsedDocument {
  const { parser, parsed } = startParsing(scripting)
  parser.tokenizer.write(html, true)
  return parsed()
}

function startParsing(scripting: boolean): { readonly parser: LocatingParser; readonly parsed: () => ParsedDocument } {
  const duplicates: number[] = []
  const detached = new Set<ChildNode>()
  const parser = new LocatingParser({
    treeAdapter: {
      ...defaultTreeAdapter,
      createElement,
      updateNodeSourceCodeLocation,
      detachNode: (node) => {
        detached.add(node)
        defaultTreeAdapter.detachNode(node)
      },
    },
    sourceCodeLocationInfo: true,
    scriptingEnabled: scripting,
    onParseError: ({ code, startOffset }) => {
      if (code === 'duplicate-attribute') duplicates.push(startOffset)
    },
  })
  const parsed = (): ParsedDocument => {
    // Most are put back, elsewhere.
    const lost = [...detached].filter(({ parentNode }) => parentNode === null)
    return {
      roots: [...parser.document.childNodes, ...lost].filter(isElement),
      attributeOffset: (attribute) => parser.attributeOffsets.get(attribute),
      hasDuplicate: ({ sourceCodeLocation }) => {
        const { startOffset = 0, endOffset = 0 } = sourceCodeLocation?.startTag ?? sourceCodeLocation ?? {}
        const next = duplicates[firstFrom(duplicates, startOffset)]
        return next !== undefined && next < endOffset
      },
    }
  }
  return { parser, parsed }
}

/** With a place for its location from the start: an object that gets one later is moved in memory, each time. */
function createElement(tagName: string, namespaceURI: Element['namespaceURI'], attrs: Attribute[]): Element {
  return {
    nodeName: tagName,
    tagName,
    attrs,
    namespaceURI,
    childNodes: [],
    parentNode: null,
    sourceCodeLocation: null,
  }
}

/** In place: the parser has made a copy of what the tokenizer gave it. */
function updateNodeSourceCodeLocation(node: { sourceCodeLocation?: object | null }, end: object): void {
  if (node.sourceCodeLocation) Object.assign(node.sourceCodeLocation, end)
}

/** The index of the first number that is not below `least`; the numbers ascend. */
function firstFrom(numbers: readonly number[], least: number): number {
  let low = 0
  let high = numbers.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((numbers[middle] ?? 0) < least) low = middle + 1
    else high = middle
  }
  return low
}

export function namespaceOf(element: Element): Namespace {
  return NAMESPACES[element.namespaceURI] ?? 'html'
}

export function isElement(node: ChildNode): node is Element {
  return 'tagName' in node
}

/** `href`, or `xlink:href` for one in XLink's namespace. */
export function attributeName(attribute: Attribute): string {
  return attribute.prefix ? `${attribute.prefix}:${attribute.name}` : attribute.name
}

/** By its qualified name; of several, the parser has kept the first. */
export function findAttribute(element: Element, name: string): Attribute | undefined {
  return element.attrs.find((attribute) => attributeName(attribute) === name)
}

export function attributeValue(element: Element, name: string): string | undefined {
  return findAttribute(element, name)?.value
}

/** DOM's child text content: not that of children, and not comments. */
export function childText(element: Element): string {
  let text = ''
  for (const child of element.childNodes) if ('value' in child) text += child.value
  return text
}
