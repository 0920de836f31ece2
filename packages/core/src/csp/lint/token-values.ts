import { showValue } from '../../finding.ts'
import { nearestName } from '../../nearest.ts'
import { SANDBOX_TOKENS } from '../directives.ts'
import { lowerAscii } from '../parse.ts'
import { trimQuotes } from '../source.ts'
import type { LintContext } from './context.ts'
import { keepingMeaning, removeWord, removeWordsFrom, replaceSpan, replaceWords } from './edit.ts'
import { aboutWord, type LintDetails, type LintFinding } from './lint-finding.ts'
import type { LintDirective, LintWord } from './lint-policy.ts'
import { isDirectiveName } from './missing-semicolon.ts'

/** Values of the directives that take no list of sources. */
export function checkTokenValues({ policies }: LintContext): readonly LintFinding[] {
  return policies.flatMap(({ heeded }) => [...heeded.values()].flatMap(checkDirective))
}

function checkDirective(directive: LintDirective): readonly LintFinding[] {
  if (directive.row?.status === 'removed') return []
  switch (directive.row?.value) {
    case 'sandbox':
      return [...checkEach(directive, checkSandboxToken), ...checkSandbox(directive)]
    case 'none':
      return checkEach(directive, noValue)
    case 'report-to':
      return oneValue(directive)
    case 'webrtc':
      return [...checkEach(directive, checkWebrtc), ...oneValue(directive)]
    case 'require-trusted-types-for':
      return checkEach(directive, checkSink)
    case 'trusted-types':
      return [...checkEach(directive, checkPolicyName), ...checkTrustedTypes(directive)]
    default:
      return []
  }
}

function checkEach(
  directive: LintDirective,
  check: (directive: LintDirective, word: LintWord) => LintFinding | undefined,
): readonly LintFinding[] {
  return directive.words.flatMap((word) => (isDirectiveName(word) ? [] : (check(directive, word) ?? [])))
}

function misplaced(
  directive: LintDirective,
  word: LintWord,
  what: string,
  details: Partial<LintDetails> = {},
): LintFinding {
  return aboutWord(directive, word, 'misplaced-value', `${showValue(word.token.text)} ${what}.`, {
    severity: 'warning',
    fix: 'Remove it.',
    see: directive.row?.see,
    edit: removeWord(directive, word.index),
    ...details,
  })
}

function replacing(word: LintWord, text: string, fix: string = `Write ${text}.`): Partial<LintDetails> {
  return { fix, edit: replaceSpan(word.token, text) }
}

function checkSandboxToken(directive: LintDirective, word: LintWord): LintFinding | undefined {
  const token = lowerAscii(word.token.text)
  if (isSandboxToken(token)) return undefined
  const bare = trimQuotes(token)
  if (isSandboxToken(bare))
    return misplaced(directive, word, 'has quotes, and sandbox tokens have none', replacing(word, bare))
  const nearest = nearestName(token, SANDBOX_TOKENS)
  const what = 'is no sandbox token, so browsers ignore it'
  if (nearest === undefined) {
    return misplaced(directive, word, what, { edit: keepingMeaning(removeWord(directive, word.index)) })
  }
  return misplaced(directive, word, what, replacing(word, nearest, `Did you mean ${nearest}?`))
}

function isSandboxToken(text: string): boolean {
  return SANDBOX_TOKENS.some((token) => token === text)
}

/** Scripts with the page's own origin reach its other pages, and what those may do (HTML §4.8.5). */
function checkSandbox(directive: LintDirective): readonly LintFinding[] {
  const find = (token: string): LintWord | undefined =>
    directive.words.find((word) => lowerAscii(word.token.text) === token)
  const sameOrigin = find('allow-same-origin')
  if (find('allow-scripts') === undefined || sameOrigin === undefined) return []
  const message =
    'allow-scripts and allow-same-origin together let scripts of the page act on the rest of its origin, outside the sandbox.'
  return [
    aboutWord(directive, sameOrigin, 'sandbox-escape', message, {
      severity: 'warning',
      fix: 'Remove one of the two, or serve the page from an origin of its own.',
      see: 'https://html.spec.whatwg.org/multipage/iframe-embed-object.html#attr-iframe-sandbox',
      edit: removeWord(directive, sameOrigin.index),
    }),
  ]
}

