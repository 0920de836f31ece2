import { showValue } from '../finding.ts'
import { isToken } from '../http/token.ts'
import { nearestName } from '../nearest.ts'
import { checkEndpoint } from '../report/endpoint.ts'
import { type Place, report } from '../validate.ts'
import { DIRECTIVES, type DirectiveRow, SANDBOX_TOKENS } from './directives.ts'
import { HASH_DIRECTIVES, KEYWORD_DIRECTIVES } from './keywords.ts'
import { isSourceProblem, parseSource, type SourceKind } from './source.ts'

const UNSET_FIX = 'Is an environment variable unset? Leave the entry out where there is none.'

/**
 * The words of one directive's value in the configuration, checked for their outer shape only.
 * Undefined when the directive is left out: it says so itself (`false`), or a finding was reported.
 */
export function readWords(row: DirectiveRow, value: unknown, place: Place): readonly unknown[] | undefined {
  const { name, see } = row
  if (value === undefined || value === null || value === '') {
    report(place, 'unset-value', value, `${name} is ${showValue(value)}.`, { fix: UNSET_FIX, see })
    return undefined
  }
  const shape = SHAPES[row.value] ?? LIST
  if (shape.flag && typeof value === 'boolean') return value ? [] : undefined
  if (shape.text && typeof value === 'string') return [value]
  if (shape.list && Array.isArray(value)) {
    if (value.length > 0) return Array.from<unknown>(value)
    report(place, 'unset-value', value, `${name} has an empty list.`, { fix: shape.fix, see })
    return undefined
  }
  // ['self'] for 'self' is what nearly everyone means who writes a text.
  const fix = shape.list && typeof value === 'string' ? `Write ${listOf(value)}.` : shape.fix
  report(place, 'invalid-type', value, `${name} takes ${shape.what}, not ${showValue(value)}.`, { fix, see })
  return undefined
}

interface Shape {
  readonly what: string
  readonly fix: string
  readonly flag?: boolean
  readonly text?: boolean
  readonly list?: boolean
}

const LIST: Shape = { what: 'a list of sources', fix: `Write ["'none'"] to admit nothing.`, list: true }

const SHAPES: Partial<Record<DirectiveRow['value'], Shape>> = {
  none: { what: 'no value', fix: 'Write true, or false to leave it out.', flag: true },
  sandbox: { what: 'true or a list of tokens', fix: 'Write true for every restriction.', flag: true, list: true },
  'report-uri': { what: 'a list of URLs', fix: 'Write ["/csp-reports"].', list: true },
  'report-to': { what: "one endpoint's name", fix: 'Write "csp".', text: true },
  webrtc: { what: `"'allow'" or "'block'"`, fix: `Write "'block'".`, text: true },
  'trusted-types': { what: 'a list of policy names', fix: `Write ["'none'"] to admit none.`, list: true },
  'require-trusted-types-for': { what: `["'script'"]`, fix: `Write ["'script'"].`, list: true },
}

function listOf(text: string): string {
  const words = text.split(' ').filter((word) => word !== '')
  return `[${words.map(showValue).join(', ')}]`
}

/**
 * Checks each word of a directive's value. Every word of the result is printable ASCII without white space, `;` and `,`, whatever
 * came in: this is what keeps a value from becoming another source, directive or policy. Undefined when an error was reported.
 */
export function checkWords(
  row: DirectiveRow,
  words: readonly unknown[],
  placeOf: (index: number) => Place,
): readonly string[] | undefined {
  const checked: string[] = []
  const seen = new Set<string>()
  words.forEach((word, index) => {
    const place = placeOf(index)
    if (typeof word !== 'string' || word === '') {
      const unset = word === undefined || word === null || word === ''
      const fix = unset ? UNSET_FIX : textFix(word)
      const shown = word instanceof Promise ? 'A promise' : showValue(word)
      const message = `${shown} in ${row.name} is no text.`
      report(
        place,
        unset ? 'unset-value' : 'invalid-type',
        word,
        word === '' ? `A text in ${row.name} is empty.` : message,
        { fix },
      )
      return
    }
    if (!checkWord(row, word, place)) return
    if (seen.has(word)) {
      const details = { severity: 'warning', fix: 'Remove one of the two.' } as const
      report(place, 'duplicate-value', word, `${row.name} lists ${showValue(word)} twice.`, details)
    }
    seen.add(word)
    checked.push(word)
  })
  if (checked.length !== words.length) return undefined
  if (!seen.has("'none'") || seen.size === 1) return checked
  const message = `'none' in ${row.name} stands beside other values, so browsers ignore it.`
  const fix = "Remove 'none', or everything else."
  report(placeOf(checked.indexOf("'none'")), 'none-with-others', "'none'", message, { fix, see: row.see })
  return undefined
}

