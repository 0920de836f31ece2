import { lowerAscii, type ParsedDirective } from '../parse.ts'
import type { Side } from './cover.ts'
import type { StandIns } from './stand-ins.ts'
import type { Surface } from './surfaces.ts'

/** What one policy says of a surface, in words as they were written. */
export interface SpokenList {
  /** The directives, by name. */
  readonly names: string
  readonly words: ReadonlySet<string>
  readonly isStrict: boolean
  /** Of a policy whose sources over https cover http as well, since what they let through is upgraded. */
  readonly isUpgradedLater: boolean
  /** Equal for lists that say the same in the same order. */
  readonly signature: string
}

/** Reads a directive's words once, although many surfaces may fall back to it. */
export function createListReader(standIns: StandIns): (surface: Surface, side: Side) => readonly SpokenList[] {
  const known = new Map<ParsedDirective, SpokenList>()
  const read = (directive: ParsedDirective, isUpgradedLater: boolean) => {
    const list = known.get(directive) ?? readDirective(directive, isUpgradedLater, standIns)
    known.set(directive, list)
    return list
  }
  return ({ directives }, { policies }) =>
    policies.flatMap((policy) => {
      const [first, ...others] = directives(policy).map((each) => read(each, policy.isUpgradedLater))
      return first === undefined ? [] : [others.reduce(join, first)]
    })
}

function readDirective({ name, values }: ParsedDirective, isUpgradedLater: boolean, standIns: StandIns): SpokenList {
  const words = values.map((token) => standIns.written(token).text)
  return {
    names: name,
    words: new Set(words),
    isStrict: words.some((word) => lowerAscii(word) === "'strict-dynamic'"),
    isUpgradedLater,
    signature: `${name} ${isUpgradedLater} ${words.join(' ')}`,
  }
}

function join(one: SpokenList, other: SpokenList): SpokenList {
  return {
    names: `${one.names} ${other.names}`,
    words: new Set([...one.words, ...other.words]),
    isStrict: one.isStrict || other.isStrict,
    isUpgradedLater: one.isUpgradedLater,
    signature: `${one.signature}; ${other.signature}`,
  }
}

export function isSame(one: readonly SpokenList[], other: readonly SpokenList[]): boolean {
  return one.length === other.length && one.every(({ signature }, index) => signature === other[index]?.signature)
}

/**
 * The words to make probes of. A word that all lists have, old and new, allows the same as before, unless `'strict-dynamic'` came or went, or
 * another directive speaks now. Keywords, nonces and hashes, which are few and kill each other, always are among them. With nothing said on one
 * side there is no word to look at.
 */
export function changedWords(old: readonly SpokenList[], fresh: readonly SpokenList[]): readonly string[] {
  if (old.length === 0 || fresh.length === 0) return []
  const lists = [...fresh, ...old]
  const words = [...new Set(lists.flatMap((list) => [...list.words]))]
  if (rulesOf(old) !== rulesOf(fresh)) return words
  return words.filter((word) => word.startsWith("'") || !lists.every((list) => list.words.has(word)))
}

function rulesOf(lists: readonly SpokenList[]): string {
  return [
    ...new Set(lists.map(({ names, isStrict, isUpgradedLater }) => `${names} ${isStrict} ${isUpgradedLater}`)),
  ].join('; ')
}
