import { type DifferenceId, differs } from './match/differences.ts'
import { lowerAscii } from './parse.ts'
import type { Profile } from './verdict.ts'

export type HashName = 'sha256' | 'sha384' | 'sha512'

/** A word of a source list as a browser reads it: CSP3 §2.3.1, letters of keywords, schemes, hosts and algorithms in any case. */
export type SourceExpression =
  | { readonly kind: 'none' }
  /** `keyword` is in lower case and has its quotes; also one that no browser knows. */
  | { readonly kind: 'keyword'; readonly keyword: string }
  | { readonly kind: 'nonce'; readonly value: string }
  | { readonly kind: 'hash'; readonly algorithm: HashName; readonly value: string }
  /** In lower case, without the colon. */
  | { readonly kind: 'scheme'; readonly scheme: string }
  | HostExpression
  /** What follows no production, so that it matches nothing. A nonce or hash whose value is no base64 is among them. */
  | { readonly kind: 'invalid' }

export interface HostExpression {
  readonly kind: 'host'
  /** In lower case. */
  readonly scheme?: string
  /** In lower case: `example.com`, `*.example.com` or `*`. */
  readonly host: string
  /** Digits or `*`. */
  readonly port?: string
  /** As it was written, percent-encoded; begins with `/`. */
  readonly path?: string
}

const INVALID: SourceExpression = { kind: 'invalid' }

/** Reads one word of a source list as the profile does. Never throws, whatever the word. */
export function parseSourceExpression(word: string, profile: Profile = 'spec'): SourceExpression {
  if (word.startsWith("'")) return readQuoted(word, profile)
  if (word.endsWith(':') && isScheme(word, word.length - 1)) {
    return { kind: 'scheme', scheme: lowerAscii(word.slice(0, -1)) }
  }
  return readHost(word, profile)
}

const HASHES: readonly (readonly [prefix: string, algorithm: HashName, difference?: DifferenceId])[] = [
  ['sha256-', 'sha256'],
  ['sha384-', 'sha384'],
  ['sha512-', 'sha512'],
  ['sha-256-', 'sha256', 'dashed-hash-names'],
  ['sha-384-', 'sha384', 'dashed-hash-names'],
  ['sha-512-', 'sha512', 'dashed-hash-names'],
]

function readQuoted(word: string, profile: Profile): SourceExpression {
  if (word.length < 3 || !word.endsWith("'")) return INVALID
  const inner = word.slice(1, -1)
  const lower = lowerAscii(inner)
  if (lower === 'none') return { kind: 'none' }
  // The value keeps its case; the words before it have none (RFC 5234 §2.3).
  if (lower.startsWith('nonce-')) {
    const value = inner.slice('nonce-'.length)
    return isBase64Value(value) ? { kind: 'nonce', value } : INVALID
  }
  for (const [prefix, algorithm, difference] of HASHES) {
    if (!lower.startsWith(prefix) || (difference !== undefined && !differs(profile, difference))) continue
    const value = inner.slice(prefix.length)
    if (!isBase64Value(value) || (differs(profile, 'hashes-decoded') && !isDecodable(value))) return INVALID
    return { kind: 'hash', algorithm, value }
  }
  return { kind: 'keyword', keyword: `'${lower}'` }
}

