import { showValue } from '../../finding.ts'
import { type Place, report, reportType } from '../../validate.ts'

/** One word of a directive, as a library sends it to the browser. */
export interface SentWord {
  readonly text: string
  readonly place: Place
  /** A nonce that is another one in each response. */
  readonly isDrawn?: boolean
}

/** One directive, as a library sends it. */
export interface SentDirective {
  readonly name: string
  readonly words: readonly SentWord[]
  readonly place: Place
}

/** What the texts of a library's options go through before they are sent. */
export interface TextRules {
  readonly library: string
  /** What becomes of a `;` or a `,` in a text: `refuses it`. */
  readonly separators: string
}

/**
 * The words that a browser finds in one text of the options. Undefined for a text that no response can carry, or that would not stay
 * within its directive: that is reported.
 */
export function splitText(text: string, rules: TextRules, place: Place): readonly SentWord[] | undefined {
  const words: SentWord[] = []
  let start = 0
  for (let index = 0; index <= text.length; index++) {
    const code = index < text.length ? text.charCodeAt(index) : 0x20
    const problem = problemOf(code, rules)
    if (problem !== undefined) {
      report(place, 'invalid-source', text, `${showValue(text)} holds ${problem}.`, {
        fix: 'Write one source an entry: hosts in punycode (xn--…), paths percent-encoded.',
      })
      return undefined
    }
    if (code !== 0x20 && code !== 0x09) continue
    if (index > start) words.push({ text: text.slice(start, index), place })
    start = index + 1
  }
  return words
}

/** Says so when an entry of a list is several words: the library's checks look at entries. */
export function noteSeveral(
  text: string,
  words: readonly SentWord[] | undefined,
  { library }: TextRules,
  place: Place,
): readonly SentWord[] | undefined {
  if (words === undefined || words.length < 2) return words
  const message = `${showValue(text)} is several sources in one entry, which no check of ${library} tells apart. Each is one of its own from now on.`
  report(place, 'invalid-source', text, message, { severity: 'info', fix: 'Write one source an entry.' })
  return words
}

/** An entry that is neither a text nor a function; undefined after an error. */
export function readNoText(entry: unknown, { library }: TextRules, place: Place): readonly SentWord[] | undefined {
  if (entry !== false) {
    reportType(place, entry, 'a source, as a text')
    return undefined
  }
  // What `condition && source` leaves behind.
  report(place, 'dead-value', entry, `${library} sends false as a host of that name. It is left out.`, {
    severity: 'warning',
    fix: 'Leave the entry out where there is none.',
  })
  return []
}

function problemOf(code: number, { library, separators }: TextRules): string | undefined {
  if (code === 0x3b) return `a semicolon, which ends a directive; ${library} ${separators}`
  if (code === 0x2c) return `a comma, which ends a policy; ${library} ${separators}`
  // Of the control characters a header has the tab alone (RFC 9110 §5.5).
  if ((code < 0x20 && code !== 0x09) || code === 0x7f) {
    return 'a control character, which no header can have: the response is never sent'
  }
  // CSP3 §2.2.1 step 2.2: the whole directive goes, not the word.
  return code > 0x7f ? 'a character outside ASCII, for which browsers drop the whole directive' : undefined
}
