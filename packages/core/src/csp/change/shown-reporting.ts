import type { PolicyWords } from '../policy-words.ts'
import { type CspReporting, isReporting } from '../reporting.ts'
import type { CheckedChange } from './checked-change.ts'

/**
 * The policies with where they report to in their words, where a change is about that: it is to find there what it could add to, take away or replace.
 * A policy that says so itself has it there already.
 */
export function showReporting(
  policies: readonly PolicyWords[],
  changes: readonly CheckedChange[],
  reporting: CspReporting | undefined,
): readonly PolicyWords[] {
  const isAbout = changes.some(({ replace, remove, append }) =>
    [...replace, ...remove, ...append].some(({ name }) => name === 'report-uri' || name === 'report-to'),
  )
  if (reporting === undefined || !isAbout) return policies
  return policies.map((policy) => {
    if (policy.unreported || policy.directives.some(isReporting)) return policy
    return { ...policy, directives: [...policy.directives, { name: 'report-uri', words: [reporting.endpoint] }] }
  })
}

/** Takes out again what no change has touched, and notes where a change has left nothing of it. */
export function hideReporting(
  changed: readonly PolicyWords[],
  shown: readonly PolicyWords[],
  given: readonly PolicyWords[],
  reporting: CspReporting | undefined,
): readonly PolicyWords[] {
  return changed.map((policy, index) => {
    const before = given[index]
    if (before === undefined || before === shown[index]) return policy
    const own = policy.directives.filter(isReporting)
    if (own.length === 0) return Object.freeze({ ...policy, unreported: true })
    const [only] = own
    const isAsShown = own.length === 1 && only?.name === 'report-uri' && only.words.join(' ') === reporting?.endpoint
    if (!isAsShown) return policy
    return Object.freeze({
      ...policy,
      directives: Object.freeze(policy.directives.filter((directive) => directive !== only)),
    })
  })
}
