import type { FacetValue, PageData } from '../page-data.ts'
import type { Facet } from '../page-query.ts'
import { filterOf, setFilters } from './address.ts'
import { el, setAttributes, setText, showAll, type View } from './dom.ts'
import { formatNumber } from './format.ts'
import { FACET_WORDS, facetWords } from './words.ts'

const FEW = 7

const PANELS: readonly (readonly [facet: Facet, title: string])[] = [
  ['blocked', 'Blocked'],
  ['page', 'Pages'],
  ['browser', 'Browsers'],
  ['disposition', 'Disposition'],
]

/** What the groups have in common, each value with what choosing it would show. */
export class Facets {
  readonly #chips = el('ul', { class: 'chips' })
  readonly #clear = el('button', { type: 'button', class: 'plain' }, 'Clear filters')
  readonly #chosen = el('div', { class: 'chosen', hidden: true }, this.#chips, this.#clear)
  readonly #panels: readonly Panel[]

  constructor(parent: Element) {
    this.#panels = PANELS.map(([facet, title]) => new Panel(facet, title))
    this.#clear.addEventListener('click', () => clearFilters())
    const panels = el('div', { class: 'panels' }, ...this.#panels.map(({ element }) => element))
    const fold = el(
      'details',
      {},
      el('summary', {}, 'Filter by what was blocked, page, browser or disposition'),
      panels,
    )
    // On a phone they would push the groups out of sight.
    const isRoomy = matchMedia('(width >= 56rem)')
    fold.open = isRoomy.matches
    isRoomy.addEventListener('change', () => {
      fold.open = isRoomy.matches
    })
    parent.append(this.#chosen, fold)
  }

  show({ facets }: PageData): void {
    for (const panel of this.#panels) panel.show(facets[panel.facet])
    const chosen = chosenFacets()
    this.#chosen.hidden = chosen.length === 0
    showAll(this.#chips, chosen, ({ facet, value }) => `${facet} ${value}`, chip)
  }
}

interface Chosen {
  readonly facet: Facet
  readonly value: string
}

function chosenFacets(): readonly Chosen[] {
  const facets: readonly Facet[] = ['site', 'directive', 'blocked', 'page', 'browser', 'disposition']
  return facets.flatMap((facet) => {
    const value = filterOf(facet)
    return value === null ? [] : [{ facet, value }]
  })
}

export function clearFilters(): void {
  setFilters({ site: null, directive: null, blocked: null, page: null, browser: null, disposition: null, limit: null })
}

function chip({ facet, value }: Chosen): View<Chosen> {
  const words = `${FACET_WORDS[facet]}: ${facetWords(facet, value)}`
  const button = el(
    'button',
    { type: 'button', 'aria-label': `Remove the filter ${words}` },
    words,
    el('span', { class: 'cross', 'aria-hidden': 'true' }, '×'),
  )
  button.addEventListener('click', () => setFilters({ [facet]: null, limit: null }))
  return { element: el('li', {}, button), update() {} }
}

class Panel {
  readonly facet: Facet
  readonly element: HTMLElement
  readonly #list = el('ul', { class: 'facet' })
  readonly #more = el('button', { type: 'button', class: 'plain' })
  readonly #none = el('p', { class: 'hint' }, 'None')
  #isOpen = false
  #values: readonly FacetValue[] = []

  constructor(facet: Facet, title: string) {
    this.facet = facet
    this.element = el(
      'section',
      { class: `card panel ${facet}` },
      el('h3', {}, title),
      this.#list,
      this.#none,
      this.#more,
    )
    this.#more.addEventListener('click', () => {
      this.#isOpen = !this.#isOpen
      this.show(this.#values)
    })
  }

  show(values: readonly FacetValue[]): void {
    this.#values = values
    const most = Math.max(1, ...values.map(({ reports }) => reports))
    const chosen = filterOf(this.facet)
    const few = values.filter(({ value }, index) => index < FEW || value === chosen)
    const those = this.#isOpen ? values : few
    showAll(
      this.#list,
      those.map((one) => ({ ...one, most })),
      ({ value }) => value,
      ({ value }) => this.#entry(value),
    )
    this.#none.hidden = values.length > 0
    this.#more.hidden = values.length <= few.length
    setAttributes(this.#more, { 'aria-expanded': String(this.#isOpen) })
    setText(this.#more, this.#isOpen ? 'Fewer' : `${values.length - few.length} more`)
  }

  #entry(value: string): View<FacetValue & { readonly most: number }> {
    const { facet } = this
    const count = el('span', { class: 'count' })
    const bar = el('span', { class: 'share', 'aria-hidden': 'true' })
    const button = el(
      'button',
      { type: 'button' },
      bar,
      el('span', { class: 'value' }, facetWords(facet, value)),
      count,
    )
    button.addEventListener('click', () =>
      setFilters({ [facet]: filterOf(facet) === value ? null : value, limit: null }),
    )
    return {
      element: el('li', {}, button),
      update({ reports, most }) {
        setText(count, formatNumber(reports))
        bar.style.inlineSize = `${(reports / most) * 100}%`
        setAttributes(button, { 'aria-pressed': String(filterOf(facet) === value) })
      },
    }
  }
}
