import type { Case, Probe } from '../case.ts'

/** Policies and one thing that they govern; without a probe that is the page itself, in its ancestors' frames. */
export interface Pair {
  readonly id: string
  readonly case: Case
  readonly probe?: Probe
}

export function pairsOf(one: Case): readonly Pair[] {
  if (one.ancestors !== undefined) return [{ id: `${one.id}-0`, case: one }]
  return one.probes.map((probe) => ({ id: probe.id, case: one, probe }))
}

/** What became of a pair, or is expected to. */
export interface Label {
  /** `unclear`: neither. */
  readonly outcome: 'allowed' | 'blocked' | 'unclear'
  /** What each policy finds violated, as `policy index, disposition, effective directive`; sorted. */
  readonly violations: readonly string[]
  /** In the words of who says so. */
  readonly because: string
}

export function violationText(index: number, disposition: string, effectiveDirective: string): string {
  return `policy ${index} (${disposition}): ${effectiveDirective}`
}
