import type { CspMigration } from '@sallyport/core/csp'
import { expect } from 'vitest'
import { askSallyport, type Sent } from './libraries.ts'
import { readMeaning } from './meaning.ts'

/** Expects that the translation means what was sent. True when there was a policy to compare. */
export function compareMeanings(before: Sent, migration: CspMigration): boolean {
  const after = askSallyport(migration)
  const meaning = before && readMeaning(before)
  // A policy that browsers heed nothing of is none.
  const isNothing = meaning !== null && (meaning === false || Object.keys(meaning).length === 0)
  const expected = isNothing ? false : before && { reportOnly: before.reportOnly, meaning }
  expect(after && { reportOnly: after.reportOnly, meaning: readMeaning(after) }).toEqual(expected)
  return before !== null && !isNothing
}
