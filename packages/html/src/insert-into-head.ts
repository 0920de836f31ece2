import { type DefaultTreeAdapterTypes, parse } from 'parse5'
import { attributeValue, isElement, namespaceOf } from './dom.ts'

/**
 * Puts markup where everything that loads or runs comes after it: at the start of `<head>`, behind a `<meta charset>` that stands there,
 * which has to be among the first 1024 bytes (HTML §4.2.5.4). Nothing else of the page changes. Meant for `metaCsp(…).html`.
 */
export function insertIntoHead(html: string, markup: string): string {
  const offset = headStart(html)
  return html.slice(0, offset) + markup + html.slice(offset)
}

function headStart(html: string): number {
  const { childNodes } = parse(html, { sourceCodeLocationInfo: true })
  const root = childNodes.find((node) => isElement(node) && node.tagName === 'html')
  const head = root === undefined || !isElement(root) ? undefined : root.childNodes.find(isHead)
  const doctype = childNodes.find(({ nodeName }) => nodeName === '#documentType')
  const start = startTagEnd(head) ?? startTagEnd(root) ?? doctype?.sourceCodeLocation?.endOffset ?? 0
  const children = head === undefined || !isElement(head) ? [] : head.childNodes.filter(isElement)
  const first = children.findIndex((child) => !isHarmless(child))
  const harmless = first === -1 ? children : children.slice(0, first)
  const charset = harmless.findLast((child) => attributeValue(child, 'charset') !== undefined)
  const wanted = charset?.sourceCodeLocation?.endOffset ?? start
  // Tags can stand where they do not belong, such as a script before <head>.
  return Math.min(wanted, children[first]?.sourceCodeLocation?.startOffset ?? wanted)
}

function isHead(node: DefaultTreeAdapterTypes.ChildNode): boolean {
  return isElement(node) && node.tagName === 'head'
}

function startTagEnd(node: DefaultTreeAdapterTypes.ChildNode | undefined): number | undefined {
  return node !== undefined && isElement(node) ? node.sourceCodeLocation?.startTag?.endOffset : undefined
}

/** What neither loads nor runs anything. */
function isHarmless(element: DefaultTreeAdapterTypes.Element): boolean {
  if (namespaceOf(element) !== 'html') return false
  return (
    element.tagName === 'title' || (element.tagName === 'meta' && attributeValue(element, 'http-equiv') === undefined)
  )
}
