import type { GroupRow, PageData } from '../page-data.ts'
import { filterOf, setFilters } from './address.ts'
import { Spark } from './chart.ts'
import { el, setAttributes, setText, showAll, shown, type View } from './dom.ts'
import { showEmpty } from './empty.ts'
import { formatAgo, formatCount, formatMoment, formatNumber } from './format.ts'
import { coloursOf } from './palette.ts'
import { blockedWords, browserWords, reachWords } from './words.ts'

/** The groups, the highest count first. One stop of the tab key; arrow keys move through them, Enter opens one. */
export class Groups {
  readonly #hint = el('p', { class: 'hint keys' }, 'Arrow keys move through the list, Enter opens a group.')
  readonly #head = el(
    'div',
    { class: 'columns', 'aria-hidden': 'true' },
    ...['What was blocked', 'Where', 'Over time', 'Reports', 'Clients', 'Last seen'].map((name) =>
      el('span', {}, name),
    ),
  )
  readonly #list = el('ol', { class: 'rows', 'aria-label': 'Groups of reports' })
  readonly #more = el('button', { type: 'button', class: 'plain' }, 'Show more groups')
  readonly #rest = el('p', { class: 'hint', hidden: true })
  readonly #empty = el('div', { class: 'empty', hidden: true })
  #shown: readonly GroupRow[] = []
  #view = ''

  constructor(parent: Element) {
    parent.append(this.#hint, this.#head, this.#list, this.#more, this.#rest, this.#empty)
    this.#list.addEventListener('keydown', (event) => this.#move(event))
    this.#list.addEventListener('focusin', ({ target }) => {
      for (const row of this.#rows()) setAttributes(row, { tabindex: row === target ? '0' : '-1' })
    })
    this.#more.addEventListener('click', () => setFilters({ limit: String(Math.min(500, this.#shown.length * 2)) }))
  }

  /** The groups as they are listed. */
  get listed(): readonly GroupRow[] {
    return this.#shown
  }

  show(data: PageData): void {
    this.#shown = this.#ordered(data)
    const colours = coloursOf(data.series.map(({ directive }) => directive))
    const rows = this.#shown.map((group) => ({ group, colour: colours.get(group.directive) ?? 0 }))
    showAll(this.#list, rows, ({ group }) => group.fingerprint, createRow)
    const [first] = this.#rows()
    if (first !== undefined && !this.#rows().some((row) => row.tabIndex === 0)) setAttributes(first, { tabindex: '0' })
    const isEmpty = rows.length === 0
    this.#hint.hidden = this.#head.hidden = isEmpty
    this.#empty.hidden = !isEmpty
    if (isEmpty) showEmpty(this.#empty, data)
    else document.body.classList.remove('nothing')
    const left = data.matched.groups - rows.length
    this.#more.hidden = left <= 0 || rows.length >= 500
    this.#rest.hidden = left <= 0 && data.unread === 0
    setText(this.#rest, restWords(left, data.unread))
  }

  focusRow(fingerprint: string): void {
    const row = this.#list.querySelector<HTMLElement>(`[data-group="${CSS.escape(fingerprint)}"]`)
    row?.focus()
  }

  /** While somebody is in the list it keeps its order, so that no row moves away from under their hands. */
  #ordered({ groups }: PageData): readonly GroupRow[] {
    const view = location.search
    const isHeld = view === this.#view && this.#list.contains(document.activeElement)
    this.#view = view
    if (!isHeld) return groups
    const place = new Map(this.#shown.map(({ fingerprint }, index) => [fingerprint, index]))
    const placeOf = ({ fingerprint }: GroupRow): number => place.get(fingerprint) ?? place.size
    return [...groups].sort((one, other) => placeOf(one) - placeOf(other))
  }

  #rows(): readonly HTMLElement[] {
    return [...this.#list.querySelectorAll<HTMLElement>('button')]
  }

  #move(event: KeyboardEvent): void {
    const rows = this.#rows()
    const at = rows.findIndex((row) => row.matches(':focus'))
    if (at === -1) return
    const moves: Readonly<Record<string, number>> = {
      ArrowUp: Math.max(0, at - 1),
      ArrowDown: Math.min(rows.length - 1, at + 1),
      Home: 0,
      End: rows.length - 1,
    }
    const to = Object.hasOwn(moves, event.key) ? moves[event.key] : undefined
    if (to === undefined) return
    event.preventDefault()
    rows[to]?.focus()
  }
}

interface Row {
  readonly group: GroupRow
  readonly colour: number
}

function createRow({ group }: Row): View<Row> {
  const { fingerprint, directive, blocked, page, browser, site } = group
  const swatch = el('span', { 'aria-hidden': 'true' })
  const spark = new Spark()
  const count = el('span')
  const clients = el('span')
  const vouched = el('span', { class: 'hint' })
  const last = el('span', { class: 'last' })
  const unit = el('span', { class: 'unit' })
  const clientsUnit = el('span', { class: 'unit' })
  // What is read out is what is seen, and the words between that the columns stand for.
  const button = el(
    'button',
    { type: 'button', tabindex: '-1', 'data-group': fingerprint, 'aria-haspopup': 'dialog' },
    el(
      'span',
      { class: 'what' },
      el('span', { class: 'directive' }, swatch, shown(directive), ...tagsOf(group)),
      unseen(' blocked '),
      el('span', { class: 'blocked-key' }, blockedWords(blocked)),
    ),
    unseen(' on '),
    el(
      'span',
      { class: 'where' },
      el('span', { class: 'page-key' }, shown(page)),
      unseen(' in '),
      el('span', { class: 'hint' }, browserWords(browser), site === 'default' ? '' : ` · ${shown(site)}`),
    ),
    el('span', { class: 'course' }, spark.element),
    unseen(': '),
    el('span', { class: 'count' }, count, unit),
    unseen(', '),
    el('span', { class: 'reach' }, el('span', { class: 'clients' }, clients, clientsUnit), vouched),
    unseen(', last seen '),
    last,
  )
  button.addEventListener('click', () => setFilters({ group: fingerprint }))
  return {
    element: el('li', {}, button),
    update({ group: now, colour }) {
      setAttributes(swatch, { class: `swatch c${colour}` })
      setAttributes(button, { 'aria-current': String(filterOf('group') === fingerprint) })
      spark.show(now.counts)
      setText(count, formatNumber(now.count))
      setText(unit, now.count === 1 ? ' report' : ' reports')
      setText(clients, reachWords(now.clients))
      setText(clientsUnit, now.clients === 1 ? ' client' : ' clients')
      setText(vouched, now.vouched === 0 ? '' : ` ${reachWords(now.vouched)} vouched`)
      setText(last, formatAgo(now.last))
      last.title = formatMoment(now.last)
    },
  }
}

/** For ears alone. */
function unseen(words: string): HTMLElement {
  return el('span', { class: 'hidden' }, words)
}

/** What sets a group apart at a glance. */
export function tagsOf(group: GroupRow): readonly HTMLElement[] {
  const { disposition, noise } = group
  const words = [
    ...(disposition === 'report' ? [' report-only'] : []),
    ...(noise === null ? [] : [` noise: ${shown(noise.rule)}`]),
  ]
  return words.map((one) => el('span', { class: 'tag' }, one))
}

function restWords(left: number, unread: number): string {
  const parts: string[] = []
  if (left > 0) parts.push(`${formatCount(left, 'more group')} with fewer reports.`)
  if (unread > 0)
    parts.push(`The store has ${formatCount(unread, 'small group')} beyond those counted here; filters find them.`)
  return parts.join(' ')
}
