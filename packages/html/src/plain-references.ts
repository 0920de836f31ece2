// What React and other renderers write, and what is common in text that was written by hand. HTML has 2,200 more; a text with one of those is not read here.
const NAMED: ReadonlyMap<string, string> = new Map(
  Object.entries({
    amp: '&',
    lt: '<',
    gt: '>',
    quot: '"',
    apos: "'",
    nbsp: '\u00a0',
    copy: '\u00a9',
    laquo: '\u00ab',
    reg: '\u00ae',
    middot: '\u00b7',
    raquo: '\u00bb',
    times: '\u00d7',
    ndash: '\u2013',
    mdash: '\u2014',
    lsquo: '\u2018',
    rsquo: '\u2019',
    ldquo: '\u201c',
    rdquo: '\u201d',
    bull: '\u2022',
    hellip: '\u2026',
    euro: '\u20ac',
    trade: '\u2122',
    larr: '\u2190',
    rarr: '\u2192',
  }),
)

/**
 * The text with its character references resolved (HTML §13.2.5.72 ff.). Undefined where one of them is not among the few that are known here, or may be none:
 * without its semicolon it would take the table of all to say.
 */
export function resolveReferences(text: string): string | undefined {
  let ampersand = text.indexOf('&')
  if (ampersand === -1) return text
  let resolved = ''
  let done = 0
  while (ampersand !== -1) {
    const end = text.indexOf(';', ampersand)
    const character = end === -1 || end - ampersand > LONGEST ? undefined : resolve(text.slice(ampersand + 1, end))
    if (character === undefined) return undefined
    resolved += text.slice(done, ampersand) + character
    done = end + 1
    ampersand = text.indexOf('&', done)
  }
  return resolved + text.slice(done)
}

const LONGEST = 9

function resolve(reference: string): string | undefined {
  if (!reference.startsWith('#')) return NAMED.get(reference)
  const isHex = reference.startsWith('#x') || reference.startsWith('#X')
  const digits = reference.slice(isHex ? 2 : 1)
  if (!(isHex ? /^[\da-f]+$/i : /^\d+$/).test(digits)) return undefined
  const code = Number.parseInt(digits, isHex ? 16 : 10)
  return isOrdinary(code) ? String.fromCodePoint(code) : undefined
}

/** Neither white space, by which the parser tells one text from another, nor what §13.2.5.80 replaces. */
function isOrdinary(code: number): boolean {
  return (code > 0x20 && code < 0x7f) || (code >= 0xa0 && code < 0xd800) || (code >= 0x10000 && code <= 0x10ffff)
}
