import type { Result } from '../result.ts'
import { groupedRatio, median, spread } from '../statistics.ts'
import type { Variant } from './variant.ts'

const GROUP_SIZE = 16

/** The framework with nothing in front of the app: whatever the task is. */
export const BARE: Variant = { guard: 'bare', task: 'cors' }

type Baseline = 'bare' | 'constants' | 'peer'

/** Two variants of one launch. */
export interface Comparison {
  readonly variant: Variant
  readonly baseline: Baseline
  readonly ratio: number
  readonly nanoseconds: Result['nanoseconds']
}

/** Everything against the bare framework, and ourselves against the constants and the peer with the same task too. */
export function compareAll(
  variants: readonly Variant[],
  costs: (variant: Variant) => readonly number[],
): readonly Comparison[] {
  return variants.flatMap((variant) => {
    const others = variants.filter(({ guard, task }) => task === variant.task && guard !== 'sallyport')
    const rivals = variant.guard === 'sallyport' ? others : []
    return [BARE, ...rivals].map((other) => compare(variant, other, costs))
  })
}

function compare(variant: Variant, other: Variant, costs: (variant: Variant) => readonly number[]): Comparison {
  const [candidate, baseline] = [costs(variant), costs(other)]
  const pairs = candidate.map((cost, round) => ({ candidate: cost, baseline: baseline[round] ?? Number.NaN }))
  return {
    variant,
    baseline: other.guard === 'sallyport' ? 'bare' : other.guard,
    ratio: groupedRatio(pairs, GROUP_SIZE),
    nanoseconds: { candidate: median(candidate), baseline: median(baseline) },
  }
}

/** One result for each pair of variants that was compared, over all launches. */
export function summarise(framework: string, comparisons: readonly Comparison[]): readonly Result[] {
  const groups = Map.groupBy(comparisons, ({ variant, baseline }) => `${variant.task} ${variant.guard} ${baseline}`)
  return [...groups.values()].flatMap((launches) => {
    const [first] = launches
    if (first === undefined) return []
    const nanoseconds = (side: 'candidate' | 'baseline'): number =>
      median(launches.map((launch) => launch.nanoseconds[side]))
    return {
      suite: 'server',
      name: `${framework}/${first.variant.task}`,
      candidate: first.variant.guard,
      baseline: first.baseline === 'bare' ? `bare ${framework}` : first.baseline,
      launches: launches.length,
      ratio: spread(launches.map(({ ratio }) => ratio)),
      nanoseconds: { candidate: nanoseconds('candidate'), baseline: nanoseconds('baseline') },
    }
  })
}
