import { printable } from '@sallyport/core'

type Attributes = Readonly<Record<string, string | boolean>>

/** An element. Texts become text and attributes plain attributes: nothing here is ever parsed as HTML. */
export function el<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Attributes = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name)
  setAttributes(element, attributes)
  element.append(...children)
  return element
}

export function svg<Name extends keyof SVGElementTagNameMap>(
  name: Name,
  attributes: Attributes = {},
  ...children: readonly (Node | string)[]
): SVGElementTagNameMap[Name] {
  const element = document.createElementNS('http://www.w3.org/2000/svg', name)
  setAttributes(element, attributes)
  element.append(...children)
  return element
}

export function setAttributes(element: Element, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'boolean') element.toggleAttribute(name, value)
    else if (element.getAttribute(name) !== value) element.setAttribute(name, value)
  }
}

/** Writes only what is new, so that a selection in the text stays. */
export function setText(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text
}

/** A reported text as it may be shown: what is not plain ASCII, bidirectional controls above all, is written out. */
export function shown(text: string): string {
  return printable(text, 1_000)
}

export function byId(id: string): HTMLElement {
  const element = document.getElementById(id)
  if (element === null) throw new Error(`the page has no #${id}`)
  return element
}

/** Shows one thing, again and again. */
export interface View<Item> {
  readonly element: Element
  update(item: Item): void
}

const viewsOf = new WeakMap<Element, Map<string, View<unknown>>>()

/** Shows one element an item, in order. Those that were there are kept, and with them focus and what is open. */
export function showAll<Item>(
  parent: Element,
  items: readonly Item[],
  keyOf: (item: Item) => string,
  create: (item: Item) => View<Item>,
): void {
  const known: Map<string, View<Item>> = viewsOf.get(parent) ?? new Map()
  const views = new Map<string, View<Item>>()
  for (const item of items) {
    const view = known.get(keyOf(item)) ?? create(item)
    view.update(item)
    views.set(keyOf(item), view)
  }
  for (const [key, { element }] of known) if (!views.has(key)) element.remove()
  viewsOf.set(parent, views)
  const focused = document.activeElement
  let next = parent.firstElementChild
  for (const { element } of views.values()) {
    if (element === next) next = next.nextElementSibling
    else parent.insertBefore(element, next)
  }
  // An element that is moved loses its focus.
  const isLost = focused instanceof HTMLElement && focused !== document.activeElement && parent.contains(focused)
  if (isLost) focused.focus({ preventScroll: true })
}
