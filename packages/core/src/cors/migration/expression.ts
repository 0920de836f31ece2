/** What a serialised origin (HTML §7.1.1) can consist of. An expression is read as far as it concerns these characters. */
export const ORIGIN_CHARACTERS = 'abcdefghijklmnopqrstuvwxyz0123456789-_.:/+[]'

/** A regular expression, or any other language of origins, as a tree. */
export type Expression =
  /** One of these; none when empty, as for a capital letter, which no origin has. */
  | { readonly kind: 'characters'; readonly characters: string }
  | { readonly kind: 'sequence'; readonly items: readonly Expression[] }
  | { readonly kind: 'choice'; readonly options: readonly Expression[] }
  | { readonly kind: 'repeat'; readonly item: Expression; readonly least: number; readonly most: number }
  | { readonly kind: 'start' }
  | { readonly kind: 'end' }

export function characters(text: string): Expression {
  return { kind: 'characters', characters: text }
}

/** The text itself, character by character. */
export function literal(text: string): Expression {
  return sequence(...[...text].map(characters))
}

export function sequence(...items: readonly Expression[]): Expression {
  return { kind: 'sequence', items }
}

export function choice(...options: readonly Expression[]): Expression {
  return { kind: 'choice', options }
}

export function repeat(item: Expression, least: number, most: number = Number.POSITIVE_INFINITY): Expression {
  return { kind: 'repeat', item, least, most }
}

export function optional(item: Expression): Expression {
  return repeat(item, 0, 1)
}

/** The whole origin is this. */
export function whole(item: Expression): Expression {
  return sequence({ kind: 'start' }, item, { kind: 'end' })
}
