import type { DirectiveWords } from '../parse.ts'
import type { PolicyWords } from '../policy-words.ts'
import { type CheckedChange, isMeant } from './checked-change.ts'

/**
 * Each restriction as a policy of its own. To compute what two lists have in common would need what no text tells (`'self'` beside hosts,
 * paths after redirects, nonces): browsers do it exactly, and a policy more can never loosen.
 */
export function addRestrictions(
  changed: readonly PolicyWords[],
  before: readonly PolicyWords[],
  changes: readonly CheckedChange[],
  reportUri: string | undefined,
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
      const directives = [...change.restrict, ...reportingOf(change.restrict, model, reportUri)]
      added.set(textOf(directives) + reportOnly, Object.freeze({ directives: Object.freeze(directives), reportOnly }))
    }
  }
  for (const { directives, reportOnly } of changed) added.delete(textOf(directives) + reportOnly)
  const sorted = [...added.keys()].sort().flatMap((text) => added.get(text) ?? [])
  return sorted.length === 0 ? changed : [...changed, ...sorted]
}

/** Where the policies it stands beside report to, unless it says so itself. */
function reportingOf(
  restrict: readonly DirectiveWords[],
  model: PolicyWords | undefined,
  reportUri: string | undefined,
): readonly DirectiveWords[] {
  if (restrict.some(isReporting)) return []
  if (model !== undefined) return model.directives.filter(isReporting)
  return reportUri === undefined ? [] : [{ name: 'report-uri', words: [reportUri] }]
}

function isReporting({ name }: DirectiveWords): boolean {
  return name === 'report-uri' || name === 'report-to'
}

function textOf(directives: readonly DirectiveWords[]): string {
  return directives.map(({ name, words }) => [name, ...words].join(' ')).join('; ')
}
