import type { LintContext } from './context.ts'
import { aboutDirective, aboutWord, type LintDetails, type LintFinding } from './lint-finding.ts'
import { takesSources } from './lint-policy.ts'
import { describeSupport, SUPPORT, SUPPORT_DATE, SUPPORT_SOURCE, type SupportRow, supportSeverity } from './support.ts'

/** Directives and keywords that a browser people still use does not know. */
export function checkSupport({ policies }: LintContext): readonly LintFinding[] {
  return policies.flatMap(({ heeded }) =>
    [...heeded.values()].flatMap((directive) => {
      const found: LintFinding[] = []
      // What report-to lacks, a check of its own tells, together with report-uri.
      const own = directive.name === 'report-to' ? undefined : tell(directive.name)
      if (own !== undefined) found.push(aboutDirective(directive, 'limited-support', own.message, own.details))
      if (!takesSources(directive)) return found
      for (const word of directive.words) {
        const keyword = word.expression.kind === 'keyword' ? tell(word.expression.keyword) : undefined
        if (keyword !== undefined)
          found.push(aboutWord(directive, word, 'limited-support', keyword.message, keyword.details))
      }
      return found
    }),
  )
}

function tell(feature: string): { readonly message: string; readonly details: LintDetails } | undefined {
  const row: SupportRow | undefined = SUPPORT.get(feature)
  const severity = row && supportSeverity(row)
  if (row === undefined || severity === undefined) return undefined
  const message = `${feature} is known since ${describeSupport(row)} (as of ${SUPPORT_DATE}); a browser without it ${row.without}.`
  return { message, details: { severity, fix: 'Keep it, and do not rely on it alone.', see: SUPPORT_SOURCE } }
}
