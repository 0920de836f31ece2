import type { PageData } from '../page-data.ts'
import { filterOf, setFilters } from './address.ts'
import { el, setText, shown } from './dom.ts'
import type { Feed } from './feed.ts'
import { formatClock } from './format.ts'
import { RANGE_WORDS } from './words.ts'

/** A row of choices of which one holds. */
export class Choices<Value extends string> {
  readonly element: HTMLElement
  readonly #inputs = new Map<Value, HTMLInputElement>()

  /** @param labels What stands in each choice. */
  constructor(
    name: string,
    legend: string,
    labels: readonly (readonly [Value, Node | string])[],
    onChoose: (value: Value) => void,
  ) {
    this.element = el('fieldset', { class: 'choices' }, el('legend', { class: 'hidden' }, legend))
    for (const [value, label] of labels) {
      const input = el('input', { type: 'radio', name, value })
      input.addEventListener('change', () => onChoose(value))
      this.#inputs.set(value, input)
      this.element.append(el('label', {}, input, label))
    }
  }

  choose(chosen: string): void {
    for (const [value, input] of this.#inputs) input.checked = value === chosen
  }
}

/** Site, time and whether the page follows what arrives. */
export class Controls {
  readonly #range = new Choices(
    'range',
    'Time',
    [
      ['24h', RANGE_WORDS['24h'].short],
      ['7d', RANGE_WORDS['7d'].short],
      ['30d', RANGE_WORDS['30d'].short],
    ],
    (range) => setFilters({ range }),
  )
  readonly #site = el('select', { 'aria-label': 'Site' })
  readonly #siteLabel = el('label', { class: 'site', hidden: true }, this.#site)
  readonly #state = el('span')
  readonly #what = el('span', { class: 'hidden' })
  readonly #live = el('button', { type: 'button', class: 'live' }, this.#state, this.#what)
  readonly #feed: Feed
  #sites = ''
  #freshAt: number | undefined

  constructor(parent: Element, feed: Feed) {
    this.#feed = feed
    this.#site.addEventListener('change', () =>
      setFilters({ site: this.#site.value === '' ? null : this.#site.value.slice(1) }),
    )
    this.#live.addEventListener('click', () => {
      feed.isPaused = !feed.isPaused
      this.#showLive()
    })
    parent.append(this.#siteLabel, this.#range.element, this.#live)
    this.showFilters()
    this.#showLive()
  }

  showFilters(): void {
    this.#range.choose(filterOf('range') ?? '7d')
  }

  show({ facets }: PageData): void {
    const sites = facets.site.map(({ value }) => value).sort()
    // Once there were several it stays, whatever the other filters leave.
    if (sites.length > 1 || filterOf('site') !== null) this.#siteLabel.hidden = false
    const key = JSON.stringify(sites)
    // Options that change while the list is open would close it.
    if (key !== this.#sites) {
      this.#sites = key
      this.#site.replaceChildren(
        el('option', { value: '' }, 'All sites'),
        // The first character tells a site without a name from none.
        ...sites.map((site) => el('option', { value: `:${site}` }, shown(site) || 'no name')),
      )
    }
    const chosen = filterOf('site')
    this.#site.value = chosen === null ? '' : `:${chosen}`
  }

  showFresh(at: number): void {
    this.#freshAt = at
    this.#showLive()
  }

  #showLive(): void {
    const { isPaused } = this.#feed
    const at = this.#freshAt === undefined ? '' : ` · ${formatClock(this.#freshAt)}`
    this.#live.classList.toggle('paused', isPaused)
    setText(this.#state, isPaused ? `Paused${at}` : `Live${at}`)
    setText(this.#what, isPaused ? ', resume updates' : ', pause updates')
  }
}
