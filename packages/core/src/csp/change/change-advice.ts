import type { Finding } from '../../finding.ts'
import { at, type Place, report } from '../../validate.ts'
import { findGovernor, mapDirectives } from '../fallback.ts'
import type { PolicyWords } from '../policy-words.ts'
import type { CheckedChange } from './checked-change.ts'

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
  const isGoverned = (name: string) =>
    policies.some(({ directives }) => findGovernor(mapDirectives(directives), name) !== undefined)
  for (const { path, replace, remove, append, to } of changes) {
    const place: Place = { path, findings }
    const tell = (verb: string, entry: { readonly name: string; readonly words: unknown }, why: string): void => {
      if (effects.has(entry)) return
      report(at(at(place, verb), entry.name), 'useless-option', entry.words ?? true, why, { severity: 'warning' })
    }
    const among = to === 'all' ? '' : ` among the policies that are ${to === 'enforced' ? 'enforced' : 'on trial'}`
    for (const entry of replace) tell('replace', entry, `There is nothing to replace${among}.`)
    for (const entry of remove) tell('remove', entry, `Nothing of this is in ${entry.name}${among}.`)
    for (const entry of append) {
      const why = isGoverned(entry.name)
        ? `${entry.name} allows all of this already${among}.`
        : `No policy restricts ${entry.name}, so there is nothing to append to.`
      tell('append', entry, why)
    }
  }
}
