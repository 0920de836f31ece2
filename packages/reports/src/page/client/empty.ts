import type { PageData } from '../page-data.ts'
import { filterOf, setFilters } from './address.ts'
import { el } from './dom.ts'
import { clearFilters } from './facets.ts'
import { formatCount } from './format.ts'
import { RANGE_WORDS } from './words.ts'

/** Says why there is nothing to see, and what to do about it. */
export function showEmpty(parent: Element, data: PageData): void {
  const reason = reasonOf(data)
  document.body.classList.toggle('nothing', reason === 'nothing')
  // The same as before is left alone, so that focus and selection stay.
  if (parent.getAttribute('data-reason') === reason) return
  parent.setAttribute('data-reason', reason)
  parent.replaceChildren(...CONTENTS[reason](data))
}

type Reason = 'filtered' | 'noise' | 'elsewhere' | 'nothing'

function reasonOf({ noise, standings }: PageData): Reason {
  const filters = ['site', 'directive', 'blocked', 'page', 'browser', 'disposition']
  if (filters.some((name) => filterOf(name) !== null)) return 'filtered'
  if (noise.reports > 0) return 'noise'
  return Object.values(standings).some(({ reports }) => reports > 0) ? 'elsewhere' : 'nothing'
}

const CONTENTS: Readonly<Record<Reason, (data: PageData) => readonly Node[]>> = {
  filtered: () => [el('p', {}, 'No group matches these filters.'), action('Clear filters', clearFilters)],
  noise: ({ noise }) => [
    el('p', {}, `Nothing but noise: ${formatCount(noise.reports, 'report')} that rules say are nobody’s fault here.`),
    action('Show noise', () => setFilters({ noise: 'show' })),
  ],
  elsewhere: ({ standings }) => {
    const standing = filterOf('standing') ?? 'consistent'
    if (standing !== 'consistent') return [el('p', {}, 'None of these, which is as it should be.')]
    const others = standings['unknown-policy'].reports + standings.inconsistent.reports + standings.foreign.reports
    return [
      el(
        'p',
        {},
        `No report is consistent with a policy served here, but ${formatCount(others, 'report')} of other standing came in.`,
      ),
      el(
        'p',
        { class: 'hint' },
        'If all of them name an unknown policy, tell the collector the policies that are really served: its option policies.',
      ),
    ]
  },
  nothing: ({ range }) => [
    el('p', {}, `No report has arrived in ${RANGE_WORDS[range.name].long}.`),
    el('p', {}, 'To send a first one:'),
    el(
      'ol',
      { class: 'steps' },
      el(
        'li',
        {},
        'Say where reports go, in the configuration of your policies: ',
        el('code', {}, "reporting: { endpoint: '/csp-reports' }"),
      ),
      el(
        'li',
        {},
        'Mount the collector at that path: ',
        el('code', {}, 'createCollector({ policies, origins, store })'),
      ),
      el(
        'li',
        {},
        'Open a page of yours, and in the browser’s console run something that its policy blocks: ',
        el('code', {}, "new Image().src = 'https://blocked.example/x.png'"),
      ),
      el(
        'li',
        {},
        'Wait: browsers collect reports for up to a minute, the collector for five seconds. It then shows here by itself.',
      ),
    ),
  ],
}

function action(words: string, act: () => void): HTMLElement {
  const button = el('button', { type: 'button', class: 'plain' }, words)
  button.addEventListener('click', act)
  return button
}
