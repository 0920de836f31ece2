import { type Edit, showValue } from '../../finding.ts'
import { nearestName } from '../../nearest.ts'
import { HASH_DIRECTIVES, KEYWORD_DIRECTIVES, NONCE } from '../keywords.ts'
import { isSourceProblem, parseSource } from '../source.ts'
import { parseSourceExpression } from '../source-expression.ts'
import type { LintContext } from './context.ts'
import { keepingMeaning, removeWord, replaceSpan } from './edit.ts'
import { aboutWord, type LintDetails, type LintFinding } from './lint-finding.ts'
import { isKeyword, type LintDirective, type LintWord, takesSources } from './lint-policy.ts'
import { isDirectiveName } from './missing-semicolon.ts'
import { quoteWord } from './quoting.ts'
import { RENAMED_KEYWORDS } from './renamed-keywords.ts'

const SEE_GRAMMAR = 'https://w3c.github.io/webappsec-csp/#framework-directive-source-list'
const QUOTED: readonly string[] = [...KEYWORD_DIRECTIVES.keys(), "'none'"].filter((keyword) => keyword !== NONCE)

/** Words of source lists that are no source, or none that means anything in their directive. */
export function checkSourceWords({ policies }: LintContext): readonly LintFinding[] {
  return policies.flatMap(({ heeded }) =>
    [...heeded.values()].filter(takesSources).flatMap((directive) =>
      directive.words.flatMap((word) => {
        if (isDirectiveName(word)) return []
        return readAmiss(directive, word) ?? noneBesideOthers(directive, word) ?? misplaced(directive, word) ?? []
      }),
    ),
  )
}

function readAmiss(directive: LintDirective, word: LintWord): LintFinding | undefined {
  const { text } = word.token
  const { expression } = word
  const tell = (message: string, fix: string, edit: Edit | undefined): LintFinding =>
    aboutWord(directive, word, 'invalid-source', `${showValue(text)} ${message}.`, {
      severity: 'error',
      fix,
      see: SEE_GRAMMAR,
      edit,
    })
  const quoted = expression.kind === 'host' || expression.kind === 'invalid' ? quoteWord(text) : undefined
  if (quoted !== undefined) {
    const what = expression.kind === 'host' ? 'is read as a host' : 'is no source'
    return tell(
      `${what}: a keyword, nonce or hash needs single quotes`,
      `Write ${quoted}.`,
      replaceSpan(word.token, quoted),
    )
  }
  if (expression.kind === 'keyword') return unknownKeyword(directive, word, expression.keyword, tell)
  if (expression.kind !== 'invalid' || isTokenLike(text)) return undefined
  const mended = mend(text)
  const problem = parseSource(text)
  const message = isSourceProblem(problem) ? problem.message.slice(showValue(text).length + 1, -1) : 'is no source'
  if (mended !== undefined) return tell(message, `Write ${showValue(mended)}.`, replaceSpan(word.token, mended))
  const fix = isSourceProblem(problem) ? problem.fix : 'Remove it.'
  return tell(message, fix, keepingMeaning(removeWord(directive, word.index)))
}

function unknownKeyword(
  directive: LintDirective,
  word: LintWord,
  keyword: string,
  tell: (message: string, fix: string, edit: Edit | undefined) => LintFinding,
): LintFinding | undefined {
  if (keyword === NONCE) return tell('is the place of a nonce, and no nonce', 'Render the policy with one.', undefined)
  if (KEYWORD_DIRECTIVES.has(keyword)) return undefined
  const removal = keepingMeaning(removeWord(directive, word.index))
  if (RENAMED_KEYWORDS.has(keyword)) {
    const now = RENAMED_KEYWORDS.get(keyword)
    return now === undefined
      ? tell('is a keyword that CSP has given up', 'Remove it.', removal)
      : tell('is no keyword of CSP', `Write ${now}.`, replaceSpan(word.token, now))
  }
  const bare = quotedSource(word.token.text)
  if (bare !== undefined) {
    return tell(
      'is in quotes, and only keywords, nonces and hashes are',
      `Write ${bare}.`,
      replaceSpan(word.token, bare),
    )
  }
  const nearest = nearestName(keyword, QUOTED)
  return nearest === undefined
    ? tell('is in quotes but is no keyword of CSP', 'Remove it.', removal)
    : tell('is in quotes but is no keyword of CSP', `Did you mean ${nearest}?`, replaceSpan(word.token, nearest))
}