/** `host-source = [ scheme-part "://" ] host-part [ ":" port-part ] [ path-part ]` */
function readHost(written: string, profile: Profile): SourceExpression {
  const word = differs(profile, 'query-ignored') ? cutQuery(written) : written
  const separator = word.indexOf('://')
  if (separator !== -1 && !isScheme(word, separator)) return INVALID
  const start = separator === -1 ? 0 : separator + 3
  const slash = word.indexOf('/', start)
  const end = slash === -1 ? word.length : slash
  const colon = word.indexOf(':', start)
  const hostEnd = colon === -1 || colon > end ? end : colon
  const host = word.slice(start, hostEnd)
  if (!isHost(host, profile)) return INVALID
  const port = hostEnd === end ? undefined : word.slice(hostEnd + 1, end)
  if (port !== undefined && port !== '*' && !isDigits(port)) return INVALID
  const path = slash === -1 ? undefined : word.slice(slash)
  if (path !== undefined && !isPathAbsolute(path) && !differs(profile, 'any-path-valid')) return INVALID
  const isBareStar = host === '*' && separator === -1 && word !== '*'
  if (isBareStar && differs(profile, 'bare-star-host-dropped')) return INVALID
  return {
    kind: 'host',
    ...(separator === -1 ? {} : { scheme: lowerAscii(word.slice(0, separator)) }),
    host: lowerAscii(host),
    ...(port === undefined ? {} : { port }),
    ...(path === undefined ? {} : { path }),
  }
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const DIGITS = '0123456789'
const SCHEME_CHARACTERS = new Set(`${LETTERS}${DIGITS}+-.`)
const HOST_CHARACTERS = new Set(`${LETTERS}${DIGITS}-`)
const BASE64_CHARACTERS = new Set(`${LETTERS}${DIGITS}+/-_`)
// RFC 3986 §3.3 pchar and `/`, without what CSP3 takes out (`;` and `,`) and without `%`, which two digits have to follow.
const PATH_CHARACTERS = new Set(`${LETTERS}${DIGITS}-._~!$&'()*+=:@/`)
const HEXADECIMAL = new Set(`${DIGITS}abcdefABCDEF`)

/** RFC 3986 §3.1, of the text before `end`. */
function isScheme(text: string, end: number): boolean {
  if (end === 0 || !LETTERS.includes(text.charAt(0))) return false
  for (let index = 1; index < end; index++) if (!SCHEME_CHARACTERS.has(text.charAt(index))) return false
  return true
}

/** `host-part = "*" / [ "*." ] 1*host-char *( "." 1*host-char ) [ "." ]` */
function isHost(text: string, profile: Profile): boolean {
  if (text === '*') return true
  if (text.endsWith('.') && !differs(profile, 'trailing-dot-valid')) return false
  let labelLength = 0
  for (let index = text.startsWith('*.') ? 2 : 0; index < text.length; index++) {
    const character = text.charAt(index)
    if (character === '.' && labelLength === 0) return false
    if (character !== '.' && !HOST_CHARACTERS.has(character)) return false
    labelLength = character === '.' ? 0 : labelLength + 1
  }
  return labelLength > 0 || (text.endsWith('.') && text.length > 1 && text !== '*.')
}

/** Without what follows `?` or `#`, where there is a path before it. */
function cutQuery(word: string): string {
  const separator = word.indexOf('://')
  const slash = word.indexOf('/', separator === -1 ? 0 : separator + 3)
  if (slash === -1) return word
  for (let index = slash; index < word.length; index++) {
    const character = word.charAt(index)
    if (character === '?' || character === '#') return word.slice(0, index)
  }
  return word
}

/** `path-absolute` of RFC 3986 §3.3: its first segment is empty only when it is the only one. */
function isPathAbsolute(path: string): boolean {
  if (path.startsWith('//')) return false
  for (let index = 0; index < path.length; index++) {
    const character = path.charAt(index)
    if (character === '%') {
      if (!HEXADECIMAL.has(path.charAt(index + 1)) || !HEXADECIMAL.has(path.charAt(index + 2))) return false
    } else if (!PATH_CHARACTERS.has(character)) return false
  }
  return true
}

/** `base64-value = 1*( ALPHA / DIGIT / "+" / "/" / "-" / "_" ) *2( "=" )` */
function isBase64Value(text: string): boolean {
  let end = text.length
  while (end > text.length - 2 && text.charAt(end - 1) === '=') end--
  if (end === 0) return false
  for (let index = 0; index < end; index++) if (!BASE64_CHARACTERS.has(text.charAt(index))) return false
  return true
}

/** Whether it can be base64, padded or not: one digit is left over in no encoding. */
function isDecodable(value: string): boolean {
  const digits = value.endsWith('==') ? value.length - 2 : value.endsWith('=') ? value.length - 1 : value.length
  return digits % 4 !== 1
}

function isDigits(text: string): boolean {
  for (const character of text) if (!DIGITS.includes(character)) return false
  return text !== ''
}
