import type { ParsedPolicy } from '../parse.ts'
import type { Page, Profile } from '../verdict.ts'
import { isLeftInsecure } from './arrival.ts'
import type { Change, Witness } from './change.ts'
import { coversSurface, type Side } from './cover.ts'
import { readPageOrigin } from './page-origin.ts'
import { type Probe, plainProbes, probesOfWord } from './probes.ts'
import { changedWords, isSame, type SpokenList } from './spoken-list.ts'
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
  /** How many verdicts of single policies may still be asked for. Past them words are not tried any more. */
  readonly budget: { left: number }
  readonly listsOf: (surface: Surface, side: Side) => readonly SpokenList[]
}

/** The changes of one surface: probes are made of the words that differ, and the matcher is asked about each before and after. */
export function surfaceChanges(surface: Surface, comparison: Case): readonly Change[] {
  const oldLists = comparison.listsOf(surface, comparison.oldSide)
  const freshLists = comparison.listsOf(surface, comparison.freshSide)
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

/** Whether eval may differ although its words do not: `'trusted-types-eval'` is dead without Trusted Types. */
function concernsTypes({ name }: Surface, { oldSide, freshSide }: Case): boolean {
  return name === 'script-src' && oldSide.facts.requiresTrustedTypes !== freshSide.facts.requiresTrustedTypes
}

/** Tries the word on each page until it made a difference. */
function noteWord(changes: Map<string, Change>, surface: Surface, word: string, comparison: Case): void {
  for (const page of comparison.pages) {
    let isNoted = false
    if (comparison.budget.left < 0) return
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
  comparison.budget.left -= old.length + fresh.length
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
function isUpgradedAway(kind: 'loosened' | 'tightened', witness: Witness, comparison: Case): boolean {
  const { oldSide, freshSide, profile } = comparison
  const [blocking, allowing] = kind === 'loosened' ? [oldSide, freshSide] : [freshSide, oldSide]
  if (!('request' in witness) || blocking.upgrades || !allowing.upgrades) return false
  const { url } = witness.request
  return (url.startsWith('http:') || url.startsWith('ws:')) && !isLeftInsecure(url, profile)
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

function unproven({ name }: Surface, lists: readonly SpokenList[]): Change {
  return { kind: 'unproven', directive: name, writtenIn: lists[0]?.names ?? null, source: null, witness: null }
}
