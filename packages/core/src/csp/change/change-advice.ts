import { type Finding, showValue } from '../../finding.ts'
import { at, type Place, report } from '../../validate.ts'
import { findGovernor, mapDirectives } from '../fallback.ts'
import type { PolicyWords } from '../policy-words.ts'
import { type CheckedChange, isMeant } from './checked-change.ts'

interface Entry {
  readonly name: string
  readonly words: unknown
}

/** The entries of changes that changed something. */
export type Effects = Set<object>

/** What a change says and no policy needed to hear: more often than not a misspelt host. */
export function adviseOnUseless(
  policies: readonly PolicyWords[],
  changes: readonly CheckedChange[],
  effects: Effects,
  findings: Finding[],
): void {
  // Whatever policy there will be comes from elsewhere.
  if (policies.length === 0) return
  for (const change of changes) {
    const { path, replace, remove, append, to } = change
    const place: Place = { path, findings }
    const meant = policies.filter((policy) => isMeant(change, policy))
    if (meant.length === 0) {
      const message = `There is no policy that is ${to === 'enforced' ? 'enforced' : 'on trial'}, so this changes nothing.`
      report(at(place, 'to'), 'useless-option', to, message, { severity: 'warning', fix: 'Remove to, or the change.' })
      continue
    }
    const listOf = (name: string): readonly string[] | undefined => {
      for (const { directives } of meant) {
        const byName = mapDirectives(directives)
        const governor = findGovernor(byName, name)
        if (governor !== undefined) return byName.get(governor)
      }
      return undefined
    }
    const tell = (verb: string, entry: Entry, why: string, fix: string): void => {
      if (effects.has(entry)) return
      report(at(at(place, verb), entry.name), 'useless-option', entry.words ?? true, why, { severity: 'warning', fix })
    }
    const among = to === 'all' ? '' : ` among the policies that are ${to === 'enforced' ? 'enforced' : 'on trial'}`
    for (const entry of replace) tell('replace', entry, `There is nothing to replace${among}.`, 'Remove it.')
    for (const entry of remove) {
      const words = listOf(entry.name)
      if (entry.words === null || words === undefined) {
        tell('remove', entry, `There is no ${entry.name}${among} that could be removed.`, 'Leave it out.')
        continue
      }
      const why = `${entry.words.map(showValue).join(', ')} is not in ${entry.name}${among}.`
      const list = words.length === 0 ? 'Nothing is there' : `There are ${words.map(showValue).join(', ')}`
      tell('remove', entry, why, `${list}. Write what is there, to the letter, or leave it out.`)
    }
    for (const entry of append) {
      if (listOf(entry.name) !== undefined) {
        tell('append', entry, `${entry.name} allows all of this already${among}.`, 'Leave it out.')
        continue
      }
      const why = `No policy restricts ${entry.name}, so there is nothing to append to.`
      tell('append', entry, why, `To restrict it to this, write replace: { '${entry.name}': … }.`)
    }
  }
}
