import { type CspMigration, subsumes } from '@sallyport/core/csp'
import { expect } from 'vitest'
import { askSallyport, type Sent } from './libraries.ts'
import { readMeaning, type SentPolicy } from './meaning.ts'

/**
 * Expects that the translation means what was sent, and that neither allows what the other blocks, but for what a finding names. `'equal'`:
 * without exception; `'none'`: no policy was sent.
 */
export function compareMeanings(before: Sent, migration: CspMigration): 'equal' | 'named' | 'none' {
  const after = askSallyport(migration)
  const meaning = before && readMeaning(before)
  // A policy that browsers heed nothing of is none.
  const isNothing = meaning !== null && (meaning === false || Object.keys(meaning).length === 0)
  const expected = isNothing ? false : before && { reportOnly: before.reportOnly, meaning }
  expect(after && { reportOnly: after.reportOnly, meaning: readMeaning(after) }).toEqual(expected)
  if (!before || !after || isNothing) return 'none'
  const [sent, ours] = [comparable(before), comparable(after)]
  expect(subsumes(sent, ours, PAGE), `allows more: ${ours}`).toBe(true)
  const isEqual = subsumes(ours, sent, PAGE)
  expect(isEqual || isNamed(migration), `allows less: ${ours}`).toBe(true)
  return isEqual ? 'equal' : 'named'
}

const PAGE = { page: 'https://page.test' }

/** As if it were enforced, with one nonce for all that are drawn, and without queries: no browser looks at one. */
function comparable({ header, reportOnly }: SentPolicy): string {
  const directives = header.split(';').map((directive) => directive.trim())
  const heeded = directives.filter((text) => !reportOnly || !/^(sandbox|upgrade-insecure-requests)\b/.test(text))
  return heeded
    .join('; ')
    .replaceAll('?y=1', '')
    .replaceAll(/'nonce-(?!!)[^']*'/g, "'nonce-drawn'")
}

/** What the browser may take for a host or a hash that nobody has, or for a keyword yet to come, is left out, and a finding says so. */
function isNamed({ findings }: CspMigration): boolean {
  return findings.some(({ code, severity }) => severity === 'warning' && LEFT_OUT.includes(code))
}

const LEFT_OUT: readonly string[] = ['invalid-source', 'dead-value', 'behaviour-differs']
