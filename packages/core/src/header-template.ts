import type { HeaderPair } from './decision.ts'

/** What a template leaves open. A request fills it in with what it said, once that has been checked. */
export const ORIGIN = 0
/** The method a preflight asks for. */
export const METHOD = 1
/** The request-header names a preflight asks for. The header is left out when it asks for none. */
export const NAMES = 2

export type Gap = typeof ORIGIN | typeof METHOD | typeof NAMES

export type TemplatePair = readonly [name: string, value: string | Gap]

/**
 * Headers with gaps, made when a policy is compiled. Never handed out, and so not frozen: engines read frozen lists at a third of the
 * speed.
 */
export interface HeaderTemplate {
  readonly names: readonly string[]
  readonly values: readonly (string | Gap)[]
  /** How many of them are the decision's own; CSP comes behind them. */
  readonly own: number
}

export function createTemplate(pairs: readonly TemplatePair[], after: readonly HeaderPair[]): HeaderTemplate {
  const all = [...pairs, ...after]
  return { names: all.map(([name]) => name), values: all.map(([, value]) => value), own: pairs.length }
}
