import { isHostCode } from './matcher.ts'

const LONGEST_ORIGIN = 326
const SLASH = 0x2f
const COLON = 0x3a

/**
 * Whether a request's `Origin` looks like a serialised origin (HTML §7.1.1): scheme, host, optional port, and no character
 * that could end a header or name a second origin. Reads each character once; does not resolve or normalise anything.
 */
export function isSerialisedOrigin(text: string): boolean {
  if (text.length > LONGEST_ORIGIN) return false
  const separator = text.indexOf('://')
  if (separator <= 0 || separator + 3 === text.length) return false
  for (let index = 0; index < separator; index++) {
    const code = text.charCodeAt(index)
    if (!isHostCode(code) && code !== 0x2b && code !== 0x2e) return false
  }
  for (let index = separator + 3; index < text.length; index++) {
    const code = text.charCodeAt(index)
    // "." ":" "[" "]"
    if (!isHostCode(code) && code !== 0x2e && code !== COLON && code !== 0x5b && code !== 0x5d) return false
  }
  return text.charCodeAt(separator + 3) !== COLON && text.charCodeAt(separator + 3) !== SLASH
}
