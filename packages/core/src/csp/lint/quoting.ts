import { KEYWORD_DIRECTIVES, NONCE } from '../keywords.ts'
import { lowerAscii } from '../parse.ts'
import { trimQuotes } from '../source.ts'
import { parseSourceExpression } from '../source-expression.ts'
import { RENAMED_KEYWORDS } from './renamed-keywords.ts'

/**
 * The keyword, nonce or hash that a word without its quotes, or with others, was meant to be. Undefined for one that is quoted well, and for
 * one that is something else.
 */
export function quoteWord(word: string): string | undefined {
  if (word.length > 1 && word.startsWith("'") && word.endsWith("'")) return undefined
  const bare = trimQuotes(word)
  const quoted = `'${lowerAscii(bare)}'`
  if (quoted === "'none'" || (quoted !== NONCE && KEYWORD_DIRECTIVES.has(quoted))) return quoted
  if (RENAMED_KEYWORDS.has(quoted)) return RENAMED_KEYWORDS.get(quoted)
  // A host could be named so; none that has a dot or a port is meant, for neither stands in base64.
  const { kind } = parseSourceExpression(`'${bare}'`)
  return kind === 'nonce' || kind === 'hash' ? `'${bare}'` : undefined
}
