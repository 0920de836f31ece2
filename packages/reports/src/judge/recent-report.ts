import type { Violation } from '@sallyport/core/report'
import type { RecentReport } from '../collector/collector-options.ts'
import type { Group } from '../group.ts'
import { parseUrl } from './absolute-url.ts'
import { maskScheme } from './blocked.ts'
import { maskPath } from './path-mask.ts'

// CSP3 §5.3 lets a sample have 40 characters.
const LONGEST_SAMPLE = 256

/**
 * A report for a developer's own eyes: with its sample as text, which is why it is never stored. The file is redacted like a page: its origin and masked path, or the scheme alone.
 *
 * @param at milliseconds since the epoch. Default: now.
 */
export function recentOf(violation: Violation, group: Group, at: number = Date.now()): RecentReport {
  const { sample, sourceFile, lineNumber } = violation
  return { ...group, at, sample: sample.slice(0, LONGEST_SAMPLE), sourceFile: redactFile(sourceFile), lineNumber }
}

function redactFile(sourceFile: string): string {
  const url = parseUrl(sourceFile) ?? parseUrl(`${sourceFile}:`)
  if (url === null) return ''
  const isWeb = url.protocol === 'https:' || url.protocol === 'http:'
  return isWeb ? url.origin + maskPath(url.pathname) : maskScheme(url.protocol.slice(0, -1))
}
