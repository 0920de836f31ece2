import type { Health } from '../../collector/collector-options.ts'
import { el, setText, showAll, type View } from './dom.ts'
import { formatCount, formatMoment, formatNumber } from './format.ts'

interface Counter {
  readonly name: string
  readonly meaning: string
  readonly count: number
  readonly isTrouble: boolean
}

/** What became of all reports since this process started: the collector's own counters. */
export class HealthLine {
  readonly #list = el('dl', { class: 'counters' })
  readonly #note = el('p', { class: 'hint' })

  constructor(parent: Element) {
    parent.append(el('h2', {}, 'The collector'), this.#note, this.#list)
  }

  show(health: Health | null): void {
    this.#list.hidden = health === null
    setText(
      this.#note,
      health === null
        ? 'The page was not given the collector, so its counters are not shown here.'
        : 'Since this process started. Each report is counted once.',
    )
    showAll(this.#list, health === null ? [] : countersOf(health), ({ name }) => name, counterView)
  }
}

/** What somebody should look after now, in words; undefined when all is well. */
export function troubleOf(health: Health | null): string | undefined {
  if (health === null) return undefined
  const { storeDownSince, lost, groupsWaiting } = health
  const parts: string[] = []
  if (storeDownSince !== undefined) {
    parts.push(
      `The store is down since ${formatMoment(storeDownSince)}; ${formatCount(groupsWaiting, 'group')} wait for it.`,
    )
  }
  if (lost > 0)
    parts.push(`${formatCount(lost, 'report')} were counted and then lost: the store was down for too long.`)
  return parts.length === 0 ? undefined : parts.join(' ')
}

function countersOf(health: Health): readonly Counter[] {
  const refused = Object.values(health.refused).reduce((sum, count) => sum + count, 0)
  return [
    { name: 'Received', meaning: 'all reports', count: health.received, isTrouble: false },
    { name: 'Consistent', meaning: 'with policies served here', count: health.consistent, isTrouble: false },
    { name: 'Unknown policy', meaning: 'of policies not served', count: health.unknownPolicy, isTrouble: false },
    { name: 'Inconsistent', meaning: 'not blocked by their policy', count: health.inconsistent, isTrouble: false },
    { name: 'Foreign', meaning: 'of other pages', count: health.foreign, isTrouble: false },
    { name: 'Hashes', meaning: 'of scripts that ran', count: health.hashes, isTrouble: false },
    { name: 'Other types', meaning: 'not about CSP', count: health.otherTypes, isTrouble: false },
    { name: 'Malformed', meaning: 'no reports', count: health.malformed, isTrouble: false },
    { name: 'Over budget', meaning: 'beyond the limits', count: health.overBudget, isTrouble: health.overBudget > 0 },
    { name: 'Refused', meaning: 'requests, whole', count: refused, isTrouble: false },
    { name: 'Store errors', meaning: 'writes that failed', count: health.sinkErrors, isTrouble: health.sinkErrors > 0 },
    { name: 'Lost', meaning: 'after a long failure', count: health.lost, isTrouble: health.lost > 0 },
  ]
}

function counterView({ name, meaning }: Counter): View<Counter> {
  const count = el('dd')
  const element = el('div', {}, el('dt', {}, name, el('span', { class: 'hint' }, ` ${meaning}`)), count)
  return {
    element,
    update({ count: now, isTrouble }) {
      setText(count, formatNumber(now))
      element.classList.toggle('trouble', isTrouble)
    },
  }
}
