import type { PageData } from '../page-data.ts'
import { filterOf, setFilters } from './address.ts'
import { Chart, totalsOf } from './chart.ts'
import { el, setAttributes, setText, showAll, shown, type View } from './dom.ts'
import { formatBucket, formatCount, formatNumber } from './format.ts'
import { coloursOf } from './palette.ts'
import { RANGE_WORDS } from './words.ts'

const HOUR = 3_600_000

interface Entry {
  readonly directive: string
  readonly colour: number
  readonly reports: number
  readonly isRest: boolean
}

/** The total, the chart, and beside it the directives: what each has in all, or in the bar that is read. */
export class Overview {
  readonly #total = el('p', { class: 'total' })
  readonly #when = el('p', { class: 'when' })
  readonly #list = el('ul', { class: 'legend' })
  readonly #noise = el('input', { type: 'checkbox' })
  readonly #noiseWords = el('span')
  readonly #table = el('table')
  readonly #chart = new Chart((bucket) => this.#read(bucket))
  #data: PageData | undefined
  #bucket: number | undefined

  constructor(parent: Element) {
    this.#noise.addEventListener('change', () =>
      setFilters({ noise: this.#noise.checked ? 'show' : null, limit: null }),
    )
    const legend = el('div', { class: 'side' }, this.#when, this.#list)
    parent.append(
      el('div', { class: 'head' }, this.#total, el('label', { class: 'switch' }, this.#noise, this.#noiseWords)),
      el('div', { class: 'plot' }, this.#chart.element, legend),
      el(
        'details',
        { class: 'as-table' },
        el('summary', {}, 'The same as a table'),
        el(
          'div',
          { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'Reports over time as a table' },
          this.#table,
        ),
      ),
    )
  }

  show(data: PageData): void {
    this.#data = data
    const { matched, noise, range } = data
    this.#total.replaceChildren(
      el('strong', {}, formatNumber(matched.reports)),
      ` ${matched.reports === 1 ? 'report' : 'reports'} in ${formatCount(matched.groups, 'group')}, ${RANGE_WORDS[range.name].long}`,
    )
    this.#noise.checked = filterOf('noise') === 'show'
    const many = `${formatCount(noise.reports, 'report')} in ${formatCount(noise.groups, 'group')}`
    setText(
      this.#noiseWords,
      this.#noise.checked
        ? `Noise is shown: ${many}`
        : noise.groups === 0
          ? 'Show noise: there is none'
          : `Show noise: ${many} hidden`,
    )
    this.#chart.show(data)
    this.#showLegend()
    this.#showTable(data)
  }

  #read(bucket: number | undefined): void {
    this.#bucket = bucket
    this.#showLegend()
  }

  #showLegend(): void {
    if (this.#data === undefined) return
    const { series, facets, range } = this.#data
    const bucket = this.#bucket
    const colours = coloursOf(series.map(({ directive }) => directive))
    const counted = series.map(({ directive, counts }) => ({
      directive,
      colour: colours.get(directive) ?? 0,
      reports: bucket === undefined ? counts.reduce((sum, count) => sum + count, 0) : (counts[bucket] ?? 0),
      isRest: directive === '',
    }))
    // Those that the filter hides can be chosen instead.
    const known = new Set(series.map(({ directive }) => directive))
    const others = facets.directive
      .filter(({ value }) => !known.has(value) && (filterOf('directive') !== null || value === ''))
      .map(({ value, reports }) => ({ directive: value, colour: 0, reports, isRest: false }))
    const entries: readonly Entry[] = bucket === undefined ? [...counted, ...others] : counted
    const all = totalsOf(this.#data)
    setText(
      this.#when,
      bucket === undefined
        ? `By directive, ${RANGE_WORDS[range.name].long}`
        : `${formatBucket(range.from + bucket * range.bucketHours * HOUR, range.bucketHours)}: ${formatCount(all[bucket] ?? 0, 'report')}`,
    )
    showAll(this.#list, entries, ({ directive, isRest }) => `${directive} ${isRest}`, legendEntry)
  }

  #showTable({ range, series }: PageData): void {
    const totals = totalsOf({ range, series })
    const names = series.map(({ directive }) => (directive === '' ? 'others' : shown(directive)))
    const head = ['Time', 'All', ...names].map((name) => el('th', { scope: 'col' }, name))
    const rows = totals.map((total, index) => {
      const cells = [total, ...series.map(({ counts }) => counts[index] ?? 0)]
      const start = range.from + index * range.bucketHours * HOUR
      return el(
        'tr',
        {},
        el('th', { scope: 'row' }, formatBucket(start, range.bucketHours)),
        ...cells.map((count) => el('td', {}, formatNumber(count))),
      )
    })
    this.#table.replaceChildren(el('thead', {}, el('tr', {}, ...head)), el('tbody', {}, ...rows))
  }
}

function legendEntry({ directive, isRest }: Entry): View<Entry> {
  const swatch = el('span', { 'aria-hidden': 'true' })
  const count = el('span', { class: 'count' })
  const name = el('span', { class: 'value' }, isRest ? 'other directives' : shown(directive) || 'not told')
  const button = el('button', { type: 'button' }, swatch, name, count)
  button.addEventListener('click', () =>
    setFilters({ directive: filterOf('directive') === directive ? null : directive, limit: null }),
  )
  const element = el('li', {}, isRest ? el('span', { class: 'rest' }, swatch, name, count) : button)
  return {
    element,
    update({ reports, colour }) {
      setText(count, formatNumber(reports))
      setAttributes(swatch, { class: `swatch c${colour}` })
      setAttributes(button, { 'aria-pressed': String(filterOf('directive') === directive) })
      element.classList.toggle('none', reports === 0)
    },
  }
}
