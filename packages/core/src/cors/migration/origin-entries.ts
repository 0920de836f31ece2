import { type Finding, showValue } from '../../finding.ts'
import { compileMatcher, NO_MATCH } from '../../origin/matcher.ts'
import { covers, type OriginPattern, parseOriginPattern } from '../../origin/pattern.ts'
import { report } from '../../validate.ts'

/** An origin or pattern, and where it comes from. */
export interface OriginEntry {
  readonly text: string
  /** In the old options. */
  readonly path: string
}

/** The same without repetition, and without what a wider one covers. `null` is no pattern, and stays. */
export function withoutCovered(entries: readonly OriginEntry[], findings: Finding[]): readonly OriginEntry[] {
  const distinct = [...new Map(entries.map((entry) => [entry.text, entry])).values()]
  const wide = distinct.flatMap(({ text, path }) => {
    const pattern = parseOriginPattern(text)
    return 'code' in pattern || !(pattern.wildcard || pattern.port === '*') ? [] : [{ pattern, path }]
  })
  if (wide.length === 0) return distinct
  const matcher = compileMatcher(wide.map(({ pattern }) => pattern))
  const isCovered = ({ text }: OriginEntry): boolean => {
    const own = parseOriginPattern(text)
    if ('code' in own) return false
    const isWide = own.wildcard || own.port === '*'
    return isWide
      ? wide.some(({ pattern }) => pattern.text !== text && covers(pattern, own))
      : matcher.find(text) !== NO_MATCH
  }
  return distinct.filter((entry) => {
    if (!isCovered(entry)) return true
    // Patterns that come from one expression are nobody's mistake.
    if (!wide.some(({ pattern, path }) => path === entry.path && coversText(pattern, entry.text))) {
      const message = `${showValue(entry.text)} is covered by another entry, and is left out.`
      report({ path: entry.path, findings }, 'redundant-value', entry.text, message, { severity: 'info' })
    }
    return false
  })
}

function coversText(wide: OriginPattern, text: string): boolean {
  const narrow = parseOriginPattern(text)
  return !('code' in narrow) && covers(wide, narrow)
}
