import { asciiLowerCase } from './ascii.ts'
import { attributeName, attributeValue } from './dom.ts'
import type { PageElement } from './page-elements.ts'

/**
 * The nonce that counts for an element: `''` when it has none, or is not nonceable (CSP3 §6.7.3.1), because something injected before it may have run
 * into it. By the letter that is asked for inline content alone; Chromium asks it for files as well.
 */
export function countingNonce({ element, document }: PageElement): string {
  const nonce = attributeValue(element, 'nonce') ?? '' // 1
  if (nonce === '') return ''
  if (element.tagName === 'script') {
    // 2
    if (element.attrs.some((attribute) => hasTag(attributeName(attribute)) || hasTag(attribute.value))) return ''
  }
  return document.hasDuplicate(element) ? '' : nonce // 3
}

function hasTag(text: string): boolean {
  if (!text.includes('<')) return false
  const lower = asciiLowerCase(text)
  return lower.includes('<script') || lower.includes('<style')
}
