/** The middle value; the mean of the two middle ones when their number is even. NaN for none. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const upper = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
  const lower = sorted[Math.ceil(sorted.length / 2) - 1] ?? Number.NaN
  return (lower + upper) / 2
}

/** A candidate's and its baseline's cost per call, measured right after each other. */
export interface Pair {
  readonly baseline: number
  readonly candidate: number
}

/**
 * The median, over groups of consecutive pairs, of what the candidate cost altogether over what the baseline cost. A group is
 * short enough that a neighbour's load weighs on both sides alike, and long enough that one interruption cannot decide it.
 * A last group that is not full is left out, unless it is the only one.
 */
export function groupedRatio(pairs: readonly Pair[], groupSize: number): number {
  const groups: (readonly Pair[])[] = []
  for (let start = 0; start + groupSize <= pairs.length; start += groupSize) {
    groups.push(pairs.slice(start, start + groupSize))
  }
  if (groups.length === 0) groups.push(pairs)
  return median(groups.map((group) => sum(group, 'candidate') / sum(group, 'baseline')))
}

function sum(pairs: readonly Pair[], side: keyof Pair): number {
  return pairs.reduce((total, pair) => total + pair[side], 0)
}

/** What several launches of one measurement came to. */
export interface Spread {
  readonly median: number
  readonly least: number
  readonly most: number
}

export function spread(values: readonly number[]): Spread {
  return { median: median(values), least: Math.min(...values), most: Math.max(...values) }
}

/** A copy in random order, so that no candidate always runs first, or after the same neighbour. */
export function shuffle<T>(values: readonly T[], random: () => number = Math.random): readonly T[] {
  return values
    .map((value) => ({ value, key: random() }))
    .sort((a, b) => a.key - b.key)
    .map(({ value }) => value)
}