/** What was meant by something that is no text. */
function textFix(word: unknown): string {
  if (word instanceof Promise) return 'Await it: hashSource and hashHtml give promises.'
  // What other libraries take for a nonce; URL objects and the like are made texts by String().
  if (typeof word === 'function') return 'Write a text; for a nonce NONCE, or "\'nonce\'" in JSON.'
  return 'Write a text.'
}

/** Whether the word may stand in this directive; reports why not. */
function checkWord(row: DirectiveRow, word: string, place: Place): boolean {
  const refuse = (what: string, fix: string): false => {
    report(place, 'misplaced-value', word, `${showValue(word)} ${what}.`, { fix, see: row.see })
    return false
  }
  switch (row.value) {
    case 'source-list':
    case 'ancestor-source-list':
      return checkSource(row, word, place)
    case 'sandbox': {
      if (SANDBOX_TOKENS.some((token) => token === word)) return true
      const nearest = nearestName(word, SANDBOX_TOKENS)
      const fix = nearest ? `Did you mean ${nearest}?` : `The tokens are ${SANDBOX_TOKENS.join(', ')}.`
      return refuse('is no sandbox token, so browsers ignore it', fix)
    }
    case 'report-uri':
      return checkEndpoint(word, place) !== undefined
    case 'report-to':
      return (
        isToken(word) || refuse('is no name of a reporting endpoint', 'Write letters, digits and hyphens, such as csp.')
      )
    case 'webrtc':
      return (
        word === "'allow'" || word === "'block'" || refuse('is no value of webrtc', `Write "'block'" or "'allow'".`)
      )
    case 'require-trusted-types-for':
      return word === "'script'" || refuse('names no group of sinks', `Write ["'script'"], the only one there is.`)
    case 'trusted-types':
      return (
        isTrustedTypesWord(word) ||
        refuse('is no name of a Trusted Types policy', 'Write letters, digits and -#=_/@.% only.')
      )
    case 'none':
      return refuse(`is a value, and ${row.name} takes none`, 'Remove it.')
  }
}

const POLICY_NAME_CHARACTERS = new Set('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-#=_/@.%')

/** Trusted Types §4.2.3, tt-expression. */
function isTrustedTypesWord(word: string): boolean {
  if (word === "'none'" || word === "'allow-duplicates'" || word === '*') return true
  return [...word].every((character) => POLICY_NAME_CHARACTERS.has(character))
}

function checkSource(row: DirectiveRow, word: string, place: Place): boolean {
  const parsed = parseSource(word)
  if (isSourceProblem(parsed)) {
    const { code, message, fix } = parsed
    report(place, code, word, message, {
      fix,
      see: 'https://w3c.github.io/webappsec-csp/#framework-directive-source-list',
    })
    return false
  }
  // A bare word is a host by the grammar, but this one tells of a semicolon that is missing.
  if (DIRECTIVES.has(word)) {
    const message = `${showValue(word)} in ${row.name} is the name of a directive.`
    report(place, 'invalid-source', word, message, {
      fix: 'Put a semicolon before it, or make it a directive of its own.',
    })
    return false
  }
  const homes = homesOf(parsed.kind, word)
  if (homes !== 'any' && !homes.includes(row.name)) {
    const fix = `It belongs in ${homes.join(', ')}.`
    report(place, 'misplaced-value', word, `${showValue(word)} means nothing in ${row.name}.`, { fix, see: row.see })
    return false
  }
  if (parsed.advice) {
    const { code, message, fix } = parsed.advice
    report(place, code, word, message, { severity: 'warning', fix })
  }
  return true
}

/** The directives in which this kind of source means something. */
function homesOf(kind: SourceKind, word: string): 'any' | readonly string[] {
  switch (kind) {
    case 'hash':
      return HASH_DIRECTIVES
    case 'keyword':
    case 'nonce-slot':
      return KEYWORD_DIRECTIVES.get(word) ?? []
    default:
      return 'any'
  }
}