/** `'https://a.test'` and `'data:'`: what stands in the quotes is a source by itself. */
function quotedSource(text: string): string | undefined {
  const bare = text.slice(1, -1)
  const expression = parseSourceExpression(bare)
  if (expression.kind === 'scheme') return bare
  return expression.kind === 'host' && (bare === '*' || bare.includes('.') || bare.includes('://')) ? bare : undefined
}

/** Nonces and hashes have checks of their own. */
function isTokenLike(text: string): boolean {
  const lower = text.toLowerCase()
  return (
    ["'nonce-", "'sha256-", "'sha384-", "'sha512-"].some((prefix) => lower.startsWith(prefix)) && text.endsWith("'")
  )
}

/** What was meant, where that is a source. */
function mend(text: string): string | undefined {
  if (text.startsWith("'")) return undefined
  const candidates = [text.split('?')[0]?.split('#')[0], text.split(',').join(' ').trim(), `https:${text}`]
  return candidates.find(
    (each) => each !== undefined && each !== text && each !== '' && each.split(' ').every(isLocation),
  )
}

function isLocation(text: string): boolean {
  const { kind } = parseSourceExpression(text)
  return text === '' || kind === 'host' || kind === 'scheme'
}

/** `'none' https://a.test`: the list admits a.test (CSP3 §6.7.2.6). */
function noneBesideOthers(directive: LintDirective, word: LintWord): LintFinding | undefined {
  if (word.expression.kind !== 'none' || directive.words.length === 1) return undefined
  const { name } = directive
  const message = directive.list.matchesNothing
    ? `'none' in ${name} stands beside other words; it is ignored, but they match nothing either.`
    : `'none' in ${name} stands beside other sources, so browsers ignore it.`
  return aboutWord(directive, word, 'none-with-others', message, {
    severity: directive.list.matchesNothing ? 'info' : 'error',
    fix: "Remove 'none', or everything else.",
    see: 'https://w3c.github.io/webappsec-csp/#match-url-to-source-list',
    edit: keepingMeaning(removeWord(directive, word.index)),
  })
}

function misplaced(directive: LintDirective, word: LintWord): LintFinding | undefined {
  const { name, row, list } = directive
  const { expression, token } = word
  // What means nothing here can still switch 'unsafe-inline' off; taken out, it would let everything in.
  const switchesOff = expression.kind === 'nonce' || expression.kind === 'hash' || isKeyword(word, "'strict-dynamic'")
  const guards = switchesOff && list.unsafeInline !== undefined
  const tell = (message: string, details: Partial<LintDetails> = {}): LintFinding =>
    aboutWord(directive, word, 'misplaced-value', message, {
      severity: 'warning',
      fix: 'Remove it.',
      see: row?.see,
      edit: guards ? undefined : keepingMeaning(removeWord(directive, word.index)),
      ...details,
    })
  const homes = homesOf(word)
  if (homes !== 'any' && !homes.includes(name)) {
    return tell(`${showValue(token.text)} means nothing in ${name}.`, { fix: `It belongs in ${homes.join(', ')}.` })
  }
  const isLocation = expression.kind === 'host' || expression.kind === 'scheme' || isKeyword(word, "'self'")
  if (isLocation && name.endsWith('-attr')) {
    return tell(`${showValue(token.text)} means nothing in ${name}: attributes are not loaded from anywhere.`)
  }
  if (name === 'base-uri' && expression.kind === 'scheme' && expression.scheme === 'data') {
    const see = 'https://html.spec.whatwg.org/multipage/urls-and-fetching.html#dynamic-changes-to-base-urls'
    return tell('HTML takes no data: URL for a base, whatever base-uri says.', { see })
  }
  // Only the ancestors' origins are compared (§6.4.2), whose path is the root.
  if (name === 'frame-ancestors' && expression.kind === 'host' && (expression.path ?? '/') !== '/') {
    const origin = token.text.slice(0, token.length - (expression.path ?? '').length)
    return tell(`${showValue(token.text)} has a path, and frame-ancestors compares origins.`, {
      fix: `Write ${origin}.`,
      edit: replaceSpan(token, origin),
    })
  }
  return undefined
}

/** The directives in which a word means something. */
function homesOf({ expression }: LintWord): 'any' | readonly string[] {
  if (expression.kind === 'nonce') return KEYWORD_DIRECTIVES.get(NONCE) ?? []
  if (expression.kind === 'hash') return HASH_DIRECTIVES
  return expression.kind === 'keyword' ? (KEYWORD_DIRECTIVES.get(expression.keyword) ?? 'any') : 'any'
}
