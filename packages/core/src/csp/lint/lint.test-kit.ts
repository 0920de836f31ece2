import { describe, expect, test } from 'vitest'
import type { FindingCode } from '../../finding.ts'
import type { Delivery } from '../parse.ts'
import type { LintDelivery, LintOptions } from './delivery.ts'
import { applyEdit } from './edit.ts'
import { lintCsp } from './lint.ts'
import type { LintFinding } from './lint-finding.ts'

/** How the policies come, and what else is known. */
export type How = Delivery & LintDelivery & LintOptions

export interface LintRow {
  /** A policy with the finding. */
  readonly has: string
  /** What its span covers. */
  readonly at: string
  /** The policy after its edit; left out when it has none. */
  readonly after?: string
  /** A policy near that one, without the finding. */
  readonly not: string
  /** Where several findings of a code are about different things, the value that is meant. */
  readonly value?: unknown
  readonly severity?: LintFinding['severity']
}

export function lintText(header: string, how: How = {}): readonly LintFinding[] {
  const { page, headers, bypasses, isPublicSuffix, ...delivery } = how
  return lintCsp(
    [{ header, ...delivery }],
    { ...(page === undefined ? {} : { page }), ...(headers === undefined ? {} : { headers }) },
    { ...(bypasses === undefined ? {} : { bypasses }), ...(isPublicSuffix === undefined ? {} : { isPublicSuffix }) },
  )
}

function spanText(text: string, { span }: LintFinding): string {
  return text.slice(span.offset, span.offset + span.length)
}

/** Rows of one code. `section` is where the standard says so. */
export function testLint(code: FindingCode, section: string, rows: readonly LintRow[], how: How = {}): void {
  describe(`${code}, ${section}`, () => {
    test.each(rows)('$has', ({ has, at, after, value, severity }) => {
      const found = lintText(has, how).filter(
        (each) => each.code === code && (value === undefined || each.value === value),
      )
      expect(found.map((each) => spanText(has, each))).toContain(at)
      const finding = found.find((each) => spanText(has, each) === at)
      expect(finding?.edit && applyEdit(has, finding.edit)).toBe(after)
      if (severity !== undefined) expect(finding?.severity).toBe(severity)
    })

    test.each(rows)('not $not', ({ not, value }) => {
      const found = lintText(not, how).filter(
        (each) => each.code === code && (value === undefined || each.value === value),
      )
      expect(found).toEqual([])
    })
  })
}
