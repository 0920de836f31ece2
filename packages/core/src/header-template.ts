import type { HeaderPair } from './decision.ts'

/** What a template leaves open. A request fills it in with what it said, once that has been checked. */
export const ORIGIN = 0
/** The method a preflight asks for. */
export const METHOD = 1
/** The request-header names a preflight asks for. The header is left out when it asks for none. */
export const NAMES = 2
/** No gap: the text is there. */
export const FILLED = -1

export type Gap = typeof ORIGIN | typeof METHOD | typeof NAMES

export type TemplatePair = readonly [name: string, value: string | Gap]

/**
 * Headers with gaps, made when a policy is compiled. Never handed out, and so not frozen: engines read frozen lists at a third of the
 * speed. The gaps are in a list of their own, because texts and numbers in one list are compared by a slow call.
 */
export interface HeaderTemplate {
  readonly names: readonly string[]
  /** `''` in a gap. */
  readonly texts: readonly string[]
  /** Which gap each is; {@link FILLED} for none. */
  readonly gaps: readonly (Gap | typeof FILLED)[]
  /** How many of them are the decision's own; CSP comes behind them. */
  readonly own: number
}

export function createTemplate(pairs: readonly TemplatePair[], after: readonly HeaderPair[]): HeaderTemplate {
  const own = pairs.filter(isSent)
  const all = [...own, ...after.filter(isSent)]
  return {
    names: all.map(([name]) => name),
    texts: all.map(([, value]) => (typeof value === 'string' ? value : '')),
    gaps: all.map(([, value]) => (typeof value === 'string' ? FILLED : value)),
    own: own.length,
  }
}

function isSent([, value]: TemplatePair): boolean {
  return value !== ''
}
