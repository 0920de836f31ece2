import { lowerAscii, type ParsedDirective, type ParsedPolicy, type Token } from '../parse.ts'
import type { Page, Profile } from '../verdict.ts'
import type { Change, Witness } from './change.ts'
import { coversSurface, type Side } from './cover.ts'
import { readPageOrigin } from './page-origin.ts'
import { type Probe, plainProbes, probesOfWord } from './probes.ts'
import type { ReadPolicy } from './source-list.ts'
import type { StandIns } from './stand-ins.ts'
import type { Surface } from './surfaces.ts'
import { judgeWitness, type WitnessVerdict } from './witness-check.ts'

/** Two policy lists, their special words replaced by stand-ins, and how they are compared. */
export interface Case {
  readonly old: readonly ParsedPolicy[]
  readonly fresh: readonly ParsedPolicy[]
  readonly oldSide: Side
  readonly freshSide: Side
  readonly pages: readonly Page[]
  readonly profile: Profile
  readonly standIns: StandIns
}

/** The changes of one surface: probes are made of the words that differ, and the matcher is asked about each before and after. */
export function surfaceChanges(surface: Surface, comparison: Case): readonly Change[] {
  const { oldSide, freshSide, standIns } = comparison
  const oldLists = listsOf(surface, oldSide, standIns)
  const freshLists = listsOf(surface, freshSide, standIns)
  if (isSame(oldLists, freshLists) && !concernsTypes(surface, comparison)) return []
  const changes = new Map<string, Change>()
  for (const page of comparison.pages) {
    for (const probe of plainProbes(surface.name, page)) note(changes, surface, probe, comparison)
  }
  for (const word of changedWords(oldLists, freshLists)) noteWord(changes, surface, word, comparison)
  const found = [...changes.values()]
  if (!found.some(({ kind }) => kind === 'loosened') && !isCovered(surface, comparison)) {
    found.push(unproven(surface, freshLists))
  }
  return found
}

/** Each policy's directives that speak of a surface, with the words as they were written. */
type Lists = readonly (readonly { readonly name: string; readonly words: readonly Token[] }[])[]

function listsOf({ directives }: Surface, { policies }: Side, standIns: StandIns): Lists {
  return policies.map((policy: ReadPolicy) =>
    directives(policy).map(({ name, values }: ParsedDirective) => ({ name, words: values.map(standIns.written) })),
  )
}

function isSame(one: Lists, other: Lists): boolean {
  return JSON.stringify(signature(one)) === JSON.stringify(signature(other))
}

function signature(lists: Lists): readonly unknown[] {
  return lists
    .filter((list) => list.length > 0)
    .map((list) => list.map(({ name, words }) => [name, words.map(({ text }) => text)]))
}

/** Whether eval may differ although its words do not: `'trusted-types-eval'` is dead without Trusted Types. */
function concernsTypes({ name }: Surface, { oldSide, freshSide }: Case): boolean {
  return name === 'script-src' && oldSide.facts.requiresTrustedTypes !== freshSide.facts.requiresTrustedTypes
}

/**
 * The words to make probes of. A word that both have can do more or less than before if there are several policies, if another directive
 * has it now, or if `'strict-dynamic'` comes or goes; then all are taken. Keywords, nonces and hashes, which are few, always are.
 */
function changedWords(oldLists: Lists, freshLists: Lists): readonly string[] {
  const oldWords = wordsOf(oldLists)
  const freshWords = wordsOf(freshLists)
  const all = new Set([...freshWords, ...oldWords])
  if (isEntangled(oldLists, freshLists)) return [...all]
  return [...all].filter((word) => word.startsWith("'") || !oldWords.has(word) || !freshWords.has(word))
}

function isEntangled(oldLists: Lists, freshLists: Lists): boolean {
  const [one, ...others] = [oldLists, freshLists].map((lists) => ({
    spoken: lists.filter((list) => list.length > 0).length,
    names: lists.flatMap((list) => list.map(({ name }) => name)).join(' '),
    isStrict: [...wordsOf(lists)].some((word) => lowerAscii(word) === "'strict-dynamic'"),
  }))
  if (one === undefined || one.spoken > 1) return true
  return others.some(
    (each) =>
      each.spoken > 1 ||
      // With nothing on one side the plain probes tell it.
      (each.names !== one.names && each.spoken === one.spoken) ||
      each.isStrict !== one.isStrict,
  )
}

function wordsOf(lists: Lists): ReadonlySet<string> {
  return new Set(lists.flatMap((list) => list.flatMap(({ words }) => words.map(({ text }) => text))))
}

/** Tries the word on each page until it made a difference. */
function noteWord(changes: Map<string, Change>, surface: Surface, word: string, comparison: Case): void {
  for (const page of comparison.pages) {
    let isNoted = false
    for (const probe of probesOfWord(surface.name, word, page, comparison.profile, comparison.standIns)) {
      isNoted = note(changes, surface, probe, comparison) || isNoted
      // A host or scheme has one effect; a keyword may have several.
      if (isNoted && !word.startsWith("'")) return
    }
    if (isNoted) return
  }
}

/** Whether the probe made a difference. The first one for each word is kept. */
function note(changes: Map<string, Change>, surface: Surface, { asked, told }: Probe, comparison: Case): boolean {
  const { old, fresh, profile, standIns } = comparison
  const before = judgeWitness(old, asked, profile)
  const after = judgeWitness(fresh, asked, profile)
  const kind = kindOf(before, after)
  if (kind === undefined || isUpgradedAway(kind, asked, comparison) || isGuessed(kind, told, comparison)) return false
  const allowing = kind === 'loosened' ? after : before
  const source = allowing.source && standIns.written(allowing.source)
  const key = JSON.stringify([kind, allowing.directive, source?.text])
  if (!changes.has(key)) {
    changes.set(key, { kind, directive: surface.name, writtenIn: allowing.directive, source, witness: told })
  }
  return true
}

function kindOf(before: WitnessVerdict, after: WitnessVerdict): 'loosened' | 'tightened' | undefined {
  if (before.outcome === 'blocked' && after.outcome === 'allowed') return 'loosened'
  return before.outcome === 'allowed' && after.outcome === 'blocked' ? 'tightened' : undefined
}

/** An address that one side asks for over https instead is not the one that the other side blocks. */
function isUpgradedAway(kind: 'loosened' | 'tightened', witness: Witness, { oldSide, freshSide }: Case): boolean {
  const [blocking, allowing] = kind === 'loosened' ? [oldSide, freshSide] : [freshSide, oldSide]
  if (!('request' in witness) || blocking.upgrades || !allowing.upgrades) return false
  return witness.request.url.startsWith('http:') || witness.request.url.startsWith('ws:')
}

/** Whether the text of the hash, which is not known, may be that of another hash which lets it through after all. */
function isGuessed(kind: 'loosened' | 'tightened', told: Witness, { old, fresh, standIns }: Case): boolean {
  const hash = 'inline' in told ? told.hash : undefined
  if (hash === undefined) return false
  return (kind === 'loosened' ? old : fresh).some((policy) => standIns.hasOtherHash(policy, hash))
}

function isCovered(surface: Surface, { oldSide, freshSide, pages }: Case): boolean {
  return pages.every(({ url }) => coversSurface(surface, oldSide, freshSide, readPageOrigin(url)))
}

function unproven({ name }: Surface, lists: Lists): Change {
  const writtenIn = lists.flat()[0]?.name ?? null
  return { kind: 'unproven', directive: name, writtenIn, source: null, witness: null }
}
