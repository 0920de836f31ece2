import type { GroupDetail, GroupRow, PageData } from '../page-data.ts'
import { filterOf, setFilters } from './address.ts'
import { Spark } from './chart.ts'
import { changePart, explanationParts, policyPart } from './detail-explanation.ts'
import { el, setAttributes, shown } from './dom.ts'
import { formatCount, formatMoment, formatNumber, formatUtc } from './format.ts'
import { blockedWords, browserWords, noiseWords, RANGE_WORDS, reachWords, STANDING_WORDS } from './words.ts'

/** One group in words. Opens when the address names a group, and closes with Escape. */
export class Detail {
  readonly #dialog: HTMLDialogElement
  readonly #title = el('h2', { id: 'detail-title', tabindex: '-1', 'aria-live': 'polite' })
  readonly #close = el('button', { type: 'button', class: 'close', 'aria-label': 'Close' }, '×')
  readonly #earlier = el('button', { type: 'button', class: 'plain' }, 'Previous')
  readonly #later = el('button', { type: 'button', class: 'plain' }, 'Next')
  readonly #body = el('div', { class: 'body' })
  readonly #listed: () => readonly GroupRow[]
  #shownAs = ''
  #fingerprint = ''

  /** @param onClosed Told which group was shown, so that focus can go back to it. */
  constructor(dialog: HTMLDialogElement, listed: () => readonly GroupRow[], onClosed: (fingerprint: string) => void) {
    this.#dialog = dialog
    this.#listed = listed
    const close = (): void => this.#dialog.close()
    this.#close.addEventListener('click', close)
    // A click beside it.
    dialog.addEventListener('click', ({ target }) => {
      if (target === dialog) close()
    })
    dialog.addEventListener('close', () => {
      const fingerprint = filterOf('group')
      this.#shownAs = ''
      if (fingerprint === null) return
      setFilters({ group: null })
      onClosed(fingerprint)
    })
    this.#earlier.addEventListener('click', () => this.#step(-1))
    this.#later.addEventListener('click', () => this.#step(1))
    dialog.append(
      el('div', { class: 'bar' }, el('span', { class: 'steps-nav' }, this.#earlier, this.#later), this.#close),
      this.#title,
      this.#body,
    )
  }

  showFilters(): void {
    if (this.#dialog.open && filterOf('group') === null) this.#dialog.close()
  }

  show(data: PageData): void {
    const { detail } = data
    const fingerprint = filterOf('group')
    // An answer to an earlier address may still arrive.
    if (detail === null || fingerprint === null) return
    const key = JSON.stringify([fingerprint, detail])
    if (key === this.#shownAs) return
    this.#shownAs = key
    this.#fill(detail, data)
    if (fingerprint !== this.#fingerprint) this.#dialog.scrollTop = 0
    this.#fingerprint = fingerprint
    if (this.#dialog.open) return
    this.#dialog.showModal()
    this.#title.focus({ preventScroll: true })
  }

  #fill(detail: GroupDetail | 'missing', data: PageData): void {
    const at = this.#place()
    setAttributes(this.#earlier, { disabled: at <= 0 })
    setAttributes(this.#later, { disabled: at === -1 || at >= this.#listed().length - 1 })
    if (detail === 'missing') {
      this.#title.replaceChildren('No such group')
      this.#body.replaceChildren(
        el('p', {}, `Nothing was counted under this name in ${RANGE_WORDS[data.range.name].long}.`),
      )
      return
    }
    const { group } = detail
    this.#title.replaceChildren(
      shown(group.directive),
      el('span', { class: 'verb' }, ' blocked '),
      blockedWords(group.blocked),
    )
    const opened = new Set([...this.#body.querySelectorAll('details[open]')].map((one) => one.className))
    this.#body.replaceChildren(
      ...explanationParts(detail),
      ...cautions(detail),
      ...changePart(detail),
      ...factsPart(detail, data),
      ...policyPart(detail),
      ...recentPart(detail),
    )
    for (const one of this.#body.querySelectorAll('details')) one.open ||= opened.has(one.className)
  }

  #place(): number {
    return this.#listed().findIndex(({ fingerprint }) => fingerprint === filterOf('group'))
  }

  #step(by: number): void {
    const next = this.#listed()[this.#place() + by]
    if (next !== undefined) setFilters({ group: next.fingerprint })
  }
}

/** The explanation says what a standing and a rule mean; without one we do. */
function cautions({ group: { standing, noise }, explanation }: GroupDetail): readonly Node[] {
  const words: string[] = []
  if (standing !== 'consistent') {
    const meaning = explanation === null ? `${STANDING_WORDS[standing].meaning} ` : ''
    words.push(`${meaning}Do not change a policy because of these reports.`)
  }
  if (noise !== null && explanation === null) words.push(noiseWords(noise))
  return words.map((one) => el('p', { class: 'caution' }, one))
}

function factsPart({ group, alike }: GroupDetail, { range }: PageData): readonly Node[] {
  const spark = new Spark()
  spark.show(group.counts)
  const fact = (name: string, ...values: readonly (Node | string)[]): HTMLElement =>
    el('div', {}, el('dt', {}, name), el('dd', {}, ...values))
  const vouched = group.vouched === 0 ? 'none of them vouched for' : `${reachWords(group.vouched)} vouched for`
  return [
    el('h3', {}, 'Evidence'),
    el('div', { class: 'course' }, spark.element),
    el(
      'dl',
      { class: 'facts' },
      fact('Reports', `${formatNumber(group.count)} in ${RANGE_WORDS[range.name].long}`),
      fact('Clients', `${reachWords(group.clients)} on the day with most, ${vouched}`),
      fact('First seen', ...moments(group.first)),
      fact('Last seen', ...moments(group.last)),
      fact('Page', filterButton('page', group.page, shown(group.page))),
      fact('Blocked', filterButton('blocked', group.blocked, blockedWords(group.blocked))),
      fact('Browser', browserWords(group.browser)),
      fact('Site', shown(group.site) || 'no name'),
    ),
    ...(alike.groups < 2 ? [] : [alikePart(alike)]),
  ]
}

function alikePart({ groups, reports, pages, browsers }: GroupDetail['alike']): HTMLElement {
  const inBrowsers = browsers
    .map(({ value, reports: count }) => `${nameOfBrowser(value)} ${formatNumber(count)}`)
    .join(', ')
  return el(
    'details',
    { class: 'alike' },
    el('summary', {}, `The same elsewhere: ${formatCount(reports, 'report')} in ${formatCount(groups, 'group')}`),
    el('p', {}, `By browser: ${inBrowsers}.`),
    el(
      'ul',
      { class: 'plain-list' },
      ...pages.map(({ value, reports: count }) => el('li', {}, `${formatNumber(count)} on ${shown(value)}`)),
    ),
  )
}

function nameOfBrowser(value: string): string {
  const known = { chromium: browserWords('chromium'), firefox: browserWords('firefox'), webkit: browserWords('webkit') }
  return value === 'chromium' || value === 'firefox' || value === 'webkit' ? known[value] : browserWords('other')
}

/** In the visitor's time, and in UTC where that is another: logs of servers are mostly in that. */
function moments(at: number): readonly (Node | string)[] {
  if (new Date(at).getTimezoneOffset() === 0) return [formatUtc(at)]
  return [formatMoment(at), el('span', { class: 'hint' }, ` ${formatUtc(at)}`)]
}

function filterButton(facet: 'page' | 'blocked', value: string, words: string): HTMLElement {
  const button = el('button', { type: 'button', class: 'inline', title: 'Show only these' }, words)
  button.addEventListener('click', () => setFilters({ [facet]: value, group: null }))
  return button
}

function recentPart({ recent }: GroupDetail): readonly Node[] {
  if (recent.length === 0) return []
  const items = recent.map(({ at, sample, sourceFile, lineNumber }) => {
    const place = sourceFile === '' ? '' : ` ${shown(sourceFile)}${lineNumber === 0 ? '' : `:${lineNumber}`}`
    const item = el('li', {}, el('span', { class: 'hint' }, `${formatMoment(at)}${place}`))
    if (sample !== '') item.append(el('pre', {}, el('code', {}, shown(sample))))
    return item
  })
  return [
    el('h3', {}, 'Newest reports'),
    el('p', { class: 'hint' }, 'Kept in development only.'),
    el('ul', { class: 'plain-list' }, ...items),
  ]
}
