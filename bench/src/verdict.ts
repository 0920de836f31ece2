import type { Goal, Results } from './goals.ts'

/** A goal and how it came out. */
export interface Verdict {
  readonly id: string
  readonly title: string
  readonly limit: Goal['limit']
  /** Undefined when the run has left it out. */
  readonly measured: number | undefined
  readonly outcome: 'reached' | 'falls short' | 'not measured'
}

export function judge({ id, title, limit, measure }: Goal, results: Results): Verdict {
  const measured = measure(results)
  return { id, title, limit, measured, outcome: compare(measured, limit) }
}

function compare(measured: number | undefined, limit: Goal['limit']): Verdict['outcome'] {
  if (measured === undefined) return 'not measured'
  // Half a unit of the two decimals that are printed: what reads like the limit reaches it.
  const slack = 0.005
  const reached = 'most' in limit ? measured <= limit.most + slack : measured >= limit.least - slack
  return reached ? 'reached' : 'falls short'
}
