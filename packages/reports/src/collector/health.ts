import type { Standing } from '../group.ts'
import type { Health } from './collector-options.ts'

const NONE = {
  consistent: 0,
  foreign: 0,
  unknownPolicy: 0,
  inconsistent: 0,
  hashes: 0,
  otherTypes: 0,
  malformed: 0,
  overBudget: 0,
}

/** What can become of a report. */
export type Outcome = keyof typeof NONE

export const OUTCOME_OF_STANDING: Readonly<Record<Standing, Outcome>> = {
  consistent: 'consistent',
  foreign: 'foreign',
  'unknown-policy': 'unknownPolicy',
  inconsistent: 'inconsistent',
}

/** The counters of one collector. `received` is only ever raised together with an outcome, so that they add up at any time. */
export class Counters {
  #received = 0
  readonly #outcomes: Record<Outcome, number> = { ...NONE }
  readonly #refused: Record<string, number> = {}
  sinkErrors = 0
  lost = 0

  count(outcome: Outcome, reports = 1): void {
    this.#received += reports
    this.#outcomes[outcome] += reports
  }

  countRefusal(status: number): void {
    this.#refused[status] = (this.#refused[status] ?? 0) + 1
  }

  read(groupsWaiting: number, storeDownSince?: number): Health {
    const { sinkErrors, lost } = this
    return {
      received: this.#received,
      ...this.#outcomes,
      refused: { ...this.#refused },
      groupsWaiting,
      sinkErrors,
      lost,
      ...(storeDownSince === undefined ? {} : { storeDownSince }),
    }
  }
}

/** {@link Health} as Prometheus reads it (text exposition format 0.0.4), for a metrics route. As JSON it is itself: `Response.json(collector.health())`. */
export function healthText(health: Health): string {
  const outcomes = Object.entries(health).flatMap(([name, value]) => (isOutcome(name) ? [[name, value] as const] : []))
  return [
    ...metric('sallyport_reports_received_total', 'counter', 'Reports that were posted.', [['', health.received]]),
    ...metric(
      'sallyport_reports_total',
      'counter',
      'Reports by what became of them; adds up to those received.',
      outcomes.map(([name, value]) => [`{outcome="${snakeCase(name)}"}`, Number(value)]),
    ),
    ...metric(
      'sallyport_report_requests_refused_total',
      'counter',
      'Requests that were refused whole, by status.',
      Object.entries(health.refused).map(([status, count]) => [`{status="${status}"}`, count]),
    ),
    ...metric('sallyport_report_groups_waiting', 'gauge', 'Groups that the store does not have yet.', [
      ['', health.groupsWaiting],
    ]),
    ...metric('sallyport_report_store_up', 'gauge', 'Whether the store took what it was last given: 1 or 0.', [
      ['', health.storeDownSince === undefined ? 1 : 0],
    ]),
    ...metric('sallyport_report_sink_errors_total', 'counter', 'Writes that a store or sink did not take.', [
      ['', health.sinkErrors],
    ]),
    ...metric(
      'sallyport_reports_lost_total',
      'counter',
      'Reports that were counted and lost: the store was down for too long.',
      [['', health.lost]],
    ),
    '',
  ].join('\n')
}

function isOutcome(name: string): name is Outcome {
  return Object.hasOwn(NONE, name)
}

function metric(
  name: string,
  type: 'counter' | 'gauge',
  help: string,
  samples: readonly (readonly [labels: string, value: number])[],
): readonly string[] {
  return [
    `# HELP ${name} ${help}`,
    `# TYPE ${name} ${type}`,
    ...samples.map(([labels, value]) => `${name}${labels} ${value}`),
  ]
}

function snakeCase(name: string): string {
  return Array.from(name, (letter) => (letter >= 'A' && letter <= 'Z' ? `_${letter.toLowerCase()}` : letter)).join('')
}
