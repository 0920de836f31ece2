import { asciiLowerCase } from './ascii.ts'
import { attributeValue, type Element, namespaceOf } from './dom.ts'

// https://dom.spec.whatwg.org/#valid-shadow-host-name
const SHADOW_HOSTS: ReadonlySet<string> = new Set(
  'article aside blockquote body div footer h1 h2 h3 h4 h5 h6 header main nav p section span'.split(' '),
)

// https://html.spec.whatwg.org/multipage/custom-elements.html#valid-custom-element-name
const NO_CUSTOM_ELEMENTS: ReadonlySet<string> = new Set(
  'annotation-xml color-profile font-face font-face-src font-face-uri font-face-format font-face-name missing-glyph'.split(
    ' ',
  ),
)

/**
 * The element that this `<template>` gives a shadow root, if it does: then what it holds is part of the page, while the contents of any other template run and
 * style nothing. A host takes only one. https://html.spec.whatwg.org/multipage/parsing.html#parsing-main-inhead, "template"
 */
export function shadowHost(template: Element): Element | undefined {
  if (!hasMode(template)) return undefined
  const host = template.parentNode
  if (host === null || !('tagName' in host) || namespaceOf(host) !== 'html' || !canHost(host.tagName)) return undefined
  return host
}

function hasMode(template: Element): boolean {
  return ['open', 'closed'].includes(asciiLowerCase(attributeValue(template, 'shadowrootmode') ?? ''))
}

function canHost(name: string): boolean {
  const code = name.charCodeAt(0)
  const isCustom = code >= 0x61 && code <= 0x7a && name.includes('-') && !NO_CUSTOM_ELEMENTS.has(name)
  return isCustom || SHADOW_HOSTS.has(name)
}
