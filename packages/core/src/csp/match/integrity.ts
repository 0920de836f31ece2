import { type HashName, parseSourceExpression } from '../source-expression.ts'
import type { Profile } from '../verdict.ts'
import { differs } from './differences.ts'
import { fold, withoutPadding } from './hash-source.ts'
import { type Evidence, NOTHING } from './nonce.ts'
import type { SourceList } from './source-list.ts'

/** Does integrity metadata match source list: CSP3 §6.7.2.4. Values that are not understood count for nothing; all others have to be listed. */
export function ruleOnIntegrity({ hashes }: SourceList, integrity: string | undefined, profile: Profile): Evidence {
  if (hashes.length === 0) return NOTHING // 3
  if (integrity === undefined) return { ...NOTHING, isUnknown: true }
  const values = parseIntegrity(integrity) // 4
  const listed = new Map(hashes.map((hash) => [`${hash.algorithm}-${normalise(hash.value, profile, 'source')}`, hash]))
  const near = new Map(hashes.map((hash) => [`${hash.algorithm}-${withoutPadding(fold(hash.value))}`, hash]))
  const matches = values.map(({ algorithm, value }) =>
    listed.get(`${algorithm}-${normalise(value, profile, 'integrity')}`),
  )
  const [first] = matches
  if (first !== undefined && matches.every((match) => match !== undefined)) return { ...NOTHING, source: first.token } // 6, 7
  const misses = values.map(({ algorithm, value }) => near.get(`${algorithm}-${withoutPadding(fold(value))}`))
  const tokens = new Set(misses.flatMap((miss) => (miss === undefined ? [] : [miss.token])))
  return { ...NOTHING, misses: [...tokens].map((source) => ({ source, differs: 'hash' })) }
}

function normalise(value: string, profile: Profile, side: 'source' | 'integrity'): string {
  if (differs(profile, 'hashes-decoded')) return withoutPadding(fold(value))
  return side === 'source' && differs(profile, 'integrity-hash-folded') ? fold(value) : value
}

/** Subresource Integrity §3.3.2: words of a hash with options, `sha384-…?option`; other words are passed over. */
function parseIntegrity(integrity: string): readonly { algorithm: HashName; value: string }[] {
  return splitWords(integrity).flatMap((word) => {
    const options = word.indexOf('?')
    // An integrity value is written as a hash source without its quotes.
    const expression = parseSourceExpression(`'${options === -1 ? word : word.slice(0, options)}'`)
    return expression.kind === 'hash' ? [expression] : []
  })
}

function splitWords(text: string): readonly string[] {
  const words: string[] = []
  let word = ''
  for (const character of text) {
    if (!'\t\n\f\r '.includes(character)) word += character
    else if (word !== '') {
      words.push(word)
      word = ''
    }
  }
  if (word !== '') words.push(word)
  return words
}
