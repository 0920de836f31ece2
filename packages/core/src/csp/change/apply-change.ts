import type { Finding } from '../../finding.ts'
import { compareNames, placeScriptSrcFirst, rankOf } from '../directive-order.ts'
import { findGovernor, mapDirectives } from '../fallback.ts'
import type { DirectiveWords } from '../parse.ts'
import type { PolicyWords } from '../policy-words.ts'
import type { CspReporting } from '../reporting.ts'
import { adviseOnUseless, type Effects } from './change-advice.ts'
import { checkContradictions, checkSwitches } from './change-conflicts.ts'
import { type CheckedChange, isMeant } from './checked-change.ts'
import { appendWords, removeWords } from './list-change.ts'
import { addRestrictions } from './restriction.ts'
import { hideReporting, showReporting } from './shown-reporting.ts'

export interface ApplyOptions {
  /** Every problem is pushed here; with an error the result is not to be used. */
  readonly findings: Finding[]
  /** Also say what has no effect. */
  readonly advises: boolean
  /** Where policies report to that do not say it themselves. */
  readonly reporting?: CspReporting | undefined
}

/**
 * Carries out several changes at once, as if they were one: first what all of them replace, then what they remove, append and restrict.
 * So their order means nothing, neither here nor in the text that comes out.
 */
export function applyChanges(
  given: readonly PolicyWords[],
  changes: readonly CheckedChange[],
  { findings, advises, reporting }: ApplyOptions,
): readonly PolicyWords[] {
  const policies = showReporting(given, changes, reporting)
  const effects: Effects = new Set()
  checkContradictions(changes, findings)
  const plans = policies.map((policy) => new Map(changes.flatMap((change) => replacementsIn(policy, change, policies))))
  const changed = policies.map((policy, index) => {
    const own = changes.filter((change) => isMeant(change, policy))
    if (own.length === 0) return policy
    const before = mapDirectives(policy.directives)
    const after = new Map(before)
    for (const [entry, words] of [...(plans[index] ?? [])].sort(byText)) {
      effects.add(entry)
      if (words === null) after.delete(entry.name)
      else after.set(entry.name, words)
    }
    removeAll(after, own, effects)
    appendAll(after, own, effects)
    checkSwitches(before, after, own, findings)
    return Object.freeze({ ...policy, directives: inOrder(after, before) })
  })
  if (advises) adviseOnUseless(policies, changes, effects, findings)
  // An empty header value would only puzzle.
  const left = hideReporting(changed, policies, given, reporting).filter(({ directives }) => directives.length > 0)
  return addRestrictions(left, policies, changes)
}

type Replacing = readonly [CheckedChange['replace'][number], readonly string[] | null]

/** Two may replace a list by the same one written in another order: then it must not matter which came first. */
function byText([, one]: Replacing, [, other]: Replacing): number {
  const [first, second] = [textOf(one), textOf(other)]
  return first < second ? -1 : first > second ? 1 : 0
}

function textOf(words: readonly string[] | null): string {
  return words?.join(' ') ?? ''
}

/** Which replacements go into a policy: those of what it governs, or what none does, if it is the first. */
function replacementsIn(
  policy: PolicyWords,
  change: CheckedChange,
  policies: readonly PolicyWords[],
): readonly Replacing[] {
  if (!isMeant(change, policy)) return []
  const governs = (one: PolicyWords, name: string) => findGovernor(mapDirectives(one.directives), name) !== undefined
  const meant = policies.filter((one) => isMeant(change, one))
  // Rather than in one on trial, where it would do nothing.
  const first = meant.find(({ reportOnly }) => !reportOnly) ?? meant[0]
  return change.replace.flatMap((entry): readonly Replacing[] => {
    const isOurs = governs(policy, entry.name) || (policy === first && !meant.some((one) => governs(one, entry.name)))
    return isOurs ? [[entry, entry.words]] : []
  })
}

/** All that is removed from one name at once: what the first has made of a list must not keep the next one from it. */
function removeAll(directives: Map<string, readonly string[]>, changes: readonly CheckedChange[], effects: Effects) {
  const byName = groupByName(changes.flatMap(({ remove }) => remove))
  for (const name of [...byName.keys()].sort(compareNames)) {
    const entries = byName.get(name) ?? []
    // A whole directive goes first: what another change takes out of a list then stays out of what the directive falls back to.
    const isGone = entries.some(({ words }) => words === null) && directives.delete(name)
    const removed = removeWords(
      directives,
      name,
      entries.flatMap(({ words }) => words ?? []),
    )
    for (const entry of entries) {
      if (entry.words === null ? isGone : entry.words.some((word) => removed.has(word))) effects.add(entry)
    }
  }
}

/** All that is appended to one name at once, so that the text does not tell who came first. */
function appendAll(directives: Map<string, readonly string[]>, changes: readonly CheckedChange[], effects: Effects) {
  const byName = groupByName(changes.flatMap(({ append }) => append))
  for (const name of [...byName.keys()].sort(compareNames)) {
    const entries = byName.get(name) ?? []
    const added = appendWords(directives, name, [...new Set(entries.flatMap(({ words }) => words))].sort())
    for (const entry of entries) if (entry.words.some((word) => added.has(word))) effects.add(entry)
  }
}

function groupByName<E extends { readonly name: string }>(entries: readonly E[]): ReadonlyMap<string, readonly E[]> {
  const byName = new Map<string, E[]>()
  for (const entry of entries) byName.set(entry.name, [...(byName.get(entry.name) ?? []), entry])
  return byName
}

/** As it was; what is new, in the order of the table. */
function inOrder(
  after: ReadonlyMap<string, readonly string[]>,
  before: ReadonlyMap<string, readonly string[]>,
): readonly DirectiveWords[] {
  const kept = [...before.keys()].filter((name) => after.has(name))
  const added = [...after.keys()].filter((name) => !before.has(name)).sort((a, b) => rankOf(a) - rankOf(b))
  const all = [...kept, ...added].map((name) => Object.freeze({ name, words: Object.freeze(after.get(name) ?? []) }))
  return Object.freeze(placeScriptSrcFirst(all))
}
