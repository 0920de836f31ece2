import { heededDirectives, lowerAscii, type ParsedPolicy, type Token } from '../parse.ts'
import type { Change } from './change.ts'

const REPORTING: ReadonlySet<string> = new Set(['report-uri', 'report-to'])

/** The words that only one of two lists has, and that are behind no change. */
export function wordsWithoutEffect(
  old: readonly ParsedPolicy[],
  fresh: readonly ParsedPolicy[],
  changes: readonly Change[],
): readonly Change[] {
  const behind = new Set(changes.map(({ writtenIn, source }) => keyOf(writtenIn, source?.text)))
  const oldWords = wordsOf(old)
  const freshWords = wordsOf(fresh)
  return [...freshWords, ...oldWords].flatMap(([key, { name, token }]) => {
    if (behind.has(key) || (oldWords.has(key) && freshWords.has(key))) return []
    return [{ kind: 'equal' as const, directive: name, writtenIn: name, source: token, witness: null }]
  })
}

/** `'none'` is no word but the lack of one, and reports allow nothing. */
function wordsOf(policies: readonly ParsedPolicy[]): ReadonlyMap<string, { name: string; token: Token }> {
  const words = new Map<string, { name: string; token: Token }>()
  for (const policy of policies) {
    for (const { name, values } of heededDirectives(policy).values()) {
      if (REPORTING.has(name)) continue
      for (const token of values) {
        if (lowerAscii(token.text) !== "'none'") words.set(keyOf(name, token.text), { name, token })
      }
    }
  }
  return words
}

function keyOf(name: string | null, word: string | undefined): string {
  return `${name} ${word}`
}
