import type { ResourceRequest } from '@sallyport/core/csp'
import { asciiLowerCase, splitOnAsciiWhitespace, stripAsciiWhitespace } from './ascii.ts'
import { type Attribute, attributeValue, type Element, findAttribute, namespaceOf } from './dom.ts'
import { linkKinds } from './link-requests.ts'
import { srcsetUrls } from './srcset.ts'

/** What a browser asks for because of an attribute. */
export interface RequestKind extends Pick<ResourceRequest, 'destination' | 'initiator'> {
  readonly attribute: string
  /** How many URLs it has; one when left out. */
  readonly list?: 'srcset' | 'spaces'
  /** Whether it is only fetched ahead, for an element to come. */
  readonly isPreload?: boolean
}

export interface FoundRequest extends RequestKind {
  /** Undefined when the attribute is left out, and its default counts. */
  readonly found: Attribute | undefined
  readonly url: string
}

type Kinds = (element: Element) => readonly RequestKind[]

const IMAGE: RequestKind = { attribute: 'src', destination: 'image' }
const IMAGE_SET: RequestKind = { attribute: 'srcset', destination: 'image', list: 'srcset' }
const PING: RequestKind = { attribute: 'ping', destination: '', initiator: 'ping', list: 'spaces' }
const BACKGROUND: RequestKind = { attribute: 'background', destination: 'image' }

/**
 * The elements of HTML that fetch, or send something, and by which attributes, in the destinations of Fetch §2.2.5 and its table "initiator, destination,
 * directive". Scripts are not among them: they are found as items. https://fetch.spec.whatwg.org/#destination-table
 */
const HTML: Readonly<Record<string, Kinds>> = {
  a: () => [PING],
  area: () => [PING],
  audio: () => [{ attribute: 'src', destination: 'audio' }],
  base: () => [{ attribute: 'href', destination: '', initiator: 'base' }],
  body: () => [BACKGROUND],
  button: (button) => submits(button, ['submit', '']),
  embed: () => [{ attribute: 'src', destination: 'embed' }],
  form: (form) =>
    isDialog(form, 'method') ? [] : [{ attribute: 'action', destination: 'document', initiator: 'form-action' }],
  frame: () => [{ attribute: 'src', destination: 'frame' }],
  iframe: (frame) =>
    attributeValue(frame, 'srcdoc') === undefined ? [{ attribute: 'src', destination: 'iframe' }] : [],
  img: () => [IMAGE, IMAGE_SET],
  input: (input) => (typeOf(input) === 'image' ? [IMAGE, ...submits(input, ['image'])] : submits(input, ['submit'])),
  link: (link) => [
    ...linkKinds(link),
    ...linkKinds(link)
      .filter(({ destination }) => destination === 'image')
      .map((kind) => ({ ...kind, attribute: 'imagesrcset', list: 'srcset' as const })),
  ],
  object: () => [{ attribute: 'data', destination: 'object' }],
  source: (source) => sourceKinds(source.parentNode),
  table: () => [BACKGROUND],
  tbody: () => [BACKGROUND],
  td: () => [BACKGROUND],
  tfoot: () => [BACKGROUND],
  th: () => [BACKGROUND],
  thead: () => [BACKGROUND],
  tr: () => [BACKGROUND],
  track: () => [{ attribute: 'src', destination: 'track' }],
  video: () => [
    { attribute: 'src', destination: 'video' },
    { attribute: 'poster', destination: 'image' },
  ],
}

/** https://svgwg.org/svg2-draft/linking.html#processingURL */
const SVG: Readonly<Record<string, Kinds>> = {
  image: svgImage,
  feImage: svgImage,
}

/** What an element fetches when it is parsed, or sends when it is used. URLs are as written. */
export function findRequests(element: Element): readonly FoundRequest[] {
  const namespace = namespaceOf(element)
  if (namespace === 'mathml') return []
  const table = namespace === 'svg' ? SVG : HTML
  const kinds = Object.hasOwn(table, element.tagName) ? (table[element.tagName]?.(element) ?? []) : []
  return kinds.flatMap((kind) => {
    const found = findAttribute(element, kind.attribute)
    return urlsIn(found, kind).map((url) => ({ ...kind, found, url }))
  })
}

function urlsIn(found: Attribute | undefined, { list, attribute }: RequestKind): readonly string[] {
  // A form without an action is sent to the page's own address.
  if (found === undefined) return attribute === 'action' ? [''] : []
  if (list === 'srcset') return srcsetUrls(found.value)
  if (list === 'spaces') return splitOnAsciiWhitespace(found.value)
  // An empty URL is the page itself for a form, and nothing for all others.
  const isForm = attribute === 'action' || attribute === 'formaction'
  return stripAsciiWhitespace(found.value) === '' && !isForm ? [] : [found.value]
}

function svgImage(image: Element): readonly RequestKind[] {
  const attribute = attributeValue(image, 'href') === undefined ? 'xlink:href' : 'href'
  return [{ attribute, destination: 'image' }]
}

function sourceKinds(parent: Element['parentNode']): readonly RequestKind[] {
  const name = parent !== null && 'tagName' in parent ? parent.tagName : ''
  if (name === 'picture') return [IMAGE_SET]
  return name === 'audio' || name === 'video' ? [{ attribute: 'src', destination: name }] : []
}

function submits(button: Element, types: readonly string[]): readonly RequestKind[] {
  if (!types.includes(typeOf(button)) || isDialog(button, 'formmethod')) return []
  return [{ attribute: 'formaction', destination: 'document', initiator: 'form-action' }]
}

function isDialog(element: Element, attribute: string): boolean {
  return asciiLowerCase(attributeValue(element, attribute) ?? '') === 'dialog'
}

function typeOf(element: Element): string {
  return asciiLowerCase(attributeValue(element, 'type') ?? '')
}
