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

/** A header of a template, and the one behind it. */
export interface TemplateField {
  readonly name: string
  /** `''` in a gap. */
  readonly text: string
  readonly gap: Gap | typeof FILLED
  readonly next: TemplateField | null
}

/**
 * Headers with gaps, made when a policy is compiled: a chain, because writing them is then a loop without a length, an index or
 * anything to check, short enough for the compiler to make it part of what calls it. Never handed out.
 */
export interface HeaderTemplate {
  readonly first: TemplateField | null
  /** The first that is not the decision's own: CSP comes behind those. */
  readonly after: TemplateField | null
}

export function createTemplate(pairs: readonly TemplatePair[], after: readonly HeaderPair[]): HeaderTemplate {
  const rest = chain(after, null)
  return { first: chain(pairs, rest), after: rest }
}

function chain(pairs: readonly TemplatePair[], rest: TemplateField | null): TemplateField | null {
  return pairs.reduceRight<TemplateField | null>((next, [name, value]) => {
    // Empty is not sent.
    if (value === '') return next
    return typeof value === 'string' ? { name, text: value, gap: FILLED, next } : { name, text: '', gap: value, next }
  }, rest)
}
