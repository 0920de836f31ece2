import type { PageData } from '../page-data.ts'
import { el, setAttributes, svg } from './dom.ts'
import { formatBucket, formatCount, formatShort, formatTick } from './format.ts'
import { coloursOf } from './palette.ts'

const HOUR = 3_600_000
const TOP = 10
const LEFT = 44
const BOTTOM = 24
const HEIGHT = 240

/** What the chart shows: the part of the data that it is drawn from. */
export type ChartData = Pick<PageData, 'range' | 'series'>

/** Stacked bars over time. Tells which bar the visitor points at or has moved to by keyboard. */
export class Chart {
  readonly element: HTMLElement = el('div', { class: 'chart' })
  readonly #svg = svg('svg', { role: 'group' })
  readonly #onRead: (bucket: number | undefined) => void
  #data: ChartData | undefined
  #width = 0
  /** The bar that the tab key leads to; the last one at first. */
  #current: number | undefined

  constructor(onRead: (bucket: number | undefined) => void) {
    this.#onRead = onRead
    this.element.append(this.#svg)
    new ResizeObserver(() => this.#draw()).observe(this.element)
    // Not on the SVG: Chromium gives one that listens for focus a stop of the tab key.
    this.element.addEventListener('keydown', (event) => this.#move(event))
    this.element.addEventListener('pointerleave', () => this.#read(this.#focused()))
    this.element.addEventListener('focusin', () => this.#read(this.#focused()))
    this.element.addEventListener('focusout', () => this.#read(undefined))
  }

  show(data: ChartData): void {
    if (data.range.name !== this.#data?.range.name) this.#current = undefined
    this.#data = data
    this.#draw(true)
  }

  #draw(isNew = false): void {
    const width = Math.floor(this.element.clientWidth)
    if (this.#data === undefined || width === 0 || (width === this.#width && !isNew)) return
    this.#width = width
    const { range, series } = this.#data
    const totals = totalsOf(this.#data)
    const most = niceMost(Math.max(...totals))
    const focused = this.#focused()
    const current = this.#current ?? range.buckets - 1
    setAttributes(this.#svg, {
      viewBox: `0 0 ${width} ${HEIGHT}`,
      width: String(width),
      height: String(HEIGHT),
      'aria-label': 'Reports over time, a bar for each part of it. Arrow keys move between bars.',
    })
    const colours = coloursOf(series.map(({ directive }) => directive))
    const step = (width - LEFT) / range.buckets
    const bars = totals.map((total, index) => {
      const start = range.from + index * range.bucketHours * HOUR
      const bar = svg('g', { class: 'bar', role: 'img', tabindex: index === current ? '0' : '-1' })
      setAttributes(bar, { 'aria-label': labelOf(start, range.bucketHours, total, index, series) })
      const x = LEFT + index * step
      bar.append(
        svg('rect', { class: 'band', x: round(x), y: '0', width: round(step), height: String(HEIGHT - BOTTOM) }),
      )
      bar.append(...segments(series, colours, index, most, x + step * 0.14, step * 0.72))
      bar.addEventListener('pointerenter', () => this.#read(index))
      bar.addEventListener('click', () => this.#focus(index))
      return bar
    })
    this.#svg.replaceChildren(gridOf(most, width), axisOf(this.#data, step), ...bars)
    if (focused !== undefined) this.#focus(focused)
  }

  #bars(): readonly SVGGElement[] {
    return [...this.#svg.querySelectorAll<SVGGElement>('.bar')]
  }

  #focused(): number | undefined {
    const index = this.#bars().findIndex((bar) => bar.matches(':focus'))
    return index === -1 ? undefined : index
  }

  #focus(index: number): void {
    const bars = this.#bars()
    for (const [at, bar] of bars.entries()) setAttributes(bar, { tabindex: at === index ? '0' : '-1' })
    this.#current = index
    bars[index]?.focus({ preventScroll: true })
  }

  #move(event: KeyboardEvent): void {
    const focused = this.#focused()
    const last = this.#bars().length - 1
    if (focused === undefined) return
    const moves: Readonly<Record<string, number>> = {
      ArrowLeft: Math.max(0, focused - 1),
      ArrowRight: Math.min(last, focused + 1),
      Home: 0,
      End: last,
    }
    const to = Object.hasOwn(moves, event.key) ? moves[event.key] : undefined
    if (to === undefined) return
    event.preventDefault()
    this.#focus(to)
  }

  #read(bucket: number | undefined): void {
    for (const [index, bar] of this.#bars().entries()) bar.classList.toggle('read', index === bucket)
    this.#onRead(bucket)
  }
}

/** The sum of each bucket. */
export function totalsOf({ range, series }: ChartData): readonly number[] {
  return Array.from({ length: range.buckets }, (_, index) =>
    series.reduce((sum, { counts }) => sum + (counts[index] ?? 0), 0),
  )
}

function labelOf(start: number, hours: number, total: number, index: number, series: PageData['series']): string {
  const parts = series.flatMap(({ directive, counts }) => {
    const count = counts[index] ?? 0
    return count === 0 ? [] : [`${directive === '' ? 'other directives' : directive} ${count}`]
  })
  return [`${formatBucket(start, hours)}: ${formatCount(total, 'report')}`, ...parts].join(', ')
}

function segments(
  series: PageData['series'],
  colours: ReadonlyMap<string, number>,
  index: number,
  most: number,
  x: number,
  width: number,
): readonly SVGElement[] {
  const scale = (HEIGHT - BOTTOM - TOP) / most
  let y = HEIGHT - BOTTOM
  return series.flatMap(({ directive, counts }) => {
    const count = counts[index] ?? 0
    if (count === 0) return []
    // A single report beside thousands is still to be seen.
    const height = Math.max(count * scale, 1.5)
    y -= height
    const attributes = { x: round(x), y: round(y), width: round(width), height: round(Math.max(height - 1, 1)) }
    return [svg('rect', { class: `fill c${colours.get(directive) ?? 0}`, ...attributes })]
  })
}

function gridOf(most: number, width: number): SVGElement {
  const grid = svg('g', { class: 'grid', 'aria-hidden': 'true' })
  for (const part of [0, 0.5, 1]) {
    const y = round(HEIGHT - BOTTOM - part * (HEIGHT - BOTTOM - TOP))
    grid.append(svg('line', { x1: String(LEFT), x2: String(width), y1: y, y2: y }))
    grid.append(svg('text', { x: String(LEFT - 8), y, dy: '0.32em', 'text-anchor': 'end' }, formatShort(most * part)))
  }
  return grid
}

function axisOf({ range }: ChartData, step: number): SVGElement {
  const axis = svg('g', { class: 'grid', 'aria-hidden': 'true' })
  // A word takes some 64 pixels; those of seven days stand below the first part of each day.
  const least = Math.ceil(64 / step)
  const every = range.name === '7d' ? Math.ceil(least / 4) * 4 : least
  for (let index = (range.buckets - 1) % every; index < range.buckets; index += every) {
    const start = range.from + index * range.bucketHours * HOUR
    const x = round(LEFT + (index + 0.5) * step)
    const isLast = index === range.buckets - 1
    const anchor = isLast ? 'end' : 'middle'
    axis.append(
      svg(
        'text',
        { x: isLast ? round(LEFT + (index + 1) * step) : x, y: String(HEIGHT - 6), 'text-anchor': anchor },
        formatTick(start, range.name),
      ),
    )
  }
  return axis
}

/** The least round number that is not below and has a whole half: 1 → 2, 7 → 8, 1,050 → 1,200. */
function niceMost(most: number): number {
  const unit = 10 ** Math.floor(Math.log10(Math.max(most, 2)))
  const factors = unit === 1 ? [2, 4, 6, 8, 10] : [1, 1.2, 1.6, 2, 2.4, 3, 4, 5, 6, 8, 10]
  return factors.map((factor) => Math.round(factor * unit)).find((nice) => nice >= most) ?? most
}

function round(value: number): string {
  return String(Math.round(value * 100) / 100)
}

/** A row of bars without words, as a hint of the course. */
export class Spark {
  readonly element: SVGElement = svg('svg', {
    class: 'spark',
    viewBox: '0 0 100 24',
    preserveAspectRatio: 'none',
    'aria-hidden': 'true',
  })
  readonly #path = svg('path')

  constructor() {
    this.element.append(this.#path)
  }

  show(counts: readonly number[]): void {
    const most = Math.max(1, ...counts)
    const step = 100 / Math.max(counts.length, 1)
    const bars = counts.map((count, index) => {
      if (count === 0) return ''
      const height = Math.max((count / most) * 24, 1.5)
      return `M${round(index * step)} 24v${round(-height)}h${round(step * 0.8)}v${round(height)}z`
    })
    setAttributes(this.#path, { d: bars.join('') })
  }
}
