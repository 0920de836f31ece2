import { LONGEST_ORIGIN } from './limits.ts'
import { isHostCode } from './matcher.ts'
import { isSerialisedPort } from './port.ts'

const DOT = 0x2e
const COLON = 0x3a
const PLUS = 0x2b
const OPENING = 0x5b
const CLOSING = 0x5d
const UNDERSCORE = 0x5f

/**
 * Whether a request's `Origin` is written as a serialised origin (HTML §7.1.1): scheme, host, and a port where the scheme's own is not
 * meant. No character that could end a header or name a second origin. Reads each character once; does not resolve or normalise
 * anything.
 */
export function isSerialisedOrigin(text: string): boolean {
  if (text.length > LONGEST_ORIGIN) return false
  const separator = text.indexOf('://')
  // URL §4.1 "URL-scheme string": a letter, then letters, digits, "+", "-" and ".".
  if (separator <= 0 || !isLetter(text.charCodeAt(0))) return false
  for (let index = 1; index < separator; index++) {
    const code = text.charCodeAt(index)
    if (code === UNDERSCORE || (!isHostCode(code) && code !== PLUS && code !== DOT)) return false
  }
  const start = separator + 3
  const end = text.charCodeAt(start) === OPENING ? endOfAddress(text, start + 1) : endOfName(text, start)
  return end !== -1 && (end === text.length || (text.charCodeAt(end) === COLON && isSerialisedPort(text, end + 1)))
}

/** Where a host made of labels ends; -1 when it has an empty one that is not the last. */
function endOfName(text: string, start: number): number {
  let label = start
  for (let index = start; index < text.length; index++) {
    const code = text.charCodeAt(index)
    if (isHostCode(code)) continue
    if (index === label && (code === DOT || index === start || text.charCodeAt(index - 1) !== DOT)) return -1
    if (code !== DOT) return index
    label = index + 1
  }
  return text.length === start ? -1 : text.length
}

/** Where an IPv6 address ends, behind its bracket; -1 when there is another character in it than one can have. */
function endOfAddress(text: string, start: number): number {
  for (let index = start; index < text.length; index++) {
    const code = text.charCodeAt(index)
    if (code === CLOSING) return index === start ? -1 : index + 1
    if (code !== COLON && !isHexDigit(code)) return -1
  }
  return -1
}

function isLetter(code: number): boolean {
  return code >= 0x61 && code <= 0x7a
}

function isHexDigit(code: number): boolean {
  return (code >= 0x30 && code <= 0x39) || (code >= 0x61 && code <= 0x66)
}
