import type { DirectiveWords } from '../parse.ts'
import type { PolicyWords } from '../policy-words.ts'
import { isReporting } from '../reporting.ts'
import { type CheckedChange, isMeant } from './checked-change.ts'

/**
 * Each restriction as a policy of its own. To compute what two lists have in common would need what no text tells (`'self'` beside hosts,
 * paths after redirects, nonces): browsers do it exactly, and a policy more can never loosen.
 */
export function addRestrictions(
  changed: readonly PolicyWords[],
  before: readonly PolicyWords[],
  changes: readonly CheckedChange[],
): readonly PolicyWords[] {
  const added = new Map<string, PolicyWords>()
  for (const change of changes) {
    if (change.restrict.length === 0) continue
    for (const reportOnly of [false, true]) {
      // Where there is no policy at all, a restriction is the first.
      const isAsked =
        before.length === 0
          ? reportOnly === (change.to === 'report-only')
          : isMeant(change, { reportOnly }) && before.some((policy) => policy.reportOnly === reportOnly)
      if (!isAsked) continue
      const model = changed.find((policy) => policy.reportOnly === reportOnly)
      const directives = [...change.restrict, ...reportingOf(change.restrict, model)]
      const policy = { ...sentLike(model), directives: Object.freeze(directives), reportOnly }
      added.set(textOf(directives) + reportOnly, Object.freeze(policy))
    }
  }
  for (const { directives, reportOnly } of changed) added.delete(textOf(directives) + reportOnly)
  const sorted = [...added.keys()].sort().flatMap((text) => added.get(text) ?? [])
  return sorted.length === 0 ? changed : [...changed, ...sorted]
}

/** Where the policies it stands beside report to, if they say so, unless it does itself. */
function reportingOf(restrict: readonly DirectiveWords[], model: PolicyWords | undefined): readonly DirectiveWords[] {
  return model === undefined || restrict.some(isReporting) ? [] : model.directives.filter(isReporting)
}

function sentLike(model: PolicyWords | undefined): Partial<PolicyWords> {
  return {
    ...(model?.unreported ? { unreported: true } : {}),
    ...(model?.sample === undefined ? {} : { sample: model.sample }),
  }
}

function textOf(directives: readonly DirectiveWords[]): string {
  return directives.map(({ name, words }) => [name, ...words].join(' ')).join('; ')
}
