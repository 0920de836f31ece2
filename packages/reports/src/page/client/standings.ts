import type { Standing } from '../../group.ts'
import type { PageData } from '../page-data.ts'
import { filterOf, setFilters } from './address.ts'
import { Choices } from './controls.ts'
import { el, setText } from './dom.ts'
import { formatCount } from './format.ts'
import { STANDING_WORDS } from './words.ts'

/** What checking came to, apart from each other: what nobody can vouch for never mixes with what is verified. */
export class Standings {
  readonly #counts: ReadonlyMap<Standing, HTMLElement>
  readonly #choices: Choices<Standing>

  constructor(parent: Element) {
    const standings: readonly Standing[] = ['consistent', 'unknown-policy', 'inconsistent', 'foreign']
    this.#counts = new Map(standings.map((standing) => [standing, el('span', { class: 'count' })]))
    this.#choices = new Choices(
      'standing',
      'What checking against the served policies came to',
      standings.map((standing) => [standing, this.#card(standing)] as const),
      (standing) => setFilters({ standing, directive: null, blocked: null, page: null, browser: null, limit: null }),
    )
    this.#choices.element.classList.add('cards')
    parent.append(this.#choices.element)
    this.showFilters()
  }

  showFilters(): void {
    this.#choices.choose(filterOf('standing') ?? 'consistent')
  }

  show({ standings }: PageData): void {
    for (const [standing, count] of this.#counts) setText(count, formatCount(standings[standing].reports, 'report'))
  }

  #card(standing: Standing): HTMLElement {
    const { name, meaning } = STANDING_WORDS[standing]
    const count = this.#counts.get(standing) ?? ''
    return el(
      'span',
      { class: `standing ${standing}` },
      el('span', { class: 'name' }, name),
      count,
      el('span', { class: 'meaning' }, meaning),
    )
  }
}
