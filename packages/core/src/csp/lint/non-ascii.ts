import { type Edit, showValue } from '../../finding.ts'
import type { LintContext } from './context.ts'
import { aboutDirective, type LintFinding } from './lint-finding.ts'
import type { LintDirective } from './lint-policy.ts'

/** What word processors and web pages put in the place of ASCII: by the first and last character, and what was meant. */
const LOOK_ALIKES: readonly (readonly [first: string, last: string, ascii: string])[] = [
  ['\u0085', '\u0085', ' '],
  ['\u00a0', '\u00a0', ' '], // no-break space
  ['\u1680', '\u1680', ' '],
  ['\u2000', '\u200a', ' '],
  ['\u2028', '\u2029', ' '],
  ['\u202f', '\u202f', ' '],
  ['\u205f', '\u205f', ' '],
  ['\u3000', '\u3000', ' '],
  ['\u00ad', '\u00ad', ''], // soft hyphen
  ['\u200b', '\u200f', ''], // zero width
  ['\u2060', '\u2060', ''],
  ['\ufeff', '\ufeff', ''],
  ['\u2018', '\u201b', "'"], // curly quotes
  ['\u201c', '\u201f', "'"],
  ['\u2032', '\u2032', "'"],
  ['\u00b4', '\u00b4', "'"],
  ['\u2010', '\u2015', '-'], // dashes
  ['\u2212', '\u2212', '-'],
  ['\uff1a', '\uff1a', ':'],
  ['\uff1b', '\uff1b', ';'],
]

/** `img-src 'self' münchen.example`: the whole directive is dropped (CSP3 §2.2.1 step 2.2). */
export function checkNonAscii({ policies }: LintContext): readonly LintFinding[] {
  return policies.flatMap(({ directives }) =>
    directives.filter(({ parsed }) => parsed.ignored === 'not-ascii').map(describe),
  )
}

function describe(directive: LintDirective): LintFinding {
  const { nameToken, values } = directive.parsed
  const culprit = [nameToken, ...values].find(({ text }) => firstForeign(text) !== -1) ?? nameToken
  const edit = rewrite(directive)
  const message = `${showValue(culprit.text)} holds a character outside ASCII, so browsers drop the whole directive ${showValue(directive.name)}.`
  const found = aboutDirective(directive, 'not-ascii', message, {
    severity: 'error',
    fix:
      edit === undefined
        ? 'Write hosts in punycode (xn--…) and percent-encode paths.'
        : `Write ${showValue(edit.text)} for it.`,
    see: 'https://w3c.github.io/webappsec-csp/#parse-serialized-policy',
    edit,
  })
  return { ...found, value: culprit.text, span: { offset: culprit.offset, length: culprit.length } }
}

/** The words from the first to the last that is not ASCII, with what was meant; undefined when that cannot be told. */
function rewrite({ parsed, policy }: LintDirective): Edit | undefined {
  const foreign = [parsed.nameToken, ...parsed.values].filter(({ text }) => firstForeign(text) !== -1)
  const first = foreign[0]
  const last = foreign[foreign.length - 1]
  if (first === undefined || last === undefined) return undefined
  const length = last.offset + last.length - first.offset
  const start = first.offset - policy.parsed.offset
  const text = policy.parsed.text.slice(start, start + length)
  const ascii = toAscii(text) ?? (foreign.length === 1 ? hostToAscii(text) : undefined)
  return ascii === undefined ? undefined : { offset: first.offset, length, text: ascii }
}

function toAscii(text: string): string | undefined {
  let ascii = ''
  for (const character of text) {
    if (character <= '\u007f') ascii += character
    else {
      const row = LOOK_ALIKES.find(([first, last]) => character >= first && character <= last)
      if (row === undefined) return undefined
      ascii += row[2]
    }
  }
  return ascii
}

/** Punycode and percent-encoding, as the URL standard has them. */
function hostToAscii(text: string): string | undefined {
  const hasScheme = text.includes('://')
  try {
    const { href, pathname, search, hash } = new URL(hasScheme ? text : `https://${text}`)
    if (search !== '' || hash !== '') return undefined
    const whole = hasScheme ? href : href.slice('https://'.length)
    const ascii = pathname === '/' && !text.endsWith('/') ? whole.slice(0, -1) : whole
    return firstForeign(ascii) === -1 && !ascii.includes(';') && !ascii.includes(',') ? ascii : undefined
  } catch {
    return undefined
  }
}

function firstForeign(text: string): number {
  for (let index = 0; index < text.length; index++) if (text.charCodeAt(index) > 0x7f) return index
  return -1
}