/** `upgrade-insecure-requests 1`. */
function noValue(directive: LintDirective, word: LintWord): LintFinding {
  return misplaced(directive, word, `is a value, and ${directive.name} takes none`, {
    edit: keepingMeaning(removeWord(directive, word.index)),
  })
}

function oneValue(directive: LintDirective): readonly LintFinding[] {
  const second = directive.words[1]
  if (second === undefined || isDirectiveName(second)) return []
  const what = `is one value too many: ${directive.name} takes one`
  // Of several endpoints the first is taken; of several words for webrtc none, which blocks.
  const edit =
    directive.name === 'webrtc' ? replaceWords(directive, "'block'") : keepingMeaning(removeWordsFrom(directive, 1))
  return [misplaced(directive, second, what, { fix: 'Keep one.', edit })]
}

/** Anything but a lone 'allow' blocks (CSP3 §6.6.1). */
function checkWebrtc(directive: LintDirective, word: LintWord): LintFinding | undefined {
  const text = lowerAscii(word.token.text)
  if (text === "'allow'" || text === "'block'") return undefined
  const meant = trimQuotes(text) === 'allow' ? "'allow'" : "'block'"
  const details = replacing(word, meant)
  const edit = meant === "'block'" ? keepingMeaning(details.edit) : details.edit
  return misplaced(directive, word, 'is no value of webrtc, which blocks then', { ...details, edit })
}

function checkSink(directive: LintDirective, word: LintWord): LintFinding | undefined {
  // The grammar's literal text; engines compare with regard to case.
  if (word.token.text === "'script'") return undefined
  return misplaced(
    directive,
    word,
    'names no group of sinks',
    replacing(word, "'script'", "Write 'script', the only one there is."),
  )
}

const POLICY_NAME_CHARACTERS = new Set('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-#=_/@.%')
const TRUSTED_TYPES_KEYWORDS: readonly string[] = ["'none'", "'allow-duplicates'"]

/** Trusted Types §4.2.3, tt-expression. */
function checkPolicyName(directive: LintDirective, word: LintWord): LintFinding | undefined {
  const { text } = word.token
  const lower = lowerAscii(text)
  if (TRUSTED_TYPES_KEYWORDS.includes(lower)) {
    if (lower !== "'none'" || directive.words.length === 1) return undefined
    return aboutWord(
      directive,
      word,
      'none-with-others',
      "'none' in trusted-types stands beside names, so it is ignored.",
      {
        severity: 'error',
        fix: "Remove 'none', or everything else.",
        see: directive.row?.see,
        edit: removeWord(directive, word.index),
      },
    )
  }
  const quoted = `'${trimQuotes(lower)}'`
  if (TRUSTED_TYPES_KEYWORDS.includes(quoted)) {
    const what = 'is read as the name of a policy: a keyword needs single quotes'
    return misplaced(directive, word, what, { severity: 'error', ...replacing(word, quoted) })
  }
  if (text === '*' || [...text].every((character) => POLICY_NAME_CHARACTERS.has(character))) return undefined
  return misplaced(directive, word, 'is no name of a Trusted Types policy')
}

/** `trusted-types * 'allow-duplicates'`. */
function checkTrustedTypes(directive: LintDirective): readonly LintFinding[] {
  const { policy } = directive
  const found = directive.words
    .filter(({ token }) => token.text === '*' || lowerAscii(token.text) === "'allow-duplicates'")
    .map((word) => {
      const isStar = word.token.text === '*'
      const message = isStar
        ? '* in trusted-types lets any script create a policy of any name, an injected one too.'
        : "'allow-duplicates' in trusted-types lets a second policy take a name that is in use."
      return aboutWord(directive, word, 'loose-trusted-types', message, {
        severity: isStar ? 'warning' : 'info',
        fix: isStar ? 'List the names.' : 'Remove it.',
        see: directive.row?.see,
        edit: removeWord(directive, word.index),
      })
    })
  if (policy.heeded.has('require-trusted-types-for')) return found
  const word = directive.words[0]
  if (word === undefined) return found
  const message =
    'trusted-types restricts who creates policies, and without require-trusted-types-for nothing asks for their values.'
  const details = { severity: 'info', fix: "Add require-trusted-types-for 'script'.", see: directive.row?.see } as const
  return [...found, aboutWord(directive, word, 'useless-option', message, details)]
}
