import { type Expression, ORIGIN_CHARACTERS } from './expression.ts'
import { NotUnderstood } from './expression-parser.ts'

const MOST_STATES = 3_000
const MOST_STEPS = 8_000

/** A language of origins, ready to be compared with others. */
export interface Language {
  /** The state before any character. */
  readonly start: number
  /** The state after this character, one of {@link ORIGIN_CHARACTERS}. */
  next(state: number, character: string): number
  /** Whether a text that ends in this state belongs to the language. */
  accepts(state: number): boolean
  /** Which characters it tells apart. */
  readonly sets: ReadonlySet<string>
}

/** Where one can go from here: by one of some characters, or without any. */
interface State {
  readonly moves: { readonly characters: string; readonly to: number }[]
  readonly jumps: { readonly when: 'always' | 'start' | 'end'; readonly to: number }[]
}

/**
 * The texts in which the expression is found, as `RegExp.prototype.test` finds it: anywhere, unless it says otherwise.
 *
 * @throws {NotUnderstood} when it repeats too much to be compared.
 */
export function compileLanguage(expression: Expression): Language {
  const states: State[] = []
  const add = (): number => {
    if (states.length >= MOST_STATES) throw new NotUnderstood('that much repetition')
    return states.push({ moves: [], jumps: [] }) - 1
  }
  const jump = (from: number, to: number, when: 'always' | 'start' | 'end' = 'always'): void => {
    states[from]?.jumps.push({ when, to })
  }
  const build = (node: Expression, from: number): number => {
    switch (node.kind) {
      case 'characters': {
        const to = add()
        states[from]?.moves.push({ characters: node.characters, to })
        return to
      }
      case 'start':
      case 'end': {
        const to = add()
        jump(from, to, node.kind)
        return to
      }
      case 'sequence':
        return node.items.reduce((at, item) => build(item, at), from)
      case 'choice': {
        const to = add()
        for (const option of node.options) {
          const first = add()
          jump(from, first)
          jump(build(option, first), to)
        }
        return to
      }
      case 'repeat':
        return buildRepeat(node.item, node.least, node.most, from)
    }
  }
  const buildRepeat = (item: Expression, least: number, most: number, from: number): number => {
    if (least > MOST_STATES || (most !== Number.POSITIVE_INFINITY && most > MOST_STATES)) {
      throw new NotUnderstood('that much repetition')
    }
    let at = from
    for (let count = 0; count < least; count++) at = build(item, at)
    const to = add()
    if (most === Number.POSITIVE_INFINITY) {
      const loop = add()
      jump(at, loop)
      jump(build(item, loop), loop)
      jump(loop, to)
      return to
    }
    for (let count = least; count < most; count++) {
      jump(at, to)
      at = build(item, at)
    }
    jump(at, to)
    return to
  }

  const start = add()
  states[start]?.moves.push({ characters: ORIGIN_CHARACTERS, to: start })
  const first = add()
  jump(start, first)
  const last = build(expression, first)
  const final = add()
  jump(last, final)
  // Found once is found: what follows does not matter.
  states[final]?.moves.push({ characters: ORIGIN_CHARACTERS, to: final })
  return determine(states, start, final)
}

/** Sets of states become states (Rabin and Scott), each when it is first reached. */
function determine(states: readonly State[], start: number, final: number): Language {
  const known = new Map<string, number>()
  const members: (readonly number[])[] = []
  const accepting: boolean[] = []
  const table: Map<string, number>[] = []
  const identify = (reached: readonly number[], atStart: boolean): number => {
    const all = closure(states, reached, atStart, false)
    // The start of the text is a state of its own: what is between start and end differs from there.
    const key = `${atStart} ${all.join(' ')}`
    const found = known.get(key)
    if (found !== undefined) return found
    const id = members.push(all) - 1
    known.set(key, id)
    accepting.push(closure(states, all, atStart, true).includes(final))
    table.push(new Map())
    return id
  }
  return {
    start: identify([start], true),
    next(state, character) {
      const found = table[state]?.get(character)
      if (found !== undefined) return found
      const reached = (members[state] ?? []).flatMap((index) =>
        (states[index]?.moves ?? []).flatMap(({ characters, to }) => (characters.includes(character) ? [to] : [])),
      )
      const id = identify(reached, false)
      table[state]?.set(character, id)
      return id
    },
    accepts: (state) => accepting[state] === true,
    sets: new Set(states.flatMap(({ moves }) => moves.map(({ characters }) => characters))),
  }
}

/** What is reached without a character, at the start of the text, at its end, or between. Sorted. */
function closure(
  states: readonly State[],
  from: readonly number[],
  atStart: boolean,
  atEnd: boolean,
): readonly number[] {
  const reached = new Set(from)
  for (const index of reached) {
    for (const { when, to } of states[index]?.jumps ?? []) {
      if (when === 'always' || (when === 'start' ? atStart : atEnd)) reached.add(to)
    }
  }
  return [...reached].sort((one, other) => one - other)
}

export function matches(language: Language, text: string): boolean {
  let state = language.start
  for (const character of text) state = language.next(state, character)
  return language.accepts(state)
}

/**
 * A shortest text that all of `inside` have and none of `outside` has; undefined when there is none. The empty text is none.
 *
 * @throws {NotUnderstood} when finding out would take too long.
 */
export function findDifference(inside: readonly Language[], outside: readonly Language[]): string | undefined {
  const languages = [...inside, ...outside]
  const alphabet = representatives(languages)
  const queue = [{ text: '', at: languages.map(({ start }) => start) }]
  const seen = new Set<string>()
  for (let next = 0; next < queue.length; next++) {
    if (next > MOST_STEPS) throw new NotUnderstood('that much choice')
    const step = queue[next]
    if (step === undefined) break
    for (const character of alphabet) {
      const at = languages.map((language, index) => language.next(step.at[index] ?? language.start, character))
      const key = at.join(' ')
      if (seen.has(key)) continue
      seen.add(key)
      const accepted = languages.map((language, index) => language.accepts(at[index] ?? language.start))
      const text = step.text + character
      if (accepted.slice(0, inside.length).every(Boolean) && !accepted.slice(inside.length).some(Boolean)) return text
      queue.push({ text, at })
    }
  }
  return undefined
}

/** One character for all those that no language tells apart. */
function representatives(languages: readonly Language[]): readonly string[] {
  const sets = [...new Set(languages.flatMap((language) => [...language.sets]))]
  const found = new Map<string, string>()
  for (const character of ORIGIN_CHARACTERS) {
    const key = sets.map((set) => (set.includes(character) ? '1' : '0')).join('')
    if (!found.has(key)) found.set(key, character)
  }
  return [...found.values()]
}
