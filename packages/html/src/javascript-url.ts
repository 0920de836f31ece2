import { asciiLowerCase } from './ascii.ts'
import { attributeValue, type Element, type Namespace, namespaceOf } from './dom.ts'

interface NavigatingAttribute {
  readonly namespace: Namespace
  /** Undefined for every element of the namespace. */
  readonly element?: string
  readonly attribute: string
  readonly see: string
}

/** The attributes that navigate, and so run a `javascript:` URL; links to resources (`<link>`, `<img>`) and `<meta>` refreshes do not. */
const NAVIGATING_ATTRIBUTES: readonly NavigatingAttribute[] = [
  { namespace: 'html', element: 'a', attribute: 'href', see: 'https://html.spec.whatwg.org/#following-hyperlinks-2' },
  {
    namespace: 'html',
    element: 'area',
    attribute: 'href',
    see: 'https://html.spec.whatwg.org/#following-hyperlinks-2',
  },
  { namespace: 'html', element: 'form', attribute: 'action', see: 'https://html.spec.whatwg.org/#submit-action' },
  { namespace: 'html', element: 'button', attribute: 'formaction', see: 'https://html.spec.whatwg.org/#submit-action' },
  { namespace: 'html', element: 'input', attribute: 'formaction', see: 'https://html.spec.whatwg.org/#submit-action' },
  {
    namespace: 'html',
    element: 'iframe',
    attribute: 'src',
    see: 'https://html.spec.whatwg.org/#process-the-iframe-attributes',
  },
  {
    namespace: 'html',
    element: 'frame',
    attribute: 'src',
    see: 'https://html.spec.whatwg.org/#process-the-frame-attributes',
  },
  { namespace: 'svg', element: 'a', attribute: 'href', see: 'https://svgwg.org/svg2-draft/linking.html#AElement' },
  {
    namespace: 'svg',
    element: 'a',
    attribute: 'xlink:href',
    see: 'https://svgwg.org/svg2-draft/linking.html#XLinkRefAttrs',
  },
  { namespace: 'mathml', attribute: 'href', see: 'https://www.w3.org/TR/MathML3/chapter2.html#fund.globatt' },
]

/** As the parser names them, which keeps the prefix of `xlink:href` apart. */
const LOCAL_NAMES: ReadonlySet<string> = new Set(
  NAVIGATING_ATTRIBUTES.flatMap(({ attribute }) => [attribute, attribute.slice(attribute.indexOf(':') + 1)]),
)

/** Whether an attribute of this local name navigates from any element at all. */
export function mayNavigate(localName: string): boolean {
  return LOCAL_NAMES.has(localName)
}

/** Whether a browser would go to the URL in this attribute. */
export function navigates(element: Element, attribute: string): boolean {
  const namespace = namespaceOf(element)
  const isKnown = NAVIGATING_ATTRIBUTES.some(
    (row) =>
      row.namespace === namespace &&
      row.attribute === attribute &&
      (row.element === undefined || row.element === element.tagName),
  )
  if (!isKnown) return false
  // SVG2 §16.1.6: an href without a namespace comes before XLink's.
  if (attribute === 'xlink:href') return attributeValue(element, 'href') === undefined
  if (namespace === 'html' && element.tagName === 'iframe') return attributeValue(element, 'srcdoc') === undefined
  return true
}

/**
 * The texts whose hashes admit the URL, if it is a `javascript:` one and valid; none otherwise. CSP3 §4.2.5 hashes the URL as the URL standard
 * serialises it, scheme included; Chromium hashes it after percent-decoding. For most URLs that is one text.
 */
export function javascriptUrlTexts(value: string): readonly string[] {
  if (!isJavascriptUrl(value) || !URL.canParse(value)) return []
  const { href } = new URL(value)
  return [...new Set([href, percentDecoded(href)])]
}

/** Without parsing: pages hold many URLs. The URL parser skips control characters and spaces before a URL, and TAB, LF and CR within. */
function isJavascriptUrl(value: string): boolean {
  let start = 0
  while (start < value.length && value.charCodeAt(start) <= 0x20) start++
  let scheme = ''
  for (let index = start; index < value.length && scheme.length < 'javascript:'.length; index++) {
    const code = value.charCodeAt(index)
    if (code !== 0x09 && code !== 0x0a && code !== 0x0d) scheme += value.charAt(index)
  }
  return asciiLowerCase(scheme) === 'javascript:'
}

/** As UTF-8, or a character for each byte where the bytes are none, as Chromium does (`DecodeURLMode::kUTF8OrIsomorphic`). */
function percentDecoded(href: string): string {
  const bytes: number[] = []
  for (let index = 0; index < href.length; index++) {
    const pair = href.charAt(index) === '%' ? hexPair(href, index + 1) : -1
    bytes.push(pair === -1 ? href.charCodeAt(index) : pair)
    if (pair !== -1) index += 2
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Uint8Array.from(bytes))
  } catch {
    return bytes.map((byte) => String.fromCharCode(byte)).join('')
  }
}

function hexPair(text: string, index: number): number {
  const high = hexDigit(text.charCodeAt(index))
  const low = hexDigit(text.charCodeAt(index + 1))
  return high === -1 || low === -1 ? -1 : high * 16 + low
}

function hexDigit(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30
  const lower = code | 0x20
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1
}
